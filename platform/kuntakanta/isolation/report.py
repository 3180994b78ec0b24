"""The whole check: every address of both URL tables, then what is shared beside them; and that the check can see."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from kuntakanta.isolation import attacks, elsewhere
from kuntakanta.isolation.addresses import Address, paths, walk
from kuntakanta.isolation.asking import Question, Site, Touches, asking
from kuntakanta.isolation.attacks import Stolen, session
from kuntakanta.isolation.planting import Belongings, Person, copy_session, plant, plant_operator
from kuntakanta.isolation.trying import Trial, Try, listening
from tenants.accounts.tokens import token_of
from tenants.context import within, within_host
from tenants.errors import TenantsError
from tenants.models import Municipality
from tenants.queries import hosts_of

HOST: Final = "the host"
FORGED_TOKEN: Final = "kk_abcdefghijkl_" + "x" * 43
FORGED_SESSION: Final = "abcdefghijklmnopqrstuvwxyz012345"

# The towns by what they have published, as PostgreSQL knows without counting.
LARGEST: Final = """
    SELECT nspname FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON relnamespace = pg_namespace.oid
    WHERE relname = 'published_document' AND relkind = 'r' AND nspname LIKE 't\\_%%'
    ORDER BY pg_relation_size(pg_class.oid) DESC, nspname
"""


class NotTwoTowns(TenantsError):
    """The check needs two towns that are served."""

    code = "not_two_towns"


@dataclass(frozen=True)
class Planted:
    """Everything that was planted for the tries."""

    towns: Sequence[Belongings]
    operator: Person

    @property
    def unspoken(self) -> Sequence[str]:
        """What no log may say."""
        return [self.operator.mark, self.operator.session, *(text for town in self.towns for text in town.unspoken)]


def largest_towns() -> tuple[Municipality, Municipality]:
    """The two towns that are served and have the most published things; raises NotTwoTowns."""
    with connection.cursor() as cursor:
        cursor.execute(LARGEST)
        order = [name for (name,) in cursor.fetchall()]
    with within_host():
        served = {town.schema_name: town for town in Municipality.objects.filter(state=Municipality.State.ACTIVE)}
    found = [served[name] for name in order if name in served][:2]
    if len(found) < 2:
        raise NotTwoTowns("Two towns that are served are needed to tell one from the other.")
    return found[0], found[1]


def run(first: Municipality, second: Municipality, *, tell: Callable[[int, int], None], only: str = "/") -> list[Try]:
    """All tries, each town as the other's stranger; of addresses, those that begin so.

    `tell` gets the number of addresses done, and of all.
    """
    towns = (first, second)
    known = [*walk(settings.ROOT_URLCONF), *walk(settings.PUBLIC_SCHEMA_URLCONF)]
    addresses = [address for address in known if address.name.startswith(only)]
    found: list[Try] = []
    with asking() as site:
        for number, address in enumerate(addresses):
            tell(number, len(addresses))
            with planted(towns) as there:  # anew each time: a transaction on a living host is short
                found.extend(try_address(site, address, there))
        found.extend(try_sight(site, addresses, towns))
    tell(len(addresses), len(addresses))
    for mine, other in permutations(towns):
        with transaction.atomic():
            found.extend([*elsewhere.try_tasks(mine, other), *elsewhere.try_cache(mine, other)])
            found.extend(elsewhere.try_files(mine, other))
            transaction.set_rollback(True)
    return found


@contextmanager
def planted(towns: Sequence[Municipality]) -> Iterator[Planted]:
    """What the tries need, in both towns and at the operators', for as long as the block lasts; nothing of it stays."""
    with transaction.atomic():
        yield Planted([plant(town, host=hosts_of(municipality=town)[0]) for town in towns], plant_operator())
        transaction.set_rollback(True)


def try_address(site: Site, address: Address, there: Planted) -> list[Try]:
    """All that is tried at one address, of which nothing stays."""
    at = _at_the_operators if address.urlconf == settings.PUBLIC_SCHEMA_URLCONF else _at_towns
    with transaction.atomic():
        tried = list(at(site, address, there))
        transaction.set_rollback(True)
    return tried


def _at_towns(site: Site, address: Address, there: Planted) -> Iterator[Try]:
    """A town's address, at either town, with what is the other's."""
    for mine, other in permutations(there.towns):
        stolen = Stolen(
            sessions={
                "another town's session": other.person.session,
                "another town's session, its row copied here": copy_session(
                    other.person.session, of=other.town, to=mine.town
                ),
                "an operator's session": there.operator.session,
                "an operator's session, its row copied here": copy_session(
                    there.operator.session, of=None, to=mine.town
                ),
                "a made-up session": FORGED_SESSION,
            },
            tokens={"another town's token": other.token, "a made-up token": FORGED_TOKEN},
        )
        trial = Trial(site, name=mine.town.name_fi, strangers=[other], unspoken=there.unspoken)
        yield from map(trial.attempt, attacks.with_ids(address, mine=mine, other=other))
        yield from map(trial.attempt, attacks.with_queries(address, mine=mine, other=other))
        asked = _leading(trial, paths(address, mine), host=mine.host, key=mine.person.session)
        yield from map(trial.attempt, attacks.with_credentials(asked, host=mine.host, stolen=stolen))
        yield from map(trial.attempt, attacks.with_hosts(address, own=mine, host=mine.host, others=[other.host]))
        yield trial.logged(address.name)


def _at_the_operators(site: Site, address: Address, there: Planted) -> Iterator[Try]:
    """An operators' address, with what is some town's."""
    for town in there.towns:
        stolen = Stolen(
            sessions={
                "a town's session": town.person.session,
                "a town's session, its row copied here": copy_session(town.person.session, of=town.town, to=None),
                "a made-up session": FORGED_SESSION,
            },
            tokens={"a town's token": town.token, "a made-up token": FORGED_TOKEN},
        )
        host = settings.PUBLIC_HOST
        trial = Trial(site, name=HOST, strangers=there.towns, unspoken=there.unspoken)
        asked = _leading(trial, paths(address, town), host=host, key=there.operator.session)
        yield from map(trial.attempt, attacks.with_credentials(asked, host=host, stolen=stolen))
        yield from map(trial.attempt, attacks.with_hosts(address, own=town, host=host, others=[town.host]))
        yield trial.logged(address.name)


def _leading(trial: Trial, asked: Sequence[str], *, host: str, key: str) -> Sequence[str]:
    """Those of an address's paths at which there is something to protect; one where there is nothing at any."""
    cookies = session(key)
    return [path for path in asked if trial.leads_somewhere(Question(path, host, cookies=cookies))] or asked[:1]


# --- whether the check can see ----------------------------------------------------------------------------------------


def try_sight(site: Site, addresses: Sequence[Address], towns: Sequence[Municipality]) -> list[Try]:
    """What is planted is found where it belongs: else not finding it elsewhere would prove nothing."""
    with listening(), planted(towns) as there:
        found = [one for town in there.towns for one in _sees(site, addresses, town)]
        for mine, other in permutations(there.towns):
            with within(mine.town):
                known = token_of(mine.token) is not None, token_of(other.token) is not None
            came = f"own known: {known[0]}, another's known: {known[1]}"
            found.append(_seen(mine.town.name_fi, "tokens", "its own only", came, held=known == (True, False)))
        desk = Question("/desk/", settings.PUBLIC_HOST, cookies=session(there.operator.session))
        found.append(_shows(site, desk, HOST, there.operator.mark))
    return found


def _sees(site: Site, addresses: Sequence[Address], own: Belongings) -> Iterator[Try]:
    """Each address that takes ids knows at least one of the town's own; the desk knows its administrator."""
    cookies = session(own.person.session)
    touches = Touches(own.town.schema_name)
    (before,) = touches().values()
    yield _shows(site, Question("/desk/", own.host, cookies=cookies), own.town.name_fi, own.person.mark)
    (after,) = touches().values()
    yield _seen(
        own.town.name_fi, "/desk/", "touches of its tables are counted", str(after - before), held=after > before
    )
    for address in addresses:
        if address.urlconf == settings.ROOT_URLCONF and attacks.names_things(address):
            asked = [Question(path, own.host, cookies=cookies) for path in paths(address, own)]
            answers = [site.answer(question) for question in asked]
            held = any(
                one.status == 405 or any(secret in one.text for secret in own.secrets if secret not in question.said)
                for question, one in zip(asked, answers, strict=True)
            )
            came = ", ".join(str(one.status) for one in answers)
            yield _seen(own.town.name_fi, address.name, "shows its own, or does not take GET", came, held=held)


def _shows(site: Site, question: Question, name: str, mark: str) -> Try:
    answer = site.answer(question)
    came = f"{answer.status}, {'with' if mark in answer.text else 'without'} the name"
    return _seen(name, question.shown, "greets who is signed in", came, held=mark in answer.text)


def _seen(site: str, asked: str, expected: str, came: str, *, held: bool) -> Try:
    return Try("sight", site, asked, "none: what belongs there", expected, came, held)
