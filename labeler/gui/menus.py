"""The menu bar as data: which actions stand in which menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from PySide6.QtWidgets import QMainWindow, QMenu

from labeler.gui.actions import Actions
from labeler.gui.lettered_menu import LetteredMenu

_LINE = ""


class Submenu(NamedTuple):
    """A menu within a menu, for what would make it longer than a small screen is high."""

    title: str
    entries: tuple[str, ...]


# The name of an action, an empty one for a line, or a menu of such.
Entry: TypeAlias = str | Submenu

MENUS: dict[str, tuple[Entry, ...]] = {
    "&File": (
        *("open_folder", "open_image", "open_sample", "new_window", _LINE),
        *("save", "autosave", _LINE, "import_labels", "export", _LINE),
        *("open_containing_folder", _LINE, "settings", "quit"),
    ),
    "&Edit": (
        *("undo", "redo", "history", _LINE),
        *("copy", "cut", "paste", "paste_inside", "paste_into_images", "copy_previous", _LINE),
        *("duplicate", "delete", _LINE, "select_all"),
        Submenu(
            "Select",
            (
                *("select_none", "invert_selection", "select_same_class", "select_group", _LINE),
                *("next_shape", "previous_shape", "walk_stack"),
            ),
        ),
        Submenu(
            "Vertices", ("next_vertex", "previous_vertex", _LINE, "insert_vertex", _LINE, "boxes_vertices")
        ),
    ),
    "&Draw": (
        *("tool_select", "tool_transform", "tool_polygon", "tool_rectangle", "tool_ellipse"),
        *("tool_freehand", "tool_brush", "tool_eraser", "tool_wand", "tool_fill"),
        *("tool_hole", "tool_split", "tool_border", _LINE),
        *("brush_smaller", "brush_larger", _LINE, "draw_behind", "fill_rest", _LINE),
        *("snap", "moves_neighbours", "other_way", _LINE, "draw_again"),
    ),
    "&Shapes": (
        *("raise", "lower", "to_front", "to_back", _LINE),
        *("group", "ungroup", _LINE, "hide_shapes", "lock_shapes", "unlock_all", _LINE),
        Submenu("Combine", ("union", "subtract", "intersect", "exclude", _LINE, "cut_out")),
        *("fill_holes", "clip_to_image", _LINE),
        *("simplify", "smooth", "mirror_left_right", "mirror_top_bottom"),
        Submenu(
            "Convert", ("to_polygon", "to_rectangle", "to_oriented_rectangle", "to_ellipse", "to_circle")
        ),
        *(_LINE, "repair", "next_fault"),
    ),
    "&Classes": (
        *("class_table", "import_classes", "export_classes", _LINE, "new_class", "find_class", _LINE),
        *("rename_class", "reindex_class", "delete_class", "change_classes", _LINE),
        *("recolor_class", "type_color", "pick_color", "distinct_color", _LINE),
        *("select_class", "hide_class", "solo_class", "lock_class", "protect_class"),
    ),
    "&Image": (
        *("previous_image", "next_image", "next_undone", _LINE, "mark_done", _LINE),
        *("find_image", "file_thumbnails"),
    ),
    "D&ataset": (
        *("check", "next_finding", "previous_finding", _LINE, "compare", "review", _LINE),
        *("inspect", "convert", "recolor", "remap"),
    ),
    "&Zoom": (
        *("fit", "actual_size", "zoom_in", "zoom_out", _LINE),
        *("zoom_selection", "zoom_class", "previous_zoom", _LINE, "keep_zoom", "wheel_zooms", _LINE),
        *("loupe", "minimap", "pixel_grid", "crosshair"),
    ),
    "&View": (
        *("view_overlay", "view_labels", "view_image", "next_view", "beside", "swipe", _LINE),
        *("adjust", "reset_adjustment", _LINE),
        *("show_shapes", "outlines_of_selection", "fill_classes", "color_by_instance", _LINE),
        *("opacity_up", "opacity_down", "show_all", _LINE, "coverage", _LINE),
        *("theme_system", "theme_dark", "theme_light", _LINE),
        *("next_panel", "previous_panel", "reset_layout", "full_screen"),
    ),
    "&Help": ("find_command", "keys"),
}

# What a right click offers.
CANVAS_MENU: tuple[Entry, ...] = (
    *("copy", "cut", "paste", "duplicate", "delete", _LINE),
    Submenu("Order", ("raise", "lower", "to_front", "to_back")),
    Submenu("Combine", ("union", "subtract", "intersect", "exclude", _LINE, "cut_out")),
    Submenu("Reshape", ("simplify", "smooth", _LINE, "mirror_left_right", "mirror_top_bottom")),
    *("group", "ungroup", "select_group", _LINE, "hide_shapes", "lock_shapes", _LINE),
    *("zoom_selection", "select_same_class", "select_all"),
)
EMPTY_PLACE_MENU = ("paste", "select_all", _LINE, "fit", "actual_size", "previous_zoom")
CLASS_MENU = (
    *("select_class", _LINE),
    *("hide_class", "solo_class", "lock_class", "protect_class", "show_all", _LINE),
    *("rename_class", "reindex_class", "delete_class", _LINE),
    *("recolor_class", "type_color", "pick_color", "distinct_color", _LINE, "class_table"),
)

# What the button of view options above the canvas lists.
VIEW_MENU = (
    *("show_shapes", "outlines_of_selection", "fill_classes", "color_by_instance", _LINE),
    *("opacity_up", "opacity_down", _LINE, "show_all"),
)


def fill_menu_bar(window: QMainWindow, actions: Actions) -> dict[str, QMenu]:
    """Build the menus of a window; returns them by title, for what the panels add."""
    menus: dict[str, QMenu] = {}
    for title, names in MENUS.items():
        menu = LetteredMenu(title, window)
        window.menuBar().addMenu(menu)
        fill(menu, names, actions)
        menus[title] = menu
    return menus


def fill(menu: QMenu, entries: tuple[Entry, ...], actions: Actions) -> None:
    """Add actions by name; an empty name is a line."""
    for entry in entries:
        if isinstance(entry, Submenu):
            inner = LetteredMenu(entry.title, menu)
            menu.addMenu(inner)
            fill(inner, entry.entries, actions)
        elif entry == _LINE:
            menu.addSeparator()
        else:
            menu.addAction(actions[entry])


def names_in(entries: tuple[Entry, ...]) -> Iterator[str]:
    """The names of all actions of a menu and the menus in it, in their order."""
    for entry in entries:
        if isinstance(entry, Submenu):
            yield from names_in(entry.entries)
        elif entry != _LINE:
            yield entry
