"""Photograph and labels side by side, under a line, in the loupe and in small, by real events."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QWidget

from labeler.gui.canvas.loupe import Loupe
from labeler.gui.canvas.minimap import Minimap
from labeler.gui.canvas.swipe import Swipe
from labeler.gui.dialogs.adjust_popup import AdjustPopup
from tests.datasets import make_dataset, square, tree, write_shapes
from tests.flows.test_views import CAT, CTRL, DOG, IN_CAT, IN_DOG, IN_NOTHING, SHIFT, color, photograph
from tests.windows import LEFT, NONE, Desk


@pytest.fixture
def desk_of_labels(desk: Desk, tmp_path: Path) -> Desk:
    """A window on an image with a cat at the left and a dog at the right, in plain colours alone."""
    folder = make_dataset(tmp_path / "set", 1)
    write_shapes(folder / "a1.jpg", [square("cat", 2, 2), square("dog", 20, 5), square("cat", 45, 30)])
    desk.open(folder)
    desk.window.resize(1280, 800)
    desk.window.view.setFocus()
    desk.key("t")
    desk.window.actions_["pixel_grid"].trigger()
    for _ in range(6):
        desk.key(".")
    QTest.mouseMove(desk.window.view, QPoint(1, 1))
    return desk


def child(desk: Desk, kind: type[QWidget]) -> QWidget:
    (found,) = desk.window.findChildren(kind)
    return found


def color_in(widget: QWidget, place: QPoint) -> tuple[int, ...]:
    picture: QImage = widget.grab().toImage()
    return QColor(picture.pixelColor(place)).getRgb()[:3]


@pytest.mark.parametrize("keys", ["", "i", "u"])
def test_left_of_a_dragged_line_the_photograph_lies_bare_whatever_the_labels_show(
    desk_of_labels: Desk, keys
) -> None:
    desk = desk_of_labels
    bare = [photograph(desk, place) for place in (IN_CAT, IN_DOG)]
    for key in keys:
        desk.key(key)
    desk.window.view.setFocus()
    labelled = [color(desk, place) for place in (IN_CAT, IN_DOG)]
    assert all(one != other for one, other in zip(bare, labelled, strict=True))
    desk.key("w")
    swipe = child(desk, Swipe)
    middle = QPoint(swipe.width() // 2, swipe.height() // 2)
    for target, expected in ((16, [bare[0], labelled[1]]), (36, bare), (0.5, labelled)):
        QTest.mousePress(swipe, LEFT, NONE, middle)
        QTest.mouseMove(swipe, middle + QPoint(desk.place(target, 0).x() - swipe.geometry().center().x(), 0))
        QTest.mouseRelease(swipe, LEFT, NONE, middle)
        assert [color(desk, place) for place in (IN_CAT, IN_DOG)] == expected
    desk.key("w")
    assert not swipe.isVisible()


def test_the_photograph_beside_the_canvas_has_no_labels_and_follows_its_zoom(desk_of_labels: Desk) -> None:
    desk = desk_of_labels
    desk.key("w", SHIFT)
    twin, view = desk.window.page.twin, desk.window.view
    assert twin.isVisible()
    desk.qtbot.waitUntil(lambda: twin.width() in (view.width(), view.width() + 1))
    for _ in range(2):
        assert color(desk, IN_DOG) == DOG
        assert color_in(twin, desk.place(*IN_DOG)) == photograph(desk, IN_DOG)
        desk.key("+", CTRL)
    place = twin.rect().center()
    QTest.mousePress(twin, LEFT, NONE, place)
    QTest.mouseMove(twin, place + QPoint(20, 10))
    QTest.mouseRelease(twin, LEFT, NONE, place + QPoint(20, 10))
    assert color_in(twin, desk.place(*IN_DOG)) == photograph(desk, IN_DOG)
    view.setFocus()
    desk.key("w", SHIFT)
    assert not twin.isVisible()


def test_the_loupe_shows_single_pixels_of_both_and_what_is_hidden_in_neither(desk_of_labels: Desk) -> None:
    desk = desk_of_labels
    loupe = child(desk, Loupe)
    photo, labels = QPoint(1 + 5 + 10 * 4, 1 + 5 + 10 * 4), QPoint(172 + 5 + 10 * 4, 1 + 5 + 10 * 4)
    # The cell four pixels to the left of and above the pointer.
    QTest.mouseMove(desk.window.view, desk.place(IN_CAT[0] + 4.5, IN_CAT[1] + 4.5))
    QTest.keyPress(desk.window.view, Qt.Key.Key_Q)
    assert loupe.isVisible()
    assert color_in(loupe, labels) == CAT
    assert color_in(loupe, photo) == photograph(desk, IN_CAT)
    desk.window.visibility.hide_shapes([0], True)
    desk.qtbot.waitUntil(lambda: color_in(loupe, labels) != CAT)
    QTest.keyRelease(desk.window.view, Qt.Key.Key_Q)
    assert not loupe.isVisible()


def test_the_overview_comes_with_the_zoom_shows_the_labels_and_leads_where_it_is_pressed(
    desk_of_labels: Desk,
) -> None:
    desk = desk_of_labels
    overview, view = child(desk, Minimap), desk.window.view
    assert not overview.isVisible()
    for _ in range(10):
        desk.key("+", CTRL)
    assert overview.isVisible()
    across, down = overview.width() / 64, overview.height() / 48
    for place in (IN_DOG, IN_CAT):
        QTest.mouseClick(overview, LEFT, NONE, QPoint(round(place[0] * across), round(place[1] * down)))
        box = view.scene.viewport.visible
        assert box.left < place[0] < box.right
        assert box.top < place[1] < box.bottom
    desk.window.visibility.hide_shapes([1], True)
    view.repaint()

    def seen(place: tuple[float, float]) -> tuple[int, ...]:
        picture = overview._picture
        x, y = place[0] * picture.width() / 64, place[1] * picture.height() / 48
        return QColor(picture.pixelColor(round(x), round(y))).getRgb()[:3]

    desk.qtbot.waitUntil(lambda: seen(IN_DOG) != DOG)
    assert seen(IN_CAT) == CAT


def test_keys_zoom_to_64_times_where_the_borders_of_pixels_can_be_seen(desk_of_labels: Desk) -> None:
    desk = desk_of_labels
    viewport = desk.window.view.scene.viewport
    desk.key("0", CTRL)
    desk.window.view.grab()
    for _ in range(30):
        desk.key("+", CTRL)
    assert viewport.scale == 64
    left, top, right, bottom = map(int, viewport.visible)
    x, y = (left + right) // 2, (top + bottom) // 2
    inside, border = color(desk, (x + 0.5, y + 0.5)), color(desk, (x + 0.001, y + 0.5))
    assert inside == border
    desk.window.actions_["pixel_grid"].trigger()
    assert color(desk, (x + 0.5, y + 0.5)) == inside
    assert color(desk, (x + 0.001, y + 0.5)) != inside


def test_sliders_change_what_is_seen_of_the_photograph_and_nothing_else(desk_of_labels: Desk) -> None:
    desk = desk_of_labels
    folder = desk.window.session.dataset.folder
    before, files = color(desk, IN_NOTHING), tree(folder)
    label_map = desk.document.label_map.label_map.copy()
    desk.key("j")
    popup = child(desk, AdjustPopup)
    assert popup.isVisible()
    slider = popup.findChildren(QSlider)[0]
    slider.setFocus()
    for _ in range(5):
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
    desk.qtbot.waitUntil(lambda: color(desk, IN_NOTHING) != before)
    assert color(desk, IN_CAT) == CAT
    assert (desk.document.label_map.label_map == label_map).all()
    assert tree(folder) == files
    popup.close()
    desk.window.view.setFocus()
    desk.key("j", SHIFT)
    desk.qtbot.waitUntil(lambda: color(desk, IN_NOTHING) == before)
