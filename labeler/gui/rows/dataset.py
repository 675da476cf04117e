"""What is done with a dataset, or with label images, as a whole."""

from __future__ import annotations

from labeler.gui.rows.row import ActionRow

DATASET = (
    ActionRow(
        *("check", "Check…", ("F9",)), hint="Find what is wrong with images, label images and annotations."
    ),
    ActionRow(
        *("review", "Review predictions", ("Shift+F9",)),
        hint="See where a network differs from the annotations, and take over what is right.",
        is_checkable=True,
    ),
    ActionRow("next_finding", "Next finding", ("Ctrl+F9",), "Show the next place that the check has found."),
    ActionRow(
        *("previous_finding", "Previous finding", ("Ctrl+Shift+F9",)), "Show the place before in the list."
    ),
    ActionRow(
        *("compare", "Compare with predictions…", ()),
        hint="IoU, accuracy, confusions and the worst images of a network's label images.",
    ),
    ActionRow(
        *("import_labels", "Import label images…", ()), hint="Make polygons of masks that are there already."
    ),
    ActionRow(
        *("inspect", "Inspect label images…", ()), hint="What a label image is, and what trainers read of it."
    ),
    ActionRow(*("convert", "Convert label images…", ()), hint="Make palette PNGs of RGB or grey masks."),
    ActionRow(*("recolor", "Recolour label images…", ()), hint="Other palettes; no pixel changes."),
    ActionRow(*("remap", "Remap label images…", ()), hint="Other indices, as a table says."),
)
