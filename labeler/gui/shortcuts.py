"""The keys of every action: those of its row, or those that the user gave it; applied at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from labeler.gui.fixed_keys import refusal
from labeler.gui.rows import ROWS, ActionRow
from labeler.settings import KEYS, Settings

if TYPE_CHECKING:
    from labeler.gui.actions import Actions

Keys = tuple[str, ...]


class Shortcuts(QObject):
    """Reads and changes the keys of the actions, which are kept as a setting where they differ from the rows.

    Keys are in Qt's portable form. `changed()` after any of them; no key ever has two actions.
    """

    changed = Signal()

    def __init__(self, actions: Actions, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._settings = settings
        self._rows = {row.name: row for row in ROWS}
        self._keys: dict[str, Keys] = {row.name: default_keys(row) for row in ROWS}
        settings.follow(KEYS, self._apply)

    def keys(self, name: str) -> Keys:
        """The keys of an action."""
        return self._keys[name]

    def default_keys(self, name: str) -> Keys:
        """The keys of the row of an action."""
        return default_keys(self._rows[name])

    def is_default(self, name: str) -> bool:
        """Whether an action has the keys of its row."""
        return self._keys[name] == default_keys(self._rows[name])

    def owner(self, key: str) -> str | None:
        """The name of the action that has a key, or None."""
        return next((name for name, keys in self._keys.items() if key in keys), None)

    def refusal(self, name: str, key: str) -> str:
        """Why an action cannot have a key, whoever has it now; empty when it can."""
        return refusal(key, is_of_canvas=self._rows[name].is_of_canvas)

    def give(self, name: str, key: str) -> None:
        """Give an action one more key, taking it from the action that has it."""
        keys = dict(self._keys)
        owner = self.owner(key)
        if owner == name:
            return
        if owner is not None:
            keys[owner] = tuple(each for each in keys[owner] if each != key)
        keys[name] = (*keys[name], key)
        self._store(keys)

    def take(self, name: str, key: str) -> None:
        """Take a key away from an action."""
        self._store({**self._keys, name: tuple(each for each in self._keys[name] if each != key)})

    def reset(self, name: str) -> None:
        """Give an action the keys of its row again, and take them from those who have them now."""
        own = default_keys(self._rows[name])
        keys = {other: tuple(key for key in others if key not in own) for other, others in self._keys.items()}
        self._store({**keys, name: own})

    def reset_all(self) -> None:
        """Give every action the keys of its row again."""
        self._settings.reset(KEYS)

    def _store(self, keys: Mapping[str, Keys]) -> None:
        """Keep what differs from the rows, and what a newer program has stored of actions we do not know."""
        stored = {name: each for name, each in self._settings.get(KEYS).items() if name not in self._rows}
        for name, row in self._rows.items():
            if keys[name] != default_keys(row):
                stored[name] = list(keys[name])
        self._settings.set(KEYS, stored)

    def _apply(self, stored: Mapping[str, list[str]]) -> None:
        now = resolved(ROWS, stored)
        for name, keys in now.items():
            if keys != self._keys[name]:
                self._actions.show_keys(self._rows[name], keys)
        self._keys = now
        self.changed.emit()


def default_keys(row: ActionRow) -> Keys:
    """The keys of a row as Qt spells them."""
    return tuple(portable(key) for key in row.keys)


def portable(key: str) -> str:
    """A key as Qt spells it; empty for what is no key."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def resolved(rows: Iterable[ActionRow], stored: Mapping[str, Iterable[str]]) -> dict[str, Keys]:
    """The keys of each row, given what is stored: each key once, and what the user gave before what rows say.

    What is no key, and keys that no action can have, are left out.
    """
    keys: dict[str, Keys] = {}
    taken: set[str] = set()
    ordered = list(rows)
    for row in sorted(ordered, key=lambda row: row.name not in stored):
        wanted = stored.get(row.name)
        found = default_keys(row) if wanted is None else tuple(dict.fromkeys(map(portable, wanted)))
        keys[row.name] = tuple(
            key
            for key in found
            if key and key not in taken and not refusal(key, is_of_canvas=row.is_of_canvas)
        )
        taken.update(keys[row.name])
    return {row.name: keys[row.name] for row in ordered}
