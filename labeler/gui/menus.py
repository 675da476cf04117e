"""The menu bar as data: which actions stand in which menu."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow, QMenu

from labeler.gui.actions import Actions

_LINE = ""

MENUS = {
    "&File": ("open_folder", "open_image", "open_sample", _LINE, "save", "autosave", "export", _LINE, "quit"),
    "&Edit": ("undo", "redo", _LINE, "duplicate", "delete", "select_all", _LINE, "raise", "lower"),
    "&Draw": ("tool_select", "tool_polygon", "draw_again"),
    "&Classes": ("new_class", "rename_class", "recolor_class", "reindex_class", "delete_class"),
    "&Image": ("previous_image", "next_image", "next_undone", _LINE, "mark_done"),
    "&View": (
        *("view_overlay", "view_labels", "view_image", "next_view", _LINE),
        *("show_shapes", _LINE, "fit", "actual_size", "zoom_in", "zoom_out", "wheel_zooms", _LINE),
        *("theme_system", "theme_dark", "theme_light", _LINE, "full_screen"),
    ),
}

# What a right click offers.
CANVAS_MENU = ("delete", "duplicate", _LINE, "raise", "lower", _LINE, "select_all")
CLASS_MENU = ("rename_class", "recolor_class", "reindex_class", _LINE, "delete_class")


def fill_menu_bar(window: QMainWindow, actions: Actions) -> dict[str, QMenu]:
    """Build the menus of a window; returns them by title, for what the panels add."""
    menus = {}
    for title, names in MENUS.items():
        menu = window.menuBar().addMenu(title)
        fill(menu, names, actions)
        menus[title] = menu
    return menus


def fill(menu: QMenu, names: tuple[str, ...], actions: Actions) -> None:
    """Add actions by name; an empty name is a line."""
    for name in names:
        if name == _LINE:
            menu.addSeparator()
        else:
            menu.addAction(actions[name])
