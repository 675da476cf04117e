"""Shapes as shapes of another kind: which pixels they cover then, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.areas import area_of
from labeler.core.errors import GeometryError
from labeler.core.geometry import ellipse_ring
from labeler.core.kinds import converted
from labeler.core.rasterizer import paint
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, as_points, polygon
from tests.core.test_transforms import EVERY, circle, ellipse, mask, oriented, rectangle

AREAS = [name for name in EVERY if name not in ("line", "points")]
KINDS = [
    ShapeKind.POLYGON,
    ShapeKind.RECTANGLE,
    ShapeKind.ORIENTED_RECTANGLE,
    ShapeKind.ELLIPSE,
    ShapeKind.CIRCLE,
]


def pixels(shapes: list[Shape]) -> np.ndarray:
    canvas = np.zeros((40, 48), np.uint8)
    paint(canvas, shapes, [1] * len(shapes))
    return canvas == 1


def one(shape: Shape, kind: ShapeKind) -> Shape:
    (made,) = converted(shape, kind)
    return made


@pytest.mark.parametrize("name", AREAS)
def test_a_polygon_covers_the_same_pixels(name):
    made = converted(EVERY[name], ShapeKind.POLYGON)
    assert all(shape.kind is ShapeKind.POLYGON for shape in made)
    assert all(shape.bitmap is None and shape.ellipse is None for shape in made)
    assert np.array_equal(pixels(made), pixels([EVERY[name]]))


@given(st.lists(st.booleans(), min_size=20, max_size=20).filter(any))
@settings(max_examples=40, deadline=None)
def test_the_polygons_of_a_mask_are_its_pixels(bits):
    grid = np.array(bits).reshape(4, 5)
    shape = Shape("car", as_points(((7, 9), (11, 12))), ShapeKind.MASK, bitmap=Bitmap(grid))
    made = converted(shape, ShapeKind.POLYGON)
    assert np.array_equal(pixels(made), pixels([shape]))
    assert all(shapely.Polygon(each.points, each.holes).is_valid for each in made)


def test_a_mask_of_two_pieces_becomes_two_polygons():
    assert len(converted(mask("#.# #.#"), ShapeKind.POLYGON)) == 2


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_of_the_kind_already_stays_and_the_rest_becomes_it(name, kind):
    shape = EVERY[name]
    made = converted(shape, kind)
    assert all(each.kind is kind for each in made)
    assert (made[0] is shape) == (shape.kind is kind)


class TestRectangles:
    @pytest.mark.parametrize("name", AREAS)
    def test_it_is_the_box_around_the_shape(self, name):
        box = one(EVERY[name], ShapeKind.RECTANGLE).bounds
        assert tuple(box) == pytest.approx(tuple(area_of(EVERY[name]).bounds))

    def test_of_a_mask_it_is_the_box_of_its_pixels_and_not_of_its_array(self):
        made = one(mask("..... .##.. ....."), ShapeKind.RECTANGLE)
        assert made.points.tolist() == [[11, 6], [13, 7]]

    def test_the_smallest_oriented_one_lies_along_the_shape(self):
        made = one(polygon("car", ((0, 0), (10, 10), (8, 12), (-2, 2))), ShapeKind.ORIENTED_RECTANGLE)
        assert shapely.polygons(made.points).area == pytest.approx(10 * math.sqrt(2) * 2 * math.sqrt(2))

    @given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=9, unique=True))
    @settings(max_examples=40, deadline=None)
    def test_it_holds_the_shape_and_is_no_larger_than_its_box(self, points):
        shape = polygon("car", points)
        if not shapely.polygons(points).is_valid or shapely.polygons(points).area == 0:
            return
        made = shapely.polygons(one(shape, ShapeKind.ORIENTED_RECTANGLE).points)
        assert made.buffer(1e-6).contains(shapely.polygons(points))
        assert made.area <= shapely.box(*shape.bounds).area + 1e-6
        sides = np.diff(shapely.get_coordinates(made), axis=0)
        assert abs(sides[0] @ sides[1]) < 1e-6

    def test_a_rectangle_keeps_its_corners(self):
        made = one(rectangle((3, 4), (9, 6)), ShapeKind.ORIENTED_RECTANGLE)
        assert made.points.tolist() == [[3, 4], [9, 4], [9, 6], [3, 6]]


class TestEllipses:
    @given(
        st.floats(2, 15),
        st.floats(2, 15),
        st.floats(-180, 180),
        st.tuples(st.floats(0, 5000), st.floats(0, 5000)),
    )
    @settings(max_examples=40, deadline=None)
    def test_of_the_polygon_of_an_ellipse_it_is_that_ellipse(self, radius_x, radius_y, angle, place):
        ring = ellipse_ring(*place, radius_x, radius_y, angle)
        made = one(polygon("car", ring), ShapeKind.ELLIPSE)
        assert (made.ellipse.x, made.ellipse.y) == pytest.approx(place, abs=1e-6)
        radii = sorted((made.ellipse.radius_x, made.ellipse.radius_y))
        assert radii == pytest.approx(sorted((radius_x, radius_y)), rel=2e-3)
        assert -90 <= made.ellipse.angle < 90
        assert np.array_equal(made.points, ellipse_ring(*made.ellipse))
        if max(radii) > 1.05 * min(radii):
            long = angle if radius_x > radius_y else angle + 90
            assert math.cos(math.radians(2 * (made.ellipse.angle - long))) == pytest.approx(1, abs=1e-2)

    def test_of_a_rectangle_its_axes_are_those_of_equal_spread(self):
        made = one(rectangle((10, 10), (34, 22)), ShapeKind.ELLIPSE).ellipse
        # Variance of a uniform side is length^2 / 12, of a half axis a it is a^2 / 4.
        assert made[:4] == pytest.approx((22, 16, 24 / math.sqrt(3), 12 / math.sqrt(3)))
        assert made.angle == pytest.approx(0)

    def test_a_hole_counts(self):
        with_hole = polygon(
            "car", ((0, 0), (20, 0), (20, 10), (0, 10)), [((12, 2), (18, 2), (18, 8), (12, 8))]
        )
        assert one(with_hole, ShapeKind.ELLIPSE).ellipse.x < 10
        assert one(with_hole, ShapeKind.ELLIPSE).holes == ()

    def test_a_circle_stays_round(self):
        made = one(circle(20, 16, 6), ShapeKind.ELLIPSE).ellipse
        assert made == Ellipse(20, 16, 6, 6, 0)
        assert one(ellipse(radius_x=9, radius_y=4), ShapeKind.CIRCLE).points.tolist() == [[20, 16], [26, 16]]

    def test_a_square_has_no_angle(self):
        made = one(oriented((20, 10), (26, 16), (20, 22), (14, 16)), ShapeKind.ELLIPSE).ellipse
        assert made.radius_x == pytest.approx(made.radius_y)
        assert made.angle == 0

    @pytest.mark.parametrize("name", AREAS)
    def test_a_circle_has_the_area_of_the_shape(self, name):
        points = one(EVERY[name], ShapeKind.CIRCLE).points
        radius = math.dist(*points.tolist())
        assert math.pi * radius**2 == pytest.approx(area_of(EVERY[name]).area, rel=2e-3)


class TestRefusals:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("name", ["line", "points"])
    def test_what_covers_no_area_cannot_be_converted(self, name, kind):
        with pytest.raises(GeometryError, match="cover no area"):
            converted(EVERY[name], kind)

    @pytest.mark.parametrize("kind", KINDS)
    def test_an_empty_mask_cannot_either(self, kind):
        with pytest.raises(GeometryError, match="without area"):
            converted(mask("... ..."), kind)

    @pytest.mark.parametrize("kind", KINDS[2:])
    def test_nor_can_a_polygon_on_one_line(self, kind):
        with pytest.raises(GeometryError, match="without area"):
            converted(polygon("car", ((0, 0), (5, 5), (9, 9))), kind)

    def test_class_group_and_flags_stay(self):
        shape = polygon("car", ((0, 0), (9, 0), (5, 9)), group_id=2, flags={"far": True}, description="x")
        for kind in KINDS:
            made = one(shape, kind)
            assert (made.class_name, made.group_id, made.flags) == ("car", 2, {"far": True})
