"""Everything that the menus of a window offer, as a list to search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from labeler.gui.fuzzy import fitness
from labeler.gui.rows import ROWS

_HINTS = {row.name: row.hint for row in ROWS}

# What a word is worth that is a key, or stands in the name of the menu or in the hint.
_KEY, _MENU, _HINT = 90, 30, 15
_USED = 5  # and what was used of late is worth a little more

# Shorter words stand in every other hint.
_HINT_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Command:
    """An action of the menus: what it is called, where it stands, its keys, and its gesture in a line."""

    action: QAction
    text: str
    menu: str
    keys: str
    hint: str

    @property
    def name(self) -> str:
        """What it is remembered by."""
        return self.action.objectName() or self.text

    def fits(self, words: Sequence[str]) -> int:
        """How well it fits what is typed; 0 when it does not hold every word."""
        worths = [self._worth(word) for word in words]
        return sum(worths) if all(worths) else 0

    def _worth(self, word: str) -> int:
        worth = fitness(word, self.text.casefold())
        if word == self.keys.casefold():
            worth = max(worth, _KEY)
        if f" {word}" in f" {self.menu}".casefold():
            worth = max(worth, _MENU)
        if len(word) >= _HINT_LETTERS and f" {word}" in f" {self.hint}".casefold():
            worth = max(worth, _HINT)
        return worth


def commands_in(menus: Iterable[QMenu]) -> list[Command]:
    """The commands of menus and of the menus in them, each once, in their order."""
    found: dict[QAction, Command] = {}
    for menu in menus:
        for command in _walk(menu, plain(menu.title())):
            found.setdefault(command.action, command)
    return list(found.values())


def ranked(typed: str, commands: Sequence[Command], recent: Sequence[str]) -> list[Command]:
    """The commands that fit what is typed, the best first; of equals first what was used last.

    With nothing typed all of them, first those of `recent`, which are names, the last used first.
    """
    words = typed.casefold().split()
    ages = {name: age for age, name in enumerate(recent)}
    scored = []
    for place, command in enumerate(commands):
        age = ages.get(command.name, len(recent))
        worth = command.fits(words) + _USED * (age < len(recent)) if words else 0
        if worth > _USED or not words:
            scored.append((-worth, age, len(command.text) if words else 0, place, command))
    return [command for *_, command in sorted(scored, key=lambda each: each[:-1])]


def plain(text: str) -> str:
    """The words of a menu or an action without its mnemonic and its dots."""
    return text.replace("&", "").rstrip("…")


def _walk(menu: QMenu, path: str) -> Iterator[Command]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _walk(inner, f"{path} › {plain(inner.title())}")
        elif not action.isSeparator() and action.isVisible():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            hint = _HINTS.get(action.objectName(), "")
            yield Command(action, plain(action.text()), path, keys, hint)
