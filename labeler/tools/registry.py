"""All tools, by the name of the action that takes them up, in the order in which they stand in the window."""

from __future__ import annotations

from labeler.tools.base import Tool
from labeler.tools.border import BorderTool
from labeler.tools.brush import BrushTool
from labeler.tools.ellipse import EllipseTool
from labeler.tools.eraser import EraserTool
from labeler.tools.fill import FillTool
from labeler.tools.freehand import FreehandTool
from labeler.tools.hole import HoleTool
from labeler.tools.polygon import PolygonTool
from labeler.tools.rectangle import RectangleTool
from labeler.tools.select import SelectTool
from labeler.tools.split import SplitTool
from labeler.tools.transform import TransformTool
from labeler.tools.wand import WandTool

TOOLS: dict[str, type[Tool]] = {
    "tool_select": SelectTool,
    "tool_transform": TransformTool,
    "tool_polygon": PolygonTool,
    "tool_rectangle": RectangleTool,
    "tool_ellipse": EllipseTool,
    "tool_freehand": FreehandTool,
    "tool_brush": BrushTool,
    "tool_eraser": EraserTool,
    "tool_wand": WandTool,
    "tool_fill": FillTool,
    "tool_hole": HoleTool,
    "tool_split": SplitTool,
    "tool_border": BorderTool,
}
