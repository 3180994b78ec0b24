"""A service that is filled to the limits of the register: what checking one service costs at most.

Three language versions of 18,000 letters each, every list as long as may be, all linked to a general description whose
texts it repeats in part. The words are made up, several hundred of them, always the same.
"""

import random
from itertools import islice
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from catalogue.codes.values import GeneralDescription
from catalogue.parts import (
    Classification,
    Fee,
    LanguageVersion,
    Law,
    Reference,
    ServiceOrganization,
    ServiceVoucher,
    WebPage,
)
from catalogue.services.rules import Facts, Owner
from catalogue.services.rules.classification import MOST_CLASSES, MOST_TERMS
from catalogue.services.rules.texts import SERVICE
from catalogue.services.values import Service

LANGUAGES: Final = ("fi", "sv", "en")
TOWN: Final = UUID(int=1)
CENTRAL: Final = UUID(int=2)
REPEATED: Final = ("description", "user_instruction")
_PARTS: Final = ("ka", "tö", "vi", "lu", "mä", "so", "per", "hei", "jun", "na", "pal", "oh", "neu", "von", "ter", "sai")


class Texts:
    """Running text of a length, in sentences of real length with a number here and there."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 it keeps no secret
        self._words = ["".join(self._dice.choices(_PARTS, k=self._dice.randint(1, 5))) for _ in range(700)]

    def of(self, letters: int) -> str:
        """Sentences until they are so long."""
        said: list[str] = []
        while sum(map(len, said)) < letters:
            words = [*self._dice.choices(self._words, k=self._dice.randint(5, 14)), str(self._dice.randint(1, 2026))]
            said.append(" ".join(words).capitalize() + ". ")
        return "".join(said)[:letters].strip()

    def version(self) -> LanguageVersion:
        """All texts of a service, each as long as may be."""
        texts: dict[str, Any] = {member: self.of(size.most or 100) for member, size in SERVICE.items()}
        return replace(LanguageVersion(**texts), keywords=[self.of(50) for _ in range(10)])


def service(texts: Texts) -> Service:
    """One that the rules let be published."""
    versions = {language: texts.version() for language in LANGUAGES}
    page = WebPage(url="https://www.finlex.fi/fi/laki", value="Laki", language="fi")
    return Service(
        language_versions=versions,
        general_description_id=CENTRAL,
        type="Service",
        funding_type="PubliclyFunded",
        area_type="Nationwide",
        languages=["fi", "sv", "en"],
        service_classes=[Classification(code=f"P{number}.1") for number in range(1, MOST_CLASSES + 1)],
        ontology_terms=[Classification(uri=f"http://www.yso.fi/onto/koko/p{number}") for number in range(MOST_TERMS)],
        target_groups=[Classification(code=code) for code in ("KR1", "KR1.1", "KR2", "KR2.1")],
        life_events=[Classification(code=f"KE{number}") for number in range(1, 10)],
        industrial_classes=[Classification(code=f"5.{number}") for number in range(1, 10)],
        legislation=[Law(names={each: texts.of(400) for each in LANGUAGES}, web_pages=[page]) for _ in range(5)],
        organizations=[
            ServiceOrganization(organization=Reference(id=TOWN), role_type="Responsible"),
            *(
                ServiceOrganization(
                    role_type="Producer",
                    provision_type="ProcuredServices",
                    additional_information={each: texts.of(140) for each in LANGUAGES},
                )
                for _ in range(5)
            ),
        ],
        service_vouchers_in_use=True,
        service_vouchers=[
            ServiceVoucher(value=texts.of(90), url="https://www.turku.fi/", additional_information=note, language=each)
            for each, note in ((each, texts.of(280)) for each in LANGUAGES)
        ],
        fees=[Fee(name={each: texts.of(40) for each in LANGUAGES}, amount="12.50") for _ in range(5)],
    )


def facts(linked: Service) -> Facts:
    """What is known around it; the general description says what it says, in part."""
    said = {
        language: replace(LanguageVersion(), **{member: _half(getattr(version, member)) for member in REPEATED})
        for language, version in linked.language_versions.items()
    }
    return Facts(
        town_languages=LANGUAGES,
        owner=Owner(languages=frozenset(LANGUAGES), area_type="Nationwide"),
        general_description=GeneralDescription(language_versions=said),
        connections=3,
    )


def _half(text: str) -> str:
    return ". ".join(islice(text.split(". "), text.count(". ") // 2)) + "."
