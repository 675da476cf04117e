"""Other kinds and mirrors for the selection, from the menu of a real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from labeler.core.shapes import ShapeKind
from labeler.gui.kinds import KINDS
from labeler.gui.menus import MENUS, names_in
from tests.datasets import make_dataset, shape, square, write_shapes
from tests.windows import Desk

TRIANGLE = shape("dog", [(30, 5), (50, 5), (30, 25)])
LINE = shape("cat", [(1, 1), (9, 9)], "line")


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on a cat, a triangular dog and a line."""
    folder = make_dataset(tmp_path / "set", 1)
    write_shapes(folder / "a1.jpg", [square("cat", 5, 5, 16), TRIANGLE, LINE])
    desk.open(folder)
    return desk


def trigger(desk: Desk, name: str, *selection: int) -> None:
    desk.document.select(selection)
    desk.window.actions_[name].trigger()


def pixels(desk: Desk) -> np.ndarray:
    return desk.document.label_map.label_map.copy()


@pytest.mark.parametrize("name", KINDS)
def test_each_action_makes_its_kind_in_one_step(open_desk: Desk, name: str):
    trigger(open_desk, "to_ellipse" if name == "to_polygon" else "to_polygon", 1)
    steps = open_desk.document.undo_stack.count()
    trigger(open_desk, name, 0, 1)
    kinds = [each.kind for each in open_desk.shapes[:2]]
    assert KINDS[name] in kinds
    assert open_desk.document.undo_stack.count() == steps + 1
    word = KINDS[name].value.replace("_", " ")
    assert open_desk.document.undo_stack.undoText() == f"Convert to {word}"
    open_desk.document.undo_stack.undo()
    assert open_desk.document.selection == (0, 1)


def test_the_pieces_of_a_mask_are_one_group_and_selected(open_desk: Desk):
    from labeler.core.edits.shapes import ReplaceShapes
    from labeler.core.transforms import mask_at

    document = open_desk.document
    before = document.annotation.shapes[0]
    mask = mask_at(before, np.array([[True, False, True], [True, False, True]]), 10, 20)
    document.push(ReplaceShapes((0,), (before,), (mask,)))
    seen = pixels(open_desk)
    trigger(open_desk, "to_polygon", 0)
    assert [each.kind for each in open_desk.shapes[:2]] == [ShapeKind.POLYGON] * 2
    assert open_desk.shapes[0].group_id == open_desk.shapes[1].group_id is not None
    assert document.selection == (0, 1)
    assert np.array_equal(pixels(open_desk), seen)
    document.undo_stack.undo()
    assert open_desk.shapes[0] is mask


def test_what_is_of_the_kind_already_is_said_and_left(open_desk: Desk):
    trigger(open_desk, "to_polygon", 0, 1)
    assert open_desk.document.undo_stack.count() == 0
    assert open_desk.window.status.hint.text() == "What is selected is a polygon already."
    trigger(open_desk, "to_ellipse", 0)
    trigger(open_desk, "to_ellipse", 0)
    assert open_desk.window.status.hint.text() == "What is selected is an ellipse already."


def test_what_cannot_be_converted_is_said_only_when_nothing_can(open_desk: Desk):
    trigger(open_desk, "to_rectangle", 2)
    assert "cover no area" in open_desk.window.status.hint.text()
    trigger(open_desk, "to_rectangle", 0, 2)
    assert open_desk.shapes[0].kind is ShapeKind.RECTANGLE
    assert open_desk.shapes[2].kind is ShapeKind.LINE


@pytest.mark.parametrize("name", [*KINDS, "mirror_left_right", "mirror_top_bottom"])
def test_locked_shapes_stay(open_desk: Desk, name: str):
    trigger(open_desk, "lock_shapes", 1)
    steps = open_desk.document.undo_stack.count()
    trigger(open_desk, name, 1)
    assert open_desk.document.undo_stack.count() == steps
    assert "locked" in open_desk.window.status.hint.text()


@pytest.mark.parametrize(
    ("name", "corner"), [("mirror_left_right", [50, 5]), ("mirror_top_bottom", [30, 25])]
)
def test_a_mirror_is_about_the_middle_of_the_box(open_desk: Desk, name: str, corner: list[int]):
    trigger(open_desk, name, 1)
    assert open_desk.shapes[1].points[0].tolist() == corner
    assert tuple(open_desk.shapes[1].bounds) == (30, 5, 50, 25)
    assert open_desk.document.undo_stack.undoText() == "Mirror shape"
    trigger(open_desk, name, 1)
    assert open_desk.shapes[1].points.tolist() == [list(map(float, point)) for point in TRIANGLE["points"]]


def test_several_shapes_are_mirrored_together(open_desk: Desk):
    trigger(open_desk, "mirror_left_right", 0, 1)
    assert [tuple(each.bounds)[:3:2] for each in open_desk.shapes[:2]] == [(34, 50), (5, 25)]


def test_the_menu_of_shapes_has_them_and_needs_a_selection(open_desk: Desk):
    names = [*KINDS, "mirror_left_right", "mirror_top_bottom", "simplify", "smooth"]
    assert set(names) <= set(names_in(MENUS["&Shapes"]))
    open_desk.document.select(())
    assert not any(open_desk.window.actions_[name].isEnabled() for name in names)
    open_desk.document.select((0,))
    assert all(open_desk.window.actions_[name].isEnabled() for name in names)
