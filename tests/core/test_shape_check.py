"""What is wrong with shapes is found, with the shape and the place; what is repaired keeps the label map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation, UnreadableShape
from labeler.core.classes import ClassTable
from labeler.core.errors import GeometryError
from labeler.core.geometry import Bounds
from labeler.core.pixel_counts import count_pixels
from labeler.core.rasterizer import rasterize
from labeler.core.shape_check import (
    ShapeFlaw,
    check_shapes,
    own_pixels,
    visible_pixels,
    with_single_vertices,
    without_copies,
    without_repeats,
)
from labeler.core.shapes import Bitmap, Shape, ShapeKind, polygon

SIZE = (64, 48)
CLASSES = ClassTable().with_names(["cat", "dog"])


def square(name: str, left: float, top: float, side: float = 10, **fields) -> Shape:
    right, bottom = left + side, top + side
    return polygon(name, [(left, top), (right, top), (right, bottom), (left, bottom)], **fields)


def flaws(*shapes: Shape, least: int = 4) -> list[tuple]:
    report = check_shapes(shapes, SIZE, CLASSES, least_pixels=least)
    return [(each.flaw, each.position, each.amount, each.other) for each in report.problems]


BOW = polygon("cat", [(2, 2), (12, 12), (12, 2), (2, 12)])
HOLED = polygon("cat", [(2, 2), (12, 2), (12, 12), (2, 12)], [[(20, 20), (24, 20), (24, 24)]])
REPEATED = polygon("cat", [(2, 2), (2, 2), (12, 2), (12, 12), (12, 12)])
MASK = Shape("cat", [(3, 4), (5, 6)], ShapeKind.MASK, bitmap=Bitmap(np.ones((3, 3), bool)))
TABLE = {
    "nothing": ([square("cat", 2, 2), square("dog", 20, 2), square("void", 5, 5)], []),
    "labelme's names": ([square("_background_", 2, 2), square("__ignore__", 20, 2)], []),
    "unknown": ([square("cat", 2, 2), square("cta", 20, 2)], [(ShapeFlaw.CLASS, 1, 0, -1)]),
    "bow": ([BOW], [(ShapeFlaw.CROSSING, 0, 1, -1)]),
    "hole": ([HOLED], [(ShapeFlaw.HOLE, 0, 1, -1)]),
    "vertex": ([REPEATED], [(ShapeFlaw.REPEATED_VERTEX, 0, 2, -1)]),
    "flat": (
        [polygon("cat", [(2, 2), (9, 9), (5, 5)])],
        [(ShapeFlaw.FLAT, 0, 1, -1)],
    ),
    "thin": ([polygon("cat", [(2, 2.6), (30, 2.6), (30, 3.4)])], [(ShapeFlaw.NO_PIXEL, 0, 0, -1)]),
    "tiny": ([square("cat", 2, 2, 1.4)], [(ShapeFlaw.TINY, 0, 1, -1)]),
    "tiny under another": (
        [square("cat", 2, 2, 1), square("dog", 1, 1)],
        [(ShapeFlaw.TINY, 0, 1, -1), (ShapeFlaw.COVERED, 0, 1, -1)],
    ),
    "outside": ([square("cat", 70, 2)], [(ShapeFlaw.OUTSIDE, 0, 0, -1)]),
    "outside above": ([square("cat", 2, -10)], [(ShapeFlaw.OUTSIDE, 0, 0, -1)]),
    "partly outside": ([square("cat", 57.5, 2)], [(ShapeFlaw.BEYOND, 0, 4, -1)]),
    "a little outside": ([square("cat", 54.4, -0.4)], []),
    "a point outside": ([Shape("cat", [(80, 2)], ShapeKind.POINT)], [(ShapeFlaw.BEYOND, 0, 16, -1)]),
    "a line": ([Shape("any", [(8, 2), (9, 2)], ShapeKind.LINE)], []),
    "far": ([square("cat", 2.0**41, 2)], [(ShapeFlaw.FAR, 0, 0, -1)]),
    "twice": ([square("cat", 2, 2), square("cat", 2, 2)], [(ShapeFlaw.TWICE, 1, 0, 0)]),
    "twice, turned": (
        [square("cat", 2, 2), polygon("cat", [(12, 12), (12, 2), (2, 2), (2, 12)])],
        [(ShapeFlaw.TWICE, 1, 0, 0)],
    ),
    "as rectangle": (
        [Shape("cat", [(2, 2), (12, 12)], ShapeKind.RECTANGLE), square("cat", 2, 2)],
        [(ShapeFlaw.TWICE, 1, 0, 0)],
    ),
    "two classes": ([square("cat", 2, 2), square("dog", 2, 2)], [(ShapeFlaw.TWO_CLASSES, 1, 0, 0)]),
    "three times": ([square("cat", 2, 2)] * 3, [(ShapeFlaw.TWICE, 1, 0, 0), (ShapeFlaw.TWICE, 2, 0, 1)]),
    "mask twice": ([MASK, MASK], [(ShapeFlaw.TWICE, 1, 0, 0)]),
    "one box, another outline": ([square("cat", 2, 2), BOW], [(ShapeFlaw.CROSSING, 1, 1, -1)]),
    "covered": ([square("cat", 4, 4, 5), square("dog", 2, 2)], [(ShapeFlaw.COVERED, 0, 25, -1)]),
    "covered by four": (
        [square("cat", 4, 4, 16), *(square("dog", x, y) for x in (2, 12) for y in (2, 12))],
        [(ShapeFlaw.COVERED, 0, 256, -1)],
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_each_flaw_is_found_and_nothing_else(name):
    shapes, expected = TABLE[name]
    assert flaws(*shapes) == expected


def test_places_are_where_the_flaw_is():
    report = check_shapes([BOW, square("nix", 20, 5)], SIZE, CLASSES, least_pixels=1)
    assert [each.bounds for each in report.problems] == [Bounds(7, 7, 7, 7), Bounds(20, 5, 30, 15)]


def test_pixels_are_those_of_the_label_map():
    shapes = [square("cat", 2, 2), square("void", 5, 5), square("dog", 60, 40), square("nix", 30, 30, 2)]
    known = [each for each in shapes if each.class_name != "nix"]
    report = check_shapes(shapes, SIZE, CLASSES, least_pixels=1)
    assert report.pixels == count_pixels(rasterize(known, SIZE, CLASSES))
    assert check_shapes([], SIZE, CLASSES, least_pixels=1).pixels == {0: 64 * 48}


@pytest.mark.parametrize("count", [3, 300])
def test_visible_pixels_of_few_and_of_many_shapes(count, monkeypatch):
    monkeypatch.setattr("labeler.core.shape_check._AT_ONCE", 640)
    rng = np.random.default_rng(count)
    shapes = [square("cat", *rng.uniform(-5, 60, 2), rng.uniform(1, 20)) for _ in range(count)]
    expected = np.zeros(count + 1, int)
    top = np.zeros(SIZE[::-1], int)
    for number, shape in enumerate(shapes, 1):
        mask = rasterize([shape], SIZE, CLASSES) == 1
        top[mask] = number
        assert own_pixels(shape, SIZE) == mask.sum()
    expected = np.bincount(top.ravel(), minlength=count + 1)
    assert visible_pixels(shapes, SIZE).tolist() == expected.tolist()
    with pytest.raises(GeometryError):
        visible_pixels([*shapes, square("cat", 2.0**41, 0)], SIZE)


def test_without_a_class_table_every_name_is_as_good():
    report = check_shapes([square("any", 2, 2)], SIZE, None, least_pixels=1)
    assert report.problems == []
    assert report.pixels == {}


def test_repeated_vertices_go():
    hole = [(4, 4), (6, 4), (6, 6), (6, 6)]
    shape = polygon("cat", [(2, 2), (2, 2), (12, 2), (12, 12), (2, 12), (2, 2)], [hole], description="mine")
    (after,) = with_single_vertices(Annotation(shapes=[shape])).shapes
    assert after.points.tolist() == [[2, 2], [12, 2], [12, 12], [2, 12]]
    assert after.holes[0].tolist() == [[4, 4], [6, 4], [6, 6]]
    assert after.description == "mine"


@pytest.mark.parametrize(
    "shape",
    [
        polygon("cat", [(2, 2), (2, 2), (9, 9)]),
        polygon("cat", [(2, 2), (9, 2), (9, 9)]),
        Shape("cat", [(2, 2), (2, 2)], ShapeKind.LINE),
    ],
)
def test_what_would_be_no_polygon_any_more_or_is_none_stays(shape):
    assert with_single_vertices(Annotation(shapes=[shape])).shapes == [shape]


def test_of_shapes_that_are_the_same_the_last_stays():
    first, other, last = square("cat", 2, 2), square("dog", 5, 5), square("cat", 2, 2)
    assert without_copies(Annotation(shapes=[first, other, last])).shapes == [other, last]
    assert without_copies(Annotation(shapes=[first, replace(first), last])).shapes == [last]


@pytest.mark.parametrize(
    "fields",
    [
        {"class_name": "dog"},
        {"group_id": 1},
        {"description": "x"},
        {"flags": {"hard": True}},
        {"is_locked": True},
        {"extra": {"mine": 1}},
    ],
)
def test_shapes_that_say_different_things_both_stay(fields):
    shape = square("cat", 2, 2)
    shapes = [shape, replace(shape, **fields)]
    assert without_copies(Annotation(shapes=shapes)).shapes == shapes


def test_unreadable_shapes_keep_their_neighbours():
    shape, other = square("cat", 2, 2), square("dog", 5, 5)
    bad = [UnreadableShape(1, "first", ""), UnreadableShape(4, "second", "")]
    # In the file: shape, first, shape, other, second.
    after = without_copies(Annotation(shapes=[shape, shape, other], unreadable=bad, extra={"mine": 1}))
    assert after.extra == {"mine": 1}
    assert [(each.position, each.content) for each in after.unreadable] == [(0, "first"), (3, "second")]


spot = st.integers(-2, 12)
ring = st.lists(st.tuples(spot, spot), min_size=3, max_size=5)
any_shape = st.builds(polygon, st.sampled_from(["cat", "dog"]), ring)


@settings(max_examples=150)
@given(st.lists(any_shape, max_size=4), st.lists(st.integers(0, 3), max_size=3))
def test_repairs_change_no_pixel_and_leave_nothing_to_repair(shapes, again):
    shapes = shapes + [shapes[place] for place in again if place < len(shapes)]
    for repair, flaw in (
        (without_copies, ShapeFlaw.TWICE),
        (with_single_vertices, ShapeFlaw.REPEATED_VERTEX),
    ):
        after = repair(Annotation(shapes=shapes)).shapes
        assert np.array_equal(rasterize(after, (12, 12), CLASSES), rasterize(shapes, (12, 12), CLASSES))
        assert repair(Annotation(shapes=after)).shapes == after
        left = check_shapes(after, (12, 12), CLASSES, least_pixels=1).problems
        for problem in left:
            if problem.flaw is flaw:  # then there is no polygon without the repeated vertex
                assert flaw is ShapeFlaw.REPEATED_VERTEX
                assert without_repeats(after[problem.position]) is after[problem.position]
