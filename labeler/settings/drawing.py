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
MOVES_NEIGHBOURS = Setting(
    "moves_neighbours",
    True,
    "Vertices that shapes share are moved, added and deleted in all of them; Alt held in a drag: not.",
    section=_SECTION,
    label="Move shared vertices together",
)
BOXES_VERTICES = Setting(
    "boxes_vertices",
    False,
    "A box chooses vertices of the selected shapes instead of shapes; Alt held while it is drawn: so too.",
    section=_SECTION,
    label="Box chooses vertices",
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
WAND_TOLERANCE = Setting(
    "wand_tolerance",
    24,
    "The wand takes what differs by no more than this in red, green and blue from the colour pressed.",
    low=0,
    high=255,
    section=_SECTION,
    label="Tolerance of the wand",
)
WAND_HOLE_SIZE = Setting(
    "wand_hole_size",
    20,
    "Holes of up to so many pixels in what the wand picks are filled; 0 keeps them all.",
    low=0,
    high=100_000,
    section=_SECTION,
    label="The wand fills holes up to",
    unit="px",
)
DRAW_BEHIND = Setting(
    "draw_behind",
    False,
    "New shapes take only pixels that are not labelled yet, or only those of chosen classes.",
    section=_SECTION,
)

DRAWING: tuple[Setting[Any], ...] = tuple(each for each in globals().values() if isinstance(each, Setting))
