"""Holes, splits and combined shapes in the real window: mouse and keys, undo and redo, the saved file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from labeler.core.annotation_file import read_annotation
from labeler.core.rasterizer import rasterize
from tests.datasets import CLASSES, shape, write_photograph, write_shapes
from tests.windows import LEFT, Desk

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZE = (160, 120)
LAND = [(0, 60), (80, 60), (80, 120), (0, 120)]
ROAD = [(80, 60), (160, 60), (160, 120), (80, 120)]
RING = [(20, 80), (60, 80), (40, 105)]


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on a photograph with two shapes that share a border."""
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "classes.csv").write_text(CLASSES, encoding="utf-8")
    photograph = write_photograph(folder / "a1.jpg", SIZE)
    write_shapes(photograph, [shape("dog", LAND), shape("cat", ROAD)], SIZE)
    desk.open(folder)
    desk.window.view.setFocus()
    return desk


def pixels(desk: Desk) -> np.ndarray:
    return desk.document.label_map.label_map


def ring(desk: Desk, *places: tuple[float, float]) -> None:
    for place in places:
        desk.click(*place, CTRL)
    desk.key(Key.Key_Return)


def undo(desk: Desk) -> None:
    desk.key(Key.Key_Z, CTRL)


def redo(desk: Desk) -> None:
    desk.key(Key.Key_Z, CTRL | SHIFT)


def written(desk: Desk) -> list[dict]:
    """The shapes of the file, which gives the pixels of the canvas."""
    desk.wait_saved()
    path = desk.document.image.path.with_suffix(".json")
    shapes = read_annotation(path).shapes
    assert np.array_equal(rasterize(shapes, SIZE, desk.document.classes), pixels(desk))
    return json.loads(path.read_text(encoding="utf-8"))["shapes"]


def hint(desk: Desk) -> str:
    return desk.window.status.hint.text()


def test_a_hole_is_drawn_saved_taken_back_and_filled(desk: Desk) -> None:
    before = pixels(desk).copy()
    desk.key("h")
    assert hint(desk).startswith("Click inside a shape to begin a hole")
    ring(desk, *RING)
    [hole] = desk.shapes[0].holes
    assert np.abs(hole - RING).max() < 1
    assert pixels(desk)[88, 40] == 0
    assert len(written(desk)[0]["holes"]) == 1
    undo(desk)
    assert np.array_equal(pixels(desk), before)
    redo(desk)
    assert desk.document.selection == (0,)
    QTest.mouseMove(desk.window.view, desk.place(40, 88))
    [(text, act)] = desk.window.drawing.offers()
    assert text == "Fill hole"
    act()
    assert np.array_equal(pixels(desk), before)


def test_a_vertex_of_a_hole_is_dragged_like_any_other(desk: Desk) -> None:
    desk.key("h")
    ring(desk, *RING)
    desk.key(Key.Key_Escape)
    view = desk.window.view
    start, end = desk.place(*desk.shapes[0].holes[0][0]), desk.place(12, 72)
    QTest.mouseMove(view, start)
    QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in (QPoint(4, 4), QPoint(0, 0)):
        QTest.mouseMove(view, end + step)
    QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, end)
    assert np.abs(desk.shapes[0].holes[0][0] - (12, 72)).max() < 1
    assert np.array_equal(desk.shapes[0].points, LAND)


def test_a_line_splits_a_shape_and_its_neighbour_follows(desk: Desk) -> None:
    before = pixels(desk).copy()
    desk.document.select((0,))
    desk.key("k")
    assert "splits the selection" in hint(desk)
    desk.click(1, 90)
    desk.click(79, 90)
    desk.key(Key.Key_Return)
    assert [shape.class_name for shape in desk.shapes] == ["dog", "dog", "cat"]
    assert np.array_equal(pixels(desk), before)
    saved = written(desk)
    assert [each["group_id"] for each in saved] == [1, 1, None]
    assert len(saved[2]["points"]) == 5
    undo(desk)
    assert [len(shape.points) for shape in desk.shapes] == [4, 4]
    redo(desk)
    assert len(desk.shapes) == 3
    assert np.array_equal(pixels(desk), before)


def test_a_line_that_ends_inside_is_refused_and_kept(desk: Desk) -> None:
    desk.key("k")
    ring(desk, (40, 30), (40, 90))
    assert "does not cut through" in hint(desk)
    desk.key("p")
    assert "Finish the shape" in hint(desk)
    assert len(desk.window.view.tool.draft.points) == 2
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_Escape)
    assert desk.window.actions_["tool_select"].isChecked()
    assert len(desk.shapes) == 2


@pytest.mark.parametrize(
    ("key", "shapes", "dogs"),
    [
        (Key.Key_U, 1, 160 * 60),
        (Key.Key_S, 1, 80 * 60),
        (Key.Key_X, 1, 160 * 60),
    ],
    ids=["union", "subtract", "exclude"],
)
def test_neighbours_are_combined_by_a_key(desk: Desk, key, shapes, dogs) -> None:
    before = pixels(desk).copy()
    desk.click(20, 90)
    desk.click(120, 90, CTRL)
    assert desk.document.selection == (0, 1)
    desk.key(key, CTRL | SHIFT)
    assert len(desk.shapes) == shapes
    assert np.count_nonzero(pixels(desk) == desk.document.classes.index_of_name["dog"]) == dogs
    assert {each["label"] for each in written(desk)} == {"dog"}
    undo(desk)
    assert np.array_equal(pixels(desk), before)
    redo(desk)
    assert len(desk.shapes) == shapes


def test_neighbours_have_nothing_in_common(desk: Desk) -> None:
    desk.key(Key.Key_A, CTRL)
    desk.key(Key.Key_I, CTRL | SHIFT)
    assert "no area in common" in hint(desk)
    assert len(desk.shapes) == 2


def test_a_shape_is_cut_out_of_the_one_below(desk: Desk) -> None:
    desk.choose("cat")
    desk.draw(*RING)
    before = pixels(desk).copy()
    desk.window.actions_["cut_out"].trigger()
    assert len(desk.shapes[0].holes) == 1
    assert desk.document.selection == (2,)
    assert np.array_equal(pixels(desk), before)
    assert len(written(desk)[0]["holes"]) == 1
    undo(desk)
    assert desk.shapes[0].holes == ()


def test_a_shape_dropped_with_alt_is_moved_and_cut_out_in_one_step(desk: Desk) -> None:
    desk.choose("cat")
    desk.draw((20, 10), (60, 10), (40, 40))
    desk.window.actions_["tool_select"].trigger()
    start, end = desk.place(40, 20), desk.place(40, 85)
    view, history = desk.window.view, desk.document.undo_stack
    steps, drawn = history.count(), desk.shapes[2]
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.AltModifier, end)
    assert (len(desk.shapes[0].holes), desk.document.selection) == (1, (2,))
    assert (history.count(), history.undoText()) == (steps + 1, "Cut out shape")
    assert len(written(desk)[0]["holes"]) == 1
    undo(desk)
    assert desk.shapes[0].holes == ()
    assert np.array_equal(desk.shapes[2].points, drawn.points)
    redo(desk)
    assert len(desk.shapes[0].holes) == 1
    desk.key(Key.Key_Right)
    desk.key(Key.Key_Right)
    assert history.count() == steps + 2
