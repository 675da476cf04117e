"""The brush: strokes in, exact pixels out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.shapes import ShapeKind, polygon
from labeler.tools.brush import BrushTool
from tests.tools.desk import Desk
from tests.tools.painting import at_work, covered, polygons, square, stroked, ways


def brush(*shapes, size=5, is_square=True, **how) -> Desk:
    desk = Desk(*shapes, **how)
    at_work(desk, BrushTool, size, is_square=is_square)
    return desk


def test_a_click_paints_one_stamp_as_a_new_shape_of_the_current_class() -> None:
    desk = brush()
    desk.click(20.5, 30.5)
    (shape,) = desk.shapes
    assert (shape.class_name, shape.kind) == ("car", ShapeKind.POLYGON)
    assert shape.points.tolist() == [[18, 28], [23, 28], [23, 33], [18, 33]]
    assert desk.selection == (0,)
    assert [step.text for step in desk.steps] == ["Paint shape"]


def test_a_brush_of_one_pixel_paints_that_pixel() -> None:
    desk = brush(size=1)
    desk.click(20.9, 30.1)
    assert np.argwhere(desk.pixels()).tolist() == [[30, 20]]


def test_a_slanting_line_of_single_pixels_is_one_shape() -> None:
    desk = brush(size=1, is_square=False)
    desk.drag((20.5, 20.5), (50.5, 41.5))
    assert len(desk.shapes) == 1
    assert np.array_equal(desk.pixels() > 0, stroked([(20.5, 20.5), (50.5, 41.5)], 1))


def test_further_strokes_go_on_with_the_shape_that_is_selected() -> None:
    desk = brush()
    desk.drag((10, 10), (30, 10))
    desk.drag((30, 10), (30, 40))
    assert len(desk.shapes) == 1
    assert len(desk.steps) == 2
    expected = stroked([(10, 10), (30, 10), (30, 40)], 5, is_square=True)
    assert np.array_equal(desk.pixels() > 0, expected)


def test_a_stroke_beside_the_shape_makes_a_second_piece_of_one_group() -> None:
    desk = brush(square(10, 10), square(60, 60, class_name="road"))
    desk.select((0,))
    desk.click(40, 40)
    assert [shape.class_name for shape in desk.shapes] == ["car", "car", "road"]
    assert desk.shapes[0].group_id == desk.shapes[1].group_id is not None
    assert desk.selection == (0, 1)
    assert len(desk.steps) == 1
    desk.drag((40, 40), (15, 15))  # which joins them again
    assert np.array_equal(desk.pixels() == 1, covered(*desk.shapes[:-1]))


def test_another_current_class_begins_a_new_shape() -> None:
    desk = brush(square(10, 10), current_class="road")
    desk.select((0,))
    assert "new road" in desk.tool.hint
    desk.click(15, 15)
    assert [shape.class_name for shape in desk.shapes] == ["car", "road"]
    assert desk.selection == (1,)


def test_ctrl_begins_a_new_shape_of_the_same_class() -> None:
    desk = brush(square(10, 10))
    desk.select((0,))
    desk.drag((15, 15), (20, 20), held="ctrl")
    assert len(desk.shapes) == 2
    assert desk.shapes[0].points.tolist() == square(10, 10).points.tolist()


@pytest.mark.parametrize(
    ("place", "grown"), [((15, 15), 0), ((45, 15), 1), ((90, 70), 1)], ids=["first", "second", "beside"]
)
def test_of_several_selected_shapes_the_one_under_the_press_grows_else_the_topmost(place, grown) -> None:
    desk = brush(square(10, 10), square(40, 10))
    desk.select((0, 1))
    before = list(desk.shapes)
    desk.drag(place, (place[0], place[1] + 8))
    assert (desk.shapes[1 - grown] if grown else desk.shapes[-1]) is before[1 - grown]
    assert len(desk.selection) == len(desk.shapes)
    assert (desk.pixels() > 0).sum() > 200


@pytest.mark.parametrize("held", ["locked", "hidden"])
def test_a_locked_or_hidden_shape_is_not_painted_on(held: str) -> None:
    desk = brush(square(10, 10))
    desk.select((0,))
    getattr(desk, held).add(0)
    desk.click(15, 15)
    assert len(desk.shapes) == 2
    assert desk.shapes[0].points.tolist() == square(10, 10).points.tolist()


def test_points_and_lines_are_not_painted_on() -> None:
    desk = brush(polygon("car", ((10, 10), (20, 20)), kind=ShapeKind.LINE))
    desk.select((0,))
    desk.click(15, 15)
    assert [shape.kind for shape in desk.shapes] == [ShapeKind.LINE, ShapeKind.POLYGON]


def test_without_a_class_one_is_asked_for() -> None:
    desk = brush(current_class=None)
    with pytest.raises(NoCurrentClassError):
        desk.press(10, 10)
    assert not desk.tool.is_busy


def test_a_stroke_over_what_is_covered_already_is_no_step() -> None:
    desk = brush(square(10, 10, 30))
    desk.select((0,))
    desk.drag((20, 20), (30, 30))
    assert desk.steps == []


def test_a_stroke_beside_the_image_is_no_step() -> None:
    desk = brush()
    desk.drag((-30, -30), (-20, -40))
    assert desk.steps == []


def test_shift_paints_a_straight_line_from_the_last_stroke() -> None:
    desk = brush(size=3)
    desk.click(10.5, 10.5)
    desk.move(60.5, 40.5, held="shift")
    assert "straight line" in desk.tool.hint
    shown = desk.tool.draft.mask
    expected = stroked([(10.5, 10.5), (60.5, 40.5)], 3, is_square=True)
    top, left = shown.top, shown.left
    height, width = shown.pixels.shape
    assert np.array_equal(shown.pixels, expected[top : top + height, left : left + width])
    desk.click(60.5, 40.5, held="shift")
    assert np.array_equal(desk.pixels() > 0, expected)
    assert len(desk.steps) == 2


def test_shift_before_any_stroke_paints_like_a_plain_press() -> None:
    desk = brush()
    desk.click(30, 30, held="shift")
    assert (desk.pixels() > 0).sum() == 25


@pytest.mark.parametrize("how", ["cancel", "take_back"])
def test_escape_or_a_right_click_drops_the_stroke(how: str) -> None:
    desk = brush()
    desk.press(10, 10)
    desk.move(50, 50)
    assert desk.tool.is_busy
    assert desk.tool.draft.mask is not None
    getattr(desk.tool, how)()
    assert not desk.tool.is_busy
    desk.release(50, 50)
    assert desk.steps == []
    assert desk.tool.draft.mask is None


def test_the_outline_of_the_stamp_follows_the_pointer_and_leaves_with_it() -> None:
    desk = brush(size=3)
    assert desk.tool.draft is None
    desk.move(10.2, 20.9)
    (ring,) = desk.tool.draft.edges
    assert set(ring) == {(9, 19), (12, 19), (12, 22), (9, 22)}
    assert not desk.tool.is_busy
    desk.options.brush_size = 1
    assert set(desk.tool.draft.edges[0]) == {(10, 20), (11, 20), (11, 21), (10, 21)}
    desk.tool.leave()
    assert desk.tool.draft is None


def test_a_stroke_ends_with_the_shape_that_it_was_for() -> None:
    desk = brush(square(10, 10), square(40, 40))
    desk.select((0,))
    desk.press(20, 20)
    from labeler.core.edits.shapes import delete_shapes

    desk.push(delete_shapes(desk.annotation, (0,)))
    assert not desk.tool.is_busy
    desk.release(25, 25)
    assert len(desk.steps) == 1


def test_the_stroke_stays_with_its_shape_when_that_moves_in_the_list() -> None:
    desk = brush(square(10, 10), square(40, 40))
    desk.select((1,))
    desk.press(45, 45)
    from labeler.core.edits.shapes import delete_shapes

    desk.push(delete_shapes(desk.annotation, (0,)))
    desk.move(60, 45)
    desk.release(60, 45)
    assert len(desk.shapes) == 1
    assert desk.shapes[0].bounds.right > 60


def test_drawing_behind_takes_background_only_and_shows_it_at_once() -> None:
    desk = brush(square(20, 10, class_name="road"))
    desk.options.is_behind = True
    before = desk.pixels().copy()
    desk.press(10, 15)
    desk.move(40, 15)
    mask = desk.tool.draft.mask
    assert not mask.pixels[15 - mask.top, 20 - mask.left : 30 - mask.left].any()
    desk.release(40, 15)
    after = desk.pixels()
    assert np.array_equal(after == 2, before == 2)
    painted = stroked([(10, 15), (40, 15)], 5, is_square=True)
    assert np.array_equal(after == 1, painted & (before != 2))
    assert {shape.group_id for shape in desk.shapes[1:]} != {None}


def test_a_hint_says_what_a_stroke_adds_to() -> None:
    desk = brush(square(10, 10, group_id=3))
    desk.move(15, 15)
    assert "new car" in desk.tool.hint
    desk.select((0,))
    assert "adds to" not in desk.tool.hint
    assert "the selected car #3" in desk.tool.hint
    desk.press(15, 15)
    assert "Esc drops" in desk.tool.hint


@settings(max_examples=60, deadline=None)
@given(polygons, ways, st.integers(1, 14), st.booleans())
def test_the_pixels_are_those_of_before_and_of_the_stroke(shape, way, size, is_square) -> None:
    desk = brush(shape, square(50, 40, 20, "road"), size=size, is_square=is_square)
    before, map_before = covered(shape), desk.pixels().copy()
    desk.select((0,))
    desk.drag(*way)
    painted = stroked(way, size, is_square=is_square)
    cars = [each for each in desk.shapes if each.class_name == "car"]
    assert np.array_equal(covered(*cars), before | painted)
    assert np.array_equal(desk.pixels()[~painted], map_before[~painted])
    assert len(desk.steps) <= 1
    if desk.steps:
        desk.undo()
        assert desk.shapes[0] is shape
        assert np.array_equal(desk.pixels(), map_before)


def test_what_cannot_be_cut_is_refused_in_words() -> None:
    desk = brush(polygon("car", ((10, 10), (1e15, 10), (10, 20))))
    desk.select((0,))
    desk.press(5, 5)
    with pytest.raises(ToolError):
        desk.release(5, 5)


def test_under_another_shape_a_stroke_is_not_shown_for_it_stays_out_of_sight() -> None:
    desk = brush(square(10, 10), square(30, 10, class_name="road"))
    desk.select((0,))
    desk.press(18, 15)
    desk.move(45, 15)
    mask = desk.tool.draft.mask
    shown = np.zeros((80, 100), bool)
    height, width = mask.pixels.shape
    shown[mask.top : mask.top + height, mask.left : mask.left + width] = mask.pixels
    before = desk.pixels().copy()
    desk.release(45, 15)
    after = desk.pixels()
    assert np.array_equal(after == 2, before == 2)
    assert np.array_equal((after == 1) & (before != 1), shown & (before != 1))
    assert covered(desk.shapes[0])[15, 35]


def test_with_no_class_chosen_the_selected_shape_grows_and_shows_its_colour() -> None:
    desk = brush(square(10, 10, class_name="road"), current_class=None)
    desk.select((0,))
    desk.press(20, 15)
    assert desk.tool.draft.mask.class_name == "road"
    desk.release(24, 15)
    assert [shape.class_name for shape in desk.shapes] == ["road"]


def test_without_a_class_shift_shows_the_line_and_asks_for_nothing() -> None:
    desk = brush()
    desk.click(10, 10)
    desk.select(())
    desk.current_class = None
    desk.move(30, 30, held="shift")
    assert desk.tool.draft.mask is not None


def test_another_size_in_the_middle_of_a_stroke_holds_from_there_on() -> None:
    desk = brush(size=2)
    desk.press(20, 20)
    desk.options.brush_size = 10
    desk.release(20, 40)
    pixels = desk.pixels()
    assert pixels[30].sum() == pixels[40].sum() == 10
