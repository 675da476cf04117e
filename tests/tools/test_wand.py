"""The wand: presses and drags on a photograph in, pixels of a similar colour out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.edits.shapes import add_shape
from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.flood import similar_pixels
from labeler.core.shapes import polygon
from labeler.tools import wand
from labeler.tools.wand import WandTool
from tests.tools.desk import SIZE, Desk

CAR = 1


def photograph() -> np.ndarray:
    """Columns of grey: 0..9 are 0, 10..19 are 10, ...; the tolerance says how many stripes are taken."""
    grey = np.repeat(np.arange(0, 100, 10, np.uint8), 10)
    pixels = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    pixels[:, :, :3] = grey[None, :, None]
    return pixels


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.photograph = photograph()
    desk.options.wand_tolerance = 10
    desk.tool = WandTool(desk)
    return desk


def shown(desk: Desk) -> tuple[int, int] | None:
    """The columns (first, after the last) of what is shown, over the whole height; None for nothing."""
    draft = desk.tool.draft
    if draft is None or draft.mask is None:
        return None
    assert draft.mask.pixels.all()
    assert draft.mask.pixels.shape[0] == SIZE[1]
    return draft.mask.left, draft.mask.left + draft.mask.pixels.shape[1]


def enter(desk: Desk) -> None:
    desk.push(desk.tool.finish())


def test_a_press_takes_what_is_similar_and_enter_makes_exactly_that_a_shape(desk):
    desk.click(55, 40)
    assert shown(desk) == (40, 70)
    assert desk.shapes == []
    enter(desk)
    expected = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    expected[:, 40:70] = CAR
    np.testing.assert_array_equal(desk.pixels(), expected)
    assert (desk.selection, desk.steps[0].text) == ((0,), "Add similar colour")
    assert not desk.tool.is_busy
    desk.undo()
    assert desk.shapes == []


# Screen pixels to the right, at a scale, and what is shown and the tolerance afterwards.
DRAGS = [
    (0, 1, (40, 70), 10),
    (40, 1, (30, 80), 20),
    (10, 4, (30, 80), 20),
    (-40, 1, (50, 60), 0),
    (-1000, 1, (50, 60), 0),
    (4000, 1, (0, 100), 255),
]


@pytest.mark.parametrize(("across", "scale", "columns", "tolerance"), DRAGS)
def test_a_drag_to_the_right_takes_more_and_to_the_left_less(desk, across, scale, columns, tolerance):
    desk.drag((55, 40), (55 + across, 40), scale=scale)
    assert (shown(desk), desk.options.wand_tolerance) == (columns, tolerance)


def test_the_tolerance_and_the_pixels_stand_beside_the_pointer_during_the_drag(desk):
    desk.press(55, 40)
    desk.move(75, 40)
    draft = desk.tool.draft
    assert (draft.text, draft.cursor) == ("± 15  2,400 px", (75, 40))
    assert "tolerance 15" in desk.tool.hint
    desk.release(75, 40)
    assert desk.tool.draft.text == ""
    assert "Enter: accept" in desk.tool.hint


def test_a_move_that_changes_nothing_paints_nothing_anew(desk):
    desk.press(55, 40)
    before = desk.tool.draft.mask
    desk.move(56, 44)
    assert desk.tool.draft.mask is before


def test_what_a_drag_has_picked_is_not_looked_for_again_when_its_tolerance_is_kept(desk, monkeypatch):
    looked: list[int] = []

    def similar(photograph, column, row, tolerance):
        looked.append(tolerance)
        return similar_pixels(photograph, column, row, tolerance)

    monkeypatch.setattr(wand, "similar_pixels", similar)
    desk.press(55, 40)
    desk.move(95, 40)
    assert len(looked) == 2
    before = desk.tool.draft.mask
    desk.tool.follow_options()
    assert desk.tool.draft.mask is before
    assert len(looked) == 2
    desk.options.wand_hole_size += 1
    desk.tool.follow_options()
    assert len(looked) == 3


def test_what_may_be_painted_is_looked_for_anew_when_that_is_told(desk):
    road = polygon("road", [(45, 0), (49, 0), (49, 80), (45, 80)])
    desk.push(add_shape(desk.annotation, road))
    desk.click(55, 40)
    everything = np.count_nonzero(desk.tool.draft.mask.pixels)
    desk.options.is_behind = True
    desk.tool.follow_options()
    assert np.count_nonzero(desk.tool.draft.mask.pixels) == everything - 4 * SIZE[1]


def test_the_next_press_begins_with_the_tolerance_of_the_last(desk):
    desk.drag((55, 40), (95, 40))
    desk.click(5, 40)
    assert shown(desk) == (0, 30)


def test_a_click_inside_accepts(desk):
    desk.click(55, 40)
    desk.click(45, 10)
    assert np.count_nonzero(desk.pixels()) == 30 * SIZE[1]
    assert desk.tool.draft is None


def test_a_double_click_picks_and_accepts(desk):
    desk.double_click(55, 40)
    assert len(desk.shapes) == 1
    assert not desk.tool.is_busy


def test_a_click_outside_picks_another_region_instead(desk):
    desk.click(55, 40)
    desk.click(5, 40)
    assert shown(desk) == (0, 20)


def test_shift_adds_a_region_and_two_that_do_not_meet_become_a_group(desk):
    desk.click(5, 40)
    desk.click(95, 40, held="shift")
    enter(desk)
    assert [shape.group_id for shape in desk.shapes] == [1, 1]
    assert np.count_nonzero(desk.pixels()) == 40 * SIZE[1]


@pytest.mark.parametrize("held", ["alt", "ctrl"])
def test_alt_or_ctrl_cuts_what_it_presses_out_of_what_is_picked(desk, held):
    desk.drag((55, 40), (95, 40))
    desk.drag((35, 40), (-5, 40), held=held)
    draft = desk.tool.draft
    assert draft.mask.pixels.any(axis=0).tolist() == [False] * 20 + [True] * 30


def test_alt_with_nothing_picked_or_all_taken_away_leaves_nothing(desk):
    desk.click(55, 40, held="alt")
    assert desk.tool.draft is None
    desk.click(55, 40)
    desk.click(55, 40, held="alt")
    assert desk.tool.draft is None
    enter(desk)
    assert desk.shapes == []


def test_the_tolerance_above_the_canvas_changes_what_was_picked_last(desk):
    desk.click(5, 40)
    desk.click(95, 40, held="shift")
    desk.options.wand_tolerance = 0
    desk.tool.follow_options()
    assert desk.tool.draft.mask.pixels.any(axis=0).tolist() == [True] * 20 + [False] * 70 + [True] * 10


def test_backspace_takes_the_last_press_back_and_then_all(desk):
    desk.click(5, 40)
    desk.click(95, 40, held="shift")
    assert desk.tool.take_back()
    assert shown(desk) == (0, 20)
    assert desk.tool.take_back()
    assert desk.tool.draft is None
    assert not desk.tool.take_back()


def test_esc_drops_everything(desk):
    desk.click(5, 40)
    assert desk.tool.cancel() is None
    assert (desk.tool.draft, desk.shapes) == (None, [])


def test_small_holes_are_filled_and_larger_ones_stay(desk):
    desk.photograph[10, 52] = desk.photograph[40:43, 52:55] = 200
    desk.options.wand_hole_size = 1
    desk.click(55, 60)
    assert np.count_nonzero(~desk.tool.draft.mask.pixels) == 9
    desk.options.wand_hole_size = 9
    desk.tool.follow_options()
    assert desk.tool.draft.mask.pixels.all()
    desk.options.wand_hole_size = 0
    desk.tool.follow_options()
    enter(desk)
    assert [len(hole) for hole in desk.shapes[0].holes] == [4, 4]


@pytest.mark.parametrize("place", [(-1, 5), (5, 80), (100, 5)])
def test_a_press_beside_the_image_says_so(desk, place):
    with pytest.raises(ToolError, match="beside the image"):
        desk.press(*place)
    assert desk.tool.draft is None


def test_without_a_photograph_or_a_class_nothing_is_picked(desk):
    desk.photograph = None
    with pytest.raises(ToolError, match="not there in full yet"):
        desk.press(5, 5)
    desk.current_class = None
    with pytest.raises(NoCurrentClassError):
        desk.press(5, 5)


def test_in_a_large_image_only_what_lies_around_the_press_is_looked_at(desk, monkeypatch):
    assert "reaches" not in desk.tool.hint
    monkeypatch.setattr(wand, "_WHOLE", 100)
    monkeypatch.setattr(wand, "_REACH", 16)
    assert "reaches 16 px around the press" in desk.tool.hint
    desk.drag((55, 40), (1000, 40))
    draft = desk.tool.draft
    assert (draft.mask.left, draft.mask.top, draft.mask.pixels.shape) == (39, 24, (32, 32))
    desk.click(99, 0, held="shift")
    assert desk.tool.draft.mask.pixels.shape == (56, 61)


def test_what_may_not_be_covered_is_neither_shown_nor_taken(desk):
    road = polygon("road", [(45.3, 0), (48.7, 0), (48.7, 80), (45.3, 80)])
    desk.push(add_shape(desk.annotation, road))
    desk.options.is_behind = True
    desk.click(55, 40)
    mask = desk.tool.draft.mask.pixels
    assert np.count_nonzero(mask) == 26 * SIZE[1]
    enter(desk)
    left = desk.pixels()[:, 40:70] == CAR
    np.testing.assert_array_equal(left, mask)


presses = st.lists(
    st.tuples(
        st.integers(0, 39), st.integers(0, 29), st.sampled_from(["", "shift", "alt"]), st.integers(0, 80)
    ),
    min_size=1,
    max_size=4,
)


@given(presses, st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_the_new_shapes_give_exactly_the_pixels_that_were_shown(events, seed):
    desk = Desk(size=(40, 30))
    desk.photograph = np.random.default_rng(seed).integers(0, 120, (30, 40, 4), np.uint8)
    desk.options.wand_hole_size = seed % 5
    desk.tool = WandTool(desk)
    for column, row, held, tolerance in events:
        desk.options.wand_tolerance = tolerance
        try:
            desk.click(column + 0.5, row + 0.5, held=held)
        except ToolError as error:
            pytest.fail(str(error))
    draft = desk.tool.draft
    expected = desk.pixels()  # a press on what was picked has accepted it
    if draft is not None and draft.mask is not None:
        mask = draft.mask
        height, width = mask.pixels.shape
        expected[mask.top : mask.top + height, mask.left : mask.left + width][mask.pixels] = CAR
        enter(desk)
        np.testing.assert_array_equal(desk.pixels(), expected)
