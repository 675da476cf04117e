"""Shapes combined: what is left, where it stands, and that its pixels are those of the masks combined."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.areas import mask_of
from labeler.core.edits.combine import Combination, clip_to_image, combine, combined, reaches_out
from labeler.core.edits.sequence import parts_of, selected_after
from labeler.core.errors import GeometryError
from labeler.core.geometry import PixelRect
from labeler.core.shapes import Bitmap, Shape, ShapeKind, as_points, polygon
from tests.reference.rings import HEIGHT, SIZE, WIDTH, centres, floats, quarters, rings_of, whole
from tests.tools.desk import Desk

RECT = PixelRect(0, 0, WIDTH, HEIGHT)
near = st.one_of(*(rings_of(each, 6) for each in (floats, whole, centres, quarters)))
some_shapes = st.lists(
    st.builds(lambda rings: polygon("car", rings[0], rings[1:]), st.lists(near, min_size=1, max_size=2)),
    min_size=2,
    max_size=4,
)
FOLDS = {
    Combination.UNION: np.logical_or,
    Combination.SUBTRACT: lambda one, other: one & ~other,
    Combination.INTERSECT: np.logical_and,
    Combination.EXCLUDE: np.logical_xor,
}
every_way = pytest.mark.parametrize("how", list(Combination))


def box(left, top, right, bottom, class_name="car", **fields):
    ring = ((left, top), (right, top), (right, bottom), (left, bottom))
    return polygon(class_name, ring, **fields)


def done(desk: Desk, edit) -> Desk:
    desk.push(edit)
    return desk


def folded(shapes, how, rect=RECT):
    return reduce(FOLDS[how], [mask_of([shape], rect) for shape in shapes])


@every_way
@settings(max_examples=60, deadline=None)
@given(some_shapes)
def test_the_pixels_are_those_of_the_masks(how, shapes):
    assert np.array_equal(mask_of(combined(shapes, how, RECT), RECT), folded(shapes, how))


@every_way
@settings(max_examples=40, deadline=None)
@given(some_shapes)
def test_undo_brings_back_the_shapes_and_the_label_map(how, shapes):
    desk = Desk(*shapes, size=SIZE)
    before = desk.pixels().copy()
    expected = folded(shapes, how)
    try:
        desk.push(combine(desk.annotation, range(len(shapes)), how))
    except GeometryError:
        assert not expected.any()
        return
    assert np.array_equal(desk.pixels() == 1, expected)
    desk.undo()
    assert all(now is then for now, then in zip(desk.shapes, shapes, strict=True))
    assert np.array_equal(desk.pixels(), before)


@pytest.mark.parametrize(
    ("how", "areas", "text"),
    [
        (Combination.UNION, [175], "Unite 2 shapes"),
        (Combination.SUBTRACT, [75], "Subtract 2 shapes"),
        (Combination.INTERSECT, [25], "Intersect 2 shapes"),
        (Combination.EXCLUDE, [75, 75], "Exclude 2 shapes"),
    ],
)
def test_the_bottommost_shape_becomes_the_result(how, areas, text):
    below = box(0, 0, 10, 10, "car", description="mine", flags={"occluded": True})
    desk = Desk(box(40, 40, 50, 50, "sky"), below, box(30, 30, 35, 35, "sky"), box(5, 5, 15, 15, "road"))
    edit = combine(desk.annotation, (1, 3), how)
    assert edit.text == text
    done(desk, edit)
    made = desk.shapes[1 : 1 + len(areas)]
    assert [np.count_nonzero(mask_of([shape], PixelRect(0, 0, 100, 80))) for shape in made] == areas
    assert {(shape.class_name, shape.description) for shape in made} == {("car", "mine")}
    assert len(desk.shapes) == 2 + len(areas)
    assert desk.selection == tuple(range(1, 1 + len(areas)))
    assert {shape.group_id for shape in made} == ({1} if len(areas) > 1 else {None})


def test_holes_are_kept_and_come_to_be():
    ring = box(0, 0, 20, 20, holes=[((5, 5), (15, 5), (15, 15), (5, 15))])
    desk = done(
        Desk(ring, box(18, 0, 30, 20)),
        combine(Annotation((100, 80), [ring, box(18, 0, 30, 20)]), (0, 1), Combination.UNION),
    )
    [shape] = desk.shapes
    assert len(shape.holes) == 1
    desk = Desk(box(0, 0, 20, 20), box(5, 5, 15, 15))
    done(desk, combine(desk.annotation, (0, 1), Combination.SUBTRACT))
    [shape] = desk.shapes
    assert sorted(map(tuple, shape.holes[0].tolist())) == [(5, 5), (5, 15), (15, 5), (15, 15)]


def test_kinds_of_all_sorts_take_part():
    mask = Shape("car", as_points(((4, 4), (7, 7))), ShapeKind.MASK, bitmap=Bitmap(np.eye(4, dtype=bool)))
    circle = Shape("car", as_points(((10, 10), (14, 10))), ShapeKind.CIRCLE)
    rectangle = Shape("car", as_points(((0, 0), (12, 6))), ShapeKind.RECTANGLE)
    shapes = [rectangle, circle, mask]
    desk = Desk(*shapes)
    expected = folded(shapes, Combination.EXCLUDE, PixelRect(0, 0, 100, 80))
    done(desk, combine(desk.annotation, (0, 1, 2), Combination.EXCLUDE))
    assert np.array_equal(desk.pixels() == 1, expected)
    assert {shape.kind for shape in desk.shapes} == {ShapeKind.POLYGON}


def test_points_and_lines_are_left_out():
    line = Shape("car", as_points(((0, 0), (9, 9))), ShapeKind.LINE)
    desk = Desk(line, box(0, 0, 5, 5), box(3, 0, 9, 5))
    done(desk, combine(desk.annotation, (0, 1, 2), Combination.UNION))
    assert desk.shapes[0] is line
    assert len(desk.shapes) == 2
    with pytest.raises(GeometryError, match="Select two shapes or more"):
        combine(desk.annotation, (0, 1), Combination.UNION)


@pytest.mark.parametrize(
    ("how", "second", "words"),
    [
        (Combination.SUBTRACT, box(-1, -1, 11, 11), "nothing would be left of it"),
        (Combination.INTERSECT, box(20, 20, 30, 30), "no area in common"),
        (Combination.EXCLUDE, box(0, 0, 10, 10), "cover the same area"),
    ],
)
def test_what_leaves_nothing_is_refused_in_words(how, second, words):
    with pytest.raises(GeometryError, match=words):
        combine(Annotation((100, 80), [box(0, 0, 10, 10), second]), (0, 1), how)


def test_shapes_without_an_area_unite_to_nothing():
    flat = polygon("car", ((0, 0), (5, 5), (9, 9)))
    with pytest.raises(GeometryError, match="have no area"):
        combine(Annotation((100, 80), [flat, flat]), (0, 1), Combination.UNION)


def test_neighbours_unite_without_a_seam():
    desk = Desk(box(0, 0, 10, 10), box(10, 0, 20, 10))
    done(desk, combine(desk.annotation, (0, 1), Combination.UNION))
    [shape] = desk.shapes
    assert shape.bounds == (0, 0, 20, 10)
    assert shape.holes == ()


def test_what_reaches_out_of_the_image_is_cut_off_at_its_border():
    inside = box(10, 10, 20, 20)
    rectangle = Shape("road", as_points(((90, 70), (120, 100))), ShapeKind.RECTANGLE)
    comb = polygon("sky", ((-10, 5), (5, 5), (5, 10), (-5, 10), (-5, 15), (5, 15), (5, 20), (-10, 20)))
    desk = Desk(inside, rectangle, comb, box(200, 0, 210, 10))
    before = desk.pixels().copy()
    edit = clip_to_image(desk.annotation, (0, 1, 2, 3), (100, 80))
    assert edit.text == "Clip 3 shapes"
    done(desk, edit)
    assert [shape.bounds for shape in desk.shapes] == [
        (10, 10, 20, 20),
        (90, 70, 100, 80),
        (0, 5, 5, 10),
        (0, 15, 5, 20),
    ]
    assert [shape.group_id for shape in desk.shapes] == [None, None, 1, 1]
    assert desk.shapes[1].kind is ShapeKind.RECTANGLE
    assert np.array_equal(desk.pixels(), before)
    assert clip_to_image(desk.annotation, range(4), (100, 80)) is None


@settings(max_examples=60, deadline=None)
@given(some_shapes)
def test_clipping_changes_no_pixel(shapes):
    desk = Desk(*shapes, size=SIZE)
    before = desk.pixels().copy()
    edit = clip_to_image(desk.annotation, range(len(shapes)), SIZE)
    if edit is None:
        return
    done(desk, edit)
    assert np.array_equal(desk.pixels(), before)
    assert not any(reaches_out(shape, SIZE) for shape in desk.shapes)
    desk.undo()
    assert all(now is then for now, then in zip(desk.shapes, shapes, strict=True))


def test_lines_and_rectangles_outside_are_told_from_shapes():
    line = Shape("car", as_points(((-5, 0), (9, 9))), ShapeKind.LINE)
    outside = Shape("car", as_points(((-5, 0), (-1, 9))), ShapeKind.RECTANGLE)
    assert not reaches_out(line, (100, 80))
    assert clip_to_image(Annotation((100, 80), [line]), (0,), (100, 80)) is None
    edit = clip_to_image(Annotation((100, 80), [line, outside]), (0, 1), (100, 80))
    assert parts_of(edit)[0].positions == (1,)
    assert selected_after(edit) is None
