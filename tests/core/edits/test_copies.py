"""Copies stand on top, unlocked, in groups of their own; what is pasted into an image comes to lie in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.annotation_file import annotation_bytes
from labeler.core.edits.copies import clipped, copies, duplicate_shapes, moved_inside, paste_shapes
from labeler.core.shapes import Bitmap, Shape, ShapeKind, bounds_around, polygon

SIZE = (40, 30)


def box(left: float, top: float, right: float, bottom: float, **fields) -> Shape:
    return polygon("cat", [(left, top), (right, top), (right, bottom), (left, bottom)], **fields)


def grouped(*groups: int | None) -> list[Shape]:
    return [box(0, 0, 4, 4, group_id=group) for group in groups]


def test_duplicates_are_moved_and_stand_on_top() -> None:
    shapes = [polygon(str(place), [(place, 0), (place + 4, 0), (place + 4, 4)]) for place in range(3)]
    annotation = Annotation((100, 100), list(shapes))
    edit = duplicate_shapes(annotation, [2, 0], (10, 5))
    edit.apply(annotation)
    assert [shape.class_name for shape in annotation.shapes] == ["0", "1", "2", "0", "2"]
    assert np.array_equal(annotation.shapes[3].points, shapes[0].points + np.array((10, 5)))
    assert edit.text == "Duplicate 2 shapes"
    edit.revert(annotation)
    assert annotation.shapes == shapes


def test_what_is_pasted_stays_where_it_was_and_stands_on_top() -> None:
    annotation, shape = Annotation(SIZE, grouped(None)), box(50, -5, 60, 5)
    edit = paste_shapes(annotation, [shape])
    edit.apply(annotation)
    assert annotation.shapes[1] is shape
    assert (edit.positions, edit.text) == ((1,), "Paste shape")
    assert paste_shapes(annotation, [shape] * 1200).text == "Paste 1,200 shapes"


@pytest.mark.parametrize(
    ("there", "pasted", "become"),
    [
        ((), (3, 3, None), [3, 3, None]),
        ((3,), (3, 3, None), [1, 1, None]),
        ((1, 2), (2, 5, 1, 2), [3, 5, 4, 3]),
        ((1,), (1, 2, 3), [4, 2, 3]),
        ((7,), (None, None), [None, None]),
        ((0, 1), (0,), [2]),
    ],
)
def test_copies_join_no_group_that_is_there(there, pasted, become) -> None:
    made = copies(Annotation(SIZE, grouped(*there)), grouped(*pasted))
    assert [shape.group_id for shape in made] == become


@given(st.lists(st.sampled_from([None, 1, 2, 3, 9])), st.lists(st.sampled_from([None, 1, 2, 3, 9])))
def test_copies_of_one_group_stay_one_group(there, pasted) -> None:
    made = [shape.group_id for shape in copies(Annotation(SIZE, grouped(*there)), grouped(*pasted))]
    assert len(set(zip(pasted, made, strict=True))) == len(set(pasted)) == len(set(made))
    assert not {group for group in made if group is not None} & set(there)
    assert [group is None for group in made] == [group is None for group in pasted]


def test_copies_of_locked_shapes_are_not_locked() -> None:
    locked = box(0, 0, 4, 4, is_locked=True, extra={"locked": True, "score": 1})
    (copy,) = copies(Annotation(SIZE), [locked])
    assert (copy.is_locked, locked.is_locked) == (False, True)
    assert b'"locked": false' in annotation_bytes(Annotation(SIZE, [copy]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((5, 5, 10, 10), (5, 5, 10, 10)),
        ((-7, 5, 3, 10), (0, 5, 10, 10)),
        ((35, 28, 45, 38), (30, 20, 40, 30)),
        ((-3.5, 500.25, 6, 510), (0.5, 20.25, 10, 30)),
        ((-5.5, 0, 34.5, 30), (0, 0, 40, 30)),  # as wide as the image, so that no whole pixels bring it in
        ((100, 0, 160, 10), (0, 0, 60, 10)),  # wider than the image
        ((-100, 0, 5, 10), (-65, 0, 40, 10)),
        ((-1, 0, 41, 10), (-1, 0, 41, 10)),
    ],
)
def test_shapes_are_moved_inside_as_little_as_need_be(before, after) -> None:
    (moved,) = moved_inside([box(*before)], SIZE)
    assert tuple(moved.bounds) == after


def test_shapes_are_moved_inside_together() -> None:
    shapes = [box(50, 10, 60, 20), box(55, 5, 65, 8), Shape("cat", [(52, 12)], ShapeKind.POINT)]
    moved = moved_inside(shapes, SIZE)
    assert tuple(bounds_around(moved)) == (25, 5, 40, 20)
    assert all(
        np.array_equal(b.points - a.points, a.points * 0 + (-25, 0))
        for a, b in zip(shapes, moved, strict=True)
    )


sides = st.floats(-100, 100).map(lambda value: round(value, 2))


@settings(max_examples=60)
@given(sides, sides, st.floats(0.5, 40), st.floats(0.5, 30))
def test_whatever_fits_lies_inside_afterwards(left: float, top: float, width: float, height: float) -> None:
    (moved,) = moved_inside([box(left, top, left + width, top + height)], SIZE)
    assert moved.bounds.left >= -1e-9
    assert moved.bounds.top >= -1e-9
    assert moved.bounds.right <= SIZE[0] + 1e-9
    assert moved.bounds.bottom <= SIZE[1] + 1e-9


def test_what_lies_inside_is_not_touched_by_clipping() -> None:
    shapes = [box(0, 0, 40, 30), Shape("cat", [(40, 30)], ShapeKind.POINT)]
    area, point = clipped(shapes, SIZE)
    assert area is shapes[0]
    assert point.points.tolist() == [[40, 30]]


def test_what_reaches_out_is_clipped_and_what_falls_apart_is_one_group() -> None:
    comb = polygon("cat", [(-5, 0), (10, 0), (10, 4), (-2, 4), (-2, 6), (10, 6), (10, 10), (-5, 10)])
    parts = clipped([comb, box(30, 20, 50, 40, group_id=1), box(90, 0, 99, 9)], SIZE)
    assert [tuple(part.bounds) for part in sorted(parts, key=lambda part: tuple(part.bounds))] == [
        (0, 0, 10, 4),
        (0, 6, 10, 10),
        (30, 20, 40, 30),
    ]
    assert sorted(part.group_id for part in parts) == [1, 2, 2]


def test_points_and_lines_are_clamped() -> None:
    (line,) = clipped([Shape("cat", [(-5, 10), (50, 20)], ShapeKind.LINE)], SIZE)
    assert line.points.tolist() == [[0, 10], [40, 20]]


def test_a_mask_is_clipped_to_its_pixels_in_the_image() -> None:
    mask = Shape("cat", [(38, 28), (41, 31)], ShapeKind.MASK, bitmap=Bitmap(np.ones((4, 4), bool)))
    (part,) = clipped([mask], SIZE)
    assert tuple(part.bounds) == (38, 28, 40, 30)
