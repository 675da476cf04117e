"""Every action of the window as data: name, words, keys, icon and the gesture in one line.

Adding an action is one row here, one place in menus.py, and one connection where what it does is at home.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from labeler.core.class_keys import KEYS

# Tools, view modes and themes: of each group one action is on.
TOOL, VIEW, THEME = "tool", "view", "theme"

# The name of an action in the hint of a tool.
_NAME = re.compile(r"\{(\w+)\}")


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


ROWS = (
    ActionRow("open_folder", "Open folder…", ("Ctrl+U",), "Label all images of a folder.", "folder"),
    ActionRow("open_image", "Open image…", ("Ctrl+O",), "Label one image, and the others of its folder."),
    ActionRow("open_sample", "Open sample", (), "Look around in a small dataset that is labelled already."),
    ActionRow("new_window", "New window", ("Ctrl+Shift+W",), "Label another dataset beside this one."),
    ActionRow("save", "Save", ("Ctrl+S",), "Write the annotation now.", "save"),
    ActionRow("export", "Export…", ("Ctrl+Shift+E",), "Make a VOC dataset of palette PNGs.", "export"),
    ActionRow("settings", "Settings…", ("Ctrl+,",), "How the program looks and works.", "settings"),
    ActionRow("quit", "Quit", ("Ctrl+Q",)),
    ActionRow(
        "undo", "Undo", ("Ctrl+Z",), "Take back the last step; while drawing, the last vertex.", "undo"
    ),
    ActionRow("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do again what was undone.", "redo"),
    ActionRow("delete", "Delete", ("Del",), "Delete the selected shapes.", "delete"),
    ActionRow("duplicate", "Duplicate", ("Ctrl+D",), "Copy the selected shapes beside themselves."),
    ActionRow("select_all", "Select all", ("Ctrl+A",), "Select every shape of the image."),
    ActionRow("raise", "Raise", ("Ctrl+]",), "Paint the selected shapes over the next one.", "raise"),
    ActionRow("lower", "Lower", ("Ctrl+[",), "Paint the selected shapes under the one before.", "lower"),
    ActionRow("previous_image", "Previous image", ("A", "PgUp"), "", "previous"),
    ActionRow("next_image", "Next image", ("D", "PgDown"), "", "next"),
    ActionRow("next_undone", "Next image not done", ("Shift+D",), "Skip the images marked done."),
    ActionRow("find_image", "Find image", ("/",), "Type a part of its name.", "search"),
    ActionRow(
        *("file_thumbnails", "Thumbnails", (), "A small picture of each image in the list.", "thumbnails"),
        is_checkable=True,
    ),
    ActionRow(
        *("open_containing_folder", "Open containing folder", ()),
        hint="Show the image in the file manager.",
        icon="folder_open",
    ),
    ActionRow("mark_done", "Mark done", ("M",), "Say that the image is done, or not yet.", "done", "", True),
    ActionRow("tool_select", "Select", ("V",), "Click selects, drag moves. Ctrl+click adds.", "select", TOOL),
    ActionRow("tool_polygon", "Polygon", ("P",), "Click the corners; Enter closes.", "polygon", TOOL),
    ActionRow("draw_again", "Draw again", ("N",), "Go on with the tool that drew last, and the same class."),
    ActionRow("view_overlay", "Photograph and labels", (), "See both.", "overlay", VIEW),
    ActionRow("view_labels", "Labels only", (), "See the label map as it is exported.", "labels", VIEW),
    ActionRow("view_image", "Photograph only", (), "See the image untouched.", "image", VIEW),
    ActionRow("next_view", "Next view", ("Tab",), "Both, labels only, photograph only.", is_of_canvas=True),
    ActionRow("show_shapes", "Outlines", ("T",), "Show or hide all outlines.", "outline_all", "", True),
    ActionRow(
        *("outlines_of_selection", "Outlines of the selection only", ("Shift+T",)),
        hint="Only what is selected or hovered has an outline.",
        is_checkable=True,
    ),
    ActionRow(
        *("fill_classes", "Fill classes", ("Ctrl+T",)),
        hint="Off: see the photograph, and classes by their outlines.",
        is_checkable=True,
    ),
    ActionRow(
        *("color_by_instance", "Colours by instance", ("I",)),
        hint="Each instance has a colour of its own. Exports stay as they are.",
        is_checkable=True,
    ),
    ActionRow("opacity_up", "Stronger labels", (".",), "The label map covers more of the photograph."),
    ActionRow("opacity_down", "Fainter labels", (",",), "More of the photograph shines through."),
    ActionRow("show_all", "Show all", ("Shift+H",), "Show all classes and shapes that are hidden."),
    ActionRow("coverage", "Coverage", ("U",), "See what is unlabelled, and its gaps.", "coverage", "", True),
    ActionRow(
        *("beside", "Photograph beside", ("Shift+W",)),
        hint="The bare photograph at the left, the same part with its labels at the right.",
        icon="compare",
        is_checkable=True,
    ),
    ActionRow(
        *("swipe", "Swipe", ("W",)),
        hint="Drag a line over the canvas; left of it the photograph lies bare.",
        icon="swipe",
        is_checkable=True,
    ),
    ActionRow(
        "adjust", "Adjust photograph…", ("J",), "Brightness, contrast, channels; only shown.", "adjust"
    ),
    ActionRow("reset_adjustment", "Reset adjustments", ("Shift+J",), "The photograph as it is."),
    ActionRow("fit", "Fit", ("Ctrl+F",), "Show the whole image.", "fit"),
    ActionRow("actual_size", "100 %", ("Ctrl+0",), "One image pixel is one screen pixel.", "actual_size"),
    ActionRow("zoom_in", "Zoom in", ("Ctrl++", "Ctrl+="), "", "zoom_in"),
    ActionRow("zoom_out", "Zoom out", ("Ctrl+-",), "", "zoom_out"),
    ActionRow(
        "zoom_selection",
        "Zoom to selection",
        ("Z",),
        "The selected shapes fill the canvas.",
        "zoom_selection",
    ),
    ActionRow("zoom_class", "Zoom to class", ("Shift+Z",), "All shapes of the selected, or current, class."),
    ActionRow("previous_zoom", "Previous zoom", ("X",), "Back to what was shown before.", "zoom_previous"),
    ActionRow("keep_zoom", "Keep zoom", (), "Go from image to image at the same zoom.", is_checkable=True),
    ActionRow("loupe", "Loupe", ("Q",), "Hold the key: single pixels, beside them their classes.", "loupe"),
    ActionRow("minimap", "Overview", ("Shift+M",), "While the image does not fit.", "minimap", "", True),
    ActionRow("pixel_grid", "Pixel grid", (), "From 800 % on.", "grid", "", True),
    ActionRow("crosshair", "Crosshair", ("Shift+X",), "A cross through the pointer.", "crosshair", "", True),
    ActionRow("full_screen", "Full screen", ("F11",), "Only the canvas and the hint.", is_checkable=True),
    ActionRow("next_panel", "Next panel", ("F6",), "Give the keys to the next list, or to the canvas."),
    ActionRow("previous_panel", "Previous panel", ("Shift+F6",), "The same, the other way round."),
    ActionRow("reset_layout", "Reset layout", (), "Put docks and bars back where they stood at first."),
    ActionRow("theme_system", "Theme of the system", (), "As the desktop says.", "", THEME),
    ActionRow("theme_dark", "Dark theme", (), "", "", THEME),
    ActionRow("theme_light", "Light theme", (), "", "", THEME),
    ActionRow("autosave", "Save by itself", (), "Save shortly after each edit.", is_checkable=True),
    ActionRow("wheel_zooms", "Wheel zooms", (), "Off: the wheel scrolls.", is_checkable=True),
    ActionRow("new_class", "New class", ("Ctrl+Shift+N",), "It gets the lowest free index.", "add"),
    ActionRow("rename_class", "Rename class", ("F2",), "Rename the current class everywhere in the dataset."),
    ActionRow("recolor_class", "Change colour…", (), "Give the current class another colour."),
    ActionRow(
        "reindex_class", "Change index…", (), "Give the current class another index while it is unused."
    ),
    ActionRow(
        *("hide_class", "Hide class", ("Ctrl+H",)),
        hint="Hide the current class on the canvas, or show it. Exports stay as they are.",
        is_checkable=True,
    ),
    ActionRow(
        *("solo_class", "Show this class alone", ("Ctrl+Shift+H",)),
        hint="See the current class and no other. Alt+click on a row does it too.",
        is_checkable=True,
    ),
    ActionRow(
        *("lock_class", "Lock class", ("Ctrl+L",)),
        hint="The mouse takes hold of no shape of the current class.",
        is_checkable=True,
    ),
    ActionRow("find_class", "Find class", ("Ctrl+Shift+F",), "Type a part of its name; Enter picks it."),
    ActionRow("delete_class", "Delete class", (), "Delete a class that is unused."),
    ActionRow("keys", "Keys…", ("F1",), "A sheet of all keys, to search or to print.", "keyboard"),
)


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
