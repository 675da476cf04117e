"""Which shape, handle or edge lies under the pointer."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.geometry import ellipse_ring
from labeler.core.handles import Handle
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, as_points, polygon
from labeler.tools.hit import (
    edge_at,
    handle_at,
    is_selected,
    is_under,
    shapes_in_box,
    shapes_near,
    topmost_at,
)
from tests.tools.desk import Desk

SQUARE = ((10, 10), (50, 10), (50, 50), (10, 50))
HOLE = ((20, 20), (40, 20), (40, 40), (20, 40))


def of_kind(kind: ShapeKind, points, **fields) -> Shape:
    return Shape("car", as_points(points), kind, **fields)


def topmost(desk: Desk, x: float, y: float, scale: float = 1.0) -> int | None:
    pointer = desk.at(x, y, scale=scale)
    return topmost_at(desk, pointer, shapes_near(desk, pointer))


def test_the_shape_painted_last_is_on_top():
    desk = Desk(polygon("road", SQUARE), polygon("car", ((30, 30), (70, 30), (70, 70), (30, 70))))
    assert topmost(desk, 15, 15) == 0
    assert topmost(desk, 45, 45) == 1
    assert topmost(desk, 75, 75) is None


def test_a_hole_shows_what_lies_below():
    desk = Desk(polygon("road", SQUARE), polygon("car", SQUARE, [HOLE]))
    assert topmost(desk, 15, 15) == 1
    assert topmost(desk, 30, 30) == 0


def test_what_cannot_be_edited_lets_the_pointer_through():
    desk = Desk(polygon("road", SQUARE), polygon("car", SQUARE))
    desk.locked = {1}
    assert topmost(desk, 15, 15) == 0


@pytest.mark.parametrize(
    ("shape", "under", "beside"),
    [
        (of_kind(ShapeKind.RECTANGLE, ((50, 50), (10, 20))), (11, 21), (11, 19)),
        (of_kind(ShapeKind.CIRCLE, ((30, 30), (40, 30))), (37, 36), (38, 38)),
        (of_kind(ShapeKind.ORIENTED_RECTANGLE, ((30, 10), (50, 30), (30, 50), (10, 30))), (30, 12), (12, 12)),
        (
            of_kind(
                ShapeKind.ELLIPSE, ellipse_ring(30, 30, 20, 5), ellipse=Ellipse(30.0, 30.0, 20.0, 5.0, 0.0)
            ),
            (45, 31),
            (45, 36),
        ),
        (of_kind(ShapeKind.POINT, ((30, 30),)), (33, 30), (35, 30)),
        (of_kind(ShapeKind.POINTS, ((30, 30), (60, 60))), (60, 57), (45, 45)),
        (of_kind(ShapeKind.LINE, ((10, 10), (50, 50))), (31, 29), (35, 25)),
        (of_kind(ShapeKind.LINESTRIP, ((10, 10), (50, 10), (50, 50))), (50, 30), (30, 30)),
        (
            of_kind(
                ShapeKind.MASK, ((10, 10), (12, 11)), bitmap=Bitmap(np.array([[1, 0, 1], [0, 1, 0]], bool))
            ),
            (11.5, 11.9),
            (11.5, 10.5),
        ),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Shape) else "",
)
def test_every_kind_is_hit_where_it_is(shape, under, beside):
    desk = Desk(shape)
    assert is_under(shape, desk.at(*under))
    assert not is_under(shape, desk.at(*beside))


def test_a_mask_without_pixels_is_nowhere():
    assert not is_under(of_kind(ShapeKind.MASK, ((10, 10), (12, 11))), Desk().at(11, 10.5))


def test_a_sliver_too_slim_to_be_hit_inside_is_hit_beside():
    sliver = polygon("car", ((10, 10), (50, 10), (50, 10.5)))
    assert is_under(sliver, Desk().at(30, 13))
    assert not is_under(sliver, Desk().at(30, 16))
    assert not is_under(sliver, Desk().at(30, 13, scale=8.0))


def test_a_shape_far_outside_the_image_is_hit_there():
    desk = Desk(polygon("car", ((-500, -500), (-400, -500), (-400, -400))))
    assert topmost(desk, -410, -450) == 0


def test_the_box_holds_what_lies_wholly_in_it():
    desk = Desk(polygon("road", SQUARE), polygon("car", HOLE), polygon("car", ((45, 45), (60, 45), (60, 60))))
    assert shapes_in_box(desk, (0, 0, 55, 55)) == [0, 1]
    desk.locked = {0}
    assert shapes_in_box(desk, (10, 10, 50, 50)) == [1]


def test_the_nearest_handle_within_reach_is_found():
    desk = Desk(polygon("car", SQUARE, [HOLE]))
    assert handle_at(desk, desk.at(48, 12), [0]) == Handle(0, 0, 1)
    assert handle_at(desk, desk.at(22, 38), [0]) == Handle(0, 1, 3)
    assert handle_at(desk, desk.at(30, 30), [0]) is None


def test_the_nearest_edge_within_reach_is_found_with_its_midpoint():
    desk = Desk(polygon("car", SQUARE, [HOLE]))
    edge = edge_at(desk, desk.at(25, 12), [0])
    assert edge == (Handle(0, 0, 1), (25, 10), (30, 10))
    closing = edge_at(desk, desk.at(11, 22), [0])
    assert closing == (Handle(0, 0, 4), (10, 22), (10, 30))
    hole = edge_at(desk, desk.at(39, 30), [0])
    assert hole == (Handle(0, 1, 2), (40, 30), (40, 30))


def test_a_line_has_no_edge_from_its_end_to_its_start():
    desk = Desk(of_kind(ShapeKind.LINESTRIP, ((10, 10), (50, 10), (50, 50))))
    assert edge_at(desk, desk.at(30, 31), [0]) is None


def test_an_edge_short_on_screen_has_no_midpoint():
    desk = Desk(polygon("car", SQUARE))
    near = edge_at(desk, desk.at(30, 10), [0])
    far = edge_at(desk, desk.at(30, 10, scale=0.2), [0])
    assert near is not None
    assert near.midpoint is not None
    assert far is not None
    assert far.midpoint is None


def test_a_curve_has_no_midpoints_but_takes_a_vertex():
    edge = edge_at(Desk(circle := of_kind(ShapeKind.CIRCLE, ((30, 30), (40, 30)))), Desk().at(30, 41), [0])
    assert circle.rings
    assert edge is not None
    assert edge.midpoint is None
    assert np.allclose(edge.nearest, (30, 40), atol=0.1)


def test_being_selected_is_read_from_an_ascending_selection():
    desk = Desk()
    desk.selection = (1, 4, 9)
    assert [position for position in range(12) if is_selected(desk, position)] == [1, 4, 9]


def test_what_is_hidden_lets_the_pointer_through_to_what_lies_below():
    desk = Desk(polygon("road", SQUARE), polygon("car", SQUARE))
    desk.hidden = {1}
    assert topmost(desk, 30, 30) == 0
    assert shapes_in_box(desk, (0, 0, 60, 60)) == [0]
