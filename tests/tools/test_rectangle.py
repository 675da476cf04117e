"""The rectangle tool, and what it has in common with the ellipse tool: drags and clicks in, a shape out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.shapes import ShapeKind, polygon
from labeler.tools.base import Cursor
from labeler.tools.box_drawing import spanned
from labeler.tools.ellipse import EllipseTool
from labeler.tools.rectangle import RectangleTool
from tests.tools.desk import SIZE, Desk

THIRD = 100 / 3


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.tool = RectangleTool(desk)
    return desk


def corners(desk: Desk) -> list[tuple[float, float]]:
    (shape,) = desk.shapes
    assert shape.kind is ShapeKind.RECTANGLE
    assert shape.class_name == "car"
    return [tuple(point) for point in shape.points.tolist()]


@pytest.mark.parametrize(
    ("held", "end", "expected"),
    [
        ("", (60, 50), [(20, 20), (60, 50)]),
        ("", (10, 8), [(20, 20), (10, 8)]),
        ("", (300, -50), [(20, 20), (100, 0)]),
        ("shift", (60, 50), [(20, 20), (60, 60)]),
        ("shift", (60, 10), [(20, 20), (40, 0)]),
        ("shift", (10, 90), [(20, 20), (0, 40)]),
        ("alt", (30, 25), [(10, 15), (30, 25)]),
        ("alt", (60, 25), [(0, 15), (40, 25)]),
        ("shift alt", (26, 35), [(5, 5), (35, 35)]),
        ("shift alt", (26, 60), [(0, 0), (40, 40)]),
    ],
    ids=str,
)
def test_a_drag_spans_it(desk, held, end, expected):
    desk.press(20, 20)
    desk.move(25, 25)
    desk.move(*end, held=held)
    desk.release(*end, held=held)
    assert corners(desk) == expected
    assert not desk.tool.is_busy


def test_two_clicks_span_it_too(desk):
    desk.click(20, 20)
    assert desk.tool.is_busy
    assert desk.tool.hint.startswith("Click to finish")
    desk.click(60, 50)
    assert corners(desk) == [(20, 20), (60, 50)]


def test_it_is_one_step_and_lies_on_top(desk):
    desk.drag((20, 20), (60, 50))
    assert [step.text for step in desk.steps] == ["Add rectangle"]
    desk.undo()
    assert desk.shapes == []


def test_both_corners_snap_and_the_marks_show_it():
    desk = Desk(polygon("road", ((THIRD, 10), (60, 10), (60, 50), (THIRD, 50))))
    desk.tool = RectangleTool(desk)
    desk.move(31, 12)
    assert desk.tool.draft.snap == (THIRD, 10)
    assert not desk.tool.is_busy
    desk.press(31, 12)
    desk.move(10, 77)
    assert desk.tool.draft.snap == (10, 80)
    desk.release(10, 77)
    assert desk.shapes[-1].points.tolist() == [[THIRD, 10], [10, 80]]
    desk.drag((31, 12), (10, 70), held="ctrl")
    assert desk.shapes[-1].points.tolist() == [[31, 12], [10, 70]]


def test_the_draft_is_the_outline_with_width_and_height(desk):
    desk.press(20, 20)
    desk.move(60, 50.25)
    draft = desk.tool.draft
    assert draft.rings == (((20, 20), (60, 20), (60, 50.25), (20, 50.25)),)
    assert draft.text == "40 × 30.2 px"
    assert draft.cursor == (60, 50.25)
    assert desk.tool.hint.startswith("Release to finish")


def test_without_area_there_is_no_outline(desk):
    desk.press(20, 20)
    assert desk.tool.draft.rings == ()
    assert desk.tool.draft.text == "0 × 0 px"


@pytest.mark.parametrize(
    ("end", "side"), [((60, 20), "height"), ((20, 60), "width"), ((60, 20 + 1e-14), "height")]
)
def test_a_side_without_length_is_refused_in_words_and_waits(desk, end, side):
    with pytest.raises(ToolError, match=f"rectangle has no {side}"):
        desk.drag((20, 20), end)
    assert desk.shapes == []
    desk.click(60, 60)
    assert corners(desk) == [(20, 20), (60, 60)]


def test_a_double_click_on_one_place_sets_one_corner(desk):
    desk.double_click(20, 20)
    assert desk.shapes == []
    assert desk.tool.is_busy


def test_enter_sets_the_other_corner_at_the_pointer(desk):
    desk.click(20, 20)
    desk.move(60, 50)
    desk.push(desk.tool.finish())
    assert corners(desk) == [(20, 20), (60, 50)]


@pytest.mark.parametrize("drop", ["take_back", "cancel"])
def test_backspace_and_esc_drop_the_first_corner(desk, drop):
    desk.click(20, 20)
    getattr(desk.tool, drop)()
    assert not desk.tool.is_busy
    assert not desk.tool.take_back()
    desk.move(60, 60)
    assert desk.tool.draft is None


def test_it_waits_where_the_pointer_left(desk):
    desk.click(20, 20)
    desk.move(60, 50)
    desk.tool.leave()
    assert desk.tool.draft.rings != ()
    desk.tool.cancel()
    desk.move(99, 50)
    desk.tool.leave()
    assert desk.tool.draft is None


def test_without_a_class_nothing_is_begun(desk):
    desk.current_class = None
    with pytest.raises(NoCurrentClassError):
        desk.click(20, 20)
    assert not desk.tool.is_busy


def test_a_class_that_went_meanwhile_keeps_the_first_corner(desk):
    desk.click(20, 20)
    desk.move(60, 50)
    desk.current_class = None
    with pytest.raises(NoCurrentClassError):
        desk.tool.finish()
    assert desk.tool.is_busy


def test_the_first_press_clears_the_selection(desk):
    desk.drag((20, 20), (60, 50))
    desk.select((0,))
    desk.press(70, 60)
    assert desk.selection == ()


@pytest.mark.parametrize("tool", [RectangleTool, EllipseTool])
def test_every_hint_fits_the_status_line_and_names_the_modifiers(desk, tool):
    desk.tool = tool(desk)
    hints = [desk.tool.hint]
    desk.press(20, 20)
    hints.append(desk.tool.hint)
    desk.release(20, 20)
    hints.append(desk.tool.hint)
    assert len(set(hints)) == 3
    for hint in hints:
        assert len(hint) <= 100
        assert all(key in hint for key in ("Shift", "Alt", "Ctrl", tool.square_noun))
    assert desk.tool.cursor is Cursor.CROSS
    assert desk.tool.is_drawing


PLACES = st.tuples(st.floats(0, SIZE[0]), st.floats(0, SIZE[1]))


@settings(max_examples=100)
@given(PLACES, PLACES, st.booleans(), st.booleans())
def test_every_box_lies_in_the_image(start, end, is_square, is_centred):
    (x0, y0), (x1, y1) = spanned(start, end, SIZE, is_square=is_square, is_centred=is_centred)
    assert 0 <= min(x0, x1) <= max(x0, x1) <= SIZE[0]
    assert 0 <= min(y0, y1) <= max(y0, y1) <= SIZE[1]
    if is_square:
        assert abs(x1 - x0) == pytest.approx(abs(y1 - y0), abs=1e-9)
    if is_centred:
        assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx(start, abs=1e-9)
    else:
        assert (x0, y0) == start


@pytest.mark.parametrize("start", [THIRD, 0.1, 99.7, 100 / 7])
def test_the_far_border_is_met_exactly(start):
    _, (x, _) = spanned((start, 20), (100, 21), (100, 500), is_square=True)
    assert x == 100
