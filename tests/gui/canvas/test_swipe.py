"""The line left of which the photograph lies bare."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from labeler.core.edits.shapes import delete_shapes
from labeler.core.shapes import polygon
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.swipe import Swipe
from labeler.tools.select import SelectTool
from tests.gui.canvas.conftest import document_of, photograph, rgb

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SIZE = (300, 200)
WHOLE = polygon("car", [(0, 0), (300, 0), (300, 200), (0, 200)])


@pytest.fixture
def swipe(view):
    view.resize(400, 300)
    view.set_document(document_of(WHOLE, size=SIZE))
    view.set_pyramid(ImagePyramid.of(photograph(*SIZE)))
    view.display.set_opacity(1.0)
    view.display.set_outlines("none")
    return Swipe(view)


def pictures(view) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The kept picture now, the one of labels everywhere, the one without."""
    base = view.scene.base
    split, now = base.split, rgb(base.updated(view.scene.viewport)).copy()
    base.split = None
    base.invalidate()
    labelled = rgb(base.updated(view.scene.viewport)).copy()
    view.display.set_mode("image")
    bare = rgb(base.updated(view.scene.viewport)).copy()
    view.display.set_mode("overlay")
    base.split = split
    base.invalidate()
    return now, labelled, bare


def assert_divided(view, column: int) -> None:
    now, labelled, bare = pictures(view)
    assert np.array_equal(now[:, :column], bare[:, :column])
    assert np.array_equal(now[:, column:], labelled[:, column:])


def test_off_there_are_labels_everywhere(view, swipe):
    now, labelled, _ = pictures(view)
    assert not swipe.isVisible()
    assert np.array_equal(now, labelled)


def test_on_the_canvas_is_divided_in_the_middle(view, swipe):
    swipe.show_line(is_on=True)
    assert swipe.isVisible()
    assert_divided(view, 200)
    swipe.show_line(is_on=False)
    assert view.scene.base.split is None


def test_a_drag_moves_the_line(view, swipe):
    swipe.show_line(is_on=True)
    QTest.mousePress(swipe, LEFT, NONE, QPoint(11, 150))
    QTest.mouseMove(swipe, QPoint(11 + 60, 150))
    QTest.mouseRelease(swipe, LEFT, NONE, QPoint(11, 150))
    assert_divided(view, 260)
    assert swipe.geometry().center().x() == 260 - 1


def test_the_arrow_keys_move_the_line(view, swipe):
    swipe.show_line(is_on=True)
    swipe.setFocus()
    QTest.keyClick(swipe, Qt.Key.Key_Right)
    assert_divided(view, 208)
    QTest.keyClick(swipe, Qt.Key.Key_Left)
    QTest.keyClick(swipe, Qt.Key.Key_Left)
    assert_divided(view, 192)


def test_the_line_stays_on_the_canvas(view, swipe):
    swipe.show_line(is_on=True)
    QTest.mousePress(swipe, LEFT, NONE, QPoint(11, 150))
    QTest.mouseMove(swipe, QPoint(-900, 150))
    assert view.scene.base.split == 0
    QTest.mouseMove(swipe, QPoint(2900, 150))
    assert view.scene.base.split == 400


@pytest.mark.parametrize("step", [(-40, 0), (25, 13), (0, 30)])
def test_the_line_keeps_its_place_when_the_image_moves(view, swipe, step):
    swipe.show_line(is_on=True)
    view.zoom_to(3.0)
    view.scene.base.updated(view.scene.viewport)
    view.scene.viewport.pan(*step)
    view.input.look_again()
    assert_divided(view, 200)


def test_it_follows_the_size_of_the_canvas(view, swipe):
    swipe.show_line(is_on=True)
    view.resize(600, 300)
    assert_divided(view, 300)


def test_an_edit_is_drawn_on_the_labelled_side_only(view, swipe):
    swipe.show_line(is_on=True)
    view.scene.base.updated(view.scene.viewport)
    document = view.scene.document
    document.push(delete_shapes(document.annotation, [0]))
    assert_divided(view, 200)


def test_what_is_hovered_has_its_outline_on_the_labelled_side_only(view, swipe, hand):
    view.display.set_outlines("all")
    view.set_tool(SelectTool(view.scene.document))
    swipe.show_line(is_on=True)
    hand.move(1, 1)
    before = rgb(view.grab().toImage())
    hand.move(*hand.at(80, 100))
    hovered = (rgb(view.grab().toImage()) != before).any(axis=2)
    assert hovered[:, 200:].any()
    assert not hovered[:, :200].any()
