"""Undo and redo select what they bring back, and leave the selection alone when nothing comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from labeler.core.edits.shapes import InsertShapes
from labeler.core.shapes import polygon
from tests.datasets import make_dataset
from tests.windows import Desk


@pytest.fixture
def three(desk: Desk, tmp_path: Path) -> Desk:
    """An image with three squares and nothing else, the canvas in the focus."""
    desk.open(make_dataset(tmp_path / "set", 1))
    desk.document.select(range(len(desk.shapes)))
    desk.window.actions_["delete"].trigger()
    corners = [(4, 4), (14, 4), (30, 30)]
    shapes = tuple(polygon("cat", [(x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10)]) for x, y in corners)
    desk.document.push(InsertShapes((0, 1, 2), shapes))
    desk.window.view.setFocus()
    return desk


def act(desk: Desk, *names: str) -> None:
    for name in names:
        desk.window.actions_[name].trigger()


def test_deleted_shapes_come_back_selected(three: Desk) -> None:
    three.document.select([0, 2])
    act(three, "delete", "undo")
    assert three.document.selection == (0, 2)
    act(three, "redo")
    assert three.document.selection == ()


def test_shapes_that_were_united_are_selected_again_all_of_them(three: Desk) -> None:
    three.document.select([0, 1])
    act(three, "union")
    assert len(three.shapes) == 2
    act(three, "undo")
    assert three.document.selection == (0, 1)


def test_copies_that_are_made_again_are_selected(three: Desk) -> None:
    three.document.select([1])
    act(three, "duplicate", "undo", "redo")
    assert three.document.selection == (3,)


def test_a_change_that_brings_nothing_back_leaves_the_selection(three: Desk) -> None:
    three.document.select([0])
    three.key(Qt.Key.Key_Right)
    three.document.select([2])
    act(three, "undo")
    assert three.document.selection == (2,)


def test_several_steps_at_once_select_what_all_of_them_bring_back(three: Desk) -> None:
    steps = three.document.undo_stack.index()
    for position in (2, 0):
        three.document.select([position])
        act(three, "delete")
    three.window.undoing.go_to(steps)
    assert three.document.selection == (0, 2)
