"""Edits of vertices and places: what they change, what they leave alone, and how they go back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.edits.vertices import (
    insert_vertex,
    move_shapes,
    offset_within,
)
from labeler.core.errors import GeometryError
from labeler.core.geometry import Bounds, points_in_rings
from labeler.core.handles import Handle
from labeler.core.shapes import Bitmap, Shape, ShapeKind, as_points, polygon
from tests.vertices import deleted_vertex, moved_vertex

SIZE = (40, 30)
SQUARE = ((2, 2), (10, 2), (10, 10), (2, 10))
HOLE = ((4, 4), (6, 4), (6, 6), (4, 6))

quarters = st.integers(0, 96).map(lambda count: count / 4)
coordinates = st.tuples(quarters, quarters)
rings = st.lists(coordinates, min_size=4, max_size=9)


def annotation_of(*shapes: Shape) -> Annotation:
    return Annotation(SIZE, list(shapes))


def inside(shape: Shape) -> np.ndarray:
    """(24, 24) bool: which pixel centres lie in a polygon."""
    rows, columns = np.mgrid[0:24, 0:24] + 0.5
    return points_in_rings(np.column_stack((columns.ravel(), rows.ravel())), shape.rings).reshape(24, 24)


def test_a_vertex_goes_where_it_is_put_and_comes_back():
    annotation = annotation_of(polygon("car", SQUARE))
    before = annotation.shapes[0]
    edit = moved_vertex(annotation, Handle(0, 0, 2), (12.5, 11))
    assert edit.apply(annotation).positions == (0,)
    assert annotation.shapes[0].points.tolist() == [[2, 2], [10, 2], [12.5, 11], [2, 10]]
    edit.revert(annotation)
    assert annotation.shapes[0] is before


def test_moves_of_one_gesture_are_one_step():
    annotation = annotation_of(polygon("car", SQUARE))
    first = moved_vertex(annotation, Handle(0, 0, 0), (1, 1), gesture="drag")
    before = annotation.shapes[0]
    first.apply(annotation)
    second = moved_vertex(annotation, Handle(0, 0, 0), (0, 5), gesture="drag")
    second.apply(annotation)
    both = first.merged(second)
    assert both is not None
    assert not both.is_empty
    both.revert(annotation)
    assert annotation.shapes[0] is before


def test_a_drag_that_is_taken_back_is_empty():
    annotation = annotation_of(polygon("car", SQUARE))
    edit = moved_vertex(annotation, Handle(0, 0, 0), (1, 1), gesture="drag")
    edit.apply(annotation)
    back = type(edit)(edit.positions, edit.after, edit.before, gesture="drag")
    both = edit.merged(back)
    assert both is not None
    assert both.is_empty


def test_only_the_box_of_the_two_edges_of_a_vertex_is_dirty():
    big = polygon("road", ((0, 0), (20, 0), (40, 0), (40, 30), (0, 30)))
    edit = moved_vertex(annotation_of(big), Handle(0, 0, 1), (20, 3))
    assert edit.apply(annotation_of(big)).bounds == Bounds(0, 0, 40, 3)


def test_merged_moves_are_dirty_wherever_one_of_them_was():
    annotation = annotation_of(polygon("car", SQUARE))
    first = moved_vertex(annotation, Handle(0, 0, 0), (0, 0), gesture=1)
    first.apply(annotation)
    second = moved_vertex(annotation, Handle(0, 0, 0), (5, 5), gesture=1)
    both = first.merged(second)
    assert both is not None
    assert both.dirty == Bounds(0, 0, 10, 10)


@given(ring=rings, hole=rings, data=st.data())
@settings(max_examples=150)
def test_no_pixel_outside_the_dirty_box_changes(ring, hole, data):
    annotation = annotation_of(polygon("car", ring, [hole]))
    which = data.draw(st.integers(0, 1))
    vertex = data.draw(st.integers(0, len((ring, hole)[which]) - 1))
    handle = Handle(0, which, vertex)
    place = data.draw(coordinates)
    act = data.draw(st.sampled_from(["move", "insert", "delete"]))
    try:
        if act == "delete":
            edit = deleted_vertex(annotation, handle)
        else:
            edit = (moved_vertex if act == "move" else insert_vertex)(annotation, handle, place)
    except GeometryError:
        return  # the ring needs the vertices that lie there
    before = inside(annotation.shapes[0])
    box = edit.apply(annotation).bounds.pixels((24, 24))
    differs = before != inside(annotation.shapes[0])
    differs[box.top : box.bottom, box.left : box.right] = False
    assert not differs.any()


def test_a_new_vertex_stands_where_its_handle_says():
    annotation = annotation_of(polygon("car", SQUARE, [HOLE]))
    insert_vertex(annotation, Handle(0, 1, 4), (4, 5)).apply(annotation)
    assert annotation.shapes[0].holes[0][4].tolist() == [4, 5]


def test_a_new_vertex_of_a_rectangle_makes_it_a_polygon_and_undo_a_rectangle_again():
    annotation = annotation_of(Shape("car", as_points(((2, 2), (10, 10))), ShapeKind.RECTANGLE))
    edit = insert_vertex(annotation, Handle(0, 0, 2), (11, 6))
    edit.apply(annotation)
    assert annotation.shapes[0].kind is ShapeKind.POLYGON
    edit.revert(annotation)
    assert annotation.shapes[0].kind is ShapeKind.RECTANGLE


def test_a_vertex_of_a_triangle_cannot_be_deleted():
    with pytest.raises(GeometryError, match="at least three vertices"):
        deleted_vertex(annotation_of(polygon("car", SQUARE[:3])), Handle(0, 0, 0))


def test_a_deleted_vertex_is_gone():
    annotation = annotation_of(polygon("car", SQUARE))
    deleted_vertex(annotation, Handle(0, 0, 1)).apply(annotation)
    assert annotation.shapes[0].points.tolist() == [[2, 2], [10, 10], [2, 10]]


@pytest.mark.parametrize(
    ("offset", "corner"),
    [((3, 4), (5, 6)), ((-9, 0), (0, 2)), ((99, 99), (32, 22)), ((0.25, -1.5), (2.25, 0.5))],
)
def test_a_move_stops_at_the_border_of_the_image(offset, corner):
    annotation = annotation_of(polygon("car", SQUARE))
    move_shapes(annotation, (0,), offset, SIZE).apply(annotation)
    assert tuple(annotation.shapes[0].points[0].tolist()) == corner


def test_shapes_that_move_together_stop_together():
    annotation = annotation_of(polygon("car", SQUARE), polygon("road", ((20, 2), (39, 2), (39, 9))))
    edit = move_shapes(annotation, (0, 1), (5, 0), SIZE)
    edit.apply(annotation)
    assert edit.text == "Move 2 shapes"
    assert annotation.shapes[0].points[0].tolist() == [3, 2]
    assert annotation.shapes[1].points[1].tolist() == [40, 2]


def test_a_shape_that_sticks_out_moves_freely_in_that_direction():
    annotation = annotation_of(polygon("car", ((-5, 2), (10, 2), (10, 10))))
    move_shapes(annotation, (0,), (-20, -9), SIZE).apply(annotation)
    assert annotation.shapes[0].points[0].tolist() == [-25, 0]


def test_a_move_counts_from_where_the_drag_began():
    annotation = annotation_of(polygon("car", SQUARE), mask_at(3, 4))
    start = tuple(annotation.shapes)
    for dx in (0.4, 0.8, 1.2):
        move_shapes(annotation, (0, 1), (dx, 0), SIZE, start=start, gesture="drag").apply(annotation)
    assert annotation.shapes[0].points[0].tolist() == [3.2, 2]
    assert annotation.shapes[1].points[0].tolist() == [4, 4]


def mask_at(column: int, row: int) -> Shape:
    points = as_points(((column, row), (column + 1, row + 1)))
    return Shape("car", points, ShapeKind.MASK, bitmap=Bitmap(np.ones((2, 2), bool)))


def test_a_box_in_the_image_stops_at_its_border_and_one_beyond_it_goes_as_far_as_it_is_told():
    box = Bounds(2, 3, 10, 12)
    assert offset_within((-5, 4), box, SIZE) == (-2, 4)
    assert offset_within((50, 50), box, SIZE) == (30, 18)
    assert offset_within((-5, 40), Bounds(-1, 3, 10, 31), SIZE) == (-5, 40)
