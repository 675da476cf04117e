"""Keys of the canvas, of menus and of the focus cannot be given to an action."""

from __future__ import annotations

import pytest

from labeler.gui.fixed_keys import FIXED_KEYS, parts, refusal
from labeler.gui.rows import ROWS
from labeler.gui.shortcuts import default_keys, portable


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("A", ["A"]),
        ("Ctrl+A", ["Ctrl", "A"]),
        ("Ctrl+Shift+PgDown", ["Ctrl", "Shift", "PgDown"]),
        ("+", ["+"]),
        ("Ctrl++", ["Ctrl", "+"]),
        ("Ctrl+Shift++", ["Ctrl", "Shift", "+"]),
    ],
)
def test_a_key_has_modifiers_and_a_last_part(key: str, expected: list[str]) -> None:
    assert parts(key) == expected


@pytest.mark.parametrize("key", ["Space", "Shift+Space", "Return", "Enter", "Backspace", "Esc", "1", "0"])
def test_keys_of_the_canvas_are_refused_with_what_they_do(key: str) -> None:
    assert "belongs to the canvas. " in refusal(key, is_of_canvas=True)
    assert refusal(key, is_of_canvas=False).endswith(".")


@pytest.mark.parametrize("key", ["Left", "Down", "Shift+Up", "Shift+Right", "Ctrl+Return", "Shift+Enter"])
def test_keys_that_stand_in_for_the_mouse_are_refused(key: str) -> None:
    assert "belongs to the canvas. " in refusal(key, is_of_canvas=True)


@pytest.mark.parametrize("key", ["Ctrl+Left", "Ctrl+Shift+Right", "Alt+Down"])
def test_arrows_with_ctrl_or_alt_can_be_given(key: str) -> None:
    assert refusal(key, is_of_canvas=True) == ""


@pytest.mark.parametrize("key", ["A", "Shift+D", "Ctrl+1", "Ctrl+Shift+0", "F5", "Del", "Ctrl++", "["])
def test_other_keys_can_be_given(key: str) -> None:
    assert refusal(key, is_of_canvas=False) == ""


def test_tab_is_for_actions_of_the_canvas_only() -> None:
    assert refusal("Tab", is_of_canvas=True) == ""
    assert refusal("Tab", is_of_canvas=False) == "Tab leads from one field to the next."


def test_keys_that_open_menus_are_refused() -> None:
    assert refusal("Alt+F", is_of_canvas=False) == "Alt+F opens the menu File."
    assert refusal("Alt+X", is_of_canvas=False) == ""
    assert refusal("Ctrl+Alt+F", is_of_canvas=False) == ""


def test_no_row_has_a_key_that_is_refused() -> None:
    refused = {
        f"{row.name}: {key}"
        for row in ROWS
        for key in default_keys(row)
        if refusal(key, is_of_canvas=row.is_of_canvas)
    }
    assert refused == set()


def test_fixed_keys_say_what_they_do_and_exist() -> None:
    assert all(fixed.text.endswith(".") for fixed in FIXED_KEYS)
    names = [name for fixed in FIXED_KEYS[:-1] for name in fixed.names]
    assert all(portable(name) == name for name in names)
