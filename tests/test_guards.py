"""The guards of the house's plan: what must stay true of the tree as a whole."""

from __future__ import annotations

import ast
import platform
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {"platform", "tenants", "catalogue", "api", "deploy", "tests", "pyproject.toml", "README.md", "LICENSE"}
NAMED_FOR_NOTHING = {"utils", "helpers", "common", "base", "mixins", "managers", "signals"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 45
# Files and functions past the limits, each with the one idea that makes it so.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
# Modules that others have named.
REQUIRED_NAMES = {
    "tenants/database/base.py": "Django loads a database engine from its module `base`",
}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def python_files() -> Iterator[tuple[str, str]]:
    """Our modules with their text; migrations are written by Django."""
    for name in tracked():
        if name.endswith(".py") and "/migrations/" not in name:
            yield name, (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("command", [["-c"], ["-m", "timeit", "-n1", "-r1"]])
def test_platform_is_the_standard_librarys_also_from_the_root_of_the_clone(command: list[str]) -> None:
    assert Path(platform.__file__).parent == Path(sysconfig.get_paths()["stdlib"])
    check = "import platform; assert platform.python_version(), platform"
    subprocess.run([sys.executable, *command, check], cwd=ROOT, check=True, capture_output=True, timeout=30)


def test_platform_is_a_plain_folder_and_nothing_under_tests_is_a_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_the_top_level_has_the_fixed_entries_only() -> None:
    entries = {name.partition("/")[0] for name in tracked()}
    assert {entry for entry in entries if not entry.startswith(".")} <= TOP_LEVEL


def test_no_module_is_named_for_nothing_in_particular() -> None:
    named = [
        name
        for name in tracked()
        if NAMED_FOR_NOTHING & {part.removesuffix(".py") for part in Path(name).parts} and name not in REQUIRED_NAMES
    ]
    assert named == []


def test_files_are_short_enough_to_be_read() -> None:
    lengths = {name: text.count("\n") for name, text in python_files()}
    assert {name for name, length in lengths.items() if length > LONGEST_FILE} == set(LONG_FILES)


def test_functions_are_short_enough_to_be_read() -> None:
    long = {
        f"{name}:{node.name}"
        for name, text in python_files()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == set(LONG_FUNCTIONS)


def test_each_module_says_its_job_first() -> None:
    silent = [name for name, text in python_files() if text.strip() and ast.get_docstring(ast.parse(text)) is None]
    assert silent == []


def test_requirements_are_pinned_and_hashed_and_name_no_index() -> None:
    for file in (ROOT / "deploy").glob("requirements*.txt"):
        text = file.read_text("utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        assert lines
        for line in lines:
            assert re.match(r"[\w.\[\],-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), f"{file.name}: {line[:60]}"
        assert "://" not in text
        assert "--index-url" not in text


def test_no_secret_has_a_default() -> None:
    """Nothing that reads a secret or a server's address from the environment says what it is when absent."""
    text = (ROOT / "platform" / "kuntakanta" / "settings.py").read_text("utf-8")
    readers = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    for call in readers:
        names = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        if any(re.search("SECRET|PASSWORD|TOKEN|_URL$", str(name)) for name in names):
            assert len(call.args) == 1, ast.unparse(call)
            assert not any(keyword.arg == "default" for keyword in call.keywords), ast.unparse(call)


def test_no_tracked_file_holds_a_key_or_a_path_of_somebodys_machine() -> None:
    telling = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|/home/\w+/|/Users/\w+/")
    found = [
        name
        for name in tracked()
        if name != "tests/test_guards.py" and telling.search((ROOT / name).read_text("utf-8", errors="replace"))
    ]
    assert found == []
