"""Two questions of whoever runs us: is the process alive, and can it serve."""

import logging

import redis
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.urls import path

from tenants.schemas import behind

log = logging.getLogger(__name__)


def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Nothing else is asked, so that a slow database does not get it killed."""
    return _answer({"process": True})


def ready(request: HttpRequest) -> JsonResponse:
    """PostgreSQL answers within five seconds and Valkey within two, and the host's own schemas fit; 503 says which."""
    return _answer({**_database(), "valkey": _valkey_answers()})


def _answer(parts: dict[str, bool]) -> JsonResponse:
    status = 200 if all(parts.values()) else 503
    return JsonResponse(parts, status=status, headers={"Cache-Control": "no-store"})


def _database() -> dict[str, bool]:
    """Whether it answers, and the host's and the national schema have what this release needs; towns' are judged one by
    one."""
    try:
        lacking = behind()
    except DatabaseError as error:
        log.warning("The database does not answer: %s", type(error).__name__)
        return {"database": False, "schemas": False}
    for schema_name, names in lacking.items():
        log.error("The schema %s lacks %s: run `kuntakanta migrate`.", schema_name, ", ".join(names))
    return {"database": True, "schemas": not lacking}


def _valkey_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError as error:
        log.warning("Valkey does not answer: %s", type(error).__name__)
        return False
    return True


urlpatterns = [
    path("live", live, name="health-live"),
    path("ready", ready, name="health-ready"),
]
