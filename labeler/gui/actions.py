"""The actions of a window, made from their rows: with keys, icons and tooltips."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from labeler.core.class_keys import KEYS
from labeler.gui.rows import ROWS, THEME, TOOL, VIEW, ActionRow

# The name of an action in the hint of a tool.
_NAME = re.compile(r"\{(\w+)\}")

# What can be asked for in the first moments, before there is anything to act on; the window waits with it.
EARLY = ("open_folder", "open_image", "open_sample", "new_window", "quit")


class Actions:
    """The actions of one window by name. Those that are not EARLY can be used once `complete` was called."""

    def __init__(self, window: QWidget) -> None:
        self._groups = {name: QActionGroup(window) for name in (TOOL, VIEW, THEME)}
        self._actions: dict[str, QAction] = {}
        for row in ROWS:
            action = self._made(row, window)
            if not row.is_of_canvas:
                window.addAction(action)
            self._actions[row.name] = action
        for key in KEYS:  # the class for the selection, or for the next shape
            action = QAction(f"Class of key {key}", window)
            action.setShortcuts([QKeySequence(key)])
            window.addAction(action)
            self._actions[f"class_{key}"] = action
        for name, action in self._actions.items():
            action.setEnabled(name in EARLY)

    def complete(self, canvas: QWidget) -> None:
        """Add icons and tooltips, which the first frame has no time for, and let every action be used."""
        from PySide6.QtCore import Qt

        from labeler.gui.icons import ThemedIcon

        for row in ROWS:
            if row.is_of_canvas:
                self._actions[row.name].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                canvas.addAction(self._actions[row.name])
            self._actions[row.name].setToolTip(tooltip(row))
            if row.icon:
                ThemedIcon(self._actions[row.name], row.icon)
        for action in self._actions.values():
            action.setEnabled(True)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def show_keys(self, row: ActionRow, keys: Sequence[str]) -> None:
        """Give an action other keys than those of its row."""
        action = self._actions[row.name]
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setToolTip(tooltip(row, keys))

    def with_keys(self, hint: str) -> str:
        """The hint of a tool with keys for the names of actions; a part whose action has none is left out."""

        def key(found: re.Match[str]) -> str:
            return self._actions[found[1]].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

        parts = [part for part in hint.split(" · ") if all(map(key, _NAME.finditer(part)))]
        return _NAME.sub(key, " · ".join(parts))

    def enable(self, names: tuple[str, ...], is_on: bool) -> None:
        """Let these actions be used, or not."""
        for name in names:
            self._actions[name].setEnabled(is_on)

    def _made(self, row: ActionRow, window: QWidget) -> QAction:
        action = QAction(row.text, window)
        action.setObjectName(row.name)
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        action.setIconVisibleInMenu(False)
        action.setCheckable(row.is_checkable or bool(row.group))
        if row.group:
            self._groups[row.group].addAction(action)
        return action


def tooltip(row: ActionRow, own_keys: Sequence[str] | None = None) -> str:
    """Name and key in the first line, the gesture in the second; the row's keys unless others are given."""
    from html import escape

    named = row.keys if own_keys is None else own_keys
    keys = ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in named)
    first = f"<b>{escape(row.text.rstrip('…'))}</b>" + (f"&nbsp;&nbsp;{escape(keys)}" if keys else "")
    return f"<p style='white-space:pre'>{first}</p>" + (f"<p>{escape(row.hint)}</p>" if row.hint else "")
