"""Whatever is empty says the next step and offers it as a button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.tools.polygon import PolygonTool
from tests.datasets import make_dataset, write_photograph
from tests.windows import Desk

LEFT = Qt.MouseButton.LeftButton


def test_from_a_folder_with_one_photograph_to_the_first_shape_without_a_menu(
    desk: Desk, tmp_path: Path
) -> None:
    write_photograph(tmp_path / "set" / "a.jpg")
    desk.open(tmp_path / "set")
    window = desk.window
    QTest.mouseClick(window.class_panel.new_name, LEFT)
    QTest.keyClicks(window.class_panel.new_name, "tree\r")
    assert window.session.current_class == "tree"
    QTest.mouseClick(window.shape_panel.draw_button, LEFT)
    assert isinstance(window.view.tool, PolygonTool)
    assert window.view.hasFocus()
    for place in ((5, 5), (30, 5), (20, 30)):
        desk.click(*place)
    desk.key(Qt.Key.Key_Return)
    assert [shape.class_name for shape in desk.shapes] == ["tree"]
    assert not window.shape_panel.draw_button.isVisible()


def test_the_last_shape_deleted_brings_the_next_step_back(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    assert not desk.window.shape_panel.draw_button.isVisible()
    desk.window.view.setFocus()
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.key(Qt.Key.Key_Delete)
    assert desk.window.shape_panel.draw_button.isVisible()


def test_a_photograph_put_into_an_empty_folder_is_listed_and_opened(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    window = desk.window
    window.choosing.open_path(folder)
    desk.qtbot.waitUntil(lambda: window.pages.currentWidget() is window.empty)
    desk.wait_for_jobs()
    write_photograph(folder / "a.jpg")
    desk.qtbot.waitUntil(lambda: window.pages.currentWidget() is window.page, timeout=20_000)
    assert window.class_dock.isVisible()
