"""All keys as a table, grouped as in the menus: for the key editor and for the sheet of keys."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from labeler.gui.fixed_keys import FIXED_KEYS, GAP_KEYS
from labeler.gui.menus import MENUS, names_in
from labeler.gui.rows import ROWS, ActionRow

if TYPE_CHECKING:
    from labeler.gui.shortcuts import Shortcuts

_OTHER = "Elsewhere"
ON_THE_CANVAS = "On the canvas"
IN_THE_GAPS = "In the list of gaps"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of the sheet: what a key does, the keys as the system writes them, and the gesture."""

    text: str
    keys: tuple[str, ...]
    hint: str = ""

    def fits(self, words: list[str]) -> bool:
        """Whether the line holds every word of a search."""
        text = " ".join((self.text, *self.keys, self.hint)).casefold()
        return all(word in text for word in words)


def grouped_rows() -> dict[str, list[ActionRow]]:
    """The rows of all actions by the title of the menu that they stand in, in the order of the menus."""
    rows = {row.name: row for row in ROWS}
    groups = {
        title.replace("&", ""): [rows.pop(name) for name in names_in(entries) if name in rows]
        for title, entries in MENUS.items()
    }
    if rows:
        groups[_OTHER] = list(rows.values())
    return groups


def key_table(shortcuts: Shortcuts) -> dict[str, list[KeyLine]]:
    """What has a key, by group; the keys that are fixed come last."""
    groups = {
        title: [
            KeyLine(row.text.rstrip("…"), tuple(map(native, shortcuts.keys(row.name))), row.hint)
            for row in rows
            if shortcuts.keys(row.name)
        ]
        for title, rows in grouped_rows().items()
    }
    groups[ON_THE_CANVAS] = [KeyLine(fixed.text, (fixed.label,)) for fixed in FIXED_KEYS]
    groups[IN_THE_GAPS] = [KeyLine(fixed.text, (fixed.label,)) for fixed in GAP_KEYS]
    return {title: lines for title, lines in groups.items() if lines}


def native(key: str) -> str:
    """A key of Qt's portable form as the system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def as_html(table: dict[str, list[KeyLine]]) -> str:
    """The table as a page of its own, to print or to pin up."""
    parts = []
    for title, lines in table.items():
        cells = "".join(
            f"<tr><td class='keys'>{_keys(line)}</td><td>{escape(line.text)}</td>"
            f"<td class='hint'>{escape(line.hint)}</td></tr>"
            for line in lines
        )
        parts.append(f"<h2>{escape(title)}</h2><table>{cells}</table>")
    return _PAGE.replace("@parts", "\n".join(parts))


def _keys(line: KeyLine) -> str:
    return ", ".join(f"<kbd>{escape(key)}</kbd>" for key in line.keys)


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Keys of Labeler</title><style>
body { font: 10pt sans-serif; margin: 2em; columns: 2 28em; column-gap: 3em; }
h1 { font-size: 14pt; column-span: all; } h2 { font-size: 11pt; margin: 1.2em 0 .3em; break-after: avoid; }
table { border-collapse: collapse; width: 100%; } tr { break-inside: avoid; }
td { padding: .15em .6em .15em 0; vertical-align: top; border-bottom: 1px solid #ddd; }
td.keys { white-space: nowrap; width: 11em; } td.hint { color: #555; }
</style></head><body><h1>Keys of Labeler</h1>
@parts
</body></html>
"""
