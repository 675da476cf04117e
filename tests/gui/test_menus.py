"""Whatever the window can do stands in a menu that fits the smallest screen, and in the command palette."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from labeler.gui.actions import Actions
from labeler.gui.command_list import commands_in
from labeler.gui.menus import (
    CANVAS_MENU,
    CLASS_MENU,
    EMPTY_PLACE_MENU,
    MENUS,
    VIEW_MENU,
    Submenu,
    fill,
    fill_menu_bar,
    names_in,
)
from labeler.gui.rows import ROWS
from labeler.gui.showing import why_not
from tests.datasets import make_dataset
from tests.windows import Desk

NAMES = {row.name for row in ROWS}
CONTEXT_MENUS = [CANVAS_MENU, EMPTY_PLACE_MENU, CLASS_MENU, VIEW_MENU]

# What a menu may be high on a screen of 1280 x 800, where it hangs below the menu bar.
ROOM = 760


@pytest.fixture
def actions(qtbot) -> Actions:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    actions.complete(QWidget(window))
    actions.window = window  # keeps it alive
    return actions


def test_every_action_stands_in_one_menu_and_once() -> None:
    placed = Counter(name for entries in MENUS.values() for name in names_in(entries))
    assert set(placed) == NAMES
    assert [name for name, count in placed.items() if count > 1] == []


def test_every_action_stands_in_the_command_palette(desk: Desk) -> None:
    commands = commands_in(desk.window.menus.values())
    assert {command.name for command in commands} >= NAMES
    assert all(command.text and command.menu for command in commands)


def test_whatever_is_off_says_in_the_palette_what_to_do_first(desk: Desk, tmp_path: Path) -> None:
    def unexplained() -> list[str]:
        off = [name for name in NAMES if not desk.window.actions_[name].isEnabled()]
        return [name for name in off if why_not(name) == why_not("no such action")]

    assert unexplained() == []
    desk.open(make_dataset(tmp_path / "set", 1))
    assert unexplained() == []
    desk.document.select([0])
    assert unexplained() == []


def test_what_takes_two_shapes_asks_for_two() -> None:
    assert why_not("union") == "Select two shapes or more first."
    assert why_not("cut_out") == "Select a shape first."


@pytest.mark.parametrize("title", MENUS)
def test_no_menu_is_higher_than_a_small_screen(desk: Desk, title: str) -> None:
    menu = desk.window.menus[title]
    assert menu.sizeHint().height() <= ROOM


@pytest.mark.parametrize("entries", CONTEXT_MENUS, ids=["shapes", "empty place", "class", "view"])
def test_context_menus_name_actions_that_exist_once(entries) -> None:
    names = list(names_in(entries))
    assert set(names) <= NAMES
    assert len(set(names)) == len(names)


def test_every_menu_has_a_letter_of_its_own() -> None:
    letters = [title[title.index("&") + 1].lower() for title in MENUS]
    assert len(set(letters)) == len(letters)


def test_lines_stand_between_actions_and_nowhere_else(actions: Actions) -> None:
    for menu in fill_menu_bar(actions.window, actions).values():
        kinds = "".join("-" if action.isSeparator() else "a" for action in menu.actions())
        assert not kinds.startswith("-")
        assert not kinds.endswith("-")
        assert "--" not in kinds


def test_a_menu_within_a_menu_is_filled_too(actions: Actions) -> None:
    menu = QMenu(actions.window)
    entries = ("undo", "", Submenu("Order", ("raise", "", "lower")), "redo")
    fill(menu, entries, actions)
    inner = menu.actions()[2].menu()
    assert [action.text() for action in menu.actions()] == ["Undo", "", "Order", "Redo"]
    assert [action.text() for action in inner.actions()] == ["Raise", "", "Lower"]
    assert list(names_in(entries)) == ["undo", "raise", "lower", "redo"]
