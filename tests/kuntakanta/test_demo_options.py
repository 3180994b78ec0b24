"""What the demo is asked for is checked before anything is started, and refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuntakanta.demo import options
from kuntakanta.demo.options import DemoError, Plan


def test_without_a_wish_three_towns_of_the_registers_size_are_played_on_port_8000() -> None:
    wishes = options.read()
    assert wishes.plans == (Plan("853", 1500, 2500), Plan("049", 1000, 2000), Plan("890", 60, 40))
    assert [plan.host for plan in wishes.plans] == ["turku.localhost", "espoo.localhost", "utsjoki.localhost"]
    assert (wishes.port, wishes.once, wishes.documents) == (8000, False, None)
    assert wishes.data == options.DATA / "towns"


def test_other_towns_and_sizes_are_kept_apart_from_the_usual_ones() -> None:
    wishes = options.read(towns="853, 091,853", services="20")
    assert wishes.plans == (Plan("853", 20, 2500), Plan("091", 20, 500))
    assert wishes.data == options.DATA / "853-20-2500_091-20-500"
    many = options.read(towns=",".join(["853", "049", "890", "091", "092", "109", "148", "478"]))
    assert len(many.data.name) <= 80


@pytest.mark.parametrize(("code", "host"), [("109", "hameenlinna"), ("478", "maarianhamina"), ("284", "koski-tl")])
def test_a_towns_host_is_its_name_in_plain_letters(code: str, host: str) -> None:
    assert Plan(code).host == f"{host}.localhost"


def test_recorded_documents_stand_alone_unless_towns_are_named(tmp_path: Path) -> None:
    (tmp_path / "services.json").write_text("[]")
    alone = options.read(documents=str(tmp_path))
    assert alone.plans == (Plan("853"),)
    assert alone.data == options.DATA / f"documents-{tmp_path.name}"
    beside = options.read(documents=str(tmp_path), towns="890")
    assert beside.plans == (Plan("890", 60, 40),)


@pytest.mark.parametrize(
    ("wish", "line"),
    [
        ({"towns": "853,999"}, "999"),
        ({"towns": " , "}, "--towns names no town"),
        ({"services": "-1"}, "--services -1: a whole number from 0 to"),
        ({"channels": "many"}, "--channels many"),
        ({"port": "65536"}, "--port 65536"),
        ({"port": "²"}, "--port"),
        ({"documents": "/nowhere/at/all"}, "there is no such folder"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(wish: dict[str, str], line: str) -> None:
    with pytest.raises(DemoError) as refused:
        options.read(**wish)  # type: ignore[arg-type]
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match=r"no \.json file"):
        options.read(documents=str(tmp_path))


def test_all_towns_have_a_little_each_and_a_folder_of_their_own() -> None:
    wishes = options.read(towns="all")
    assert len(wishes.plans) == len({plan.host for plan in wishes.plans}) == 308
    assert {(plan.services, plan.channels) for plan in wishes.plans} == {options.ALL_SIZE}
    assert wishes.data.name == "all-12-18"
    assert options.read(towns="all", services="3").data.name == "all-3-18"
