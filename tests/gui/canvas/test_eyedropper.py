"""The eyedropper on a canvas by itself: which pixel it means, and what it shows of it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from labeler.gui.canvas.eyedropper import Eyedropper
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.view import CanvasView

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
SIZE = (40, 30)


def words() -> np.ndarray:
    """A photograph of which each pixel says its column in red and its row in green."""
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]].astype(np.uint32)
    return np.uint32(0xFF000000) | (columns << np.uint32(16)) | (rows << np.uint32(8)) | np.uint32(5)


@pytest.fixture
def view(qtbot) -> CanvasView:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    qtbot.waitExposed(view)
    view.set_pyramid(ImagePyramid.over(words()))
    view.fit()
    return view


@pytest.fixture
def dropper(view: CanvasView) -> Eyedropper:
    dropper = Eyedropper(view)
    dropper.begin()
    return dropper


def place(view: CanvasView, x: float, y: float) -> QPoint:
    viewport = view.scene.viewport
    left, top = viewport.to_device(x, y)
    return QPoint(round(left / viewport.ratio), round(top / viewport.ratio))


def point(dropper: Eyedropper, at: QPoint) -> None:
    """Move the mouse there; a mouse that stands there already would not be heard of."""
    QTest.mouseMove(dropper, at + QPoint(3, 3))
    QTest.mouseMove(dropper, at)


def test_every_pixel_has_its_own_colour(view: CanvasView, dropper: Eyedropper) -> None:
    for column, row in ((0, 0), (39, 0), (0, 29), (39, 29), (17, 11)):
        assert dropper.color_at(place(view, column + 0.5, row + 0.5)) == (column, row, 5)
    for x, y in ((-1, 5), (5, -1), (41, 5), (5, 31)):
        assert dropper.color_at(place(view, x, y)) is None


def test_a_preview_gives_the_colour_that_it_has(view: CanvasView, dropper: Eyedropper) -> None:
    view.set_pyramid(ImagePyramid.over(words()[:15, :20].copy(), preview_of=SIZE))
    view.fit()
    assert dropper.color_at(place(view, 30.5, 20.5)) == (15, 10, 5)


def test_a_click_takes_and_a_right_click_or_escape_does_not(view, dropper, qtbot) -> None:
    with qtbot.waitSignal(dropper.picked) as signal:
        QTest.mouseClick(dropper, LEFT, NONE, place(view, 3.5, 4.5))
    assert signal.args == [(3, 4, 5)]
    with qtbot.assertNotEmitted(dropper.picked):
        with qtbot.waitSignal(dropper.cancelled):
            QTest.mouseClick(dropper, RIGHT, NONE, place(view, 3.5, 4.5))
        with qtbot.waitSignal(dropper.cancelled):
            QTest.keyClick(dropper, Qt.Key.Key_Escape)
        with qtbot.assertNotEmitted(dropper.cancelled):
            QTest.keyClick(dropper, Qt.Key.Key_A)


def test_without_a_photograph_there_is_nothing_to_take(view, dropper, qtbot) -> None:
    view.set_pyramid(None)
    assert dropper.color_at(QPoint(50, 50)) is None
    with qtbot.assertNotEmitted(dropper.picked):
        QTest.mouseClick(dropper, LEFT, NONE, QPoint(50, 50))


def test_the_canvas_hears_nothing_of_it(view: CanvasView, dropper: Eyedropper, qtbot) -> None:
    with qtbot.assertNotEmitted(view.pointer_moved), qtbot.assertNotEmitted(view.context_menu_requested):
        point(dropper, place(view, 10, 10))
        QTest.mouseClick(dropper, LEFT, NONE, place(view, 12, 10))
        QTest.mouseClick(dropper, RIGHT, NONE, place(view, 12, 10))


def test_it_stays_as_large_as_the_canvas(view: CanvasView, dropper: Eyedropper, qtbot) -> None:
    view.resize(500, 350)
    qtbot.waitUntil(lambda: dropper.size() == view.size())


@pytest.mark.parametrize(("x", "y"), [(0.5, 0.5), (39.5, 0.5), (39.5, 29.5), (0.5, 29.5), (20.5, 15.5)])
def test_the_magnified_pixels_stay_on_the_canvas_and_off_the_pointer(view, dropper, x, y) -> None:
    at = place(view, x, y)
    point(dropper, at)
    panel = dropper._panel()
    assert dropper.rect().contains(panel)
    assert not panel.contains(at)


def test_the_pixel_under_the_pointer_is_in_the_middle(view: CanvasView, dropper: Eyedropper) -> None:
    at = place(view, 20.5, 15.5)
    point(dropper, at)
    picture = dropper.grab().toImage()
    square = dropper._panel().topLeft() + QPoint(1, 1)
    for across in (-2, 0, 2):
        for down in (-2, 0, 2):
            seen = picture.pixelColor(square + QPoint(45 + 10 * across, 45 + 10 * down))
            assert seen.getRgb()[:3] == (20 + across, 15 + down, 5)


def test_at_the_edge_of_the_photograph_its_last_pixels_go_on(view, dropper) -> None:
    point(dropper, place(view, 0.5, 0.5))
    magnified = dropper._magnified()
    assert magnified.shape == (90, 90)
    assert (magnified[:50, :50] == words()[0, 0]).all()
    assert magnified[85, 85] == words()[4, 4]


def test_nothing_is_shown_once_the_pointer_has_left(view: CanvasView, dropper: Eyedropper, qtbot) -> None:
    before = dropper.grab().toImage()
    point(dropper, place(view, 20, 15))
    assert dropper.grab().toImage() != before
    point(dropper, place(view, -1, -1))
    assert dropper.grab().toImage() == before
