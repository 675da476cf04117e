"""Drawing in the real window: mouse and keys on the canvas, undo and redo, and the file that is saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.core.shapes import ShapeKind
from labeler.settings import Settings
from labeler.settings.drawing import FREEHAND_TOLERANCE, SNAP
from tests.datasets import CLASSES, shape, write_photograph, write_shapes
from tests.windows import LEFT, Desk

Key = Qt.Key
NONE, SHIFT, ALT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
SIZE = (160, 120)
ROAD = [(0, 80), (40, 70.125), (80, 80), (120, 68.0625), (160, 80), (160, 120), (0, 120)]


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on a photograph with one shape at its bottom, and the class `cat` in the hand."""
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "classes.csv").write_text(CLASSES, encoding="utf-8")
    write_shapes(write_photograph(folder / "a1.jpg", SIZE), [shape("dog", ROAD)], SIZE)
    desk.open(folder)
    desk.choose("cat")
    desk.window.view.setFocus()
    return desk


def mouse(desk: Desk, kind: QEvent.Type, place: tuple[float, float], held=NONE, *, is_down=False) -> None:
    view = desk.window.view
    at = QPointF(desk.place(*place))
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else LEFT
    buttons = LEFT if is_down else Qt.MouseButton.NoButton
    QApplication.sendEvent(view, QMouseEvent(kind, at, view.mapToGlobal(at), button, buttons, held))


def move(desk: Desk, *place: float, held=NONE, is_down=False) -> None:
    mouse(desk, QEvent.Type.MouseMove, place, held, is_down=is_down)


def drag(desk: Desk, *places: tuple[float, float], held=NONE) -> None:
    move(desk, *places[0], held=held)
    mouse(desk, QEvent.Type.MouseButtonPress, places[0], held, is_down=True)
    for place in places[1:]:
        move(desk, *place, held=held, is_down=True)
    mouse(desk, QEvent.Type.MouseButtonRelease, places[-1], held)


def saved(desk: Desk) -> dict:
    """What the file says of the last shape."""
    desk.wait_saved()
    path = desk.document.image.path.with_suffix(".json")
    return json.loads(path.read_text(encoding="utf-8"))["shapes"][-1]


def points(desk: Desk) -> list[tuple[float, float]]:
    return [tuple(place) for place in desk.shapes[-1].points.tolist()]


def undo_and_redo(desk: Desk) -> None:
    """One step back leaves the neighbour alone, one forward brings the shape again."""
    before = desk.shapes[-1]
    desk.key(Key.Key_Z, CTRL)
    assert len(desk.shapes) == 1
    desk.key(Key.Key_Z, CTRL | SHIFT)
    assert len(desk.shapes) == 2
    assert (desk.shapes[-1].points == before.points).all()


def hint(desk: Desk) -> str:
    return desk.window.status.hint.text()


def test_a_polygon_follows_the_border_of_its_neighbour_exactly(desk: Desk) -> None:
    desk.key("p")
    desk.click(159, 2)
    desk.click(160, 80)
    move(desk, 40, 71)
    assert hint(desk).startswith("Click to take over the border · Y other way")
    desk.click(40, 71)
    desk.click(1, 1)
    desk.key(Key.Key_Return)
    assert points(desk) == [(160, 0), (160, 80), (120, 68.0625), (80, 80), (40, 70.125), (0, 0)]
    undo_and_redo(desk)
    written = saved(desk)
    assert written["shape_type"] == "polygon"
    assert [120.0, 68.0625] in written["points"]


def test_y_takes_the_other_way_and_backspace_all_of_it_back(desk: Desk) -> None:
    action = desk.window.actions_["other_way"]
    desk.key("p")
    assert not action.isEnabled()
    desk.click(80, 80)
    assert action.isEnabled()
    move(desk, 120, 69)
    draft = desk.window.view.tool.draft
    assert len(draft.run) == 2
    desk.key("y")
    assert len(desk.window.view.tool.draft.run) == 7
    desk.key("y")
    assert desk.window.view.tool.draft.run == ()
    desk.key("y")
    desk.key("y")
    desk.click(120, 69)
    assert len(desk.window.view.tool.draft.points) == 7
    desk.key(Key.Key_Backspace)
    assert desk.window.view.tool.draft.points == ((80, 80),)
    desk.key(Key.Key_Escape)
    assert not action.isEnabled()


def test_ctrl_and_the_action_switch_snapping_off(desk: Desk, settings: Settings) -> None:
    desk.key("p")
    move(desk, 81, 79)
    assert desk.window.view.tool.draft.snap == (80, 80)
    move(desk, 81, 79, held=CTRL)
    assert desk.window.view.tool.draft is None
    desk.window.actions_["snap"].trigger()
    assert settings.get(SNAP) is False
    move(desk, 81, 79)
    assert desk.window.view.tool.draft is None
    settings.set(SNAP, True)
    assert desk.window.actions_["snap"].isChecked()
    move(desk, 81, 79)
    assert desk.window.view.tool.draft.snap == (80, 80)


WAVE = [(20 + x, 40 + (x % 10) / 5) for x in range(60)]


def test_shift_draws_freehand_and_clicks_go_on(desk: Desk) -> None:
    desk.key("p")
    drag(desk, *WAVE, held=SHIFT)
    move(desk, 79, 20)
    count = len(desk.window.view.tool.draft.points)
    assert 2 <= count < 20
    desk.click(79, 20)
    desk.click(20, 20)
    desk.key(Key.Key_Return)
    assert len(points(desk)) == count + 2
    undo_and_redo(desk)


def test_shift_held_without_the_button_draws_until_it_is_let_go(desk: Desk) -> None:
    view = desk.window.view
    desk.key("p")
    desk.click(*WAVE[0])
    QTest.keyPress(view, Key.Key_Shift, SHIFT)
    for place in WAVE[1:]:
        move(desk, *place, held=SHIFT)
    assert len(view.tool.draft.trail) > 30
    assert "release Shift" in hint(desk)
    QTest.keyRelease(view, Key.Key_Shift, NONE)
    assert view.tool.draft.trail == ()
    assert 2 <= len(view.tool.draft.points) < 20


def test_alt_keeps_to_a_direction_and_two_vertices_are_a_rectangle(desk: Desk) -> None:
    desk.key("p")
    desk.click(20, 20)
    move(desk, 60, 56, held=ALT)
    draft = desk.window.view.tool.draft
    assert draft.cursor[0] == draft.cursor[1]
    desk.click(60, 57)
    assert "Enter makes a rectangle" in hint(desk)
    desk.key(Key.Key_Return)
    assert desk.shapes[-1].kind is ShapeKind.RECTANGLE
    undo_and_redo(desk)
    assert saved(desk)["shape_type"] == "rectangle"


@pytest.mark.parametrize(
    ("key", "kind", "written"), [("r", ShapeKind.RECTANGLE, "rectangle"), ("c", ShapeKind.ELLIPSE, "polygon")]
)
def test_a_drag_draws_and_the_kind_lasts_until_a_vertex_is_added(desk: Desk, key, kind, written) -> None:
    desk.key(key)
    drag(desk, (20, 20), (30, 30), (60, 50))
    assert desk.shapes[-1].kind is kind
    assert desk.document.selection == (1,)
    undo_and_redo(desk)
    assert saved(desk)["shape_type"] == written
    desk.key("v")
    handle = (59.5, 49.5) if kind is ShapeKind.RECTANGLE else (59.5, 35)
    drag(desk, handle, (65, 40), (70, 45))
    assert desk.shapes[-1].kind is kind
    assert desk.shapes[-1].bounds.right == pytest.approx(70, abs=0.8)
    assert saved(desk)["shape_type"] == written
    ring = desk.shapes[-1].rings[0]
    x, y = (ring[0] * 0.7 + ring[1] * 0.3 if key == "r" else ring[len(ring) * 3 // 8]).tolist()
    desk.click(x, y, ALT)
    assert desk.shapes[-1].kind is ShapeKind.POLYGON
    assert saved(desk)["shape_type"] == "polygon"
    desk.key(Key.Key_Z, CTRL)
    assert desk.shapes[-1].kind is kind


def test_a_click_and_a_click_draw_too_and_esc_drops_the_first(desk: Desk) -> None:
    desk.key("r")
    desk.click(20, 20)
    desk.key(Key.Key_Escape)
    assert not desk.window.view.tool.is_busy
    desk.click(30, 20)
    desk.click(60, 50)
    assert desk.shapes[-1].kind is ShapeKind.RECTANGLE
    assert desk.shapes[-1].bounds.left == pytest.approx(30, abs=0.2)


def test_a_rectangle_without_height_is_refused_in_words(desk: Desk) -> None:
    desk.key("r")
    desk.click(20, 20)
    desk.click(60, 20)
    assert "no height" in hint(desk)
    assert len(desk.shapes) == 1


LASSO = [(50, 20), (70, 25), (80, 40), (70, 55), (50, 60), (30, 55), (20, 40), (30, 25), (40, 21), (48, 20)]


def test_a_freehand_shape_is_simplified_anew_by_another_tolerance(desk: Desk, settings: Settings) -> None:
    desk.key("f")
    drag(desk, *LASSO)
    count = len(points(desk))
    assert count >= 8
    settings.set(FREEHAND_TOLERANCE, 8.0)
    assert len(points(desk)) < count
    settings.set(FREEHAND_TOLERANCE, 12.0)
    assert [desk.document.undo_stack.text(step) for step in range(2)] == [
        "Add freehand shape",
        "Simplify freehand shape",
    ]
    desk.key(Key.Key_Z, CTRL)
    assert len(points(desk)) == count
    undo_and_redo(desk)
    assert saved(desk)["shape_type"] == "polygon"


def test_esc_drops_a_line_and_a_click_comes_to_nothing(desk: Desk) -> None:
    view = desk.window.view
    desk.key("f")
    mouse(desk, QEvent.Type.MouseButtonPress, LASSO[0], is_down=True)
    for place in LASSO[1:5]:
        move(desk, *place, is_down=True)
    desk.key(Key.Key_Escape)
    mouse(desk, QEvent.Type.MouseButtonRelease, LASSO[4])
    desk.click(30, 30)
    assert len(desk.shapes) == 1
    assert not view.tool.is_busy


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("p", {"snaps", "freehand_tolerance"}),
        ("r", {"snaps"}),
        ("c", {"snaps"}),
        ("f", {"snaps", "freehand_tolerance"}),
    ],
)
def test_the_options_of_the_tool_stand_above_the_canvas(desk: Desk, key: str, fields: set[str]) -> None:
    desk.key(key)
    row = desk.window.context_row.tool_options
    shown = {name for name, widget in row.fields.items() if not widget.isHidden()}
    assert fields <= shown
