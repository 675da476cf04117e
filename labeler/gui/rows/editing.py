"""What is done to shapes that are drawn already."""

from __future__ import annotations

from labeler.gui.rows.row import ActionRow

EDITING = (
    ActionRow(
        "undo", "Undo", ("Ctrl+Z",), "Take back the last step; while drawing, the last vertex.", "undo"
    ),
    ActionRow("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do again what was undone.", "redo"),
    ActionRow("delete", "Delete", ("Del",), "Delete the selected shapes.", "delete"),
    ActionRow("duplicate", "Duplicate", ("Ctrl+D",), "Copy the selected shapes beside themselves."),
    ActionRow("select_all", "Select all", ("Ctrl+A",), "Select every shape of the image."),
    ActionRow("raise", "Raise", ("Ctrl+]",), "Paint the selected shapes over the next one.", "raise"),
    ActionRow("lower", "Lower", ("Ctrl+[",), "Paint the selected shapes under the one before.", "lower"),
)
