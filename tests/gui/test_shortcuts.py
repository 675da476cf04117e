"""Keys of actions can be given, taken and reset; every key has one action; only differences are stored."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from labeler.gui.actions import Actions
from labeler.gui.fixed_keys import refusal
from labeler.gui.rows import ROWS
from labeler.gui.shortcuts import Shortcuts, default_keys, portable, resolved
from labeler.settings import KEYS, Settings

NAMES = [row.name for row in ROWS]
SOME_KEYS = ["Ctrl+S", "D", "F4", "Ctrl+D", "Space", "1", "no key at all", "", "Tab", "Ctrl+Z", "G"]


@pytest.fixture
def actions(qtbot) -> Actions:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    actions.complete(QWidget(window))
    actions.window = window  # keeps it alive
    return actions


@pytest.fixture
def shortcuts(actions: Actions, settings: Settings) -> Shortcuts:
    return Shortcuts(actions, settings)


def keys_of(actions: Actions, name: str) -> list[str]:
    return [key.toString(QKeySequence.SequenceFormat.PortableText) for key in actions[name].shortcuts()]


def test_without_a_setting_the_rows_say_the_keys(actions: Actions, shortcuts: Shortcuts) -> None:
    assert shortcuts.keys("redo") == ("Ctrl+Shift+Z", "Ctrl+Y")
    assert all(shortcuts.is_default(name) for name in NAMES)
    assert keys_of(actions, "redo") == ["Ctrl+Shift+Z", "Ctrl+Y"]


def test_a_given_key_works_at_once_and_is_stored(
    actions: Actions, shortcuts: Shortcuts, settings: Settings, qtbot
) -> None:
    with qtbot.waitSignal(shortcuts.changed):
        shortcuts.give("save", "F4")
    assert keys_of(actions, "save") == ["Ctrl+S", "F4"]
    assert "Ctrl+S, F4" in actions["save"].toolTip()
    assert settings.get(KEYS) == {"save": ["Ctrl+S", "F4"]}
    assert not shortcuts.is_default("save")
    assert shortcuts.owner("F4") == "save"


def test_a_key_of_another_action_is_taken_from_it(
    actions: Actions, shortcuts: Shortcuts, settings: Settings
) -> None:
    shortcuts.give("save", "Ctrl+D")
    assert keys_of(actions, "duplicate") == []
    assert "Ctrl" not in actions["duplicate"].toolTip()
    assert settings.get(KEYS) == {"save": ["Ctrl+S", "Ctrl+D"], "duplicate": []}


def test_a_key_it_has_already_changes_nothing(shortcuts: Shortcuts, settings: Settings) -> None:
    shortcuts.give("save", "Ctrl+S")
    assert settings.get(KEYS) == {}


def test_a_taken_key_works_no_more(actions: Actions, shortcuts: Shortcuts) -> None:
    shortcuts.take("redo", "Ctrl+Y")
    assert keys_of(actions, "redo") == ["Ctrl+Shift+Z"]


def test_a_reset_action_gets_its_keys_back_from_those_who_have_them(
    shortcuts: Shortcuts, settings: Settings
) -> None:
    shortcuts.give("save", "Ctrl+D")
    shortcuts.reset("duplicate")
    assert shortcuts.keys("duplicate") == ("Ctrl+D",)
    assert shortcuts.keys("save") == ("Ctrl+S",)
    assert settings.get(KEYS) == {}


def test_all_are_reset_at_a_stroke(actions: Actions, shortcuts: Shortcuts, settings: Settings) -> None:
    shortcuts.give("save", "Ctrl+D")
    shortcuts.take("redo", "Ctrl+Y")
    shortcuts.reset_all()
    assert settings.is_default(KEYS)
    assert keys_of(actions, "duplicate") == ["Ctrl+D"]
    assert keys_of(actions, "redo") == ["Ctrl+Shift+Z", "Ctrl+Y"]


def test_what_is_stored_applies_from_the_start(actions: Actions, settings: Settings) -> None:
    settings.set(KEYS, {"save": ["F4"], "of_a_newer_program": ["F12"]})
    shortcuts = Shortcuts(actions, settings)
    assert keys_of(actions, "save") == ["F4"]
    shortcuts.give("quit", "F8")
    assert settings.get(KEYS)["of_a_newer_program"] == ["F12"]
    settings.save()
    assert json.loads(settings.path.read_text())["keys"]["save"] == ["F4"]


def test_what_the_user_gave_goes_before_what_a_row_says(actions: Actions, settings: Settings) -> None:
    settings.set(KEYS, {"save": ["Ctrl+D"]})
    assert Shortcuts(actions, settings).keys("duplicate") == ()


def test_keys_that_belong_elsewhere_are_refused(shortcuts: Shortcuts) -> None:
    assert "moves" in shortcuts.refusal("save", "Space") or "move" in shortcuts.refusal("save", "Space")
    assert shortcuts.refusal("save", "Tab")
    assert shortcuts.refusal("next_view", "Tab") == ""
    assert shortcuts.refusal("save", "Ctrl+D") == ""  # of another action, which is told in another way


def test_no_key_has_two_actions_by_default() -> None:
    keys = [key for row in ROWS for key in default_keys(row)]
    assert len(keys) == len(set(keys))


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(SOME_KEYS), max_size=4), max_size=8))
def test_whatever_is_stored_every_key_has_one_action_and_can_be_pressed(stored: dict[str, list[str]]) -> None:
    keys = resolved(ROWS, stored)
    everything = [key for each in keys.values() for key in each]
    assert len(everything) == len(set(everything))
    assert list(keys) == NAMES
    for row in ROWS:
        for key in keys[row.name]:
            assert portable(key) == key
            assert not refusal(key, is_of_canvas=row.is_of_canvas)
        if row.name in stored:
            assert set(keys[row.name]) <= {portable(key) for key in stored[row.name]}
        else:
            assert set(keys[row.name]) <= set(default_keys(row))
