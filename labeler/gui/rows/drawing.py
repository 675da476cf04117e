"""The tools, and what concerns them."""

from __future__ import annotations

from labeler.gui.rows.row import TOOL, ActionRow

DRAWING = (
    ActionRow("tool_select", "Select", ("V",), "Click selects, drag moves. Ctrl+click adds.", "select", TOOL),
    ActionRow(
        *("tool_transform", "Transform", ("Shift+V",)),
        hint="Scale, turn and move the selection by a frame around it.",
        icon="transform",
        group=TOOL,
    ),
    ActionRow("tool_polygon", "Polygon", ("P",), "Click the vertices; Enter closes.", "polygon", TOOL),
    ActionRow("tool_rectangle", "Rectangle", ("R",), "Drag, or click two corners.", "rectangle", TOOL),
    ActionRow("tool_ellipse", "Ellipse", ("C",), "Drag, or click two corners of its box.", "ellipse", TOOL),
    ActionRow("tool_freehand", "Freehand", ("F",), "Press, draw around it, release.", "freehand", TOOL),
    ActionRow("tool_brush", "Brush", ("B",), "Drag to paint; adds to the selected shape.", "brush", TOOL),
    ActionRow("tool_eraser", "Eraser", ("E",), "Drag to take pixels from shapes.", "eraser", TOOL),
    ActionRow("brush_smaller", "Smaller brush", ("[",), "Ctrl+wheel over the canvas does it too."),
    ActionRow("brush_larger", "Larger brush", ("]",), "Ctrl+wheel over the canvas does it too."),
    ActionRow("tool_wand", "Wand", ("S",), "Press on a colour; drag for more or less of it.", "wand", TOOL),
    ActionRow("tool_fill", "Fill region", ("G",), "Click what is not labelled yet.", "fill", TOOL),
    ActionRow("tool_hole", "Hole", ("H",), "Click a ring inside a shape; Enter closes.", "hole", TOOL),
    ActionRow("tool_split", "Split", ("K",), "Click a line across shapes; Enter splits.", "split", TOOL),
    ActionRow("tool_border", "Repaint border", ("O",), "Draw it anew; neighbours follow.", "border", TOOL),
    ActionRow(
        *("draw_behind", "Draw behind", ("Ctrl+B",)),
        hint="New shapes take only what is not labelled yet; the arrow chooses other classes.",
        icon="behind",
        is_checkable=True,
    ),
    ActionRow("fill_rest", "Fill the rest", ("Ctrl+R",), "All unlabelled pixels become the current class."),
    ActionRow("snap", "Snap", (), "Vertices catch on borders near the pointer. Ctrl: not now.", "", "", True),
    ActionRow("other_way", "Other way", ("Y",), "Along a border that is traced, or the part to repaint."),
    ActionRow("draw_again", "Draw again", ("N",), "Take the tool that drew last, with the current class."),
)
