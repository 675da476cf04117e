"""What the documents name by menu, as in `Dataset > Check…`, stands in that menu."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from labeler.gui.menus import MENUS, Submenu
from labeler.gui.rows import ROWS
from tests.docs.pages import PAGES, in_backquotes, name_of, text_of

TEXTS = {row.name: row.text for row in ROWS}
# Filled while the program runs.
FILLED = {"File": ["Open recent"]}


def entries_of(menu: str) -> list[str]:
    """The words of a menu, those of its submenus too, without dots."""
    [found] = [entries for title, entries in MENUS.items() if title.replace("&", "") == menu]
    return [*FILLED.get(menu, []), *words_of(found)]


def words_of(entries: tuple[str | Submenu, ...]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, Submenu):
            yield entry.title.replace("&", "")
            yield from words_of(entry.entries)
        elif entry:
            yield TEXTS[entry].rstrip("…")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_menu_has_what_the_page_names(page):
    menus = "|".join(title.replace("&", "") for title in MENUS)
    for menu, rest in re.findall(rf"\b({menus}) > \[?([^|\n]+)", text_of(page)):
        assert any(rest.startswith(entry) for entry in entries_of(menu)), f"{menu} > {rest[:30]}"


def test_entries_are_read_from_submenus_too():
    assert "Check" in entries_of("Dataset")
    assert "Fill holes" in entries_of("Shapes")
    assert "Open recent" in entries_of("File")


# What the canvas, a list or the class table takes for itself.
OWN_KEYS = {"Alt+Up", "Ctrl+N", "Ctrl+Enter", "Shift+Enter"}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_key_that_the_page_names_is_that_of_an_action(page):
    known = OWN_KEYS.union(*(row.keys for row in ROWS))
    named = {shown for shown in in_backquotes(page) if re.fullmatch(r"((Ctrl|Shift|Alt)\+)+\S+|F\d+", shown)}
    assert {key for key in named if not key.endswith(("click", "drag", "wheel"))} <= known
