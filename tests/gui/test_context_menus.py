"""A right click speaks of what lies under the pointer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.datasets import make_dataset
from tests.windows import Desk

SQUARE = ((4, 4), (20, 4), (20, 20), (4, 20))
OTHER = ((40, 4), (60, 4), (60, 40), (40, 40))


@pytest.fixture
def two_shapes(desk: Desk, tmp_path: Path) -> Desk:
    """A window on an image with two shapes and nothing selected, the tool for selecting in the hand."""
    desk.open(make_dataset(tmp_path / "set", 2))
    desk.document.select(range(len(desk.shapes)))
    desk.window.commands.delete()
    desk.choose("cat")
    desk.draw(*SQUARE)
    desk.draw(*OTHER)
    desk.window.actions_["tool_select"].trigger()
    desk.document.select(())
    return desk


def ask(desk: Desk, x: float, y: float) -> QMenu:
    """The menu that a right click opens on a place of the image."""
    view = desk.window.view
    place: QPoint = desk.place(x, y)
    QTest.mouseMove(view, place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entry(menu: QMenu, name: str):
    return next((each for each in menu.actions() if each.objectName() == name), None)


def test_delete_means_the_shape_under_the_pointer(two_shapes: Desk) -> None:
    two_shapes.document.select((0,))
    menu = ask(two_shapes, 50, 20)
    assert two_shapes.document.selection == (1,)
    entry(menu, "delete").trigger()
    menu.close()
    assert [shape.points[0][0] < 30 for shape in two_shapes.shapes] == [True]


def test_a_right_click_on_one_of_several_selected_keeps_them_all(two_shapes: Desk) -> None:
    two_shapes.document.select((0, 1))
    ask(two_shapes, 50, 20).close()
    assert two_shapes.document.selection == (0, 1)


def test_over_nothing_and_with_nothing_selected_only_what_can_be_done_is_offered(two_shapes: Desk) -> None:
    menu = ask(two_shapes, 30, 44)
    assert entry(menu, "delete") is None
    assert entry(menu, "select_all") is not None
    assert entry(menu, "fit") is not None
    menu.close()


def test_over_nothing_the_selection_stays_and_can_be_acted_on(two_shapes: Desk) -> None:
    two_shapes.document.select((0,))
    menu = ask(two_shapes, 30, 44)
    assert two_shapes.document.selection == (0,)
    assert entry(menu, "zoom_selection") is not None
    menu.close()
