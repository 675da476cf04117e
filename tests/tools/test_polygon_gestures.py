"""The polygon tool along neighbours, freehand, and as a rectangle: events in, a shape out."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.annotation import Annotation
from labeler.core.edits.shapes import InsertShapes
from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.shapes import ShapeKind, polygon
from labeler.tools.polygon import PolygonTool
from tests.tools.desk import Desk

# A neighbour whose vertices no decimal comes near.
LEFT = tuple((10 + each / 7, 70 - each * 1.9) for each in range(33))
ROAD = polygon("road", (*LEFT[::-1], (2, 70), (2, 9)))
SQUARE = ((10, 10), (50, 10), (50, 50), (10, 50))


def desk_with(*shapes) -> Desk:
    desk = Desk(*shapes)
    desk.tool = PolygonTool(desk)
    return desk


def drawn(desk: Desk) -> list[tuple[float, float]]:
    return [tuple(point) for point in desk.shapes[-1].points.tolist()]


def test_a_border_is_copied_vertex_for_vertex():
    desk = desk_with(ROAD)
    desk.click(70, 20)
    desk.click(*LEFT[-1])
    desk.click(*LEFT[0])
    desk.click(70, 60)
    desk.push(desk.tool.finish())
    assert drawn(desk) == [(70, 20), *LEFT[::-1], (70, 60)]


def test_both_shapes_tile_without_gap_or_overlap():
    desk = desk_with(ROAD)
    for place in ((70, 20), LEFT[-1], LEFT[0], (70, 60)):
        desk.click(*place)
    desk.push(desk.tool.finish())
    road, car = desk.shapes
    above = desk.pixels().copy()
    desk.annotation = Annotation(desk.size, [car, road])
    assert (above == desk.pixels()).all()
    assert np.count_nonzero(above) > 2000


def test_the_other_way_and_straight_on_are_a_key_away():
    desk = desk_with(polygon("road", SQUARE))
    desk.click(30, 10)
    desk.move(51, 30)
    assert desk.tool.draft.run == ((30, 10), (50, 10), (50, 30))
    assert "{other_way}" in desk.tool.hint
    assert desk.tool.flip()
    assert desk.tool.draft.run == ((30, 10), (10, 10), (10, 50), (50, 50), (50, 30))
    assert desk.tool.flip()
    assert desk.tool.draft.run == ()
    assert "go straight" in desk.tool.hint
    desk.click(51, 30)
    assert desk.tool.draft.points == ((30, 10), (50, 30))
    desk.move(50, 48)
    assert len(desk.tool.draft.run) == 2


def test_nothing_flips_away_from_borders():
    desk = desk_with()
    assert not desk.tool.flip()
    desk.click(20, 20)
    assert not desk.tool.flip()


@pytest.mark.parametrize("off", ["ctrl", "option"])
def test_without_snapping_a_click_is_a_plain_click(off):
    desk = desk_with(polygon("road", SQUARE))
    desk.click(30, 10)
    desk.options.snaps = off != "option"
    desk.click(50, 31, held="ctrl" if off == "ctrl" else "")
    assert desk.tool.draft.points == ((30, 10), (50, 31))


def test_a_hole_is_filled_by_two_clicks_on_its_ring_and_one_on_the_first():
    desk = desk_with(polygon("road", SQUARE, [((20, 20), (40, 20), (40, 40), (20, 40))]))
    desk.click(20, 20)
    desk.click(40, 40)
    desk.move(20.5, 20)
    assert desk.tool.draft.closes
    assert desk.tool.draft.run[1:-1] in (((20, 40),), ((40, 20),))
    desk.click(20.5, 20)
    assert sorted(drawn(desk)) == [(20, 20), (20, 40), (40, 20), (40, 40)]


def test_a_ring_closes_along_the_border_it_began_and_ended_on():
    desk = desk_with(ROAD)
    for place in (LEFT[0], (70, 60), (70, 20), LEFT[-1]):
        desk.click(*place)
    desk.move(LEFT[0][0] + 1, LEFT[0][1])
    assert "along the border" in desk.tool.hint
    desk.click(*LEFT[0])
    assert drawn(desk) == [LEFT[0], (70, 60), (70, 20), *LEFT[:0:-1]]


def test_one_neighbour_after_the_other_is_followed():
    upper = polygon("sky", ((0, 0), (100, 0), (100, 30), (60, 25), (20, 30), (0, 28)))
    lower = polygon("road", ((20, 30), (30, 50), (25, 70), (0, 70), (0, 28)))
    desk = desk_with(upper, lower)
    for place in ((100, 30), (20, 30), (25, 70), (100, 70)):
        desk.click(*place)
    desk.push(desk.tool.finish())
    assert drawn(desk) == [(100, 30), (60, 25), (20, 30), (30, 50), (25, 70), (100, 70)]


def test_an_edge_point_begins_and_ends_a_run():
    desk = desk_with(polygon("road", SQUARE))
    desk.click(51, 20)
    desk.click(30, 51)
    assert desk.tool.draft.points == ((50, 20), (50, 50), (30, 50))


def test_a_run_is_taken_back_at_once():
    desk = desk_with(ROAD)
    desk.click(*LEFT[0])
    desk.click(*LEFT[-1])
    assert len(desk.tool.draft.points) == len(LEFT)
    assert desk.tool.take_back()
    assert desk.tool.draft.points == (LEFT[0],)


def test_another_shape_takes_the_offer_of_a_run_away():
    desk = desk_with(polygon("road", SQUARE))
    desk.click(10, 10)
    desk.move(50, 48)
    desk.push(InsertShapes((1,), (polygon("sky", ((60, 60), (70, 60), (70, 70))),)))
    assert desk.tool.draft.run == ()
    desk.move(50, 48)
    assert desk.tool.draft.run != ()


@pytest.mark.parametrize(("first", "second"), [((10, 20), (60, 70)), ((60, 20), (10, 70))], ids=str)
def test_two_vertices_and_enter_make_a_rectangle(first, second):
    desk = desk_with()
    desk.click(*first)
    desk.click(*second)
    assert "Enter makes a rectangle" in desk.tool.hint
    desk.push(desk.tool.finish())
    (shape,) = desk.shapes
    assert shape.kind is ShapeKind.RECTANGLE
    assert drawn(desk) == [first, second]
    assert desk.steps[-1].text == "Add rectangle"
    assert not desk.tool.is_busy


@pytest.mark.parametrize(
    "second", [(60, 20), (10, 70), (60, 20 + 1e-14)], ids=["no height", "no width", "a trifle"]
)
def test_a_rectangle_without_area_is_refused_and_kept(second):
    desk = desk_with()
    desk.click(10, 20)
    desk.click(*second)
    with pytest.raises(ToolError, match="has no area"):
        desk.tool.finish()
    assert desk.tool.is_busy


def test_a_rectangle_needs_a_class():
    desk = desk_with()
    desk.click(10, 20)
    desk.click(60, 70)
    desk.current_class = None
    with pytest.raises(NoCurrentClassError):
        desk.tool.finish()
    assert desk.tool.is_busy


CIRCLE = [(50 + 30 * float(np.cos(t)), 40 + 30 * float(np.sin(t))) for t in np.linspace(0, 2 * np.pi, 90)]


def test_a_whole_ring_is_drawn_with_shift_and_closed_by_letting_go_at_its_start():
    desk = desk_with()
    desk.drag(*CIRCLE, held="shift")
    assert 8 <= len(drawn(desk)) <= 30
    assert np.allclose(np.hypot(*(desk.shapes[0].points - (50, 40)).T), 30, atol=1)
    assert drawn(desk)[0] == CIRCLE[0]
    assert not desk.tool.is_busy


def test_a_ring_traced_without_the_button_is_closed_by_a_click():
    desk = desk_with()
    desk.click(*CIRCLE[0])
    for place in CIRCLE[1:]:
        desk.move(*place, held="shift")
    assert desk.tool.draft.closes
    desk.click(*CIRCLE[0], held="shift")
    assert len(desk.shapes) == 1
    assert len(set(drawn(desk))) == len(drawn(desk))


def test_letting_go_of_shift_on_the_first_vertex_leaves_the_ring_to_be_closed():
    desk = desk_with()
    desk.click(*CIRCLE[0])
    for place in CIRCLE[1:]:
        desk.move(*place, held="shift")
    desk.move(*CIRCLE[0])
    assert desk.shapes == []
    assert desk.tool.draft.closes
    assert desk.tool.draft.points.count(CIRCLE[0]) == 1
    desk.push(desk.tool.finish())
    assert len(desk.shapes) == 1


def test_freehand_and_clicks_take_turns():
    desk = desk_with()
    desk.click(20, 20)
    desk.drag((20, 20), (30, 26), (40, 20), (50, 26), (60, 20), held="shift")
    desk.click(60, 70)
    desk.click(20, 70)
    desk.push(desk.tool.finish())
    assert drawn(desk) == [(20, 20), (30, 26), (40, 20), (50, 26), (60, 20), (60, 70), (20, 70)]


def test_enter_takes_the_line_that_is_being_drawn():
    desk = desk_with()
    desk.click(*CIRCLE[0])
    for place in CIRCLE[1:50]:
        desk.move(*place, held="shift")
    assert "release Shift" in desk.tool.hint
    desk.push(desk.tool.finish())
    assert CIRCLE[49] in drawn(desk)


def test_what_may_not_be_painted_is_refused_and_kept():
    desk = desk_with(polygon("road", ((0, 0), (100, 0), (100, 80), (0, 80))))
    desk.options.is_behind = True
    for place in ((20, 20), (60, 20), (60, 60)):
        desk.click(*place)
    with pytest.raises(ToolError, match="taken"):
        desk.tool.finish()
    assert desk.tool.is_busy


def test_before_the_first_vertex_nothing_is_begun():
    desk = desk_with(polygon("road", SQUARE))
    desk.move(51, 11)
    assert desk.tool.draft.snap == (50, 10)
    assert not desk.tool.is_busy
    assert desk.tool.draft_state() is None
