"""The freehand tool and freehand lines: a drag in, a simplified shape out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from labeler.core.edits.shapes import DeleteShapes
from labeler.core.errors import NoCurrentClassError
from labeler.core.shapes import ShapeKind, polygon
from labeler.tools.base import Cursor
from labeler.tools.freehand import FreehandTool
from labeler.tools.freehand_line import enclosed, reach_of, simplified
from tests.tools.desk import Desk


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.tool = FreehandTool(desk)
    return desk


def circle(x=50, y=40, radius=25, count=120):
    turns = np.linspace(0, 2 * np.pi, count)
    return [(x + radius * float(np.cos(turn)), y + radius * float(np.sin(turn))) for turn in turns]


def test_a_drag_is_closed_and_simplified(desk):
    line = circle()
    desk.drag(*line)
    (shape,) = desk.shapes
    assert shape.kind is ShapeKind.POLYGON
    assert shape.class_name == "car"
    assert 8 <= len(shape.points) < 40
    ring = LineString([*shape.points, shape.points[0]])
    assert all(ring.distance(Point(place)) <= 1 for place in line)
    assert desk.steps[-1].text == "Add freehand shape"
    assert not desk.tool.is_busy


@pytest.mark.parametrize("tolerance", [0.1, 2.0, 8.0])
def test_no_place_of_the_line_is_further_away_than_the_tolerance(desk, tolerance):
    desk.options.freehand_tolerance = tolerance
    line = [(x, y + 3 * float(np.sin(5 * x))) for x, y in circle()]
    desk.drag(*line)
    (shape,) = desk.shapes
    ring = LineString([*shape.points, shape.points[0]])
    assert all(ring.distance(Point(place)) <= tolerance + 1e-9 for place in line)


def test_the_draft_is_the_raw_line_and_how_it_would_close(desk):
    desk.press(20, 20)
    desk.move(30, 20)
    desk.move(30, 20)
    desk.move(300, 40)
    draft = desk.tool.draft
    assert draft.trail == ((20, 20), (30, 20), (100, 40))
    assert draft.cursor == (20, 20)
    assert desk.tool.hint.startswith("Draw around it")


def test_esc_drops_the_line(desk):
    for place in circle()[:60]:
        desk.press(*place) if not desk.tool.is_busy else desk.move(*place)
    desk.tool.cancel()
    desk.release(50, 50)
    assert desk.shapes == []
    assert desk.tool.take_back() is False


def test_backspace_drops_the_line(desk):
    desk.press(20, 20)
    assert desk.tool.take_back()
    assert not desk.tool.is_busy


@pytest.mark.parametrize(
    "line",
    [
        [(20, 20), (21, 20), (21, 21)],
        [(20, 20)],
        [(20, 20), (60, 20)],
        [(20, 20), (40, 20), (60, 20), (30, 20)],
    ],
    ids=["small", "a click", "a line", "there and back"],
)
def test_what_is_too_small_comes_to_nothing_quietly(desk, line):
    desk.drag(*line)
    assert desk.shapes == []
    assert not desk.tool.is_busy


def test_ends_snap_and_the_line_stays_in_the_image():
    desk = Desk(polygon("road", ((0, 0), (30, 0), (30, 30), (0, 30))))
    desk.tool = FreehandTool(desk)
    desk.move(31, 31)
    assert desk.tool.draft.snap == (30, 30)
    assert not desk.tool.is_busy
    desk.drag((31, 31), (90, 5), (150, 60), (60, 60), (20, 31))
    kept = {tuple(place) for place in desk.shapes[-1].points.tolist()}
    assert {(30, 30), (90, 5), (100, 60), (60, 60), (20, 30)} <= kept
    assert desk.shapes[-1].points.max() == 100


def test_a_line_in_the_shape_of_an_eight_gives_both_halves_as_a_group(desk):
    desk.drag((20, 20), (40, 40), (40, 20), (20, 40))
    assert len(desk.shapes) == 2
    assert {shape.group_id for shape in desk.shapes} == {1}
    assert all(Polygon(shape.points).is_valid for shape in desk.shapes)
    assert len(desk.steps) == 1


def test_a_small_loop_at_the_end_is_left_out(desk):
    line = [*circle(), (75.5, 39), (74.8, 40.3)]
    desk.drag(*line)
    assert len(desk.shapes) == 1
    assert Polygon(desk.shapes[0].points).is_valid


def test_all_that_a_line_encloses_counts_however_often_it_goes_around(desk):
    desk.drag(*circle(), *circle(radius=20))
    (shape,) = desk.shapes
    assert shape.holes == ()
    assert Polygon(shape.points).area == pytest.approx(np.pi * 25**2, rel=0.05)


def test_another_tolerance_simplifies_the_same_line_anew_as_one_step(desk):
    desk.drag(*circle())
    counts = [len(desk.shapes[0].points)]
    for tolerance in (0.2, 5.0):
        desk.options.freehand_tolerance = tolerance
        desk.push(desk.tool.follow_options())
        counts.append(len(desk.shapes[0].points))
    assert counts[1] > counts[0] > counts[2]
    assert [step.text for step in desk.steps] == ["Add freehand shape", "Simplify freehand shape"]
    assert desk.tool.follow_options() is None
    desk.undo()
    assert len(desk.shapes[0].points) == counts[0]


def test_a_shape_that_was_changed_or_left_is_not_simplified_anew(desk):
    desk.drag(*circle())
    desk.push(DeleteShapes((0,), (desk.shapes[0],)))
    desk.options.freehand_tolerance = 5.0
    assert desk.tool.follow_options() is None
    desk.drag(*circle())
    desk.press(20, 20)
    desk.options.freehand_tolerance = 2.0
    assert desk.tool.follow_options() is None


def test_what_was_clipped_is_not_simplified_anew():
    desk = Desk(polygon("road", ((0, 0), (50, 0), (50, 80), (0, 80))))
    desk.tool = FreehandTool(desk)
    desk.options.is_behind = True
    desk.drag(*circle())
    assert desk.shapes[-1].points[:, 0].min() >= 50
    desk.options.freehand_tolerance = 5.0
    assert desk.tool.follow_options() is None


def test_without_a_class_no_line_is_begun(desk):
    desk.current_class = None
    with pytest.raises(NoCurrentClassError):
        desk.press(20, 20)
    assert not desk.tool.is_busy


def test_the_hints_fit_the_status_line(desk):
    hints = [desk.tool.hint]
    desk.drag(*circle())
    hints.append(desk.tool.hint)
    assert "tolerance" in hints[1]
    assert all(len(hint) <= 100 and "Ctrl" in hint for hint in hints)
    assert desk.tool.cursor is Cursor.CROSS
    desk.tool.leave()
    assert desk.tool.draft is None


def test_lines_of_few_places_stay_as_they_are():
    assert simplified([(1, 1)], 1) == [(1, 1)]
    assert simplified([(1, 1), (2, 2)], 1) == [(1, 1), (2, 2)]
    assert enclosed([(1, 1), (2, 2)]) == []
    assert reach_of([(1, 1), (4, 5), (2, 2)]) == 5


LINES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=14)


@settings(max_examples=60, deadline=None)
@given(LINES, st.sampled_from((0.5, 2.0)))
def test_every_part_is_valid_and_every_line_keeps_its_ends(line, tolerance):
    kept = simplified(line, tolerance)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    whole = LineString(kept) if len(kept) > 1 else Point(kept[0])
    assert all(whole.distance(Point(place)) <= tolerance + 1e-9 for place in line)
    parts = enclosed(line)
    assert all(part.is_valid and part.area > 0 for part in parts)
    assert [part.area for part in parts] == sorted((part.area for part in parts), reverse=True)
