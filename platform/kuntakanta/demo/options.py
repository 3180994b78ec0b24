"""What the demo is asked for: towns, sizes, folders and the port, checked before anything is started."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tenants.errors import UnknownMunicipality
from tenants.municipalities import Facts, all_facts, facts_of

CLONE = Path(__file__).resolve().parents[3]
DATA = CLONE / ".demo"  # git ignores it
SIZES = {"853": (1500, 2500), "049": (1000, 2000), "890": (60, 40)}  # services and channels, about as in the register
OTHER_SIZE = (300, 500)
ALL = "all"
ALL_SIZE = (12, 18)  # when every municipality is there
DOCUMENTS_OWNER = "853"
MOST = 100_000
FEW = 20  # so many towns are told one by one


class DemoError(Exception):
    """The demo cannot start or go on: one clear line."""

    code = "demo"


@dataclass(frozen=True)
class Plan:
    """One town of the demo; no sizes mean that it has only the recorded documents."""

    code: str
    services: int | None = None
    channels: int | None = None

    @property
    def facts(self) -> Facts:
        return facts_of(self.code)

    @property
    def host(self) -> str:
        """`Hämeenlinna` -> `hameenlinna.localhost`."""
        plain = unicodedata.normalize("NFKD", self.facts.name_fi).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") + ".localhost"


@dataclass(frozen=True)
class Options:
    """The checked wishes."""

    plans: tuple[Plan, ...]
    documents: Path | None
    data: Path
    port: int
    once: bool


def read(
    *,
    towns: str | None = None,
    services: str | None = None,
    channels: str | None = None,
    documents: str | None = None,
    data: str | None = None,
    port: str = "8000",
    once: bool = False,
) -> Options:
    """The wishes as typed, checked. Raises DemoError."""
    folder = existing_folder(documents) if documents is not None else None
    sizes = (
        number("--services", services, most=MOST) if services is not None else None,
        number("--channels", channels, most=MOST) if channels is not None else None,
    )
    if towns is None and folder is not None and sizes == (None, None):
        plans: tuple[Plan, ...] = (Plan(DOCUMENTS_OWNER),)
    elif towns == ALL:
        plans = tuple(plan_for(code, sizes, default=ALL_SIZE) for code in all_facts())
    else:
        plans = tuple(plan_for(code, sizes) for code in codes(towns))
    return Options(
        plans=plans,
        documents=folder,
        data=Path(data).resolve() if data else DATA / content_name(plans, folder, asked=(towns, services, channels)),
        port=number("--port", port, most=65535),
        once=once,
    )


def content_name(plans: Sequence[Plan], documents: Path | None, *, asked: tuple[str | None, ...]) -> str:
    """Each content has a folder of its own: other content in the same one is a mass removal, which is held."""
    parts = [f"documents-{documents.name}"] if documents else []
    if asked[0] == ALL:
        parts += [f"{ALL}-{plans[0].services}-{plans[0].channels}"]
    elif any(wish is not None for wish in asked):
        parts += [f"{plan.code}-{plan.services}-{plan.channels}" for plan in plans]
    name = "_".join(parts) or "towns"
    return name if len(name) <= 80 else f"{name[:60]}_{zlib.crc32(name.encode()):08x}"


def codes(towns: str | None) -> list[str]:
    """The towns' codes in the order given, each once."""
    found = list(dict.fromkeys(code.strip() for code in (towns or ",".join(SIZES)).split(",") if code.strip()))
    if not found:
        raise DemoError("--towns names no town: give codes like 853,049")
    for code in found:
        try:
            facts_of(code)
        except UnknownMunicipality as error:
            raise DemoError(str(error)) from error
    return found


def plan_for(code: str, sizes: tuple[int | None, int | None], *, default: tuple[int, int] | None = None) -> Plan:
    services, channels = default or SIZES.get(code, OTHER_SIZE)
    return Plan(code, services if sizes[0] is None else sizes[0], channels if sizes[1] is None else sizes[1])


def number(name: str, text: str, *, most: int) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > most:
        raise DemoError(f"{name} {text}: a whole number from 0 to {most} is needed")
    return int(text)


def existing_folder(text: str) -> Path:
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise DemoError(f"--documents {text}: there is no such folder")
    if not any(folder.glob("*.json")):
        raise DemoError(f"--documents {text}: there is no .json file in it")
    return folder
