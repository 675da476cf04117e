"""Brush and eraser in the real window: strokes with the mouse, undo and redo, and what the file holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.annotation_file import read_annotation
from labeler.core.areas import mask_of
from labeler.core.geometry import PixelRect
from labeler.settings.drawing import BRUSH_SIZE, SQUARE_BRUSH
from tests.datasets import SIZE, make_dataset, square, write_shapes
from tests.windows import LEFT, NONE, Desk

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
WHOLE = PixelRect(0, 0, *SIZE)


@pytest.fixture
def painter(desk: Desk, tmp_path: Path) -> Desk:
    """A window on an image with a cat and a dog, and a square brush of 4 pixels."""
    folder = make_dataset(tmp_path / "set", 1)
    write_shapes(folder / "a1.jpg", [square("cat", 5, 5, 20), square("dog", 35, 5, 20)])
    desk.window.settings.set(BRUSH_SIZE, 4)
    desk.window.settings.set(SQUARE_BRUSH, True)
    desk.open(folder)
    desk.window.view.setFocus()
    return desk


def stroke(desk: Desk, *places: tuple[float, float], held: Qt.KeyboardModifier = NONE) -> None:
    """Press at the first place, go through the others, release at the last."""
    view = desk.window.view
    QTest.mouseMove(view, desk.place(*places[0]))
    QTest.mousePress(view, LEFT, held, desk.place(*places[0]))
    for place in places[1:]:
        QTest.mouseMove(view, desk.place(*place))
    QTest.mouseRelease(view, LEFT, held, desk.place(*places[-1]))


def label_map(desk: Desk) -> np.ndarray:
    return desk.document.label_map.label_map


def on_disk(desk: Desk) -> np.ndarray:
    """What the saved shapes cover."""
    desk.wait_saved()
    return mask_of(read_annotation(desk.document.image.annotation_path).shapes, WHOLE)


def test_a_stroke_makes_a_shape_and_the_next_goes_on_with_it(painter: Desk) -> None:
    painter.choose("sky")
    painter.key("b")
    stroke(painter, (10, 40), (50, 40))
    assert [shape.class_name for shape in painter.shapes] == ["cat", "dog", "sky"]
    assert (label_map(painter) == 7).sum() == 44 * 4
    stroke(painter, (50, 40), (50, 30))
    assert len(painter.shapes) == 3
    assert (label_map(painter) == 7).sum() == 44 * 4 + 40
    assert np.array_equal(on_disk(painter), label_map(painter) > 0)


def test_undo_and_redo_take_one_stroke_at_a_time(painter: Desk) -> None:
    painter.choose("sky")
    painter.key("b")
    before = label_map(painter).copy()
    stroke(painter, (10, 40), (50, 40))
    first = label_map(painter).copy()
    stroke(painter, (30, 40), (30, 30))
    second = label_map(painter).copy()
    for key, expected in (("z", first), ("z", before), ("y", first), ("y", second)):
        painter.key(key, CTRL)
        assert np.array_equal(label_map(painter), expected)


def test_the_brush_repairs_the_selected_shape_and_the_eraser_takes_back(painter: Desk) -> None:
    painter.choose("cat")
    painter.document.select((0,))
    painter.key("b")
    stroke(painter, (24, 15), (30, 15))
    assert len(painter.shapes) == 2
    assert (label_map(painter)[13:17, 5:32] == 1).all()
    painter.key("e")
    stroke(painter, (27, 12), (27, 18))
    assert (label_map(painter)[13:17, 25:29] == 0).all()
    assert [shape.class_name for shape in painter.shapes] == ["cat", "cat", "dog"]
    assert np.array_equal(on_disk(painter), label_map(painter) > 0)


def test_the_eraser_with_nothing_selected_takes_from_every_shape(painter: Desk) -> None:
    painter.key("e")
    stroke(painter, (10, 15), (50, 15))
    assert not label_map(painter)[13:17, 8:52].any()
    assert len(painter.shapes) == 2
    assert not painter.document.selection
    painter.key("z", CTRL)
    assert label_map(painter)[13:17, 8:25].all()


def test_escape_drops_the_stroke_and_then_the_tool(painter: Desk) -> None:
    painter.choose("sky")
    painter.key("b")
    view = painter.window.view
    QTest.mousePress(view, LEFT, NONE, painter.place(10, 40))
    QTest.mouseMove(view, painter.place(40, 40))
    assert view.scene.base.draft.mask is not None
    painter.key(Qt.Key.Key_Escape)
    assert view.scene.base.draft.mask is None
    QTest.mouseRelease(view, LEFT, NONE, painter.place(40, 40))
    assert len(painter.shapes) == 2
    assert not painter.document.undo_stack.canUndo()
    painter.key(Qt.Key.Key_Escape)
    assert painter.window.actions_["tool_select"].isChecked()


def test_shift_click_paints_a_straight_line_that_is_seen_before(painter: Desk) -> None:
    painter.choose("sky")
    painter.key("b")
    stroke(painter, (10, 40))
    view, end = painter.window.view, painter.place(50, 30)
    QTest.keyPress(view, Qt.Key.Key_Shift, SHIFT)
    QTest.mouseMove(view, end)
    QTest.keyPress(view, Qt.Key.Key_Shift, SHIFT)
    assert "straight line" in view.tool.hint
    QTest.mouseClick(view, LEFT, SHIFT, end)
    assert len(painter.shapes) == 3
    assert (label_map(painter)[34:36, 28:32] == 7).any()


def test_the_stroke_looks_like_the_label_map_before_the_button_is_released(painter: Desk) -> None:
    painter.choose("sky")
    painter.key("b")
    view = painter.window.view
    QTest.mousePress(view, LEFT, NONE, painter.place(10, 40))
    QTest.mouseMove(view, painter.place(40, 40))
    middle = painter.place(20, 40)
    draft = view.grab().toImage().pixelColor(middle)
    QTest.mouseRelease(view, LEFT, NONE, painter.place(40, 40))
    painter.document.select(())
    assert view.grab().toImage().pixelColor(middle) == draft


def test_without_a_class_the_brush_asks_for_one_and_paints_then(painter: Desk) -> None:
    painter.window.session.choose_class(None)
    painter.key("b")
    stroke(painter, (20, 40), (30, 40))
    assert len(painter.shapes) == 2
    assert not painter.window.view.tool.is_busy


def test_a_locked_selection_is_not_erased_and_the_window_says_so(painter: Desk) -> None:
    painter.document.select((0,))
    painter.window.actions_["lock_shapes"].trigger()
    painter.key("e")
    before = label_map(painter).copy()
    stroke(painter, (10, 15), (50, 15))
    assert np.array_equal(label_map(painter), before)
    assert "locked or hidden" in painter.window.status.hint.text()


def test_escape_leaves_the_eraser_too_and_keeps_the_selection_for_another(painter: Desk) -> None:
    painter.document.select((0,))
    painter.key("e")
    painter.key(Qt.Key.Key_Escape)
    assert painter.window.actions_["tool_select"].isChecked()
    assert painter.document.selection == (0,)
    painter.key(Qt.Key.Key_Escape)
    assert painter.document.selection == ()
