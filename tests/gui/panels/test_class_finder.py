"""The field that finds a class: rows are filtered while one types, and Enter picks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.class_file import read_ready_table
from labeler.core.classes import ClassTable
from labeler.gui.panels.class_panel import ClassPanel

FEW = ClassTable().with_names(["cat", "dog", "sky"])
MANY = read_ready_table("ade20k150")
KEY = Qt.Key


@pytest.fixture
def panel(qtbot) -> ClassPanel:
    panel = ClassPanel()
    qtbot.addWidget(panel)
    panel.resize(280, 300)
    panel.set_open(is_open=True)
    panel.set_classes(MANY)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def shown(panel: ClassPanel) -> list[str]:
    return [panel.model.class_at(row).name for row in range(panel.model.rowCount())]


def test_of_many_classes_the_field_is_always_there_of_a_few_when_asked_for(panel: ClassPanel) -> None:
    assert panel.finder.isVisible()
    panel.set_classes(FEW)
    assert not panel.finder.isVisible()
    panel.finder.ask()
    assert panel.finder.isVisible()
    assert panel.finder.hasFocus()
    panel.set_classes(FEW.recolored(1, (1, 2, 3)))
    assert panel.finder.isVisible()
    panel.new_name.setFocus()
    assert not panel.finder.isVisible()


def test_nothing_is_found_where_nothing_is_open(panel: ClassPanel) -> None:
    panel.set_open(is_open=False)
    assert not panel.finder.isVisible()


def test_typing_filters_the_rows_and_enter_picks_the_first(panel: ClassPanel, qtbot) -> None:
    panel.finder.ask()
    QTest.keyClicks(panel.finder, "wind")
    assert shown(panel) == [row.name for row in MANY if "wind" in row.name]
    assert panel.table.hovered == 0
    first = shown(panel)[0]
    with qtbot.waitSignal(panel.left), qtbot.waitSignal(panel.class_clicked) as signal:
        QTest.keyClick(panel.finder, KEY.Key_Return)
    assert signal.args == [first]
    assert panel.finder.text() == ""
    assert len(shown(panel)) == len(MANY)
    assert panel.table.hovered == -1


def test_the_arrow_keys_choose_among_what_was_found(panel: ClassPanel, qtbot) -> None:
    panel.finder.ask("ta")
    found = shown(panel)
    for key in (KEY.Key_Up, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up):
        QTest.keyClick(panel.finder, key)
    assert panel.table.hovered == 1
    with qtbot.waitSignal(panel.class_clicked) as signal:
        QTest.keyClick(panel.finder, KEY.Key_Enter)
    assert signal.args == [found[1]]


def test_enter_picks_nothing_when_nothing_was_found(panel: ClassPanel, qtbot) -> None:
    panel.finder.ask("no such class")
    assert shown(panel) == []
    with qtbot.assertNotEmitted(panel.class_clicked):
        QTest.keyClick(panel.finder, KEY.Key_Return)
        QTest.keyClick(panel.finder, KEY.Key_Down)


def test_escape_shows_all_again_and_gives_the_keys_back(panel: ClassPanel, qtbot) -> None:
    panel.set_classes(FEW)
    panel.finder.ask("do")
    assert shown(panel) == ["dog"]
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(panel.finder, KEY.Key_Escape)
    assert shown(panel) == [row.name for row in FEW]
    assert not panel.finder.isVisible()


def test_letters_typed_in_the_table_are_looked_for(panel: ClassPanel) -> None:
    panel.set_classes(FEW)
    panel.table.setFocus()
    QTest.keyClick(panel.table, "s")
    assert panel.finder.isVisible()
    assert panel.finder.hasFocus()
    assert shown(panel) == ["sky"]


def test_the_current_class_is_marked_again_once_its_row_is_back(panel: ClassPanel, qtbot) -> None:
    panel.show_current("wall")
    with qtbot.assertNotEmitted(panel.class_chosen):
        panel.finder.ask("building")
        assert not panel.table.selectionModel().hasSelection()
        panel.finder.clear()
    assert panel.model.class_at(panel.table.currentIndex().row()).name == "wall"
