"""A security key in software: it answers what a page asks of it, as a browser at some host would have it do."""

import json
import os
import re
from hashlib import sha256
from html import unescape
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tenants.accounts.models import Account

FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


def _asked(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found, "the page asks for no key"
    told: dict[str, Any] = json.loads(unescape(found[1]))
    options: dict[str, Any] = next(iter(told.values()))["publicKey"]
    return options


class SecurityKey:
    """One key, bound to the host at which it is added."""

    def __init__(self, host: str) -> None:
        self.host, self.id = host, os.urandom(16)
        self._private = ec.generate_private_key(ec.SECP256R1())
        public_key = self._private.public_key()
        self._public = ES256.from_cryptography_key(public_key)  # type: ignore[no-untyped-call]

    def _client_data(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(challenge), f"http://{self.host}")

    def _answer(self, **response: bytes) -> dict[str, Any]:
        given = {name: websafe_encode(value) for name, value in response.items()}
        text = websafe_encode(self.id)
        return {"id": text, "rawId": text, "type": "public-key", "clientExtensionResults": {}, "response": given}

    def _told_at_first(self, challenge: str) -> dict[str, Any]:
        public = AttestedCredentialData.create(bytes(16), self.id, self._public)
        flags = FLAGS | AuthenticatorData.FLAG.AT
        told = AuthenticatorData.create(sha256(self.host.encode()).digest(), flags, 1, public)
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", challenge),
            attestationObject=AttestationObject.create("none", told, {}),
        )

    def keep(self, account: Account, name: str) -> None:
        """Have the key kept as if it had been added, from within the town."""
        data = {"name": name, "credential": self._told_at_first("AAAA")}
        Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=data)

    def add(self, client: Client, name: str) -> Any:
        """Add the key by the desk's page, as somebody who has just confirmed who they are."""
        asked = _asked(client.get("/desk/second-factor/keys/add").content.decode())
        answer = self._told_at_first(asked["challenge"])
        return client.post("/desk/second-factor/keys/add", {"name": name, "credential": json.dumps(answer)})

    def show(self, client: Client, page: str) -> Any:
        """Show the key to the page that asks for a second factor."""
        asked = _asked(page)
        data = self._client_data("webauthn.get", asked["challenge"])
        told = AuthenticatorData.create(sha256(self.host.encode()).digest(), FLAGS, 2)
        signature = self._private.sign(told + sha256(data).digest(), ec.ECDSA(SHA256()))
        answer = self._answer(clientDataJSON=data, authenticatorData=told, signature=signature)
        return client.post("/desk/sign-in/second-factor", {"credential": json.dumps(answer)})
