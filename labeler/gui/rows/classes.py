"""What is done to classes."""

from __future__ import annotations

from labeler.gui.rows.row import ActionRow

CLASSES = (
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
        hint="Neither mouse nor keys change shapes of the current class.",
        is_checkable=True,
    ),
    ActionRow(
        *("protect_class", "Protect class", ()),
        hint="Nothing new is painted over the current class, whatever draws it.",
        icon="shield",
        is_checkable=True,
    ),
    ActionRow(
        *("class_table", "Class table…", ("F8",)),
        "All classes in a window: many at once, their keys, order and notes, and what is to be warned of.",
        icon="list",
    ),
    ActionRow(
        *("change_classes", "Change over the dataset…", ()),
        "Rename, reindex, merge, delete or split off classes in all annotations and label images.",
    ),
    ActionRow("type_color", "Type colour", (), "Type the colour of the current class, as in #ff8000."),
    ActionRow(
        *("pick_color", "Take colour from image", ("Ctrl+Shift+K",)),
        "A click on the photograph gives the current class the colour there.",
    ),
    ActionRow(
        *("distinct_color", "Most distinct colour", ()),
        "Give the current class the colour that is hardest to take for any other.",
    ),
    ActionRow(
        *("import_classes", "Import classes…", ()),
        "Take the classes of labels.txt, labelmap.txt, CVAT, id2label.json, a palette, YAML or a label PNG.",
    ),
    ActionRow(*("export_classes", "Export classes…", ()), "Write the classes to a file for another program."),
    ActionRow("find_class", "Find class", ("Ctrl+Shift+F",), "Type a part of its name; Enter picks it."),
    ActionRow("delete_class", "Delete class", (), "Delete a class that is unused."),
)
