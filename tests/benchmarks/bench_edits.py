"""Edits among 10,000 polygons that share borders: what a move of the hand costs until the map is right."""

from __future__ import annotations

import itertools

import numpy as np

from labeler.core.annotation import Annotation
from labeler.core.border_faces import Repainting
from labeler.core.classes import ClassTable
from labeler.core.edits.repaint import repaint
from labeler.core.edits.sequence import parts_of
from labeler.core.edits.shared import insert_shared, join, join_edge, move_vertices
from labeler.core.edits.shared_deletion import delete_shared
from labeler.core.handles import Handle
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Shape, polygon
from tests.benchmarks import history_memory
from tests.benchmarks.figures import Figure, timed

SIDE = 100
PIXELS = 40


def run() -> list[Figure]:
    """Figures for one image of 4,000 x 4,000 pixels, tiled by 10,000 polygons of 40 vertices.

    And the memory that the history of an image takes.
    """
    # First, in a process that has held nothing large yet.
    memory = history_memory.figures()
    board = _Board(tiling(SIDE, PIXELS))
    middle = Handle(SIDE * SIDE // 2 + SIDE // 2, 0, 0)
    corner = board.join(middle)
    assert len(corner.positions) == 4
    x, y = corner.places[0]
    wander = itertools.cycle([(x + dx, y + dy) for dx, dy in ((1, 2), (3, 1), (2, -2), (-1, -1))])
    name = f"{SIDE * SIDE:,} polygons: "
    return [
        timed(lambda: board.join(middle)).figure(name + "take hold of a vertex that four share", 5),
        timed(lambda: board.move(corner, next(wander)), 101).figure(name + "a move of its drag", 5),
        timed(board.insert, prepare=board.undo).figure(name + "a vertex more on a shared edge", 5),
        timed(lambda: board.delete(middle), prepare=board.undo).figure(
            name + "delete a vertex that four share", 20
        ),
        timed(board.repaint, prepare=board.undo).figure(name + "repaint the border of two", 100),
        *memory,
    ]


class _Board:
    """An annotation, with all that follows an edit of it before it can be painted."""

    def __init__(self, shapes: list[Shape]) -> None:
        size = (SIDE * PIXELS, SIDE * PIXELS)
        self.annotation = Annotation(size, shapes)
        self.index = ShapeIndex(shapes)
        names = sorted({shape.class_name for shape in shapes})
        self.live = LiveLabelMap(self.annotation, size, ClassTable().with_names(names), self.index)
        self._done: list = []

    def join(self, handle: Handle):
        return join(self.annotation, self.index, [handle], _anything)

    def move(self, joint, place) -> None:
        self._do(move_vertices(self.annotation, joint, [place]))
        self._done.clear()

    def insert(self) -> None:
        position = SIDE * SIDE // 3
        start, end = self.annotation.shapes[position].points[4:6].tolist()
        place = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        joint = join_edge(self.annotation, self.index, Handle(position, 0, 5), place, _anything)
        self._do(insert_shared(self.annotation, joint))

    def delete(self, handle: Handle) -> None:
        self._do(delete_shared(self.annotation, self.index, [handle], _anything))

    def repaint(self) -> None:
        position = SIDE * SIDE // 4 + 5
        ring = self.annotation.shapes[position].points
        run, kept = ring[2:9], np.concatenate((ring[2::-1], ring[:7:-1]))
        line = np.concatenate((run[:1], run[1:-1] + np.array((0.0, 3.0)), run[-1:]))
        self._do(repaint(self.annotation, self.index, Repainting(position, 0, line, run, kept), _anything))

    def undo(self) -> None:
        while self._done:
            for part in reversed(parts_of(self._done.pop())):
                self._follow(part.revert(self.annotation))

    def _do(self, edit) -> None:
        for part in parts_of(edit):
            self._follow(part.apply(self.annotation))
        self._done.append(edit)

    def _follow(self, change) -> None:
        self.index.update(change)
        self.live.update(change)


def tiling(side: int, pixels: int) -> list[Shape]:
    """Squares whose borders are drawn by ten shaken vertices on each edge, the same for both neighbours."""
    random = np.random.default_rng(4)
    across = random.uniform(-4, 4, (side + 1, side, 10))
    down = random.uniform(-4, 4, (side, side + 1, 10))
    across[:, :, 0] = down[:, :, 0] = 0
    across[[0, -1]] = 0
    down[:, [0, -1]] = 0
    steps = np.arange(10) * (pixels / 10)
    found = []
    for row in range(side):
        for column in range(side):
            x, y = column * pixels, row * pixels
            top = np.column_stack((x + steps, y + across[row, column]))
            bottom = np.column_stack((x + steps, y + pixels + across[row + 1, column]))
            left = np.column_stack((x + down[row, column], y + steps))
            right = np.column_stack((x + pixels + down[row, column + 1], y + steps))
            last = [[x + pixels, y + pixels]]
            ring = np.concatenate((top, right, last, bottom[:0:-1], [[x, y + pixels]], left[:0:-1]))
            found.append(polygon(f"class {(row * 7 + column) % 20}", ring))
    return found


def _anything(position: int) -> bool:
    return True
