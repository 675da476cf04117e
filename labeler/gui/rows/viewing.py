"""How the canvas shows what it shows."""

from __future__ import annotations

from labeler.gui.rows.row import VIEW, ActionRow

VIEWING = (
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
        hint="Drag a line over the canvas; left of it the photograph lies bare, in a review the annotation.",
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
    ActionRow("wheel_zooms", "Wheel zooms", (), "Off: the wheel scrolls.", is_checkable=True),
    ActionRow("loupe", "Loupe", ("Q",), "Hold the key: single pixels, beside them their classes.", "loupe"),
    ActionRow("minimap", "Overview", ("Shift+M",), "While the image does not fit.", "minimap", "", True),
    ActionRow("pixel_grid", "Pixel grid", (), "From 800 % on.", "grid", "", True),
    ActionRow("crosshair", "Crosshair", ("Shift+X",), "A cross through the pointer.", "crosshair", "", True),
)
