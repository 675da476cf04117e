"""A dataset without classes says how to get some, and offers the ready tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core.class_file import read_classes, read_ready_table, ready_tables
from labeler.gui.panels.no_classes import NoClasses
from tests.datasets import make_dataset, write_photograph
from tests.windows import Desk, answers, garbage_is_collected_here, make_desk, settings

__all__ = ["answers", "garbage_is_collected_here", "make_desk", "settings"]


@pytest.fixture
def bare_desk(make_desk, tmp_path: Path) -> Desk:
    """A window on one photograph, with nothing but background and void."""
    write_photograph(tmp_path / "set" / "a.jpg")
    desk = make_desk()
    desk.open(tmp_path / "set")
    return desk


def page(desk: Desk) -> NoClasses:
    return desk.window.class_panel.no_classes


def test_it_is_there_until_the_first_class_is(bare_desk: Desk) -> None:
    assert page(bare_desk).isVisible()
    bare_desk.window.classes.add(["tree"])
    assert not page(bare_desk).isVisible()
    bare_desk.window.classes.undo()
    bare_desk.wait_for_jobs()
    assert page(bare_desk).isVisible()


def test_a_dataset_with_classes_does_not_show_it(make_desk, tmp_path: Path) -> None:
    desk = make_desk()
    desk.open(make_dataset(tmp_path / "set", 1))
    assert not page(desk).isVisible()


def test_ready_classes_are_taken_as_they_are_and_written(bare_desk: Desk, tmp_path: Path) -> None:
    page(bare_desk)._fill()
    actions = page(bare_desk).ready_button.menu().actions()
    assert [action.text() for action in actions] == [
        f"{table.name}\t{table.class_count}" for table in ready_tables()
    ]
    next(action for action in actions if action.text().startswith("voc21\t")).trigger()
    assert bare_desk.window.session.classes == read_ready_table("voc21")
    assert read_classes(tmp_path / "set" / "classes.csv") == read_ready_table("voc21")
    assert not page(bare_desk).isVisible()


def test_taking_ready_classes_is_one_step_to_undo(bare_desk: Desk) -> None:
    page(bare_desk).ready_wanted.emit("suim8")
    bare_desk.window.classes.undo()
    bare_desk.wait_for_jobs()
    assert not bare_desk.window.session.classes.user_rows
