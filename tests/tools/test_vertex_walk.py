"""From vertex to vertex: what is chosen, and a direction, in; the next one out."""

from __future__ import annotations

import pytest

from labeler.core.errors import ToolError
from labeler.core.handles import Handle
from labeler.core.shapes import Bitmap, Shape, ShapeKind, as_points, polygon
from labeler.tools.chosen_vertices import ChosenVertices
from labeler.tools.vertex_walk import edge_after, next_vertex
from tests.tools.desk import Desk

TRIANGLE = ((10, 10), (50, 10), (50, 50))
HOLE = ((40, 15), (45, 15), (45, 20))


def walk(desk: Desk, *steps: int) -> list[tuple[int, int, int]]:
    chosen, found = ChosenVertices(desk), []
    for step in steps:
        handle = next_vertex(desk, chosen, step)
        chosen.choose((handle,))
        found.append(tuple(handle))
    return found


def chosen_in(desk: Desk, *handles: Handle) -> ChosenVertices:
    chosen = ChosenVertices(desk)
    chosen.choose(handles)
    return chosen


def selected(*shapes: Shape) -> Desk:
    desk = Desk(*shapes)
    desk.select(range(len(shapes)))
    return desk


class TestWalking:
    def test_round_the_ring(self):
        desk = selected(polygon("car", TRIANGLE))
        assert walk(desk, 1, 1, 1, 1) == [(0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 0, 0)]
        assert walk(desk, -1, -1) == [(0, 0, 2), (0, 0, 1)]
        assert walk(desk, 1, -1) == [(0, 0, 0), (0, 0, 2)]

    def test_through_the_holes(self):
        desk = selected(polygon("car", TRIANGLE, [HOLE]))
        assert walk(desk, *[1] * 7)[2:] == [(0, 0, 2), (0, 1, 0), (0, 1, 1), (0, 1, 2), (0, 0, 0)]
        assert walk(desk, -1, -1, -1, -1) == [(0, 1, 2), (0, 1, 1), (0, 1, 0), (0, 0, 2)]

    def test_from_one_selected_shape_to_the_next(self):
        desk = selected(polygon("car", TRIANGLE), polygon("road", TRIANGLE))
        assert walk(desk, *[1] * 7)[3:] == [(1, 0, 0), (1, 0, 1), (1, 0, 2), (0, 0, 0)]
        assert walk(desk, -1, -1, -1, -1)[-1] == (0, 0, 2)

    def test_from_the_one_chosen_last(self):
        desk = selected(polygon("car", TRIANGLE))
        chosen = chosen_in(desk, Handle(0, 0, 2), Handle(0, 0, 0))
        assert next_vertex(desk, chosen, 1) == Handle(0, 0, 1)

    def test_the_handles_of_an_ellipse_are_walked_too(self):
        desk = selected(Shape("car", [(50, 40), (60, 40)], ShapeKind.CIRCLE))
        assert walk(desk, 1, 1, 1) == [(0, 0, 0), (0, 0, 1), (0, 0, 0)]

    def test_masks_are_passed_by_and_said_to_have_none(self):
        import numpy as np

        mask = Shape(
            "car", as_points(((1, 1), (3, 3))), ShapeKind.MASK, bitmap=Bitmap(np.ones((3, 3), np.bool_))
        )
        desk = selected(polygon("car", TRIANGLE), mask)
        assert walk(desk, -1) == [(0, 0, 2)]
        desk.select((1,))
        with pytest.raises(ToolError, match="mask of pixels"):
            walk(desk, 1)

    def test_with_nothing_selected_it_says_so(self):
        desk = Desk(polygon("car", TRIANGLE))
        with pytest.raises(ToolError, match="Select a shape first"):
            walk(desk, 1)


class TestEdgeAfter:
    def test_the_middle_of_the_edge(self):
        desk = selected(polygon("car", TRIANGLE))
        assert edge_after(desk, chosen_in(desk, Handle(0, 0, 0))) == (Handle(0, 0, 1), (30, 10))

    def test_of_the_edge_that_closes_the_ring(self):
        desk = selected(polygon("car", TRIANGLE))
        assert edge_after(desk, chosen_in(desk, Handle(0, 0, 2))) == (Handle(0, 0, 3), (30, 30))

    def test_of_a_hole(self):
        desk = selected(polygon("car", TRIANGLE, [HOLE]))
        assert edge_after(desk, chosen_in(desk, Handle(0, 1, 0))) == (Handle(0, 1, 1), (42.5, 15))

    def test_with_none_chosen_it_says_what_to_do(self):
        desk = selected(polygon("car", TRIANGLE))
        with pytest.raises(ToolError, match="Choose a vertex first"):
            edge_after(desk, ChosenVertices(desk))

    def test_a_circle_has_no_edges(self):
        desk = selected(Shape("car", [(50, 40), (60, 40)], ShapeKind.CIRCLE))
        with pytest.raises(ToolError, match="no edges"):
            edge_after(desk, chosen_in(desk, Handle(0, 0, 1)))

    def test_a_line_ends_somewhere(self):
        desk = selected(Shape("car", as_points(TRIANGLE), ShapeKind.LINESTRIP))
        assert edge_after(desk, chosen_in(desk, Handle(0, 0, 1)))[1] == (50, 30)
        with pytest.raises(ToolError, match="ends here"):
            edge_after(desk, chosen_in(desk, Handle(0, 0, 2)))
