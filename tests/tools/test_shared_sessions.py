"""Random sessions with the tools over tilings: each pixel keeps one shape whatever a hand does to borders."""

from __future__ import annotations

import contextlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.errors import LabelerError
from labeler.core.handles import handle_rings
from labeler.tools.border import BorderTool
from labeler.tools.select import SelectTool
from tests.core.framed_tilings import SIZE, are_sound, cover, is_tiling, tilings
from tests.tools.desk import Desk

# Away from the border of the image, which would catch them: the frame has its outer ring there.
halves = st.integers(6, 74).map(lambda count: count / 2)
places = st.tuples(halves, halves)
SCALE = 8.0


class Session:
    """A hand at a tiling, which never touches the outer ring of its frame."""

    def __init__(self, shapes, draw) -> None:
        self.desk = Desk(*shapes, size=SIZE)
        self.desk.tool = SelectTool(self.desk)
        self._draw = draw

    def a_place(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """A vertex, with its shape selected, and the middle of the edge after it."""
        desk = self.desk
        position = self._draw(st.integers(0, len(desk.shapes) - 1))
        ring = handle_rings(desk.shapes[position])[-1]
        vertex = self._draw(st.integers(0, len(ring) - 1))
        desk.select((position,))
        start, end = ring[vertex], ring[(vertex + 1) % len(ring)]
        return tuple(start.tolist()), tuple(((start + end) / 2).tolist())

    def drag_a_vertex(self) -> None:
        vertex, _ = self.a_place()
        self.desk.drag(vertex, self._draw(places), self._draw(places), scale=SCALE)

    def drag_a_midpoint(self) -> None:
        _, middle = self.a_place()
        self.desk.move(*middle, scale=SCALE)
        if self.desk.tool.hover.insertion is None:
            return  # the edge is too short for a midpoint: the press would take the shape
        self.desk.drag(middle, self._draw(places), self._draw(places), scale=SCALE)

    def add_a_vertex(self) -> None:
        _, middle = self.a_place()
        self.desk.click(*middle, scale=SCALE, held="alt")

    def delete_a_vertex(self) -> None:
        vertex, _ = self.a_place()
        self.desk.click(*vertex, scale=SCALE, held="alt")

    def nudge_a_vertex(self) -> None:
        vertex, _ = self.a_place()
        self.desk.click(*vertex, scale=SCALE)
        if self.desk.tool.chosen.handles:
            for step in self._draw(
                st.lists(st.sampled_from([(1, 0), (0, 1), (-1, 0)]), min_size=1, max_size=3)
            ):
                self.desk.push(self.desk.tool.nudge(*step))

    def put_back_a_drag(self) -> None:
        vertex, _ = self.a_place()
        self.desk.press(*vertex, scale=SCALE)
        self.desk.move(*self._draw(places), scale=SCALE)
        self.desk.push(self.desk.tool.cancel())
        self.desk.release(*vertex, scale=SCALE)

    def repaint_a_border(self) -> None:
        if not (is_tiling(self.desk.shapes) and are_sound(self.desk.shapes)):
            return  # of shapes that lie on each other only those beside the border follow
        start, _ = self.a_place()
        selected = self.desk.selection
        _, end = self.a_place()
        self.desk.select(selected)
        self.desk.tool = BorderTool(self.desk)
        with contextlib.suppress(LabelerError):
            for place in (start, self._draw(places), end):
                self.desk.click(*place, scale=SCALE)
            self.desk.push(self.desk.tool.finish())
        self.desk.tool = SelectTool(self.desk)
        assert is_tiling(self.desk.shapes)


actions = st.sampled_from([name for name in vars(Session) if "_a_" in name and name != "a_place"])


@settings(max_examples=50, deadline=None)
@given(tilings, st.data(), st.lists(actions, min_size=1, max_size=6))
def test_each_pixel_has_an_odd_number_of_shapes_after_each_step_and_undo_brings_all_back(shapes, data, names):
    session = Session(shapes, data.draw)
    desk = session.desk
    for name in names:
        with contextlib.suppress(LabelerError):
            getattr(session, name)()
        assert (cover(desk.shapes) % 2 == 1).all(), name
        assert not desk.tool.is_busy
    while desk.steps:
        desk.undo()
    assert len(desk.shapes) == len(shapes)
    for now, shape in zip(desk.shapes, shapes, strict=True):
        assert all(map(np.array_equal, now.rings, shape.rings))
