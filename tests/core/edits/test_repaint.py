"""Repainting a border: all who share it follow vertex for vertex, and a tiling stays one."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from labeler.core.border_faces import Repainting
from labeler.core.edits.repaint import repaint
from labeler.core.edits.sequence import parts_of
from labeler.core.errors import GeometryError
from labeler.core.shapes import Shape
from labeler.tools.tracing import runs, spot_on
from tests.core.edits.test_shared import LEFT, RIGHT, Board, anything, places, rings
from tests.core.framed_tilings import cover, tilings


def repainting(shape: Shape, position: int, line, ring: int = 0, *, takes_longer: bool = False) -> Repainting:
    ends = line[0], line[-1]
    spots = [spot_on(shape, ring, place) for place in ends]
    ways = runs(shape.rings[ring], *ends, spots, is_closed=True)
    run, kept = reversed(ways) if takes_longer else ways
    return Repainting(position, ring, np.array(line, float), run, kept)


def painted(board: Board, position: int, *line, is_allowed=anything, **how):
    what = repainting(board.shapes[position], position, line, **how)
    edit = repaint(board.annotation, board.index, what, is_allowed)
    for part in parts_of(edit):
        board.index.update(part.apply(board.annotation))
    return edit


def undo(board: Board, edit) -> None:
    for part in reversed(parts_of(edit)):
        board.undo(part)


@st.composite
def repaintings(draw, shapes):
    position = draw(st.integers(0, len(shapes) - 1))
    found = shapes[position].rings
    number = len(found) - 1
    ring = found[number]

    def a_place():
        edge, share = draw(st.integers(0, len(ring) - 1)), draw(st.sampled_from([0, 0.25, 0.5, 0.7]))
        start, end = ring[edge], ring[(edge + 1) % len(ring)]
        return tuple((start + (end - start) * share).tolist())

    line = [a_place(), *(draw(places) for _ in range(draw(st.integers(0, 3)))), a_place()]
    assume(line[0] != line[-1])
    return repainting(shapes[position], position, line, number, takes_longer=draw(st.booleans()))


@settings(max_examples=80)
@given(tilings, st.data())
def test_a_tiling_has_no_gap_and_no_overlap_after_a_border_was_repainted(shapes, data):
    board = Board(*shapes)
    before = cover(board.shapes)
    what = data.draw(repaintings(shapes))
    try:
        edit = repaint(board.annotation, board.index, what, anything)
    except GeometryError:
        assume(False)
    for part in parts_of(edit):
        board.index.update(part.apply(board.annotation))
    assert np.array_equal(cover(board.shapes), before)
    undo(board, edit)
    assert all(now is shape for now, shape in zip(board.shapes, shapes, strict=True))


def test_both_sides_follow_vertex_for_vertex():
    board = Board(LEFT, RIGHT)
    painted(board, 0, (10, 0), (13, 3), (12, 7), (10, 10))
    assert rings(*board.shapes) == [
        [(0, 0), (10, 0), (13, 3), (12, 7), (10, 10), (0, 10)],
        [(10, 0), (20, 0), (20, 10), (10, 10), (12, 7), (13, 3)],
    ]
