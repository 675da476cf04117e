"""A colour taken from the photograph: shown magnified, taken by a click, and nothing below is disturbed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.gui.canvas.eyedropper import Eyedropper
from labeler.gui.models.class_table_model import COLOR
from tests.datasets import SIZE, make_dataset
from tests.flows.class_table import Table, saved
from tests.windows import LEFT, NONE, RIGHT, Desk

MIDDLE = Qt.MouseButton.MiddleButton


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset whose first photograph is lossless: red, and green at the right."""
    folder = make_dataset(tmp_path / "set", 2)
    pixels = np.full((SIZE[1], SIZE[0], 3), (200, 10, 20), np.uint8)
    pixels[:, 40:] = (10, 200, 30)
    (folder / "a1.jpg").unlink()
    Image.fromarray(pixels).save(folder / "a1.png")
    return folder


@pytest.fixture
def opened(desk: Desk, folder: Path) -> Desk:
    desk.open(folder)
    desk.choose("cat")
    return desk


def dropper(desk: Desk) -> Eyedropper | None:
    found = [each for each in desk.window.view.findChildren(Eyedropper) if each.isVisible()]
    return found[0] if found else None


def begin(desk: Desk) -> Eyedropper:
    desk.window.actions_["pick_color"].trigger()
    found = dropper(desk)
    assert found is not None
    return found


def move(desk: Desk, x: float, y: float) -> None:
    over = dropper(desk)
    assert over is not None
    QTest.mouseMove(over, desk.place(x, y))


def test_a_click_gives_the_current_class_the_colour_of_the_pixel(opened: Desk, folder: Path) -> None:
    over = begin(opened)
    assert "Click on the photograph" in opened.window.status.hint.text()
    QTest.mouseClick(over, LEFT, NONE, opened.place(50.5, 10.5))
    assert saved(folder).find("cat").color == (10, 200, 30)
    assert opened.window.actions_["undo"].isEnabled() is False
    assert dropper(opened) is None
    assert opened.window.view.hasFocus()
    opened.window.session.class_history.undo()
    assert saved(folder).find("cat").color == (128, 0, 0)


@pytest.mark.parametrize("how", ["escape", "right click", "another image"])
def test_who_thinks_better_of_it_changes_nothing(opened: Desk, folder: Path, how: str) -> None:
    over = begin(opened)
    move(opened, 10, 10)
    if how == "escape":
        QTest.keyClick(over, Qt.Key.Key_Escape)
    elif how == "right click":
        QTest.mouseClick(over, RIGHT, NONE, opened.place(10, 10))
    else:
        opened.go_to(1)
    assert dropper(opened) is None
    assert opened.window.session.class_history.count() == 0


def test_a_draft_waits_below_as_it_was(opened: Desk, folder: Path) -> None:
    opened.window.actions_["tool_polygon"].trigger()
    opened.window.view.setFocus()
    for place in ((5, 30), (30, 30), (20, 45)):
        opened.click(*place)
    before = opened.window.view.tool.draft.points
    over = begin(opened)
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Return, "v"):
        QTest.keyClick(over, key)
    QTest.mouseClick(over, LEFT, NONE, opened.place(10.5, 10.5))
    assert saved(folder).find("cat").color == (200, 10, 20)
    assert opened.window.view.tool.draft.points == before
    QTest.keyClick(opened.window.view, Qt.Key.Key_Return)
    assert len(opened.shapes[-1].points) == 3


def test_the_view_is_moved_and_zoomed_meanwhile(opened: Desk) -> None:
    over, viewport = begin(opened), opened.window.view.scene.viewport
    place, scale = opened.place(20, 20), viewport.scale
    wheel = QWheelEvent(
        place.toPointF(), over.mapToGlobal(place).toPointF(), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(over, wheel)
    assert viewport.scale > scale
    opened.window.actions_["zoom_in"].trigger()
    origin = viewport.origin
    QTest.mousePress(over, MIDDLE, NONE, place)
    QTest.mouseMove(over, place + QPoint(30, 10))
    QTest.mouseRelease(over, MIDDLE, NONE, place + QPoint(30, 10))
    assert dropper(opened) is over
    assert opened.window.session.class_history.count() == 0
    assert viewport.origin != origin


def test_the_colour_is_shown_magnified_beside_the_pointer(opened: Desk) -> None:
    over = begin(opened)
    before = over.grab().toImage()
    move(opened, 39.5, 20.5)
    opened.qtbot.waitUntil(lambda: over.grab().toImage() != before)
    picture, place = over.grab().toImage(), opened.place(39.5, 20.5)
    middle = place + QPoint(20 + 1 + 45, 20 + 1 + 45)
    assert picture.pixelColor(middle).getRgb()[:3] == (200, 10, 20)
    assert picture.pixelColor(middle + QPoint(10, 0)).getRgb()[:3] == (10, 200, 30)
    assert over.color_at(place) == (200, 10, 20)


def test_beside_the_image_there_is_no_colour_to_take(opened: Desk) -> None:
    over = begin(opened)
    place = opened.place(-5, -5)
    QTest.mouseMove(over, place)
    assert over.color_at(place) is None
    QTest.mouseClick(over, LEFT, NONE, place)
    assert dropper(opened) is over
    corner = opened.place(63.5, 47.5)
    QTest.mouseMove(over, corner)
    assert over.rect().contains(over._panel())


def test_the_window_of_the_table_makes_room_and_comes_back(opened: Desk, folder: Path) -> None:
    table = Table(opened)
    table.select("cat", "dog")
    table.press("Take from image")
    assert not table.dialog.isVisible()
    over = dropper(opened)
    assert over is not None
    QTest.mouseClick(over, LEFT, NONE, opened.place(50.5, 10.5))
    assert table.dialog.isVisible()
    assert table.selected == ["cat", "dog"]
    assert table.text("dog", COLOR) == "#0ac81e"
    assert [saved(folder).at(index).color for index in (1, 2)] == [(10, 200, 30)] * 2
    opened.qtbot.waitUntil(table.dialog.isActiveWindow)
    table.undo()
    assert saved(folder).at(1).color == (128, 0, 0)


def test_without_a_photograph_it_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    desk.window.choosing.open_path(tmp_path / "empty")
    desk.wait_for_jobs()
    desk.window.classes.add(["cow"])
    desk.window.actions_["pick_color"].trigger()
    assert desk.window.status.hint.text() == "Open an image first, to take a colour from."
    assert dropper(desk) is None
