"""Union, subtract and the rest by menu: each one step to undo, or a sentence that says why not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from labeler.core.edits.shapes import InsertShapes
from labeler.core.shapes import Shape, polygon
from tests.datasets import make_dataset
from tests.windows import Desk

COMMANDS = ("union", "subtract", "intersect", "exclude", "cut_out", "fill_holes")


def box(left, top, right, bottom, class_name="cat", **fields) -> Shape:
    ring = ((left, top), (right, top), (right, bottom), (left, bottom))
    return polygon(class_name, ring, **fields)


BELOW, ABOVE = box(2, 2, 12, 12), box(7, 7, 17, 17, "dog")
RING = box(2, 2, 12, 12, holes=[((4, 4), (8, 4), (8, 8), (4, 8))])


@pytest.fixture
def empty_desk(desk: Desk, tmp_path: Path) -> Desk:
    """An image on which nothing is drawn."""
    desk.open(make_dataset(tmp_path / "set", 1))
    desk.window.actions_["select_all"].trigger()
    desk.window.actions_["delete"].trigger()
    return desk


def put(desk: Desk, *shapes: Shape) -> None:
    desk.document.push(InsertShapes(tuple(range(len(shapes))), shapes))
    desk.document.select(())


def do(desk: Desk, name: str, *places: int) -> str:
    """Act on these shapes, and return what the status line says."""
    desk.document.select(places)
    desk.window.status.end_refusal()
    desk.window.actions_[name].trigger()
    return desk.window.status.hint.text()


def pixels(desk: Desk) -> np.ndarray:
    return desk.document.label_map.label_map


def counts(desk: Desk) -> list[int]:
    """How many pixels there are of cat and dog."""
    return [int(np.count_nonzero(pixels(desk) == index)) for index in (1, 2)]


@pytest.mark.parametrize(
    ("name", "shapes", "places", "classes", "after"),
    [
        ("union", (BELOW, ABOVE), (0, 1), ["cat"], [175, 0]),
        ("subtract", (BELOW, ABOVE), (0, 1), ["cat"], [75, 0]),
        ("intersect", (BELOW, ABOVE), (0, 1), ["cat"], [25, 0]),
        ("exclude", (BELOW, ABOVE), (0, 1), ["cat", "cat"], [150, 0]),
        ("cut_out", (BELOW, ABOVE), (1,), ["cat", "dog"], [75, 100]),
        ("fill_holes", (RING,), (0,), ["cat"], [100, 0]),
    ],
)
def test_each_command_is_one_step(empty_desk: Desk, name, shapes, places, classes, after) -> None:
    desk = empty_desk
    put(desk, *shapes)
    before = pixels(desk).copy()
    do(desk, name, *places)
    assert [shape.class_name for shape in desk.shapes] == classes
    assert counts(desk) == after
    desk.window.actions_["undo"].trigger()
    assert all(now is then for now, then in zip(desk.shapes, shapes, strict=True))
    assert (pixels(desk) == before).all()
    desk.window.actions_["redo"].trigger()
    assert counts(desk) == after


def test_all_pieces_are_selected(empty_desk: Desk) -> None:
    desk = empty_desk
    put(desk, BELOW, ABOVE)
    do(desk, "exclude", 0, 1)
    assert len(desk.shapes) == 2
    assert list(desk.document.selection) == [0, 1]


def test_what_was_cut_out_is_still_selected(empty_desk: Desk) -> None:
    put(empty_desk, box(2, 2, 18, 6), box(8, 0, 12, 10, "dog"))
    do(empty_desk, "cut_out", 1)
    assert [shape.class_name for shape in empty_desk.shapes] == ["cat", "cat", "dog"]
    assert empty_desk.document.selection == (2,)


@pytest.mark.parametrize(
    ("name", "places", "words"),
    [
        ("union", (0,), "Select two shapes or more"),
        ("subtract", (1, 2), "nothing would be left of it"),
        ("intersect", (0, 3), "no area in common"),
        ("exclude", (1, 2), "cover the same area"),
        ("cut_out", (3,), "overlaps no other shape"),
        ("fill_holes", (0,), "The selection has no holes"),
        ("clip_to_image", (0,), "Nothing that is selected reaches out"),
        ("clip_to_image", (), "No shape that may be changed reaches out"),
    ],
)
def test_what_would_change_nothing_says_so(empty_desk: Desk, name, places, words) -> None:
    desk = empty_desk
    put(desk, BELOW, ABOVE, ABOVE, box(18, 2, 20, 4))
    steps = desk.document.undo_stack.count()
    assert words in do(desk, name, *places)
    assert desk.document.undo_stack.count() == steps


def test_all_shapes_are_clipped_when_none_is_selected(empty_desk: Desk) -> None:
    desk = empty_desk
    width, height = desk.document.size
    put(desk, box(-5, -5, 5, 5), box(8, 8, 9, 9), box(10, 10, width + 5, height + 5))
    before = pixels(desk).copy()
    do(desk, "clip_to_image")
    assert [shape.bounds for shape in desk.shapes] == [(0, 0, 5, 5), (8, 8, 9, 9), (10, 10, width, height)]
    assert (pixels(desk) == before).all()
    desk.window.actions_["undo"].trigger()
    do(desk, "clip_to_image", 0)
    assert [shape.bounds.left for shape in desk.shapes] == [0, 8, 10]
    assert desk.shapes[2].bounds.right == width + 5


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_locked_stays(empty_desk: Desk, name) -> None:
    put(empty_desk, box(2, 2, 12, 12, is_locked=True), box(3, 3, 5, 5, is_locked=True))
    assert "locked or hidden" in do(empty_desk, name, 0, 1)
    assert len(empty_desk.shapes) == 2


def test_a_locked_shape_is_not_clipped_with_all(empty_desk: Desk) -> None:
    put(empty_desk, box(-5, -5, 5, 5, is_locked=True))
    assert "No shape that may be changed" in do(empty_desk, "clip_to_image")


def test_the_commands_need_a_selection_and_clip_an_image(desk: Desk, tmp_path: Path) -> None:
    actions = desk.window.actions_
    assert not any(actions[name].isEnabled() for name in (*COMMANDS, "clip_to_image"))
    actions["clip_to_image"].trigger()
    desk.open(make_dataset(tmp_path / "set", 1))
    assert actions["clip_to_image"].isEnabled()
    assert not any(actions[name].isEnabled() for name in COMMANDS)
    desk.document.select((0,))
    assert all(actions[name].isEnabled() for name in COMMANDS)
