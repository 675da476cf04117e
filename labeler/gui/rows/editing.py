"""What is done to shapes that are drawn already."""

from __future__ import annotations

from labeler.gui.rows.row import ActionRow

EDITING = (
    ActionRow(
        "undo", "Undo", ("Ctrl+Z",), "Take back the last step; while drawing, the last vertex.", "undo"
    ),
    ActionRow("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do again what was undone.", "redo"),
    ActionRow(
        *("history", "History", ("F7",), "Every step of this image; click one to go there.", "history"),
        is_checkable=True,
    ),
    ActionRow(
        *("copy", "Copy", ("Ctrl+C",), "Copy the selected shapes, also for other windows.", "copy"),
    ),
    ActionRow("cut", "Cut", ("Ctrl+X",), "Copy the selected shapes and delete them."),
    ActionRow("paste", "Paste", ("Ctrl+V",), "Paste shapes where they were copied.", "paste"),
    ActionRow(
        *("paste_inside", "Paste into the image", ("Ctrl+Shift+V",)),
        hint="Paste shapes, moved so that they lie inside the image.",
    ),
    ActionRow(
        *("copy_previous", "Copy all from the previous image", ("Ctrl+Shift+D",)),
        hint="Paste all shapes of the image before this one in the list.",
    ),
    ActionRow(
        *("paste_into_images", "Paste into selected images", ()),
        hint="Paste shapes into every image that is selected in the list of images.",
    ),
    ActionRow("delete", "Delete", ("Del",), "Delete chosen vertices, else the selected shapes.", "delete"),
    ActionRow("duplicate", "Duplicate", ("Ctrl+D",), "Copy the selected shapes beside themselves."),
    ActionRow("select_all", "Select all", ("Ctrl+A",), "Select every shape of the image."),
    ActionRow(
        *("select_group", "Select group", ()),
        hint="Select also what is in a group with the selected shapes.",
    ),
    ActionRow("raise", "Raise", ("Ctrl+]",), "Paint the selected shapes over the next one.", "raise"),
    ActionRow("lower", "Lower", ("Ctrl+[",), "Paint the selected shapes under the one before.", "lower"),
    ActionRow(
        *("to_front", "Bring to front", ("Ctrl+Shift+]",)),
        hint="Paint the selected shapes over all others.",
        icon="to_front",
    ),
    ActionRow(
        *("to_back", "Send to back", ("Ctrl+Shift+[",)),
        hint="Paint the selected shapes under all others.",
        icon="to_back",
    ),
    ActionRow("group", "Group", ("Ctrl+G",), "Selected shapes of one class become one instance.", "group"),
    ActionRow(
        *("ungroup", "Ungroup", ("Ctrl+Shift+G",), "Each selected shape becomes an instance.", "ungroup"),
    ),
    ActionRow("lock_shapes", "Lock", (), "Neither mouse nor keys change the selected shapes.", "lock"),
    ActionRow("unlock_all", "Unlock all", (), "Unlock every shape of the image.", "unlock"),
    ActionRow("hide_shapes", "Hide", (), "Hide the selected shapes until another image comes.", "eye_off"),
    ActionRow("repair", "Repair", (), "Let shapes cross themselves no more; their pixels stay.", "repair"),
    ActionRow("next_fault", "Next fault", (), "Go to the next shape that crosses itself or has no area."),
)
