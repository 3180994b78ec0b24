"""`python -m suomifi_standin`: serve generated towns and recorded documents until told to stop."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

from suomifi_standin import app, server
from suomifi_standin.generator import TownPlan, UnknownMunicipality
from suomifi_standin.recorded import UnreadableDocuments

_DEFAULT_PLANS = ("853:1500:2500", "049:1000:2000", "890:60:40")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One clear line, whatever is wrong."""
        sys.stderr.write(f"{self.prog}: {message}\n")
        raise SystemExit(2)


def _number(text: str, least: int = 0) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least {least}")
    return int(text)


def _positive(text: str) -> int:
    return _number(text, 1)


def _plan(text: str) -> tuple[str, int, int]:
    parts = text.split(":")
    if len(parts) != 3:
        raise argparse.ArgumentTypeError(f"{text!r} is not CODE:SERVICES:CHANNELS")
    return parts[0], _number(parts[1]), _number(parts[2])


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="suomifi_standin", description="The national service catalogue, played offline.")
    parser.add_argument("--port", type=_number, required=True, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--towns", default="", help="municipality codes, comma-separated")
    parser.add_argument("--services", type=_number, default=150, help="of each of --towns")
    parser.add_argument("--channels", type=_number, default=250, help="of each of --towns")
    parser.add_argument("--plan", type=_plan, action="append", default=[], metavar="CODE:SERVICES:CHANNELS")
    parser.add_argument("--seed", type=_number, default=1)
    parser.add_argument("--documents", type=Path, metavar="DIR", help="recorded v11 objects, served as they are")
    parser.add_argument("--documents-owner", metavar="CODE", help="the town that plays their organisation")
    parser.add_argument("--page-size", type=_positive, default=100, help="of full pages")
    parser.add_argument("--id-page-size", type=_positive, default=1000, help="of pages of ids")
    parser.add_argument("--api-key", action="append", default=[], metavar="KEY", help="one that v12 takes")
    return parser


def _plans(asked: argparse.Namespace) -> list[TownPlan]:
    given = [(code.strip(), asked.services, asked.channels) for code in asked.towns.split(",") if code.strip()]
    given += asked.plan
    if not given and asked.documents is None:
        given = [_plan(text) for text in _DEFAULT_PLANS]
    return [TownPlan(*each, seed=asked.seed) for each in given]


def _leave(number: int, frame: FrameType | None) -> None:
    """Being asked to stop is no failure."""
    raise SystemExit(0)


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)  # the server puts its own in place while it serves, then sends it on to these
    parser = _parser()
    asked = parser.parse_args()
    plans = _plans(asked)
    codes = [plan.code for plan in plans]
    if repeated := sorted({code for code in codes if codes.count(code) > 1}):
        parser.error(f"town {repeated[0]} is asked for twice")
    if asked.documents_owner is not None and asked.documents is None:
        parser.error("--documents-owner says whose --documents are, and none are given")
    try:
        bound = server.listen(asked.host, asked.port)
        application = app.build(
            plans,
            documents=asked.documents,
            documents_owner=asked.documents_owner,
            page_size=asked.page_size,
            id_page_size=asked.id_page_size,
            api_keys=asked.api_key,
        )
    except (UnknownMunicipality, UnreadableDocuments, server.CannotListen) as error:
        parser.error(str(error))
    server.serve(application, bound)


if __name__ == "__main__":
    main()
