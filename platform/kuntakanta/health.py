"""Two questions of whoever runs us: is the process alive, and can it serve."""

import logging

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

log = logging.getLogger(__name__)


def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Nothing else is asked, so that a slow database does not get it killed."""
    return _answer({"process": True})


def ready(request: HttpRequest) -> JsonResponse:
    """PostgreSQL answers within five seconds and Valkey within two; 503 says which one does not."""
    return _answer({"database": _database_answers(), "valkey": _valkey_answers()})


def _answer(parts: dict[str, bool]) -> JsonResponse:
    status = 200 if all(parts.values()) else 503
    return JsonResponse(parts, status=status, headers={"Cache-Control": "no-store"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.warning("The database does not answer: %s", type(error).__name__)
        return False
    return True


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
