"""While a rename goes from file to file a note in the folder says so to whoever comes after a crash."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from labeler.core.dataset import open_dataset
from labeler.jobs import rename_class
from tests.datasets import make_dataset, square, tree, write_shapes
from tests.windows import Desk


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 4))
    return desk


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds every file of a rename back until it is set."""
    event = threading.Event()
    rename_in_file = rename_class.rename_in_file

    def wait(*arguments):
        assert event.wait(10)
        return rename_in_file(*arguments)

    monkeypatch.setattr(rename_class, "rename_in_file", wait)
    yield event
    event.set()


def notes(folder: Path) -> list[list[str]]:
    return [json.loads(path.read_text()) for path in sorted((folder / ".labeler" / "renames").glob("*"))]


def test_a_rename_is_noted_until_it_has_reached_every_file(
    open_desk: Desk, gate: threading.Event, tmp_path: Path
) -> None:
    folder = tmp_path / "set"
    open_desk.window.classes.rename(1, "lion")
    open_desk.window.classes.rename(1, "tiger")
    assert notes(folder) == [["cat", "lion"], ["lion", "tiger"]]
    assert open_dataset(folder).recovered == ""
    gate.set()
    open_desk.wait_for_jobs()
    assert not (folder / ".labeler").exists()


def test_a_rename_that_is_taken_back_leaves_no_note(
    open_desk: Desk, gate: threading.Event, tmp_path: Path
) -> None:
    folder = tmp_path / "set"
    open_desk.window.classes.rename(1, "lion")
    open_desk.window.jobs.cancel_all(0)
    gate.set()
    open_desk.qtbot.waitUntil(lambda: open_desk.window.session.classes.find("cat") is not None)
    open_desk.wait_for_jobs()
    open_desk.wait_saved()
    assert not (folder / ".labeler").exists()
    for number in range(1, 5):
        assert "lion" not in (folder / f"a{number}.json").read_text()


@pytest.mark.parametrize("is_open", [True, False])
def test_a_name_that_shapes_bear_without_a_class_is_not_taken_by_a_rename(
    desk: Desk, tmp_path: Path, is_open: bool
) -> None:
    folder = make_dataset(tmp_path / "set", 3)
    write_shapes(folder / ("a1.jpg" if is_open else "a3.jpg"), [square("bus", 1, 1), square("cat", 20, 9)])
    before = tree(folder)
    desk.open(folder)
    desk.window.classes.rename(1, " bus ")
    desk.wait_for_jobs()
    assert desk.message("classes:refused") == (
        "1 shape is called bus already, which is no class yet. Add it and merge cat into it, or choose "
        "another name."
    )
    assert {name: tree(folder)[name] for name in before} == before
    desk.press_remedy("classes:refused", "Add class")
    assert desk.window.session.classes.find("bus") is not None
    assert desk.message("classes:refused") == ""
    desk.window.classes.rename(1, "lion")
    desk.wait_for_jobs()
    assert open_dataset(folder).classes.at(1).name == "lion"
