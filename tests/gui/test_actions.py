"""Actions are a table: every key is there once, every icon exists, every tooltip says what to do."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from labeler.core.class_keys import KEYS
from labeler.core.resource_files import resource
from labeler.gui.actions import Actions, tooltip
from labeler.gui.context_row import VIEWS
from labeler.gui.menus import CANVAS_MENU, CLASS_MENU, MENUS, fill_menu_bar, names_in
from labeler.gui.rows import ROWS
from labeler.gui.tool_column import BELOW, ToolColumn
from labeler.gui.tool_column import TOOLS as COLUMN
from labeler.tools.registry import TOOLS

NAMES = {row.name for row in ROWS}


@pytest.fixture
def window(qtbot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


def test_names_and_keys_are_there_once() -> None:
    assert len(NAMES) == len(ROWS)
    keys = Counter(QKeySequence(key).toString() for row in ROWS for key in row.keys)
    keys.update(KEYS)
    assert [key for key, count in keys.items() if count > 1] == []
    assert "" not in keys


def test_every_place_names_actions_that_exist() -> None:
    placed = {name for entries in MENUS.values() for name in names_in(entries)}
    assert placed <= NAMES
    assert {*names_in(CANVAS_MENU), *names_in(CLASS_MENU)} <= NAMES
    assert {*VIEWS, *COLUMN, *BELOW, *TOOLS} <= NAMES
    assert placed == NAMES, "an action that no menu has cannot be found"


def test_every_icon_is_a_file_of_24_units_in_the_current_colour() -> None:
    for row in ROWS:
        if row.icon:
            text = resource("icons", f"{row.icon}.svg").read_text()
            assert 'viewBox="0 0 24 24"' in text
            assert "currentColor" in text
            assert 'stroke-width="1.5"' in text


def test_a_tooltip_says_name_key_and_gesture() -> None:
    row = next(row for row in ROWS if row.name == "tool_polygon")
    assert "<b>Polygon</b>&nbsp;&nbsp;P" in tooltip(row)
    assert row.hint in tooltip(row)
    assert all(row.hint.endswith(".") for row in ROWS if row.hint)
    assert not any("!" in row.text + row.hint for row in ROWS)


def test_of_the_tools_one_is_on(window: QMainWindow) -> None:
    actions = Actions(window)
    actions["tool_select"].setChecked(True)
    actions["tool_polygon"].setChecked(True)
    assert not actions["tool_select"].isChecked()


def test_menus_and_the_tool_column_hold_the_actions(window: QMainWindow) -> None:
    actions = Actions(window)
    menus = fill_menu_bar(window, actions)
    assert list(menus) == list(MENUS)
    assert actions["export"] in menus["&File"].actions()
    column = ToolColumn(actions, window)
    assert column.actions()[0] is actions["tool_select"]
    assert column.width() == 40


def test_actions_are_switched_by_name(window: QMainWindow) -> None:
    actions = Actions(window)
    actions.complete(QWidget(window))
    actions.enable(("save", "fit"), False)
    assert not actions["save"].isEnabled()
    assert actions["export"].isEnabled()


def test_hints_name_the_keys_that_actions_have_now(window: QMainWindow) -> None:
    actions = Actions(window)
    hint = "Drag to move · {delete} deletes · Esc cancels"
    assert actions.with_keys(hint) == "Drag to move · Del deletes · Esc cancels"
    row = next(row for row in ROWS if row.name == "delete")
    actions.show_keys(row, ["Ctrl+K", "F9"])
    assert actions.with_keys(hint) == "Drag to move · Ctrl+K deletes · Esc cancels"
    actions.show_keys(row, [])
    assert actions.with_keys(hint) == "Drag to move · Esc cancels"
    assert actions.with_keys("") == ""


def test_a_tooltip_shows_the_keys_that_were_given() -> None:
    row = next(row for row in ROWS if row.name == "redo")
    assert "Ctrl+Shift+Z, Ctrl+Y" in tooltip(row)
    assert "<b>Redo</b>&nbsp;&nbsp;F9<" in tooltip(row, ["F9"])
    assert "<b>Redo</b></p>" in tooltip(row, [])
