"""Painted pixels are exact, and vertices beside the stroke stay bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import painting
from labeler.core.areas import mask_of
from labeler.core.geometry import PixelRect
from labeler.core.painting import with_pixels, without_pixels
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, polygon
from labeler.core.stroke import Stroke, stamp_of
from labeler.core.vectorizer import mask_polygons

SIZE = (40, 30)
WHOLE = PixelRect(0, 0, *SIZE)
SQUARE = ((10.25, 10.25), (30.75, 10.25), (30.75, 20.75), (10.25, 20.75))

coordinates = st.one_of(
    st.integers(-8, 96).map(lambda half: half / 2),
    st.floats(-3, 45, allow_nan=False),
)
rings = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=9)
places = st.lists(st.tuples(st.floats(-4, 44), st.floats(-4, 34)), min_size=1, max_size=4)


def stroke_of(size: int, way: list[tuple[float, float]], *, is_square: bool = False) -> Stroke:
    stroke = Stroke(stamp_of(size, is_square=is_square), SIZE)
    for start, end in zip([way[0], *way], way, strict=False):
        stroke.add(start, end)
    return stroke


def pixels_of(stroke: Stroke) -> np.ndarray:
    pixels = np.zeros((SIZE[1], SIZE[0]), bool)
    left, top, right, bottom = stroke.bounds
    pixels[top:bottom, left:right] = stroke.covered
    return pixels


def painted_by(stroke: Stroke) -> list[Shape]:
    outlines = mask_polygons(stroke.covered, (stroke.bounds.left, stroke.bounds.top))
    return [polygon("", exterior, holes) for exterior, holes in outlines]


def drawn(shapes: list[Shape]) -> np.ndarray:
    return mask_of(shapes, WHOLE)


@settings(max_examples=120, deadline=None)
@given(rings, st.lists(rings, max_size=1), st.integers(1, 12), st.booleans(), places)
def test_a_stroke_adds_and_takes_its_own_pixels_only(ring, holes, size, is_square, way) -> None:
    shape = polygon("car", ring, holes)
    stroke, before = stroke_of(size, way, is_square=is_square), drawn([shape])
    painted = pixels_of(stroke)
    more = with_pixels(shape, painted_by(stroke), stroke.bounds, SIZE)
    assert (more is None) == (not (painted & ~before).any())
    assert np.array_equal(drawn([shape] if more is None else more), before | painted)
    less = without_pixels(shape, stroke.covered, stroke.bounds, SIZE)
    assert (less is None) == (not (painted & before).any())
    assert np.array_equal(drawn([shape] if less is None else less), before & ~painted)


def test_vertices_beside_the_stroke_stay_bit_for_bit() -> None:
    turns = np.linspace(0, 2 * np.pi, 50, endpoint=False)
    ring = np.column_stack((20 + 9 * np.cos(turns) / 3 * 3.1, 15 + 9 * np.sin(turns)))
    shape = polygon("car", ring)
    stroke = stroke_of(5, [(29, 15)])
    for change, what in ((with_pixels, painted_by(stroke)), (without_pixels, stroke.covered)):
        (piece,) = change(shape, what, stroke.bounds, SIZE)
        kept = {tuple(vertex) for vertex in piece.points.tolist()}
        away = [vertex for vertex in ring.tolist() if vertex[0] < 25]
        assert len(away) > 30
        assert all(tuple(vertex) in kept for vertex in away)


def test_a_stroke_through_the_middle_leaves_two_pieces_of_the_same_class_and_note() -> None:
    shape = polygon("car", SQUARE, description="parked", flags={"far": True}, group_id=4)
    stroke = stroke_of(3, [(20, 5), (20, 25)])
    pieces = without_pixels(shape, stroke.covered, stroke.bounds, SIZE)
    assert len(pieces) == 2
    for piece in pieces:
        assert (piece.class_name, piece.description, piece.group_id) == ("car", "parked", 4)
        assert piece.flags == {"far": True}


def test_a_dab_inside_makes_a_hole_and_another_fills_it() -> None:
    stroke = stroke_of(4, [(20, 15)])
    (holed,) = without_pixels(polygon("car", SQUARE), stroke.covered, stroke.bounds, SIZE)
    assert len(holed.holes) == 1
    assert np.array_equal(holed.points, np.array(SQUARE)) or len(holed.points) == 4
    (filled,) = with_pixels(holed, painted_by(stroke), stroke.bounds, SIZE)
    assert filled.holes == ()
    assert np.array_equal(drawn([filled]), drawn([polygon("car", SQUARE)]))


def test_nothing_is_left_when_all_is_erased() -> None:
    stroke = stroke_of(40, [(20, 15)], is_square=True)
    assert without_pixels(polygon("car", SQUARE), stroke.covered, stroke.bounds, SIZE) == []


def test_no_area_is_cut_where_a_stroke_takes_all_of_a_shape(monkeypatch) -> None:
    stroke = stroke_of(28, [(20, 15)], is_square=True)
    small = polygon("car", ((15.25, 10.25), (22, 11), (20, 18.5)))
    monkeypatch.setattr(painting, "area_of", None)
    assert without_pixels(small, stroke.covered, stroke.bounds, SIZE) == []


def test_what_lies_beyond_the_image_stays_when_its_pixels_are_erased() -> None:
    stroke = stroke_of(12, [(0, 15)], is_square=True)
    beyond = polygon("car", ((-9.5, 12), (3, 12), (3, 17), (-9.5, 17)))
    rest = without_pixels(beyond, stroke.covered, stroke.bounds, SIZE)
    assert rest is not None
    assert not drawn(rest).any()
    assert rest[0].bounds.left == -9.5


@pytest.mark.parametrize(
    "shape",
    [
        Shape("car", ((10, 10), (20, 20)), ShapeKind.RECTANGLE),
        Shape("car", ((15, 15), (20, 15)), ShapeKind.CIRCLE),
        Shape(
            "car",
            ((10, 10), (20, 10), (20, 20), (10, 20)),
            ShapeKind.ELLIPSE,
            ellipse=Ellipse(15, 15, 5, 5),
        ),
        Shape("car", ((10, 10), (14, 13)), ShapeKind.MASK, bitmap=Bitmap(np.ones((4, 5), bool))),
    ],
    ids=["rectangle", "circle", "ellipse", "mask"],
)
def test_every_kind_becomes_a_polygon(shape: Shape) -> None:
    stroke = stroke_of(3, [(20, 15), (12, 11)])
    pieces = with_pixels(shape, painted_by(stroke), stroke.bounds, SIZE)
    assert {piece.kind for piece in pieces} == {ShapeKind.POLYGON}
    assert all(piece.ellipse is None and piece.bitmap is None for piece in pieces)
    assert np.array_equal(drawn(pieces), drawn([shape]) | pixels_of(stroke))
