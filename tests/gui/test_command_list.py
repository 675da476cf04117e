"""The commands of the menus are searched by name, menu, key and hint."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from labeler.gui.actions import Actions
from labeler.gui.command_list import Command, commands_in, plain, ranked
from labeler.gui.menus import fill_menu_bar


@pytest.fixture
def window(qtbot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def commands(window: QMainWindow) -> list[Command]:
    actions = Actions(window)
    actions.complete(QWidget(window))
    window.menus = fill_menu_bar(window, actions)  # keeps them alive
    return commands_in(window.menus.values())


def names(commands: list[Command]) -> list[str]:
    return [command.name for command in commands]


def test_menus_within_menus_are_listed_with_the_way_to_them(window: QMainWindow) -> None:
    menu = QMenu("&Shapes", window)
    first, hidden, inner = QAction("&Raise…", window), QAction("No", window), menu.addMenu("O&rder")
    first.setShortcut(QKeySequence("Ctrl+]"))
    hidden.setVisible(False)
    inner.addActions([first, hidden])
    inner.addSeparator()
    menu.addAction(first)
    (command,) = commands_in([menu])
    assert (command.text, command.menu, command.keys) == ("Raise", "Shapes › Order", "Ctrl+]")
    assert command.name == "Raise"  # the action has no name of its own


def test_each_command_is_listed_once(commands: list[Command]) -> None:
    assert len(set(names(commands))) == len(commands) > 80


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("undo", "undo"),
        ("zoom sel", "zoom_selection"),
        ("SEL ZOOM", "zoom_selection"),
        ("front", "to_front"),
        ("btf", "to_front"),
        ("ctrl+g", "group"),
        ("grup", "group"),
        ("paste inside", "paste_inside"),  # a word of the hint
        ("previous copy", "copy_previous"),
        ("light", "theme_light"),
        ("image paste", "paste_inside"),
    ],
)
def test_what_is_typed_finds_the_command(commands: list[Command], typed: str, first: str) -> None:
    assert names(ranked(typed, commands, ()))[0] == first


def test_the_name_of_a_menu_finds_what_stands_in_it(commands: list[Command]) -> None:
    found = ranked("help", commands, ())
    assert {command.menu for command in found[:2]} == {"Help"}


@pytest.mark.parametrize("typed", ["qqqq", "undo qqqq", "zzzz undo"])
def test_every_word_must_fit(commands: list[Command], typed: str) -> None:
    assert ranked(typed, commands, ["undo"]) == []


def test_with_nothing_typed_the_last_used_come_first(commands: list[Command]) -> None:
    assert names(ranked("  ", commands, ["fit", "group", "gone"]))[:3] == ["fit", "group", names(commands)[0]]
    assert len(ranked("", commands, ["fit"])) == len(commands)


def test_of_equals_the_last_used_comes_first(commands: list[Command]) -> None:
    before = names(ranked("zoom", commands, ()))
    after = names(ranked("zoom", commands, ["zoom_out"]))
    assert after.index("zoom_out") < before.index("zoom_out")
    assert sorted(before) == sorted(after)


def test_words_are_shown_without_mnemonics_and_dots() -> None:
    assert plain("&Export…") == "Export"
