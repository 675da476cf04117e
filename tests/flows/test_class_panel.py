"""Order, colours and warnings in the class panel, undone with everything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from labeler.gui.models.class_model import COLOR, NAME, WARNING_ROLE
from tests.datasets import make_dataset
from tests.flows.class_table import CTRL, drop_on, saved
from tests.windows import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 3)


def test_in_the_panel_a_row_is_dragged_and_a_colour_typed(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    desk.choose("sky")
    panel = desk.window.class_panel
    drop_on(panel.table, 3, 1)
    assert [row.name for row in saved(folder)] == ["background", "sky", "cat", "dog", "void"]
    assert panel.model.class_at(1).name == "sky"
    assert panel.table.selectionModel().selectedRows()[0].row() == 1
    desk.window.actions_["type_color"].trigger()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "rgb(1, 2, 3)")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()  # Qt commits the text after the key
    assert saved(folder).find("sky").color == (1, 2, 3)
    desk.window.class_panel.table.setFocus()
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.key(Qt.Key.Key_Z, CTRL)
    assert [row.name for row in saved(folder)] == ["background", "cat", "dog", "sky", "void"]
    assert saved(folder).find("sky").color == (0x12, 0x34, 0x56)


def test_what_is_no_colour_is_refused_in_the_line_below(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    model = desk.window.class_panel.model
    model.setData(model.index(1, COLOR), "reddish")
    assert desk.window.status.hint.text() == "'reddish' is no colour; type one like #ff8000 or 255, 128, 0."
    assert saved(folder).find("cat").color == (128, 0, 0)


def test_the_panel_marks_what_is_warned_of_and_its_menu_has_the_remedy(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    desk.window.classes.change("Same colour", lambda table: table.recolored(2, (128, 0, 0)))
    index = desk.window.class_panel.model.index(2, NAME)
    desk.qtbot.waitUntil(lambda: bool(index.data(WARNING_ROLE)))
    desk.choose("dog")
    desk.window.actions_["distinct_color"].trigger()
    assert saved(folder).at(2).color != (128, 0, 0)
    desk.qtbot.waitUntil(lambda: not index.data(WARNING_ROLE))
