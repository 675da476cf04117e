"""The eraser: strokes in, exact pixels out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.errors import ToolError
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.tools.eraser import EraserTool
from tests.tools.desk import Desk
from tests.tools.painting import at_work, covered, polygons, square, stroked, ways


def eraser(*shapes, size=5, is_square=True, **how) -> Desk:
    desk = Desk(*shapes, **how)
    at_work(desk, EraserTool, size, is_square=is_square)
    return desk


def test_a_stroke_takes_from_the_selected_shapes_only() -> None:
    desk = eraser(square(10, 10), square(10, 10, class_name="road"), square(30, 10))
    desk.select((0, 2))
    road = desk.shapes[1]
    desk.drag((12.5, 10), (32.5, 10))
    assert desk.shapes[1] is road
    painted = stroked([(12.5, 10), (32.5, 10)], 5, is_square=True)
    for position, left in ((0, 10), (2, 30)):
        assert np.array_equal(covered(desk.shapes[position]), covered(square(left, 10)) & ~painted)
    assert desk.selection == (0, 2)
    assert [step.text for step in desk.steps] == ["Erase from 2 shapes"]


def test_with_nothing_selected_every_shape_under_the_stroke_loses_pixels() -> None:
    desk = eraser(square(10, 10), square(12, 10, class_name="road"), square(60, 60))
    far = desk.shapes[2]
    desk.click(14.5, 14.5)
    assert not desk.pixels()[12:17, 12:17].any()
    assert desk.shapes[2] is far
    assert desk.selection == ()


def test_a_cut_through_leaves_two_shapes_of_one_group_and_selects_them() -> None:
    desk = eraser(square(10, 10, 30), square(60, 60))
    desk.select((0,))
    desk.drag((25, 5), (25, 45))
    assert [shape.class_name for shape in desk.shapes] == ["car"] * 3
    assert desk.shapes[0].group_id == desk.shapes[1].group_id is not None
    assert desk.selection == (0, 1)
    assert len(desk.steps) == 1
    desk.undo()
    assert len(desk.shapes) == 2
    assert desk.shapes[0].group_id is None


def test_a_cut_with_nothing_selected_selects_nothing_so_that_the_next_stroke_does_the_same() -> None:
    desk = eraser(square(10, 10, 30))
    desk.drag((25, 5), (25, 45))
    assert len(desk.shapes) == 2
    assert desk.selection == ()


def test_what_loses_all_its_pixels_is_deleted() -> None:
    desk = eraser(square(10, 10, 4), square(60, 60), size=20)
    desk.click(12, 12)
    assert len(desk.shapes) == 1
    desk.undo()
    assert len(desk.shapes) == 2


def test_a_dab_inside_leaves_a_hole() -> None:
    desk = eraser(square(10, 10, 30))
    desk.click(25, 25)
    assert [len(shape.holes) for shape in desk.shapes] == [1]


@pytest.mark.parametrize("held", ["locked", "hidden"])
def test_locked_and_hidden_shapes_keep_their_pixels(held: str) -> None:
    desk = eraser(square(10, 10), square(10, 10, class_name="road"))
    getattr(desk, held).add(1)
    desk.click(14, 14)
    assert covered(desk.shapes[0]).sum() == 75
    assert covered(desk.shapes[1]).sum() == 100


def test_a_locked_selection_is_refused_in_words() -> None:
    desk = eraser(square(10, 10), square(30, 30))
    desk.select((0,))
    desk.locked.add(0)
    with pytest.raises(ToolError, match="locked or hidden"):
        desk.press(14, 14)
    assert not desk.tool.is_busy


def test_where_nothing_is_there_is_no_step() -> None:
    desk = eraser(square(10, 10))
    desk.drag((50, 50), (60, 60))
    assert desk.steps == []
    assert not desk.tool.is_busy


def test_only_pixels_that_will_go_are_shown() -> None:
    desk = eraser(square(10, 10))
    desk.press(5, 15)
    desk.move(25, 15)
    mask = desk.tool.draft.mask
    assert mask.erases
    rows, columns = np.nonzero(mask.pixels)
    assert (columns.min() + mask.left, columns.max() + mask.left) == (10, 19)
    assert len(rows) == 50


def test_rectangles_and_ellipses_become_polygons() -> None:
    desk = eraser(
        Shape("car", ((10, 10), (30, 30)), ShapeKind.RECTANGLE),
        Shape("road", ((60, 40), (70, 40)), ShapeKind.CIRCLE),
    )
    desk.drag((10, 10), (60, 40))
    assert {shape.kind for shape in desk.shapes} == {ShapeKind.POLYGON}


def test_points_and_lines_are_left_alone() -> None:
    line = polygon("car", ((10, 10), (20, 20)), kind=ShapeKind.LINE)
    desk = eraser(line)
    desk.drag((10, 10), (20, 20))
    assert desk.shapes == [line]


def test_shift_erases_a_straight_line_from_the_last_stroke() -> None:
    desk = eraser(square(0, 0, 80), size=3)
    desk.click(10.5, 10.5)
    desk.click(60.5, 40.5, held="shift")
    expected = stroked([(10.5, 10.5), (60.5, 40.5)], 3, is_square=True)
    assert np.array_equal(desk.pixels() == 0, expected | ~covered(square(0, 0, 80)))


def test_a_hint_says_what_loses_pixels() -> None:
    desk = eraser(square(10, 10), square(30, 10))
    assert "every shape" in desk.tool.hint
    desk.select((0,))
    assert "the selected car" in desk.tool.hint
    desk.select((0, 1))
    assert "2 selected shapes" in desk.tool.hint


@settings(max_examples=60, deadline=None)
@given(polygons, ways, st.integers(1, 14), st.booleans(), st.booleans())
def test_the_pixels_are_those_of_before_without_the_stroke(shape, way, size, is_square, selects) -> None:
    road = square(50, 40, 20, "road")
    desk = eraser(shape, road, size=size, is_square=is_square)
    before, map_before = covered(shape), desk.pixels().copy()
    if selects:
        desk.select((0,))
    desk.drag(*way)
    painted = stroked(way, size, is_square=is_square)
    cars = [each for each in desk.shapes if each.class_name == "car"]
    roads = [each for each in desk.shapes if each.class_name == "road"]
    assert np.array_equal(covered(*cars), before & ~painted)
    assert np.array_equal(covered(*roads), covered(road) & ~(painted & (not selects)))
    assert np.array_equal(desk.pixels()[~painted], map_before[~painted])
    if desk.steps:
        desk.undo()
        assert desk.shapes == [shape, road]
        assert np.array_equal(desk.pixels(), map_before)


def test_other_selected_shapes_stay_selected() -> None:
    desk = eraser(square(70, 60), square(10, 10, 30), square(60, 10), square(2, 2, 3), size=8)
    desk.select((0, 1, 2))
    desk.drag((25, 5), (25, 45))
    assert desk.selection == (0, 1, 2, 3)
    assert sorted(desk.shapes[position].bounds.left for position in desk.selection) == [10, 29, 60, 70]
    assert desk.shapes[4].bounds.left == 2


def test_a_locked_selection_is_not_complained_about_while_the_pointer_only_moves() -> None:
    desk = eraser(square(10, 10))
    desk.click(50, 50)
    desk.select((0,))
    desk.locked.add(0)
    desk.move(14, 14, held="shift")
    assert desk.tool.draft is not None
