"""Five thousand rows go out and come in with little memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.exchange.models import ImportRun
from catalogue.services.models import ServiceChannel
from tenants.context import within
from tenants.models import Municipality
from tests.exchange_make import change_cell, sheet_of

ROWS = 5_000
MOST_MEMORY = 400_000  # kilobytes; a process that has only started has 150,000
# Runs a command and says how long it took and how much memory it had at most.
MEASURED = """
import sys, time
from kuntakanta.cli import main
began = time.monotonic()
try:
    main(sys.argv[1:])
finally:
    # not by getrusage, where a program begins with the most that the one had that started it
    most = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print("seconds", round(time.monotonic() - began, 1), "kilobytes", most)
"""


def measured(environment: dict[str, str], *words: object) -> int:
    command = [sys.executable, "-c", MEASURED, *map(str, words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)
    print(words[0], done.stdout, done.stderr)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_five_thousand_rows_need_little_memory(
    transactional_db: None, turku: Municipality, environment_of_programs: dict[str, str], tmp_path: Path
) -> None:
    text = "Täältä saat neuvoja arkeen. " * 60
    rows = (
        {
            "source_id": f"K-{each}",
            "service_channel_type": "ServiceLocation",
            "name.fi": f"Toimipiste {each}",
            "summary.fi": "Lyhyesti.",
            "description.fi": text,
            "phone.fi": "+358 22620624",
            "hours": "Mon-Fri 8:00-16:00",
        }
        for each in range(ROWS)
    )
    path = sheet_of(tmp_path / "a.csv", "service_channel", *rows)
    assert measured(environment_of_programs, "catalogue-import", "853", path) < MOST_MEMORY
    book = tmp_path / "turku.xlsx"
    assert measured(environment_of_programs, "catalogue-export", "853", book) < MOST_MEMORY
    change_cell(book, "service_channel", "hours", "Mon-Fri 9:00-17:00", where=lambda row: row["source_id"] != "K-1")
    assert measured(environment_of_programs, "catalogue-import", "853", book) < MOST_MEMORY
    assert measured(environment_of_programs, "catalogue-import", "853", book, "--dry-run") < MOST_MEMORY
    with within(turku):
        first, second, *_ = ImportRun.objects.order_by("id")
        assert first.counts == {"created": ROWS}
        assert second.counts == {"changed": ROWS - 1, "unchanged": 1}
        assert ServiceChannel.objects.filter(version=2).count() == ROWS - 1
