"""A path through the image: pointer events in, vertices and steps out."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point

from labeler.core.shapes import polygon
from labeler.tools.path import Path
from tests.tools.desk import Desk

SQUARE = ((10, 10), (50, 10), (50, 50), (10, 50))


class Hand:
    """Draws a path with the mouse, as a tool passes its events on."""

    def __init__(self, *shapes, is_ring: bool = True) -> None:
        self.desk = Desk(*shapes)
        self.path = Path(self.desk, is_ring=is_ring)

    @property
    def points(self) -> list[tuple[float, float]]:
        return list(self.path.points)

    def move(self, x, y, held="") -> None:
        self.path.move(self.desk.at(x, y, held=held))

    def press(self, x, y, held="") -> bool:
        self.move(x, y, held)
        return self.path.press(self.desk.at(x, y, held=held))

    def click(self, x, y, held="") -> bool:
        is_set = self.press(x, y, held)
        self.path.release(self.desk.at(x, y, held=held))
        return is_set

    def draw(self, *places, held="shift") -> None:
        """With the button down."""
        self.press(*places[0], held)
        for place in places[1:]:
            self.move(*place, held)
        self.path.release(self.desk.at(*places[-1], held=held))


def test_clicks_are_vertices():
    hand = Hand()
    assert hand.click(60, 20)
    assert hand.click(80, 30)
    assert not hand.click(80, 30)
    assert hand.points == [(60, 20), (80, 30)]


def test_before_the_first_vertex_only_the_snap_is_shown():
    hand = Hand(polygon("road", SQUARE))
    hand.move(70, 70)
    assert hand.path.draft() is None
    hand.move(51, 11)
    draft = hand.path.draft()
    assert draft is not None
    assert (draft.points, draft.snap) == ((), (50, 10))
    hand.path.leave()
    assert hand.path.draft() is None


@pytest.mark.parametrize(
    ("pointer", "end"),
    [
        ((80, 41), (80, 40)),
        ((62, 71), (60, 71)),
        ((75, 54), (74.5, 54.5)),
        ((45, 24), (44.5, 24.5)),
        ((300, 43), (100, 40)),
        ((61, -50), (60, 0)),
        ((85, 70), (87.5, 67.5)),
        ((98, 76), (97, 77)),
    ],
    ids=str,
)
def test_alt_keeps_to_eight_directions_and_ends_at_the_border(pointer, end):
    hand = Hand()
    hand.click(60, 40)
    hand.move(*pointer, held="alt")
    draft = hand.path.draft()
    assert draft is not None
    assert draft.cursor == end
    assert draft.is_measured
    hand.click(*pointer, held="alt")
    assert hand.points[-1] == end


def test_alt_meets_an_edge_in_its_direction():
    hand = Hand(polygon("road", SQUARE))
    hand.click(80, 30)
    hand.click(52, 31, held="alt")
    assert hand.points[-1] == (50, 30)


def test_alt_before_the_first_vertex_constrains_nothing():
    hand = Hand()
    hand.click(33, 44, held="alt")
    assert hand.points == [(33, 44)]


WAVE = [(20 + x, 30 + 8 * float(np.sin(x / 6))) for x in range(50)]


def is_simplified(points, line, tolerance=1.0) -> bool:
    kept = LineString(points)
    return len(points) < len(line) / 3 and all(kept.distance(Point(place)) <= tolerance for place in line)


def test_a_drag_with_shift_is_a_freehand_line_in_one_step():
    hand = Hand()
    hand.draw(*WAVE)
    assert hand.points[0] == WAVE[0]
    assert hand.points[-1] == WAVE[-1]
    assert is_simplified(hand.points, WAVE)
    assert hand.path.take_back()
    assert hand.points == [WAVE[0]]


def test_moves_with_shift_draw_without_the_button_until_it_is_let_go():
    hand = Hand()
    hand.click(*WAVE[0])
    for place in WAVE[1:]:
        hand.move(*place, held="shift")
    draft = hand.path.draft()
    assert draft is not None
    assert draft.trail == tuple(WAVE)
    assert draft.cursor is None
    hand.move(*WAVE[-1])
    assert is_simplified(hand.points, WAVE)
    assert hand.path.draft().trail == ()
    hand.click(90, 70)
    assert hand.points[-1] == (90, 70)


def test_after_a_drag_with_shift_the_line_waits_for_the_button():
    hand = Hand()
    hand.draw(*WAVE)
    count = len(hand.points)
    hand.move(90, 60, held="shift")
    assert hand.path.trail == []
    hand.draw((90, 60), (92, 66), (90, 72))
    assert hand.points[count] == (90, 60)
    assert hand.points[-1] == (90, 72)
    hand.move(90, 72)
    hand.move(60, 72, held="shift")
    assert hand.path.trail != []


def test_shift_for_a_key_alone_sets_no_vertex():
    hand = Hand()
    hand.click(20, 20)
    hand.move(60, 60)
    hand.move(60, 60, held="shift")
    hand.move(61, 61, held="shift")
    hand.move(61, 61)
    assert hand.points == [(20, 20)]


def test_a_click_with_shift_is_a_click():
    hand = Hand()
    hand.click(20, 20)
    assert hand.click(60, 60, held="shift")
    assert hand.points == [(20, 20), (60, 60)]
    hand.move(60, 70, held="shift")
    assert hand.click(60, 75, held="shift")
    assert hand.points[-1] == (60, 75)


def test_a_freehand_line_ends_on_what_is_near_and_stays_in_the_image():
    hand = Hand(polygon("road", SQUARE))
    hand.draw((80, 20), (85, 30), (120, 40), (80, 60), (60, 52), (51, 49))
    assert hand.points[-1] == (50, 50)
    assert (100, 40) in hand.points


def test_shift_let_go_away_from_the_canvas_ends_the_line_where_it_was():
    hand = Hand()
    hand.click(*WAVE[0])
    for place in WAVE[1:]:
        hand.move(*place, held="shift")
    hand.path.leave()
    hand.move(95, 75)
    assert hand.points[-1] == WAVE[-1]


def test_the_line_being_drawn_is_taken_back_before_what_stands():
    hand = Hand()
    hand.click(20, 20)
    hand.move(40, 40, held="shift")
    hand.move(40, 60, held="shift")
    assert hand.path.take_back()
    assert hand.path.trail == []
    assert hand.points == [(20, 20)]
    assert hand.path.take_back()
    assert not hand.path.take_back()


def test_the_tolerance_decides_how_many_vertices_stay():
    counts = []
    for tolerance in (0.1, 1.0, 5.0):
        hand = Hand()
        hand.desk.options.freehand_tolerance = tolerance
        hand.draw(*WAVE)
        assert is_simplified(hand.points, WAVE * 3, tolerance)
        counts.append(len(hand.points))
    assert counts[0] > counts[1] > counts[2]


def test_a_run_along_a_neighbour_is_one_step_and_flips():
    hand = Hand(polygon("road", SQUARE))
    hand.click(10, 10)
    hand.move(50, 48)
    assert hand.path.ways.run == ((10, 10), (50, 10), (50, 50))
    assert hand.path.ways.flip()
    assert hand.path.ways.run == ((10, 10), (10, 50), (50, 50))
    hand.click(50, 50)
    assert hand.points == [(10, 10), (10, 50), (50, 50)]
    hand.path.take_back()
    assert hand.points == [(10, 10)]


def test_an_open_path_closes_nowhere():
    hand = Hand(is_ring=False)
    for place in ((20, 20), (60, 20), (60, 60), (20, 20)):
        hand.click(*place)
    assert not hand.path.closes
    assert hand.points[-1] == (20, 20)
    hand = Hand(is_ring=True)
    for place in ((20, 20), (60, 20), (60, 60)):
        hand.click(*place)
    hand.move(21, 21)
    assert hand.path.closes


def test_a_state_keeps_steps_and_goes_on():
    hand = Hand(polygon("road", SQUARE))
    hand.click(10, 10)
    hand.click(50, 50)
    hand.click(70, 70)
    other = Hand()
    other.path.restore(json.loads(json.dumps(hand.path.state())))
    assert other.points == hand.points
    other.path.take_back()
    other.path.take_back()
    assert other.points == [(10, 10)]


@pytest.mark.parametrize("steps", [None, [1], [3, 0], [2, 2], "21", [True, 2], [1.0, 2]], ids=str)
def test_a_state_without_steps_that_fit_has_one_for_each_vertex(steps):
    path = Path(Desk())
    path.restore({"points": [[1, 2], [3, 4], [5, 6]], "steps": steps})
    path.take_back()
    assert path.points == ((1, 2), (3, 4))


PLACES = st.tuples(st.floats(-20, 120), st.floats(-20, 100))
EVENTS = st.lists(
    st.tuples(PLACES, st.sampled_from(("", "shift", "ctrl", "alt")), st.booleans()), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(EVENTS)
def test_whatever_is_done_the_vertices_lie_in_the_image_and_every_step_can_be_taken_back(events):
    hand = Hand(polygon("road", SQUARE))
    for (x, y), held, is_click in events:
        if is_click:
            hand.click(x, y, held)
        else:
            hand.move(x, y, held)
    points = hand.points
    assert all(0 <= x <= 100 and 0 <= y <= 80 for x, y in points)
    assert all(one != other for one, other in pairwise(points))
    for _ in range(len(points) + 1):
        hand.path.take_back()
    assert hand.points == []
