"""What the runbook and the units name is there: commands, scripts, files, settings, packages of units."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from kuntakanta.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
RUNBOOK = (ROOT / "deploy" / "runbook.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
SCRIPTS = [
    *sorted((ROOT / "deploy" / "backup").iterdir()),
    *(ROOT / "deploy" / name for name in ("demo", "environment", "upgrade-postgresql")),
]


def test_the_runbook_names_commands_that_there_are() -> None:
    named = set(re.findall(r"\bkk ([a-z-]+)", RUNBOOK)) - {"is"}
    assert named >= {"migrate", "provision", "restored", "export", "import"}
    assert named <= COMMANDS.keys()


def test_the_runbook_names_files_that_there_are() -> None:
    named = set(re.findall(r"\b((?:deploy|tenants|tests)/[a-z/_.*-]+[a-z_*])", RUNBOOK))
    assert [name for name in named if not list(ROOT.glob(name))] == []


def test_the_runbook_names_settings_that_the_readme_explains() -> None:
    named = set(re.findall(r"\b(KUNTAKANTA_[A-Z_]+|DATABASE_URL|REDIS_URL)\b", RUNBOOK))
    of_the_scripts = {name for name in named if name.startswith("KUNTAKANTA_BACKUP")}
    assert [name for name in named - of_the_scripts if f"`{name}`" not in README] == []


def test_the_containers_run_commands_that_there_are_with_settings_that_the_readme_explains() -> None:
    composed = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
    ours = {name: service for name, service in composed["services"].items() if service["image"] == "kuntakanta"}
    assert {service["command"][0] for service in ours.values()} == {"migrate", "serve", "worker"} <= COMMANDS.keys()
    for service in ours.values():
        assert [name for name in service["environment"] if f"`{name}`" not in README] == []
        assert service["depends_on"].keys() <= composed["services"].keys()
    (command,) = re.findall(r"^CMD (.+)$", (ROOT / "deploy" / "Containerfile").read_text("utf-8"), re.MULTILINE)
    assert json.loads(command)[0] in COMMANDS


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_what_there_is(unit: Path) -> None:
    text = unit.read_text("utf-8")
    assert unit.name in RUNBOOK or unit.stem in RUNBOOK
    for program, first in re.findall(r"^ExecStart=/opt/kuntakanta/(\S+)(?: (\S+))?", text, re.MULTILINE):
        if program == ".venv/bin/kuntakanta":
            assert first in COMMANDS
        else:
            assert (ROOT / program).stat().st_mode & 0o111
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service") in UNITS


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_can_be_read_by_any_shell_and_says_how_it_is_used(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True, timeout=10)
    text = script.read_text("utf-8")
    assert text.startswith("#!/bin/sh\n# ")
    assert f"deploy/{script.relative_to(ROOT / 'deploy')}" in text.split("set -eu")[0]
