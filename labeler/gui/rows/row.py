"""One action as data."""

from __future__ import annotations

from dataclasses import dataclass

# Tools, view modes and themes: of each group one action is on.
TOOL, VIEW, THEME = "tool", "view", "theme"


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action. `keys` are in Qt's portable form; an action of a `group` is on while the others are off.

    `is_of_canvas` restricts the keys to when the canvas has the focus (Tab must lead on from a table).
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    hint: str = ""
    icon: str = ""
    group: str = ""
    is_checkable: bool = False
    is_of_canvas: bool = False
