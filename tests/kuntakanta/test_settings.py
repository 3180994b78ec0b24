"""Settings that must fit together: whose tables live where, what work is named, what the clock does."""

import subprocess
import sys

from django.apps import apps
from django.conf import settings

from kuntakanta.celery import app


def test_an_app_lives_in_one_schema_but_for_those_that_must_be_in_two() -> None:
    assert set(settings.HOST_APPS) & set(settings.TOWN_APPS) == {
        "django.contrib.contenttypes",
        # Accounts: staff's in a town, operators' on the host.
        "tenants.accounts",
        "django.contrib.sessions",
        "allauth.account",
        "allauth.mfa",
        "allauth.socialaccount",
        "allauth.usersessions",
    }
    assert not set(settings.NATIONAL_APPS) & {*settings.HOST_APPS, *settings.TOWN_APPS}


def test_every_app_with_tables_has_a_home() -> None:
    homes = {*settings.HOST_APPS, *settings.NATIONAL_APPS, *settings.TOWN_APPS}
    homeless = {app.name for app in apps.get_app_configs() if any(app.get_models())} - homes
    # Django's permissions and groups have no table anywhere: ours are declared (accounts.permissions).
    assert homeless == {"django.contrib.auth"}


def test_every_kind_of_work_is_a_task_of_ours() -> None:
    app.loader.import_default_modules()
    assert {job.task for job in settings.JOBS} <= set(app.tasks)
    assert len({job.name for job in settings.JOBS}) == len(settings.JOBS)


def test_the_clock_has_one_entry() -> None:
    assert list(settings.CELERY_BEAT_SCHEDULE) == ["dispatch"]
    assert settings.CELERY_BEAT_SCHEDULE["dispatch"]["task"] in app.tasks


def test_messages_are_json_only_and_taken_off_late() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.task_acks_late
    assert app.conf.worker_pool == "prefork"


def test_settings_load_without_any_environment_but_serve_nothing() -> None:
    program = "import kuntakanta.wsgi"
    answer = subprocess.run(
        [sys.executable, "-c", program], env={}, capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 1
    assert "DATABASE_URL, REDIS_URL, KUNTAKANTA_SECRET_KEY must be set" in answer.stderr


def test_no_secret_has_a_default() -> None:
    program = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'kuntakanta.settings'\n"
        "from django.conf import settings\n"
        "from django.core.exceptions import ImproperlyConfigured\n"
        "try:\n    settings.SECRET_KEY\nexcept ImproperlyConfigured:\n    print('refused')"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], env={}, capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.stdout == "refused\n"
