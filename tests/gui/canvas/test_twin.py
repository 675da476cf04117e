"""The bare photograph beside the canvas."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.core.shapes import polygon
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.twin import CanvasPage
from tests.gui.canvas.conftest import document_of, photograph, rgb

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SIZE = (300, 200)
WHOLE = polygon("car", [(0, 0), (300, 0), (300, 200), (0, 200)])


@pytest.fixture
def page(view, qtbot):
    page = CanvasPage(view)
    page.resize(801, 400)
    page.show()
    qtbot.addWidget(page)
    qtbot.waitExposed(page)
    view.set_document(document_of(WHOLE, size=SIZE))
    view.set_pyramid(ImagePyramid.of(photograph(*SIZE)))
    view.display.set_opacity(1.0)
    view.display.set_outlines("none")
    page.twin.show()
    qtbot.waitUntil(lambda: page.twin.width() == 400)
    yield page
    view.setParent(None)


def seen(widget) -> np.ndarray:
    return rgb(widget.grab().toImage())


def test_each_has_half_of_the_room(page, view):
    assert (page.twin.width(), view.width()) == (400, 400)


def test_it_shows_the_same_part_as_large_without_labels(page, view):
    view.zoom_to(2.0)
    view.scene.viewport.pan(-33, 21)
    view.input.look_again()
    twin = seen(page.twin)
    view.display.set_mode("image")
    assert np.array_equal(twin, seen(view))


def test_it_follows_the_canvas_while_that_is_zoomed(page, view, qtbot):
    before = seen(page.twin)
    view.zoom_to(4.0)
    assert not np.array_equal(seen(page.twin), before)
    assert page.twin._viewport.scale == 4


def test_the_wheel_zooms_both_at_the_mouse(page, view):
    seen(page.twin)
    place = QPointF(150, 170)
    before = page.twin._viewport.to_image(150, 170)
    wheel = QWheelEvent(
        place,
        page.twin.mapToGlobal(place),
        QPoint(),
        QPoint(0, 360),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    scale = view.scene.viewport.scale
    QApplication.sendEvent(page.twin, wheel)
    seen(page.twin)
    assert view.scene.viewport.scale == pytest.approx(2 * scale)
    assert page.twin._viewport.to_image(150, 170) == pytest.approx(before, abs=1.5)


def test_a_drag_pans_both(page, view):
    view.zoom_to(8.0)
    seen(page.twin)
    before = view.scene.viewport.origin
    QTest.mousePress(page.twin, LEFT, NONE, QPoint(100, 100))
    QTest.mouseMove(page.twin, QPoint(130, 90))
    QTest.mouseRelease(page.twin, LEFT, NONE, QPoint(130, 90))
    QTest.mouseMove(page.twin, QPoint(10, 10))
    after = view.scene.viewport.origin
    assert (after[0] - before[0], after[1] - before[1]) == (30, -10)
    seen(page.twin)
    assert page.twin._viewport.origin == after


def test_a_cross_shows_the_place_of_the_pointer(page, view, hand):
    without = seen(page.twin)
    hand.move(200, 200)
    assert (seen(page.twin) != without).any(axis=2).sum() > 400


def test_without_an_image_there_is_only_the_ground(page, view):
    view.set_document(None)
    view.set_pyramid(None)
    assert len(np.unique(seen(page.twin).reshape(-1, 3), axis=0)) == 1
