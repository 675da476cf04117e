"""The split tool: a line in, pieces out."""

from __future__ import annotations

import json

import numpy as np
import pytest

from labeler.core.errors import ToolError
from labeler.core.shapes import Shape, polygon
from labeler.tools.base import Cursor
from labeler.tools.split import SplitTool
from tests.tools.desk import Desk


def box(left, top, right, bottom, class_name="car", **fields):
    ring = ((left, top), (right, top), (right, bottom), (left, bottom))
    return polygon(class_name, ring, **fields)


def desk_of(*shapes: Shape, selected=(), **how) -> Desk:
    desk = Desk(*shapes, **how)
    desk.tool = SplitTool(desk)
    desk.select(selected)
    return desk


def draw(desk: Desk, *places, held="ctrl") -> None:
    for place in places:
        desk.click(*place, held=held)
    desk.push(desk.tool.finish())


@pytest.mark.parametrize("how", ["enter", "double click"])
def test_a_line_across_a_shape_splits_it(how):
    desk = desk_of(box(10, 10, 50, 30))
    before = desk.pixels().copy()
    desk.click(30, 5)
    if how == "enter":
        desk.click(30, 40)
        desk.push(desk.tool.finish())
    else:
        desk.double_click(30, 40)
    assert [shape.bounds for shape in desk.shapes] == [(10, 10, 30, 30), (30, 10, 50, 30)] or [
        shape.bounds for shape in desk.shapes
    ] == [(30, 10, 50, 30), (10, 10, 30, 30)]
    assert {shape.group_id for shape in desk.shapes} == {1}
    assert desk.selection == (0, 1)
    assert not desk.tool.is_busy
    assert np.array_equal(desk.pixels(), before)
    desk.undo()
    assert len(desk.shapes) == 1


def test_no_class_is_needed():
    desk = desk_of(box(10, 10, 50, 30), current_class=None)
    draw(desk, (30, 5), (30, 40))
    assert len(desk.shapes) == 2


@pytest.mark.parametrize(
    ("selected", "locked", "count"),
    [((), (), 4), ((0,), (), 3), ((), (1,), 3), ((0, 1), (1,), 3)],
    ids=["all crossed", "selected", "not the locked", "of the selected not the locked"],
)
def test_only_the_selection_is_split_or_all_that_the_line_crosses(selected, locked, count):
    desk = desk_of(box(10, 10, 30, 30), box(30, 10, 50, 30, "road"), box(70, 10, 90, 30), selected=selected)
    desk.locked = set(locked)
    draw(desk, (5, 20), (60, 22))
    assert len(desk.shapes) == count + 1


def test_a_freehand_line_splits():
    desk = desk_of(box(10, 10, 50, 30))
    desk.press(30, 5, held="shift ctrl")
    for place in ((30, 10), (32, 15), (30, 20), (28, 25), (30, 35)):
        desk.move(*place, held="shift ctrl")
    desk.release(30, 35, held="shift ctrl")
    desk.push(desk.tool.finish())
    assert len(desk.shapes) == 2
    common = set.intersection(*({tuple(place) for place in shape.points.tolist()} for shape in desk.shapes))
    assert len(common) > 2


def test_the_line_snaps_to_vertices_and_edges():
    desk = desk_of(box(10, 10, 50, 30))
    for place in ((11, 11), (49, 31)):
        desk.click(*place)
    assert desk.tool.draft.points == ((10, 10), (50, 30))
    desk.push(desk.tool.finish())
    assert [len(shape.points) for shape in desk.shapes] == [3, 3]


def test_a_neighbour_shares_the_new_vertex():
    desk = desk_of(box(10, 10, 30, 30), box(30, 10, 50, 30, "road"), selected=(0,))
    draw(desk, (5, 20), (40, 20))
    assert (30, 20) in {tuple(place) for place in desk.shapes[2].points.tolist()}
    assert len(desk.steps) == 1
    desk.undo()
    assert [len(shape.points) for shape in desk.shapes] == [4, 4]


@pytest.mark.parametrize(
    ("selected", "line", "words"),
    [
        ((), ((30, 5), (30, 20)), "does not cut through any shape"),
        ((0,), ((30, 5), (30, 20)), "does not cut through a selected shape"),
        ((), ((70, 5), (70, 20)), "does not cut through"),
        ((), ((30, 5),), "has no length yet"),
    ],
    ids=["ends inside", "selected", "beside", "one click"],
)
def test_a_line_that_does_not_cut_through_is_refused_and_can_be_led_on(selected, line, words):
    desk = desk_of(box(10, 10, 50, 30), selected=selected)
    for place in line:
        desk.click(*place)
    with pytest.raises(ToolError, match=words):
        desk.tool.finish()
    assert len(desk.tool.draft.points) == len(line)
    desk.click(30, 40)
    if line[0][0] == 30:
        desk.push(desk.tool.finish())
        assert len(desk.shapes) == 2


def test_a_locked_selection_is_refused_before_a_line_is_drawn():
    desk = desk_of(box(10, 10, 50, 30), selected=(0,))
    desk.locked = {0}
    with pytest.raises(ToolError, match="locked or hidden"):
        desk.click(30, 5)
    assert not desk.tool.is_busy


def test_backspace_takes_the_last_place_back_and_esc_all():
    desk = desk_of(box(10, 10, 50, 30))
    for place in ((5, 20), (30, 20), (60, 20)):
        desk.click(*place)
    assert desk.tool.take_back()
    assert len(desk.tool.draft.points) == 2
    desk.tool.cancel()
    assert desk.tool.draft is None or desk.tool.draft.points == ()
    assert desk.tool.finish() is None


def test_a_begun_line_is_taken_up_again():
    desk = desk_of(box(10, 10, 50, 30))
    for place in ((30, 5), (30, 40)):
        desk.click(*place)
    state = desk.tool.draft_state()
    desk.tool = SplitTool(desk)
    desk.tool.restore(state)
    desk.push(desk.tool.finish())
    assert len(desk.shapes) == 2


def test_a_line_that_is_taken_up_again_splits_what_was_selected_and_nothing_else():
    desk = desk_of(box(10, 10, 50, 30), box(10, 32, 50, 60))
    desk.select((0,))
    for place in ((30, 5), (30, 70)):
        desk.click(*place)
    state = json.loads(json.dumps(desk.tool.draft_state()))
    desk.select(())
    desk.tool = SplitTool(desk)
    desk.tool.restore(state)
    assert desk.selection == (0,)
    desk.push(desk.tool.finish())
    assert len(desk.shapes) == 3


@pytest.mark.parametrize("selected", ["all", [0.5], None, [True]])
def test_a_selection_that_makes_no_sense_is_left_out(selected):
    desk = desk_of(box(10, 10, 50, 30))
    desk.tool.restore({"points": [[30, 5], [30, 40]], "selected": selected})
    assert desk.selection == ()
    assert desk.tool.is_busy


def test_the_hint_says_what_is_split_and_how_to_end():
    desk = desk_of(box(10, 10, 50, 30))
    assert desk.tool.hint.startswith("Click to begin a line that splits what it crosses")
    desk.select((0,))
    assert "splits the selection" in desk.tool.hint
    desk.click(30, 5)
    assert "Enter" not in desk.tool.hint
    desk.click(30, 40)
    assert "double click or Enter splits the selection" in desk.tool.hint
    desk.move(34, 45, held="shift")
    desk.move(44, 45, held="shift")
    assert desk.tool.hint.startswith("Draw with Shift held")
    assert desk.tool.cursor is Cursor.CROSS
    assert not desk.tool.is_drawing


def test_from_border_to_border_the_line_leads_through_the_shape():
    desk = desk_of(box(10, 10, 50, 30))
    desk.click(10, 10)
    desk.move(50, 30)
    assert not desk.tool.flip()
    assert desk.tool.draft.run == ()
