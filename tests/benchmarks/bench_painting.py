"""Brush and eraser: strokes with a stamp of 200 pixels over a photograph of 1920 x 1080, at 100 %.

A frame is a move of the mouse and all painting that came of it. The shape has 5,000 vertices.
"""

from __future__ import annotations

import os
import time

import numpy as np

from labeler.core.compiled import warm_up
from labeler.core.shapes import Shape, polygon
from labeler.tools.base import Draft, DraftMask, Tool
from labeler.tools.brush import BrushTool
from labeler.tools.eraser import EraserTool
from tests.benchmarks.figures import Figure, Timing

SIZE = (1920, 1080)
STAMP, VERTICES, MOVES = 200, 5_000, 40
_FRAME, _COMMIT, _MASK = 8.0, 100.0, 5.0


def run() -> list[Figure]:
    """Frames of strokes, hovers and masks, and what it takes to make an edit of a stroke."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    import labeler.core.vectorizer  # noqa: F401 - so that its kernels are warm

    warm_up()
    easel = Easel(app)
    figures: list[Figure] = []
    for name, tool in (("brush", BrushTool), ("eraser", EraserTool)):
        for state, selects in (("nothing selected", False), ("the shape selected", True)):
            moves, commit, hovers = easel.stroke(tool, selects=selects)
            figures.append(moves.figure(f"stroke of the {name}, {state}", _FRAME))
            figures.append(hovers.figure(f"pointer with the {name}, {state}", _FRAME))
            figures.append(Figure(f"edit of the {name}, {state}", commit, "ms", _COMMIT))
    return [*figures, *easel.masks()]


def star() -> Shape:
    """A shape of thousands of vertices that fills most of the image."""
    turns = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
    radius = 400 + 20 * np.random.default_rng(0).random(VERTICES)
    ring = np.column_stack((960 + 1.8 * radius * np.cos(turns), 540 + radius * np.sin(turns)))
    return polygon("car", ring)


class MaskTool(Tool):
    """Shows whatever mask it is given."""

    mask: DraftMask | None = None

    @property
    def draft(self) -> Draft | None:
        """The mask alone."""
        return None if self.mask is None else Draft(mask=self.mask)


class Easel:
    """A canvas with a photograph, and the hand that paints on it."""

    def __init__(self, app) -> None:
        from labeler.gui.canvas.pyramid import ImagePyramid
        from labeler.gui.canvas.view import CanvasView
        from tests.gui.canvas.conftest import Hand, photograph

        self.app = app
        self.view = CanvasView()
        self.view.resize(*SIZE)
        self.view.set_pyramid(ImagePyramid.of(photograph(*SIZE)))
        self.view.show()
        self.hand = Hand(self.view)

    def put(self, tool: type[Tool], *shapes: Shape):
        """Put shapes on the canvas and a tool into the hand."""
        from tests.gui.canvas.conftest import document_of

        document = document_of(*shapes, size=SIZE)
        document.options.brush_size = STAMP
        self.view.set_document(document)
        self.view.set_tool(tool(document))
        self.view.zoom_to(1.0)
        self.app.processEvents()
        return document

    def stroke(self, tool: type[Tool], *, selects: bool) -> tuple[Timing, float, Timing]:
        """Frames of one stroke, what its edit takes, and frames without a button."""
        from PySide6.QtCore import Qt

        document = self.put(tool, star())
        document.select((0,) if selects else ())
        places = [(300 + 30 * step, 300 + 100 * np.sin(step / 3)) for step in range(MOVES)]
        ways = [self.hand.at(*place) for place in places]
        hovers = [self.frame(lambda place=place: self.hand.move(*place)) for place in ways]
        self.hand.press(*ways[0])
        left = Qt.MouseButton.LeftButton
        moves = [self.frame(lambda place=place: self.hand.move(*place, left)) for place in ways]
        begin = time.perf_counter()
        self.hand.release(*ways[-1])
        commit = 1000 * (time.perf_counter() - begin)
        self.app.processEvents()
        return Timing.of(moves), commit, Timing.of(hovers)

    def masks(self) -> list[Figure]:
        """What a mask of the whole image adds to a frame in which all of it changes."""
        document = self.put(MaskTool)
        bare = Timing.of([self.frame(self.view.repaint_all) for _ in range(MOVES)])
        figures = []
        for name, erases in (("given", False), ("taken", True)):
            tool = self.view.tool
            assert isinstance(tool, MaskTool)
            tool.mask = DraftMask(0, 0, np.ones(document.size[::-1], np.bool_), erases)
            self.view.show_state()
            full = Timing.of([self.frame(self.view.repaint_all) for _ in range(MOVES)])
            figures.append(Figure(f"mask of pixels {name}", full.median - bare.median, "ms", _MASK))
        return figures

    def frame(self, act) -> float:
        """Milliseconds of an event and all painting that comes of it."""
        begin = time.perf_counter()
        act()
        self.app.processEvents()
        return 1000 * (time.perf_counter() - begin)
