"""What gives selected shapes another form."""

from __future__ import annotations

from labeler.gui.rows.row import ActionRow

RESHAPING = (
    ActionRow(
        *("simplify", "Simplify…", ("Ctrl+Shift+L",)),
        hint="Fewer vertices, within a tolerance; borders that shapes share stay shared.",
        icon="simplify",
    ),
    ActionRow(
        *("smooth", "Smooth…", ("Ctrl+Shift+M",)),
        hint="Smoother outlines; borders that shapes share stay shared.",
        icon="smooth",
    ),
    ActionRow(
        *("mirror_left_right", "Mirror left to right", ()),
        hint="Mirror the selection about the middle of its box.",
        icon="mirror_left_right",
    ),
    ActionRow(
        *("mirror_top_bottom", "Mirror top to bottom", ()),
        hint="Mirror the selection about the middle of its box.",
        icon="mirror_top_bottom",
    ),
    ActionRow("to_polygon", "To polygon", (), "Vertices that can be edited; of a mask exactly its pixels."),
    ActionRow("to_rectangle", "To rectangle", (), "The box around each selected shape."),
    ActionRow("to_oriented_rectangle", "To oriented rectangle", (), "The smallest one around each shape."),
    ActionRow(
        "to_ellipse", "To ellipse", (), "As wide, high and turned as the area of each shape is spread."
    ),
    ActionRow("to_circle", "To circle", (), "Of the area of each shape, about its centre of mass."),
)
