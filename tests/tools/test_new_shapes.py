"""What becomes of what was drawn: all of it, or with something in its way what it may cover, by the pixel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.areas import mask_of
from labeler.core.errors import ToolError
from labeler.core.geometry import PixelRect
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.tools.new_shapes import allowed_pixels, drawn, may_cover, shapes_of_mask
from tests.tools.desk import Desk

SIZE = (24, 20)
FRAME = PixelRect(0, 0, *SIZE)
CAR, ROAD, SKY = 1, 2, 3
WHOLE = [(0, 0), (24, 0), (24, 20), (0, 20)]


def square(class_name: str, left: float, top: float, right: float, bottom: float, **fields) -> Shape:
    return polygon(class_name, [(left, top), (right, top), (right, bottom), (left, bottom)], **fields)


def desk_of(*shapes: Shape, behind=False, over=(), protected=(), current="car") -> Desk:
    """A desk on which not everything may be painted over."""
    desk = Desk(*shapes, current_class=current, size=SIZE)
    desk.options.is_behind = behind
    desk.options.paints_over = frozenset(over)
    for name in protected:
        row = desk.classes.find(name)
        assert row is not None
        desk.classes = desk.classes.with_row(row.index, row.with_protection(True))
    return desk


# Whole numbers and halves lie on corners and centres of pixels; the others anywhere.
numbers = st.one_of(
    st.integers(-2, 26), st.integers(-4, 52).map(lambda n: n / 2), st.floats(-2, 26, width=32)
)
rings = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=7)
names = st.sampled_from(["car", "road", "sky", "background"])
polygons = st.builds(polygon, names, rings)


@given(
    st.lists(polygons, max_size=6),
    st.lists(polygons, min_size=1, max_size=2),
    st.booleans(),
    st.sets(names, max_size=2),
    st.sets(st.sampled_from(["car", "road"])),
)
@settings(max_examples=120, deadline=None)
def test_what_may_not_be_covered_stays_and_all_else_that_was_drawn_is_covered(
    there, new, is_behind, over, protected
):
    desk = desk_of(*there, behind=is_behind, over=over, protected=protected)
    before = desk.pixels()
    allowed = allowed_pixels(desk, FRAME)
    allowed = np.ones(before.shape, np.bool_) if allowed is None else allowed
    expected = before.copy()
    for shape in new:
        expected[mask_of([shape], FRAME) & allowed] = desk.classes.index_of_name[shape.class_name]
    try:
        desk.push(drawn(desk, new, "Add polygon"))
    except ToolError:
        assert not any((mask_of([shape], FRAME) & allowed).any() for shape in new)
        return
    np.testing.assert_array_equal(desk.pixels(), expected)
    assert desk.shapes[: len(there)] == there
    desk.undo()
    np.testing.assert_array_equal(desk.pixels(), before)


def test_without_a_restriction_what_was_drawn_is_stored_as_it_is():
    desk = desk_of(square("road", 2, 2, 12, 12))
    new = [square("car", 0, 0, 10, 10), Shape("car", np.array([(1, 1), (3, 3)]), ShapeKind.LINE)]
    assert drawn(desk, new, "Add").shapes == tuple(new)


def test_what_touches_nothing_keeps_its_kind_although_one_draws_behind():
    desk = desk_of(square("road", 12, 12, 20, 20), behind=True)
    rectangle = Shape("car", np.array([(1.5, 1), (9, 9)]), ShapeKind.RECTANGLE)
    assert may_cover(desk, [rectangle]) == (rectangle,)


def test_drawing_behind_runs_along_the_vertices_of_the_neighbour_bit_for_bit():
    border = [(10.1, 3.3), (14.7, 7.9), (11.3, 12.2)]
    desk = desk_of(polygon("road", [*border, (22, 12), (22, 3)]), behind=True)
    (piece,) = may_cover(desk, [polygon("car", [(2, 1), (18, 1), (18, 15), (2, 15)])])
    kept = set(map(tuple, piece.points.tolist()))
    assert set(border) <= kept
    assert {(2.0, 1.0), (18.0, 1.0), (18.0, 15.0), (2.0, 15.0)} <= kept


def test_a_neighbour_all_around_leaves_a_hole_and_one_across_leaves_a_group():
    desk = desk_of(square("road", 8, 8, 12, 12), behind=True)
    (ring,) = may_cover(desk, [square("car", 4, 4, 16, 16)])
    assert [len(hole) for hole in ring.holes] == [4]
    desk = desk_of(square("road", 8, 0, 12, 20, group_id=1), behind=True)
    pieces = may_cover(desk, [square("car", 4, 4, 16, 16)])
    assert [piece.group_id for piece in pieces] == [2, 2]


def test_pieces_of_a_shape_of_a_group_stay_in_it_and_of_two_shapes_are_two_groups():
    desk = desk_of(square("road", 8, 0, 12, 20), behind=True)
    new = [square("car", 4, 4, 16, 6, group_id=7), square("car", 4, 8, 16, 10), square("sky", 4, 12, 16, 14)]
    groups = [piece.group_id for piece in may_cover(desk, new)]
    assert groups[:2] == [7, 7]
    assert groups[2] == groups[3] != groups[4] == groups[5]
    assert None not in groups


def test_a_shape_keeps_its_note_and_flags_when_it_is_cut():
    desk = desk_of(square("road", 8, 0, 12, 20), behind=True)
    shape = replace(square("car", 4, 4, 10, 6), description="seen twice", flags={"truncated": True})
    (piece,) = may_cover(desk, [shape])
    assert (piece.description, piece.flags) == ("seen twice", {"truncated": True})


def test_a_chosen_class_is_painted_over_and_background_only_if_it_is_chosen_too():
    there = [square("road", 0, 0, 12, 20), square("sky", 12, 0, 18, 20)]
    whole = polygon("car", WHOLE)
    for over, expected in (
        ((), [ROAD, SKY, CAR]),
        (("road",), [CAR, SKY, 0]),
        (("road", "background"), [CAR, SKY, CAR]),
        (("no such class",), [ROAD, SKY, CAR]),
    ):
        desk = desk_of(*there, behind=True, over=over)
        desk.push(drawn(desk, [whole], "Add"))
        assert desk.pixels()[5, [2, 14, 20]].tolist() == expected, over


def test_a_shape_under_one_that_may_be_covered_does_not_block():
    there = [square("road", 0, 0, 24, 20), square("sky", 6, 6, 12, 12)]
    desk = desk_of(*there, behind=True, over=["sky"])
    (piece,) = may_cover(desk, [polygon("car", WHOLE)])
    assert np.count_nonzero(mask_of([piece], FRAME)) == 36


def test_nothing_is_painted_over_a_protected_class_not_even_itself():
    desk = desk_of(square("car", 4, 4, 10, 10), square("road", 12, 4, 18, 10), protected=["car"])
    for name in ("sky", "car"):
        (piece,) = may_cover(desk, [replace(polygon("car", WHOLE), class_name=name)])
        assert np.count_nonzero(mask_of([piece], FRAME)) == 24 * 20 - 36
    assert [row.name for row in desk.classes if row.is_protected] == ["car"]


@pytest.mark.parametrize(
    ("how", "words"),
    [({"behind": True}, "switch off Draw behind"), ({"protected": ["road"]}, r"new shapes \(road\)")],
)
def test_when_nothing_is_left_the_words_say_why_and_what_to_do(how, words):
    desk = desk_of(square("road", 0, 0, 24, 20), **how)
    with pytest.raises(ToolError, match=words):
        drawn(desk, [square("car", 2, 2, 8, 8)], "Add polygon")


def test_points_and_lines_have_no_pixels_to_lose():
    desk = desk_of(square("road", 0, 0, 24, 20), behind=True)
    line = Shape("car", np.array([(1, 1), (9, 9)]), ShapeKind.LINE)
    assert may_cover(desk, [line]) == (line,)


def test_a_class_that_the_table_does_not_have_blocks_nothing():
    desk = desk_of(square("zebra", 0, 0, 24, 20), behind=True)
    shape = square("car", 2, 2, 8, 8)
    assert may_cover(desk, [shape]) == (shape,)


def test_many_neighbours_are_followed_by_their_pixels(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("labeler.core.allowed._MOST_SHAPES", 1)
    there = [square("road", x, 3.2, x + 1.7, 8.9) for x in np.arange(2.3, 20, 4)]
    desk = desk_of(*there, behind=True)
    before = desk.pixels()
    desk.push(drawn(desk, [polygon("car", WHOLE)], "Add"))
    np.testing.assert_array_equal(desk.pixels(), np.where(before == 0, CAR, before))


def test_a_mask_becomes_polygons_of_its_pixels_and_several_are_a_group():
    desk = desk_of(square("road", 0, 0, 2, 2, group_id=1))
    mask = np.array([[1, 1, 0, 1], [1, 1, 0, 1]], np.bool_)
    shapes = shapes_of_mask(desk, mask, (5, 6))
    assert [shape.group_id for shape in shapes] == [2, 2]
    np.testing.assert_array_equal(mask_of(shapes, PixelRect(5, 6, 9, 8)), mask)
    (alone,) = shapes_of_mask(desk, mask[:, :2], (5, 6))
    assert alone.group_id is None
