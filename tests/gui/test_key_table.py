"""The sheet of keys holds every key there is, in the groups of the menus, and can be printed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMainWindow, QWidget

from labeler.gui.actions import Actions
from labeler.gui.fixed_keys import FIXED_KEYS
from labeler.gui.key_table import (
    IN_THE_GAPS,
    ON_THE_CANVAS,
    KeyLine,
    as_html,
    grouped_rows,
    key_table,
    native,
)
from labeler.gui.menus import MENUS
from labeler.gui.rows import ROWS
from labeler.gui.shortcuts import Shortcuts
from labeler.settings import Settings


@pytest.fixture
def shortcuts(qtbot, settings: Settings) -> Shortcuts:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    actions.complete(QWidget(window))
    shortcuts = Shortcuts(actions, settings)
    shortcuts.window = window  # keeps it alive
    return shortcuts


def test_every_action_stands_in_one_group() -> None:
    rows = [row for rows in grouped_rows().values() for row in rows]
    assert sorted(row.name for row in rows) == sorted(row.name for row in ROWS)
    assert list(grouped_rows())[: len(MENUS)] == [title.replace("&", "") for title in MENUS]


def test_the_table_has_every_key_that_works(shortcuts: Shortcuts) -> None:
    table = key_table(shortcuts)
    keys = {key for lines in table.values() for line in lines for key in line.keys}
    assert keys >= {native(key) for row in ROWS for key in shortcuts.keys(row.name)}
    assert [line.text for line in table[ON_THE_CANVAS]] == [fixed.text for fixed in FIXED_KEYS]
    assert [line.keys for line in table[IN_THE_GAPS]] == [("Enter",), ("Shift+Enter",), ("L",), ("Esc",)]
    assert all(line.keys for lines in table.values() for line in lines)


def test_changed_keys_are_in_the_table(shortcuts: Shortcuts) -> None:
    shortcuts.give("open_sample", "F4")
    (line,) = (line for line in key_table(shortcuts)["File"] if line.text == "Open sample")
    assert line.keys == ("F4",)


def test_a_line_fits_words_in_any_order_and_place() -> None:
    line = KeyLine("Draw again", ("N",), "Go on with the tool that drew last.")
    assert line.fits(["again", "draw"])
    assert line.fits(["tool", "n"])
    assert line.fits([])
    assert not line.fits(["draw", "rectangle"])


def test_the_page_is_whole_and_escaped() -> None:
    page = as_html({"Edit": [KeyLine("Cut & <paste>", ("Ctrl+<",), "Both.")]})
    assert page.startswith("<!doctype html>")
    assert "<h2>Edit</h2>" in page
    assert "<kbd>Ctrl+&lt;</kbd>" in page
    assert "Cut &amp; &lt;paste&gt;" in page
    assert page.rstrip().endswith("</html>")
