"""The fill tool: clicks in, filled regions out."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.shapes import Shape, polygon
from labeler.tools import fill
from labeler.tools.fill import FillTool
from tests.tools.desk import SIZE, Desk

CAR, ROAD = 1, 2


def bar(left: float, right: float, class_name: str = "road") -> Shape:
    """A shape from the top of the image to its bottom."""
    return polygon(class_name, [(left, 0), (right, 0), (right, SIZE[1]), (left, SIZE[1])])


def desk_of(*shapes: Shape, **how) -> Desk:
    desk = Desk(*shapes, **how)
    desk.tool = FillTool(desk)
    return desk


# Where is clicked on an image with a bar from 40 to 60, and which columns become car.
CLICKS = [((10, 10), (0, 40)), ((80, 70), (60, 100)), ((0, 0), (0, 40)), ((99.9, 79.9), (60, 100))]


@pytest.mark.parametrize(("place", "columns"), CLICKS)
def test_a_click_fills_the_region_under_it_and_undo_takes_it_back(place, columns):
    desk = desk_of(bar(40, 60))
    before = desk.pixels()
    desk.click(*place)
    expected = before.copy()
    expected[:, columns[0] : columns[1]] = CAR
    np.testing.assert_array_equal(desk.pixels(), expected)
    assert (desk.selection, [step.text for step in desk.steps]) == ((1,), ["Fill region"])
    desk.undo()
    np.testing.assert_array_equal(desk.pixels(), before)


def test_the_region_under_the_pointer_is_shown_with_its_pixels():
    desk = desk_of(bar(40, 60))
    desk.move(10, 10)
    draft = desk.tool.draft
    assert (draft.text, draft.cursor, draft.mask.pixels.shape) == ("3,200 px", (10, 10), (80, 40))
    desk.move(11, 12)
    assert desk.tool.draft.mask is draft.mask, "the same region is not looked for again"
    desk.move(80, 10)
    assert desk.tool.draft.mask.left == 60
    assert not desk.tool.is_busy


@pytest.mark.parametrize("place", [(50, 10), (-1, 10), (10, 80)])
def test_nothing_is_shown_where_a_click_fills_nothing(place):
    desk = desk_of(bar(40, 60))
    desk.move(10, 10)
    desk.move(*place)
    assert desk.tool.draft is None
    assert "Click where nothing is labelled" in desk.tool.hint


def test_what_is_shown_goes_with_the_pointer_and_follows_edits():
    desk = desk_of(bar(40, 60))
    desk.click(10, 10)
    assert desk.tool.draft is None, "it is labelled now"
    desk.undo()
    assert desk.tool.draft is not None
    desk.tool.leave()
    assert desk.tool.draft is None
    desk.move(10, 10)
    assert "Click to give this region" in desk.tool.hint


@pytest.mark.parametrize(
    ("place", "words"),
    [((50, 10), "This is road already; click"), ((-5, 10), "nothing to fill beside the image")],
)
def test_a_click_on_no_region_says_why_nothing_is_filled(place, words):
    desk = desk_of(bar(40, 60))
    with pytest.raises(ToolError, match=words):
        desk.click(*place)


def test_a_hidden_shape_keeps_its_pixels_and_is_named():
    desk = desk_of(bar(40, 60), bar(40, 60, "sky"))
    desk.hidden = {1}
    with pytest.raises(ToolError, match="This is sky already, though it is hidden"):
        desk.click(50, 10)


def test_without_a_class_it_is_asked_for_and_background_is_none():
    with pytest.raises(NoCurrentClassError):
        desk_of(current_class=None).click(10, 10)
    with pytest.raises(ToolError, match="background already"):
        desk_of(current_class="background").click(10, 10)


def test_the_second_press_of_a_double_click_fills_nothing_more():
    desk = desk_of(bar(40, 60))
    desk.double_click(10, 10)
    assert len(desk.shapes) == 2


def test_a_large_image_shows_no_region_but_fills_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fill, "_MOST_SHOWN", 100)
    desk = desk_of(bar(40, 60))
    desk.move(10, 10)
    assert desk.tool.draft is None
    desk.click(10, 10)
    assert np.count_nonzero(desk.pixels() == CAR) == 3200


def test_draw_behind_without_background_leaves_nothing_to_fill():
    desk = desk_of(bar(40, 60))
    desk.options.is_behind, desk.options.paints_over = True, frozenset({"road"})
    with pytest.raises(ToolError, match="Draw behind"):
        desk.click(10, 10)
