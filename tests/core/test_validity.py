"""What is wrong with a shape is found where it is, and nothing is found that is as it should be."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, polygon
from labeler.core.validity import Fault, FaultKind, faults_of, find_faults, first_place, said_of
from labeler.core.vectorizer import mask_polygons

SQUARE = [(0, 0), (8, 0), (8, 8), (0, 8)]
BOW_TIE = [(0, 0), (8, 8), (8, 0), (0, 8)]
INNER = [(2, 2), (4, 2), (4, 4), (2, 4)]


def kinds(shape: Shape) -> list[str]:
    return [fault.kind.name for fault in faults_of(shape)]


@pytest.mark.parametrize(
    ("ring", "holes", "expected"),
    [
        (SQUARE, [], []),
        (SQUARE, [INNER], []),
        (SQUARE[::-1], [INNER], []),
        (BOW_TIE, [], [("CROSSING", 4, 4)]),
        # The same with a vertex in the middle of both lines, of one, and of none.
        ([(0, 0), (4, 4), (8, 8), (8, 0), (4, 4), (0, 8)], [], [("CROSSING", 4, 4)]),
        ([(0, 0), (8, 8), (8, 0), (4, 4), (0, 8)], [], [("CROSSING", 4, 4)]),
        # Touches itself at a vertex, and on an edge, without crossing.
        ([(0, 0), (4, 4), (8, 0), (8, 8), (4, 4), (0, 8)], [], []),
        ([(0, 0), (8, 0), (8, 8), (4, 0), (0, 8)], [], []),
        # Goes on along an edge and comes back: a spike without area.
        ([(0, 0), (8, 0), (8, 8), (8, 12), (8, 8), (0, 8)], [], [("CROSSING", 8, 8)]),
        # Leaves a place twice in one direction, once thrice as far.
        ([(0, 0), (9, 3), (9, -9), (0, 0), (3, 1), (-5, 6)], [], [("CROSSING", 0, 0), ("CROSSING", 3, 1)]),
        ([(0, 0), (8, 0), (8, 0), (0, 8)], [], [("DOUBLED", 8, 0)]),
        ([(0, 0), (8, 0), (8, 8), (0, 0)], [], [("DOUBLED", 0, 0)]),
        ([(0, 0), (4, 4), (8, 8)], [], [("FLAT", 0, 0)]),
        ([(3, 3), (3, 3), (3, 3)], [], [("FLAT", 3, 3)]),
        ([(3, 3), (5, 5)], [], [("FEW", 3, 3)]),
        ([(3, 3)], [], [("FEW", 3, 3)]),
        (SQUARE, [[(6, 6), (12, 6), (6, 12)]], [("CROSSING", 8, 6), ("CROSSING", 6, 8)]),
        (SQUARE, [[(9, 9), (12, 9), (12, 12)]], [("MISPLACED", 9, 9)]),
        (SQUARE, [[(1, 1), (6, 1), (6, 6), (1, 6)], INNER], [("MISPLACED", 2, 2)]),
        # Holes in a hole of their size, and in one that only has a larger box.
        (
            SQUARE,
            [INNER, INNER[::-1]],
            [("CROSSING", 2, 2), ("CROSSING", 4, 2), ("CROSSING", 4, 4), ("CROSSING", 2, 4)],
        ),
        (SQUARE, [[(1, 1), (7, 1), (1, 7)], [(5, 5), (7, 5), (7, 7)]], []),
        # Holes that touch each other, or the exterior, at a vertex.
        (SQUARE, [INNER, [(4, 4), (6, 4), (6, 6)]], []),
        (SQUARE, [[(0, 0), (3, 1), (1, 3)]], []),
        (SQUARE, [[(2, 2), (4, 4)]], [("FEW", 2, 2)]),
    ],
)
def test_the_faults_of_a_polygon_and_their_places(ring, holes, expected) -> None:
    found = {(fault.kind.name, fault.x, fault.y) for fault in faults_of(polygon("car", ring, holes))}
    assert found == set(expected)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (Shape("car", [(1, 1), (5, 4)], ShapeKind.RECTANGLE), []),
        (Shape("car", [(1, 1), (5, 1)], ShapeKind.RECTANGLE), ["FLAT"]),
        (Shape("car", SQUARE, ShapeKind.ORIENTED_RECTANGLE), []),
        (Shape("car", [(5, 5), (9, 5)], ShapeKind.CIRCLE), []),
        (Shape("car", [(5, 5), (5, 5)], ShapeKind.CIRCLE), ["FLAT"]),
        (Shape("car", SQUARE, ShapeKind.ELLIPSE, ellipse=Ellipse(4, 4, 4, 4)), []),
        (Shape("car", [(1, 1), (2, 2)], ShapeKind.MASK, bitmap=Bitmap(np.ones((2, 2), bool))), []),
        (Shape("car", [(1, 1), (2, 2)], ShapeKind.MASK, bitmap=Bitmap(np.zeros((2, 2), bool))), ["FLAT"]),
        (Shape("car", [(1, 1)], ShapeKind.POINT), []),
        (Shape("car", [(1, 1), (1, 1)], ShapeKind.LINE), []),
    ],
)
def test_other_kinds_have_the_faults_that_they_can_have(shape, expected) -> None:
    assert kinds(shape) == expected


def test_no_more_places_are_told_than_anybody_reads() -> None:
    rng = np.random.default_rng(1)
    assert len(faults_of(polygon("car", rng.uniform(0, 100, (300, 2))))) == 32


def test_all_shapes_are_looked_through_at_once() -> None:
    shapes = [polygon("car", SQUARE), polygon("car", BOW_TIE), polygon("car", SQUARE, [INNER])]
    shapes += [polygon("car", [(1, 1), (2, 2)]), Shape("car", [(1, 1)], ShapeKind.POINT)]
    assert list(find_faults(shapes)) == [1, 3]
    assert find_faults(shapes, [0, 2, 3]) == {3: [Fault(FaultKind.FEW, 1, 1)]}
    assert find_faults([]) == {}


def test_faults_are_said_in_a_sentence() -> None:
    faults = [
        Fault(FaultKind.DOUBLED, 1, 1),
        Fault(FaultKind.CROSSING, 2, 2),
        Fault(FaultKind.CROSSING, 3, 3),
    ]
    assert said_of(faults) == "The shape has a vertex twice in a row and crosses itself."
    assert said_of([]) == ""


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"points": [[1, 2.5], [3, 4]]}, (1.0, 2.5)),
        ({"points": [[1, 2]], "label": 7}, (1.0, 2.0)),
        ({"points": [["a", 2]]}, None),
        ({"points": []}, None),
        ({"label": "car"}, None),
        (7, None),
    ],
)
def test_a_shape_that_cannot_be_read_has_a_place_where_its_points_can(content, place) -> None:
    assert first_place(content) == place


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=8, unique=True))
@settings(max_examples=200, deadline=None)
def test_a_ring_that_shapely_calls_valid_has_no_fault_and_any_other_one_or_only_a_touch(places) -> None:
    shape = polygon("car", places)
    found = faults_of(shape)
    if shapely.Polygon(places).is_valid:
        assert not found
    elif not found:
        # A ring that only touches itself: its parts have the area that it has.
        whole = shapely.Polygon(places)
        assert shapely.make_valid(whole).area == pytest.approx(abs(whole.area))


@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
@settings(max_examples=100, deadline=None)
def test_a_hole_that_touches_a_slanted_edge_is_no_fault_when_shapely_accepts_it(seed, share) -> None:
    corners = np.random.default_rng(seed).uniform(0, 100, (3, 2))
    touch = corners[0] + share * (corners[1] - corners[0])
    middle = corners.mean(axis=0)
    hole = [touch, 0.9 * middle + 0.1 * corners[2], 0.9 * middle + 0.1 * corners[0]]
    if shapely.Polygon(corners, [hole]).is_valid:
        assert faults_of(polygon("car", corners, [hole])) == []


@given(st.binary(min_size=25, max_size=25))
@settings(max_examples=60)
def test_the_outlines_of_any_mask_have_no_fault(bits) -> None:
    mask = np.frombuffer(bits, np.uint8).reshape(5, 5) & 1 > 0
    for exterior, holes in mask_polygons(mask):
        assert faults_of(polygon("car", exterior, holes)) == []
    shapes = [polygon("car", exterior, holes) for exterior, holes in mask_polygons(mask)]
    assert find_faults(shapes) == {}


def test_thousands_of_holes_that_touch_one_another_are_no_fault() -> None:
    """Such are the outlines of what is left over between labels drawn pixel by pixel."""
    mask = np.random.default_rng(3).random((120, 120)) > 0.4
    outlines = mask_polygons(mask)
    exterior, holes = max(outlines, key=lambda outline: len(outline[1]))
    assert len(holes) > 100
    assert faults_of(polygon("car", exterior, holes)) == []
