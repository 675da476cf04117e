"""The tools, and what concerns them."""

from __future__ import annotations

from labeler.gui.rows.row import TOOL, ActionRow

DRAWING = (
    ActionRow("tool_select", "Select", ("V",), "Click selects, drag moves. Ctrl+click adds.", "select", TOOL),
    ActionRow("tool_polygon", "Polygon", ("P",), "Click the corners; Enter closes.", "polygon", TOOL),
    ActionRow("draw_again", "Draw again", ("N",), "Go on with the tool that drew last, and the same class."),
)
