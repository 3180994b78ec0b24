"""What deploy/environment says where it cannot make the environment: one line, and nothing is left behind."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "cat", "cksum", "grep", "dirname", "basename", "env")
TOO_OLD = "#!/bin/sh\nexit 1\n"
WITHOUT_VENV = f"""#!/bin/sh
case "$2" in *ensurepip*) exit 1 ;; esac
exec {sys.executable} "$@"
"""


def run(tmp_path: Path, python: str | None) -> subprocess.CompletedProcess[str]:
    """Run a copy of the script in an empty clone, with nothing on the PATH but a few tools and this `python3`."""
    clone, tools = tmp_path / "clone", tmp_path / "bin"
    (clone / "deploy").mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "environment", clone / "deploy")
    shutil.copy(ROOT / "deploy" / "requirements.txt", clone / "deploy")
    shutil.copy(ROOT / "pyproject.toml", clone)
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    if python is not None:
        (tools / "python3").write_text(python)
        (tools / "python3").chmod(stat.S_IRWXU)
    command = [str(tools / "sh"), str(clone / "deploy" / "environment")]
    outcome = subprocess.run(
        command, env={"PATH": str(tools), "HOME": ""}, capture_output=True, text=True, timeout=30, check=False
    )
    assert not (clone / ".venv").exists()
    return outcome


@pytest.mark.parametrize("python", [None, TOO_OLD])
def test_a_python_that_is_missing_or_too_old_is_named(tmp_path: Path, python: str | None) -> None:
    outcome = run(tmp_path, python)
    assert outcome.returncode == 2
    assert outcome.stderr == "kuntakanta: Python 3.11 or newer is needed, and none is on the PATH\n"


def test_a_python_without_its_venv_module_is_told_how_to_get_it(tmp_path: Path) -> None:
    outcome = run(tmp_path, WITHOUT_VENV)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    assert outcome.returncode == 2
    assert f"{version} lacks its venv module" in outcome.stderr
    assert f"apt-get install {version}-venv" in outcome.stderr
    assert outcome.stderr.count("\n") == 1
