"""Keys that belong to the canvas, the menus or the desktop, and so cannot be given to an action."""

from __future__ import annotations

from dataclasses import dataclass

from labeler.core.class_keys import KEYS
from labeler.gui.menus import MENUS

_MODIFIERS = ("Ctrl", "Shift", "Alt", "Meta")


@dataclass(frozen=True, slots=True)
class FixedKey:
    """A key that always does the same on the canvas: what it is called, its names in Qt, and what it does.

    A name without modifiers stands for the key with any of them; with `is_alone` only for the key without
    Ctrl, Shift, Alt and Meta.
    """

    label: str
    names: tuple[str, ...]
    text: str
    is_alone: bool = False


FIXED_KEYS = (
    FixedKey("Space", ("Space",), "Hold it and drag to move the image, with every tool."),
    FixedKey(
        *("Arrow keys", ("Left", "Right", "Up", "Down")),
        "Move what is selected by 1 pixel; while drawing, move the pointer.",
        is_alone=True,
    ),
    FixedKey(
        *("Shift+arrow keys", ("Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down")),
        "The same by 10 pixels.",
    ),
    FixedKey(
        *("Enter", ("Return", "Enter")),
        "Finish the shape that is being drawn; click where the arrow keys point.",
    ),
    FixedKey(
        *("Shift+Enter", ("Shift+Return", "Shift+Enter")),
        "Press where the arrow keys point; the next Enter lets go.",
    ),
    FixedKey(
        *("Ctrl+Enter", ("Ctrl+Return", "Ctrl+Enter")),
        "Finish the shape that is being drawn, wherever the arrow keys point.",
    ),
    FixedKey("Backspace", ("Backspace",), "Take back the last vertex of the shape that is being drawn."),
    FixedKey(
        *("Esc", ("Esc",)),
        "Drop the shape that is being drawn; then back to selecting; then choose no vertex; then no shape.",
    ),
    FixedKey("1 … 9, 0", tuple(KEYS), "The class of the selection, or of the next shape.", is_alone=True),
    FixedKey(
        "Ctrl, Shift, Alt", _MODIFIERS, "Hold one while clicking or dragging; the hint says what it does."
    ),
)


# Keys of the list of gaps while it has the focus, where they come before those of actions.
GAP_KEYS = (
    FixedKey("Enter", ("Return", "Enter"), "Go to the marked gap; once there, give it to its neighbour."),
    FixedKey("Shift+Enter", ("Shift+Return",), "Give the marked gap to the current class."),
    FixedKey("L", ("L",), "Leave the marked gap as it is."),
    FixedKey("Esc", ("Esc",), "Give the keys back to the canvas."),
)


def refusal(key: str, *, is_of_canvas: bool) -> str:
    """Why an action cannot have a key (one, in Qt's portable form), empty when it can.

    Tab leads from field to field wherever the canvas has not got the focus, so it is for actions of the
    canvas only.
    """
    *modifiers, last = parts(key)
    for fixed in FIXED_KEYS:
        if key in fixed.names or (last in fixed.names and not (fixed.is_alone and modifiers)):
            return f"{fixed.label} belongs to the canvas. {fixed.text}"
    if last in ("Tab", "Backtab") and not is_of_canvas:
        return "Tab leads from one field to the next."
    if modifiers == ["Alt"]:
        for title in MENUS:
            if f"&{last}".lower() in title.lower():
                return f"Alt+{last} opens the menu {title.replace('&', '')}."
    return ""


def parts(key: str) -> list[str]:
    """The modifiers of a key and the key itself, which may be a plus sign."""
    head, _, last = key[:-1].rpartition("+")
    return [*(head.split("+") if head else []), last + key[-1:]]
