"""What the tools are set to: sizes, tolerances and modes that outlast a gesture and an image."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class ToolOptions:
    """The options of all tools; one object for all documents of a window, which the window keeps as settings.

    `snaps`: whether places snap to vertices, edges and the image border.
    `moves_neighbours`: whether vertices that shapes share are moved, added and deleted in all of them.
    `boxes_vertices`: whether a box selects vertices of the selected shapes instead of shapes.
    `is_behind`: whether new shapes take only pixels of the classes `paints_over`; of background, when that
    names none.
    `freehand_tolerance`: how far, in pixels, a freehand line may be simplified.
    `brush_size`: diameter or side in pixels; `is_brush_square`: square instead of round.
    `wand_tolerance`: how much a channel (0..255) may differ from the colour that was pressed;
    `wand_hole_size`: holes of up to so many pixels are filled.
    """

    snaps: bool = True
    moves_neighbours: bool = True
    boxes_vertices: bool = False
    is_behind: bool = False
    paints_over: frozenset[str] = frozenset()
    freehand_tolerance: float = 1.0
    brush_size: int = 15
    is_brush_square: bool = False
    wand_tolerance: int = 24
    wand_hole_size: int = 20
