"""The hole tool: clicks in, a shape with a hole out."""

from __future__ import annotations

import pytest

from labeler.core.errors import ToolError
from labeler.core.shapes import Shape, ShapeKind, as_points, polygon
from labeler.tools.base import Cursor
from labeler.tools.hole import HoleTool
from labeler.tools.select import SelectTool
from tests.tools.desk import Desk

TRIANGLE = ((20, 20), (40, 20), (30, 40))


def ring_of(left, top, right, bottom):
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def box(left, top, right, bottom, class_name="car", **fields):
    return polygon(class_name, ring_of(left, top, right, bottom), **fields)


def desk_of(*shapes: Shape, selected=(), **how) -> Desk:
    desk = Desk(*shapes, **how)
    desk.tool = HoleTool(desk)
    desk.select(selected)
    return desk


def draw(desk: Desk, *places) -> None:
    for place in places:
        desk.click(*place, held="ctrl")
    desk.push(desk.tool.finish())


def places(ring) -> list[tuple[float, float]]:
    return [tuple(place) for place in ring.tolist()]


@pytest.mark.parametrize("how", ["enter", "first vertex", "double click"])
def test_a_ring_inside_a_shape_becomes_its_hole_vertex_for_vertex(how):
    desk = desk_of(box(10, 10, 60, 60))
    for place in TRIANGLE[:2]:
        desk.click(*place)
    if how == "double click":
        desk.double_click(*TRIANGLE[2])
    else:
        desk.click(*TRIANGLE[2])
        desk.push(desk.tool.finish()) if how == "enter" else desk.click(21, 21)
    [shape] = desk.shapes
    assert places(shape.holes[0]) == list(TRIANGLE)
    assert desk.selection == (0,)
    assert not desk.tool.is_busy
    assert desk.steps[-1].text == "Cut hole"
    desk.undo()
    assert desk.shapes[0].holes == ()


def test_no_class_is_needed():
    desk = desk_of(box(10, 10, 60, 60), current_class=None)
    draw(desk, *TRIANGLE)
    assert len(desk.shapes[0].holes) == 1


def test_two_clicks_and_enter_cut_a_rectangle():
    desk = desk_of(box(10, 10, 60, 60))
    draw(desk, (20, 20), (40, 30))
    assert places(desk.shapes[0].holes[0]) == list(ring_of(20, 20, 40, 30))


def test_a_ring_that_leaves_the_shape_bites_a_piece_off():
    desk = desk_of(box(10, 10, 60, 60), selected=(0,))
    before = int(desk.pixels().sum())
    draw(desk, *ring_of(50, 20, 80, 30))
    [shape] = desk.shapes
    assert shape.holes == ()
    assert int(desk.pixels().sum()) == before - 100


def test_shift_draws_the_ring_freehand():
    desk = desk_of(box(10, 10, 60, 60))
    desk.click(20, 20, held="ctrl")
    for place in ((30, 20), (40, 20), (40, 30), (40, 40), (30, 40)):
        desk.move(*place, held="shift ctrl")
    desk.move(30, 40, held="ctrl")
    desk.push(desk.tool.finish())
    assert places(desk.shapes[0].holes[0]) == [(20, 20), (40, 20), (40, 40), (30, 40)]


@pytest.mark.parametrize(
    ("selected", "ring", "holes"),
    [
        ((), ring_of(30, 30, 40, 40), (0, 1, 0)),
        ((0,), ring_of(30, 30, 40, 40), (1, 0, 0)),
        ((0, 1), ring_of(30, 30, 40, 40), (0, 1, 0)),
        ((2,), ring_of(30, 30, 40, 40), (0, 1, 0)),
        ((), ring_of(12, 12, 18, 18), (1, 0, 0)),
    ],
    ids=["topmost", "selected", "topmost selected", "selected elsewhere", "what is there"],
)
def test_the_hole_is_cut_into_the_selection_or_what_lies_under_its_first_vertex(selected, ring, holes):
    shapes = [box(10, 10, 60, 60), box(20, 20, 50, 50, "road"), box(70, 10, 90, 30, "sky")]
    desk = desk_of(*shapes, selected=selected)
    draw(desk, *ring)
    assert tuple(len(shape.holes) for shape in desk.shapes) == holes
    assert desk.selection == (holes.index(1),)


@pytest.mark.parametrize(
    ("selected", "locked", "words"),
    [((), (), "no shape to cut a hole into"), ((), (0,), "no shape"), ((0,), (0,), "locked or hidden")],
    ids=["nothing there", "locked", "selected and locked"],
)
def test_a_first_vertex_that_can_begin_no_hole_is_refused_in_words(selected, locked, words):
    desk = desk_of(box(10, 10, 30, 30), selected=selected)
    desk.locked = set(locked)
    with pytest.raises(ToolError, match=words):
        desk.click(*((20, 20) if locked else (60, 60)))
    assert not desk.tool.is_busy


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        (((70, 60), (80, 60), (75, 70)), "lies beside the shape"),
        (ring_of(0, 0, 70, 70), "leaves nothing of the shape"),
        (((20, 20), (30, 30), (40, 40)), "The hole has no area"),
        (((20, 20),), "A hole needs at least three vertices"),
    ],
    ids=["beside", "all", "flat", "one vertex"],
)
def test_a_ring_that_makes_no_hole_is_refused_and_stays(ring, words):
    desk = desk_of(box(10, 10, 60, 60), selected=(0,))
    for place in ring:
        desk.click(*place)
    with pytest.raises(ToolError, match=words):
        desk.tool.finish()
    assert desk.tool.is_busy
    assert desk.steps == []


def test_a_shape_that_goes_while_its_hole_is_drawn_is_missed_in_words():
    desk = desk_of(box(10, 10, 60, 60))
    for place in TRIANGLE:
        desk.click(*place)
    desk.hidden = {0}
    with pytest.raises(ToolError, match="The shape is gone"):
        desk.tool.finish()


def test_a_point_is_no_shape_to_cut():
    desk = desk_of(Shape("car", as_points(((20, 20),)), ShapeKind.POINT), selected=(0,))
    with pytest.raises(ToolError, match="locked or hidden"):
        desk.click(20, 20)


def test_a_begun_hole_is_taken_up_again_where_it_stood():
    desk = desk_of(box(10, 10, 60, 60))
    for place in TRIANGLE:
        desk.click(*place)
    state = desk.tool.draft_state()
    desk.tool = HoleTool(desk)
    desk.tool.restore(state)
    desk.push(desk.tool.finish())
    assert places(desk.shapes[0].holes[0]) == list(TRIANGLE)


def test_backspace_and_esc_take_back():
    desk = desk_of(box(10, 10, 60, 60))
    for place in TRIANGLE:
        desk.click(*place)
    assert desk.tool.take_back()
    assert len(desk.tool.draft.points) == 2
    desk.tool.cancel()
    assert not desk.tool.is_busy
    assert desk.tool.finish() is None


def test_the_hint_says_what_a_click_does():
    desk = desk_of(box(10, 10, 60, 60))
    assert desk.tool.hint.startswith("Click inside a shape to begin a hole")
    desk.select((0,))
    assert desk.tool.hint.startswith("Click in the selection to begin a hole")
    for place in TRIANGLE:
        desk.click(*place)
    assert "Click to add a vertex" in desk.tool.hint
    desk.move(20, 20)
    assert desk.tool.hint == "Click to close the ring and cut the hole"
    assert desk.tool.cursor is Cursor.CROSS
    assert not desk.tool.is_drawing


def test_the_hole_under_the_pointer_can_be_filled():
    hole, other = ring_of(20, 20, 30, 30), ring_of(40, 40, 50, 50)
    desk = desk_of(box(10, 10, 60, 60, holes=[hole, other]), box(15, 15, 35, 35, "road", holes=[hole]))
    assert desk.tool.offers(desk.at(12, 12)) == []
    [offer] = desk.tool.offers(desk.at(25, 25))
    assert offer.text == "Fill hole"
    desk.push(offer.act())
    assert [len(shape.holes) for shape in desk.shapes] == [2, 0]
    desk.select((0,))
    desk.push(desk.tool.offers(desk.at(25, 25))[0].act())
    assert places(desk.shapes[0].holes[0]) == list(other)
    desk.locked = {0}
    assert desk.tool.offers(desk.at(45, 45)) == []


def test_vertices_of_a_hole_are_moved_added_and_deleted_like_others():
    desk = Desk(box(10, 10, 60, 60, holes=[TRIANGLE]))
    desk.tool = SelectTool(desk)
    desk.select((0,))
    desk.drag((20, 20), (22, 24), (24, 25))
    assert places(desk.shapes[0].holes[0])[0] == (24, 25)
    desk.click(35, 30, held="alt")
    assert len(desk.shapes[0].holes[0]) == 4
    desk.click(30, 40, held="alt")
    assert (30, 40) not in places(desk.shapes[0].holes[0])


def test_the_select_tool_offers_it_too_but_a_vertex_before():
    desk = Desk(box(10, 10, 60, 60, holes=[TRIANGLE]))
    desk.tool = SelectTool(desk)
    desk.select((0,))
    [offer] = desk.tool.offers(desk.at(30, 27))
    assert offer.text == "Fill hole"
    desk.push(offer.act())
    assert desk.shapes[0].holes == ()
    desk.undo()
    [offer] = desk.tool.offers(desk.at(20, 20))
    assert offer.text == "Delete vertex"
