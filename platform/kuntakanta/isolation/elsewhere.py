"""What is shared beside addresses: tasks, the cache, files."""

import inspect
import secrets
from collections.abc import Iterator
from typing import Any, Final

import redis
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import FileField

from kuntakanta.isolation.addresses import Untaught
from kuntakanta.isolation.asking import Touches
from kuntakanta.isolation.trying import Try
from tenants.context import current_schema, within, within_host
from tenants.errors import NoTown
from tenants.models import Municipality
from tenants.tasks import HostTask, TownTask

SECONDS: Final = 30
"""After which an entry that the check puts into the cache is gone, should nobody have taken it away."""

GIVEN: Final[dict[Any, Any]] = {int: 0, str: "", bool: False}
"""What tasks are given besides their town, by type. A new type is taught here."""


# --- tasks ------------------------------------------------------------------------------------------------------------


def our_tasks() -> dict[str, Any]:
    """Every task that a worker of ours takes, but for Celery's own."""
    current_app.loader.import_default_modules()
    return {name: task for name, task in sorted(current_app.tasks.items()) if not name.startswith("celery.")}


def try_tasks(mine: Municipality, other: Municipality) -> Iterator[Try]:
    """Each task enters its place by the one way there is; without a town, or with one that is not, it does nothing."""
    touches = Touches(mine.schema_name, other.schema_name)
    for name, task in our_tasks().items():
        yield _is_bound(name, task)
        if isinstance(task, TownTask):
            yield _enters(name, task, mine)
            for what, wrong in (("no town", {}), ("a name", {"municipality_id": mine.schema_name})):
                yield _refuses(name, task, what, wrong, touches)
            yield _refuses(name, task, "a town that is not", {"municipality_id": 2**40}, touches)


def _is_bound(name: str, task: Any) -> Try:
    """Its way in is that of the two kinds of tasks, which nothing in between has changed."""
    kind = next((kind for kind in (TownTask, HostTask) if isinstance(task, kind)), None)
    bound = kind is not None and type(task).enter_and_run is kind.enter_and_run
    came = f"a {kind.__name__}" if kind is not None else "neither a town's task nor the host's"
    return Try("tasks", "every place", name, "its kind", "a town's task or the host's", came, held=bound)


def _enters(name: str, task: Any, town: Municipality) -> Try:
    """The task's own way in, with a look at where it leads in the place of its work."""
    where = type("Where", (type(task),), {"run": lambda self, **given: current_schema(), "name": f"{name}.where"})
    schema = where().enter_and_run(municipality_id=town.pk)
    held = schema == town.schema_name
    return Try("tasks", town.name_fi, name, "its own town", "the town's schema", str(schema), held=held)


def _refuses(
    name: str,
    task: Any,
    what: str,
    who: dict[str, Any],
    touches: Touches,
) -> Try:
    given = _given(name, task)
    before = touches()
    came = "done"
    try:
        with transaction.atomic():
            task.enter_and_run(**given, **who)
            transaction.set_rollback(True)
    except Exception as error:  # noqa: BLE001 - any error is a refusal; which one is told
        came = type(error).__name__
    touched = touches() != before
    told = f"{came}; touches a town" if touched else came
    return Try("tasks", "every place", name, what, "refused", told, held=came != "done" and not touched)


def _given(name: str, task: Any) -> dict[str, Any]:
    needed = [
        one
        for one in inspect.signature(task.run, eval_str=True).parameters.values()
        if one.default is one.empty and one.name != "municipality_id" and one.kind is one.KEYWORD_ONLY
    ]
    for one in needed:
        if one.annotation not in GIVEN:
            raise Untaught(f"The task {name} takes {one}: name a value of its type in GIVEN of {__name__}.")
    return {one.name: GIVEN[one.annotation] for one in needed}


# --- cache ------------------------------------------------------------------------------------------------------------


def try_cache(mine: Municipality, other: Municipality) -> Iterator[Try]:
    """An entry of one town's is no other town's, nor the host's; and its key says whose it is."""
    name = f"isolation:{secrets.token_hex(8)}"
    with within(mine):
        cache.set(name, "mine", SECONDS)
    try:
        with within(other):
            seen = cache.get(name)
        yield Try("cache", other.name_fi, "get", f"a key of {mine.name_fi}", "nothing", repr(seen), held=seen is None)
        with within_host():
            seen = cache.get(name)
        yield Try("cache", "the host", "get", f"a key of {mine.name_fi}", "nothing", repr(seen), held=seen is None)
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            keys = [key.decode() for key in client.scan_iter(match=f"*{name}")]
        held = len(keys) == 1 and keys[0].startswith(f"{mine.schema_name}:")
        yield Try("cache", mine.name_fi, "key", "the key as kept", "begins with the schema", f"{keys}", held=held)
    finally:
        with within(mine):
            cache.delete(name)
    yield _without_a_town()


def _without_a_town() -> Try:
    came = "answered"
    try:
        cache.get("isolation")
    except NoTown as error:
        came = error.code
    return Try("cache", "no town", "get", "outside of every place", NoTown.code, came, held=came == NoTown.code)


# --- files ------------------------------------------------------------------------------------------------------------


def try_files(mine: Municipality, other: Municipality) -> Iterator[Try]:
    """Each field that keeps files puts a town's under a prefix of the town's own."""
    labels = {config.label for config in apps.get_app_configs() if config.name in settings.TOWN_APPS}
    fields = [
        field
        for model in apps.get_models()
        if model._meta.app_label in labels
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    ]
    if not fields:
        yield Try("files", "every place", "fields", "what keeps files", "under the town's uuid", "none", held=True)
    for field in fields:
        for town, stranger in ((mine, other), (other, mine)):
            with within(town):
                path = field.generate_filename(field.model(), "file")
            held = str(town.uuid) in path and str(stranger.uuid) not in path
            yield Try("files", town.name_fi, str(field), "a new file", "under the town's uuid", path, held=held)
