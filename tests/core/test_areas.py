"""Areas give the pixels of the shapes they were made of, whatever the rings do to one another."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import areas as module
from labeler.core import edge_rects
from labeler.core.areas import (
    area_of,
    area_of_mask,
    fitted,
    fitted_where_new,
    mask_of,
    pieces,
    polygonal,
    polygons_of,
    wrong_pixels,
)
from labeler.core.errors import GeometryError
from labeler.core.geometry import PixelRect, ellipse_ring
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, as_points, polygon
from tests.reference.rings import (
    HEIGHT,
    WIDTH,
    beside_centres,
    centres,
    floats,
    huge,
    quarters,
    rings_of,
    whole,
)

RECT = PixelRect(0, 0, WIDTH, HEIGHT)
SQUARE = ((2, 2), (12, 2), (12, 10), (2, 10))
INNER = ((4, 4), (9, 4), (9, 8))
BOW = ((0, 0), (10, 10), (10, 0), (0, 10))

near = st.one_of(*(rings_of(each) for each in (floats, whole, centres, quarters, beside_centres)))
masks = st.lists(st.booleans(), min_size=WIDTH * HEIGHT, max_size=WIDTH * HEIGHT).map(
    lambda pixels: np.array(pixels).reshape(HEIGHT, WIDTH)
)
some = settings(max_examples=150, deadline=None)


def assert_same_pixels(shape: Shape) -> None:
    area = area_of(shape)
    assert area.is_valid
    assert np.array_equal(mask_of(area, RECT), mask_of([shape], RECT))
    assert np.array_equal(mask_of(pieces(area, shape), RECT), mask_of([shape], RECT))


@some
@given(st.lists(near, min_size=1, max_size=3))
def test_an_area_has_the_pixels_of_its_polygon(rings):
    assert_same_pixels(polygon("car", rings[0], rings[1:]))


@settings(max_examples=40, deadline=None)
@given(rings_of(huge, 6))
def test_an_area_has_the_pixels_of_its_polygon_however_far_it_reaches(ring):
    shape = polygon("car", ring)
    assert np.array_equal(mask_of(area_of(shape), RECT), mask_of([shape], RECT))


@settings(max_examples=40, deadline=None)
@given(masks, st.sampled_from([(0.0, 0.0), (3.0, 2.0), (-2.5, 1.25)]))
def test_an_area_has_the_pixels_of_its_mask(pixels, corner):
    points = as_points((corner, (corner[0] + WIDTH - 1, corner[1] + HEIGHT - 1)))
    assert_same_pixels(Shape("car", points, ShapeKind.MASK, bitmap=Bitmap(pixels)))


@some
@given(floats, floats, floats, floats, st.floats(0, 360))
def test_an_area_has_the_pixels_of_its_ellipse_circle_and_rectangle(x, y, width, height, angle):
    ring = ellipse_ring(x, y, width, height, angle)
    assert_same_pixels(
        Shape("car", ring, ShapeKind.ELLIPSE, ellipse=Ellipse(x, y, width, height, angle)),
    )
    corners = as_points(((x, y), (width, height)))
    assert_same_pixels(Shape("car", corners, ShapeKind.CIRCLE))
    assert_same_pixels(Shape("car", corners, ShapeKind.RECTANGLE, holes=(as_points(INNER),)))


@pytest.mark.parametrize(
    ("rings", "covered"),
    [
        ([SQUARE], 80),
        ([SQUARE, INNER], 70),
        ([BOW], 50),
        ([SQUARE, SQUARE], 0),
        ([SQUARE, ((2, 2), (7, 2), (7, 10), (2, 10))], 40),
        ([((0, 0), (4, 0), (4, 4), (0, 4)), ((6, 6), (8, 6), (8, 8), (6, 8))], 20),
        ([((0, 0), (4, 0), (4, 4), (0, 4)), ((2, 0), (6, 0), (6, 4), (2, 4))], 16),
        ([((0, 0), (4, 0), (4, 0), (4, 4), (0, 4), (0, 0))], 16),
        ([(*SQUARE, *SQUARE)], 0),
        ([((0, 1.5), (0, 0), (0, 0.5), (5e-324, 0))], 0),
        ([((0, 0), (4, 0), (2, 0))], 0),
        ([()], 0),
    ],
    ids=[
        *("plain", "hole", "crosses itself", "all taken away", "hole on the border", "hole outside"),
        *("hole across", "doubled vertices", "twice around", "next to nothing", "flat", "none"),
    ],
)
def test_rings_count_by_the_even_odd_rule(rings, covered):
    shape = polygon("car", rings[0], rings[1:])
    assert area_of(shape).area == pytest.approx(covered)
    assert_same_pixels(shape)


def test_a_valid_polygon_keeps_its_vertices_bit_for_bit():
    ring = ((0.1, 0.2), (9.7, 0.30000000000000004), (5.5, 7.7))
    hole = ((4.1, 1.1), (6.1, 1.3), (5.2, 3.3))
    [(exterior, holes)] = polygons_of(area_of(polygon("car", ring, [hole])))
    assert np.array_equal(exterior, ring)
    assert np.array_equal(holes, [hole])


def test_numbers_next_to_nothing_are_cut_as_any_other():
    one = area_of(polygon("car", [(0, 0), (0, 1), (1, 1)]))
    other = area_of(polygon("car", [(1, 0), (1e-45, 3), (0, 3)]))
    mask = mask_of(one, RECT) & ~mask_of(other, RECT)
    assert np.array_equal(mask_of(fitted(one.difference(other), mask, RECT), RECT), mask)


@pytest.mark.parametrize("kind", [ShapeKind.POINT, ShapeKind.LINE, ShapeKind.LINESTRIP, ShapeKind.POINTS])
def test_points_and_lines_have_no_area(kind):
    assert area_of(Shape("car", as_points(((1, 1), (5, 5))), kind)).is_empty


@pytest.mark.parametrize("number", [np.nan, np.inf, 2.0**41])
def test_a_vertex_out_of_reach_is_refused_in_words(number):
    with pytest.raises(GeometryError, match="'car' has a vertex that is not a number or lies more than"):
        area_of(polygon("car", ((0, 0), (number, 0), (0, 5))))


def test_a_region_that_touches_itself_at_a_corner_is_a_valid_area():
    mask = np.ones((4, 4), bool)
    mask[1, 1] = mask[2, 2] = mask[3, 3] = False
    area = area_of_mask(mask, (5, 6))
    assert area.is_valid
    assert np.array_equal(mask_of(area, PixelRect(5, 6, 9, 10)), mask)


def test_pieces_have_everything_of_their_shape_but_its_kind():
    shape = Shape(
        "car",
        as_points(((2, 2), (5, 5))),
        ShapeKind.CIRCLE,
        group_id=7,
        description="old",
        flags={"occluded": True},
        is_locked=True,
        extra={"score": 0.5},
    )
    two = shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(4, 4, 6, 6)])
    first, second = pieces(two, shape)
    assert first.kind is ShapeKind.POLYGON
    assert first.bounds == (0, 0, 2, 2)
    assert second.kind is ShapeKind.POLYGON
    assert second.bounds == (4, 4, 6, 6)
    for piece in (first, second):
        assert (piece.class_name, piece.group_id, piece.description) == ("car", 7, "old")
        assert piece.flags == {"occluded": True}
        assert piece.is_locked
        assert piece.extra == {"score": 0.5}
    assert [piece.group_id for piece in pieces(two, shape, group_id=3)] == [3, 3]


def test_lines_and_points_beside_an_area_are_left_out():
    mixed = shapely.GeometryCollection(
        [shapely.Point(1, 1), shapely.LineString([(0, 0), (5, 5)]), shapely.box(0, 0, 2, 2)]
    )
    assert len(polygons_of(mixed)) == 1
    assert polygons_of(shapely.Polygon()) == []
    assert polygons_of(shapely.Point(1, 1)) == []


def test_a_mask_of_shapes_is_that_of_all_together():
    shapes = [polygon("car", SQUARE), polygon("road", ((0, 0), (3, 0), (3, 3), (0, 3)))]
    mask = mask_of(shapes, RECT)
    assert mask.dtype == bool
    assert np.count_nonzero(mask) == 80 + 9 - 1
    assert np.array_equal(mask_of(shapes, PixelRect(1, 1, 6, 5)), mask[1:5, 1:6])


@settings(max_examples=60, deadline=None)
@given(st.lists(near, min_size=1, max_size=2), masks)
def test_an_area_is_fitted_to_any_mask(rings, mask):
    area = fitted(area_of(polygon("car", rings[0], rings[1:])), mask, RECT)
    assert area.is_valid
    assert np.array_equal(mask_of(area, RECT), mask)


@some
@given(near, near)
def test_what_shapely_makes_of_two_areas_is_fitted_to_what_their_pixels_make(one, other):
    first, second = area_of(polygon("car", one)), area_of(polygon("car", other))
    has, cuts = mask_of(first, RECT), mask_of(second, RECT)
    for area, mask in (
        (first.union(second), has | cuts),
        (first.difference(second), has & ~cuts),
        (first.intersection(second), has & cuts),
        (first.symmetric_difference(second), has ^ cuts),
    ):
        assert np.array_equal(mask_of(fitted(area, mask, RECT), RECT), mask)


def test_an_area_that_fits_is_the_area_itself():
    area = area_of(polygon("car", SQUARE))
    assert fitted(area, mask_of(area, RECT), RECT) is area


def test_a_mended_pixel_leaves_vertices_elsewhere_alone():
    ring = ((0.1, 0.2), (15.7, 0.3), (15.9, 11.7), (0.4, 11.9))
    area = area_of(polygon("car", ring))
    mask = mask_of(area, RECT)
    mask[5, 7] = False
    [(exterior, holes)] = polygons_of(fitted(area, mask, RECT))
    assert {*map(tuple, exterior.tolist())} == {*ring}
    assert [shape.tolist() for shape in map(sorted_places, holes)] == [[[7, 5], [7, 6], [8, 5], [8, 6]]]


def sorted_places(ring):
    return np.array(sorted(ring.tolist()))


def test_parts_without_a_pixel_are_dropped_unless_they_lie_beyond():
    area = shapely.MultiPolygon(
        [shapely.box(0, 0, 3, 3), shapely.box(5.6, 5.6, 6.4, 6.4), shapely.box(WIDTH, 2, WIDTH + 0.2, 3)]
    )
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[:3, :3] = True
    assert [part.bounds for part in fitted(area, mask, RECT).geoms] == [(0, 0, 3, 3), (17, 2, 17.2, 3)]
    assert fitted(shapely.box(5.6, 5.6, 6.4, 6.4), np.zeros_like(mask), RECT).is_empty


def test_bands_of_rows_give_what_the_whole_gives(monkeypatch):
    shape = polygon("car", BOW, [SQUARE])
    whole_area = area_of(shape)
    monkeypatch.setattr(edge_rects, "_BAND_PIXELS", 20)
    assert area_of(shape).equals(whole_area)
    monkeypatch.setattr(module, "_FACE_TESTS", 1)
    assert area_of(shape).equals(whole_area)


def test_what_cannot_be_mended_follows_its_pixels(monkeypatch):
    monkeypatch.setattr(module, "_ROUNDS", 0)
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[3:7, 3:9] = True
    area = fitted(shapely.box(-4, -4, 9, 5), mask, RECT)
    assert np.array_equal(mask_of(area, RECT), mask)
    assert area.bounds[:2] == (-4, -4)
    assert np.array_equal(mask_of(fitted(shapely.box(1, 1, 9, 5), mask, RECT), RECT), mask)


@some
@given(near, near)
def test_an_overlay_is_right_when_only_its_new_edges_are_looked_at(one, other):
    first, second = area_of(polygon("car", one)), area_of(polygon("car", other))
    has, cuts = mask_of(first, RECT), mask_of(second, RECT)

    def wanted(rect):
        return (has & ~cuts)[rect.top : rect.bottom, rect.left : rect.right]

    area = fitted_where_new(first.difference(second), wanted, RECT, (first, second))
    assert np.array_equal(mask_of(area, RECT), has & ~cuts)


def test_what_has_no_new_edge_is_not_looked_at():
    asked = []
    outer, inner = area_of(polygon("car", SQUARE)), area_of(polygon("car", INNER))
    ring = outer.difference(inner)
    assert fitted_where_new(ring, asked.append, RECT, (outer, inner)) is ring
    assert asked == []


def test_wrong_pixels_are_told_with_what_they_shall_be():
    wanted = np.zeros((HEIGHT, WIDTH), bool)
    wanted[2:10, 2:12] = True
    wanted[4, 5], wanted[0, 1] = False, True

    def of_band(rect):
        return wanted[rect.top : rect.bottom, rect.left : rect.right]

    assert wrong_pixels([polygon("car", SQUARE)], of_band, [RECT]).tolist() == [[1, 0, 1], [5, 4, 0]]
    assert wrong_pixels([polygon("car", SQUARE)], of_band, [PixelRect(3, 3, 3, 3)]).tolist() == []


def test_an_area_of_polygons_only():
    square = shapely.box(0, 0, 2, 2)
    assert polygonal(square) is square
    mixed = shapely.GeometryCollection([shapely.LineString([(0, 0), (5, 5)]), square])
    assert polygonal(mixed).equals(square)
    assert polygonal(shapely.Point(1, 1)).is_empty
