"""What makes shapes of several, and holes."""

from __future__ import annotations

from labeler.gui.rows.row import ActionRow

# What makes one shape of several.
COMBINATIONS = ("union", "subtract", "intersect", "exclude")

# What acts on selected shapes.
COMBINING = (
    ActionRow(
        *("union", "Union", ("Ctrl+Shift+U",)),
        hint="Selected shapes become one, of the class of the bottommost.",
        icon="union",
    ),
    ActionRow(
        *("subtract", "Subtract", ("Ctrl+Shift+S",)),
        hint="Take the other selected shapes away from the bottommost one; they go.",
        icon="subtract",
    ),
    ActionRow(
        *("intersect", "Intersect", ("Ctrl+Shift+I",)),
        hint="Keep of the bottommost selected shape what all of them cover.",
        icon="intersect",
    ),
    ActionRow(
        *("exclude", "Exclude", ("Ctrl+Shift+X",)),
        hint="Keep what one of the selected shapes covers, and not where two overlap.",
        icon="exclude",
    ),
    ActionRow("cut_out", "Cut out", (), "Shapes below lose what the selected ones cover.", "cut_out"),
    ActionRow("fill_holes", "Fill holes", (), "Fill all holes of the selected shapes."),
)
CLIP = ActionRow(
    "clip_to_image", "Clip to image", (), "Cut off what reaches out of the image; of all, with none selected."
)
