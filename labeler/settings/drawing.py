"""What the tools are set to; most of it stands above the canvas while its tool is in the hand."""

from __future__ import annotations

from typing import Any

from labeler.settings.setting import Setting

_SECTION = "Drawing"

SNAP = Setting(
    "snap",
    True,
    "New vertices catch on vertices, edges and the border of the image near the pointer; Ctrl held: not.",
    section=_SECTION,
)
FREEHAND_TOLERANCE = Setting(
    "freehand_tolerance",
    1.0,
    "No place of a freehand line is further than this from the vertices that are kept of it.",
    low=0.1,
    high=20.0,
    section=_SECTION,
    label="Simplify freehand lines by",
    unit="px",
)
BRUSH_SIZE = Setting(
    "brush_size",
    15,
    "Diameter of the brush and the eraser, or the side of square ones; 1 paints single pixels.",
    low=1,
    high=1000,
    section=_SECTION,
    label="Size of the brush",
    unit="px",
)
SQUARE_BRUSH = Setting(
    "square_brush", False, "The brush and the eraser are square instead of round.", section=_SECTION
)

DRAWING: tuple[Setting[Any], ...] = tuple(each for each in globals().values() if isinstance(each, Setting))
