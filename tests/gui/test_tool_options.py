"""The options of the tool in the hand: settings, row and canvas follow each other."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSpinBox, QToolButton

from labeler.gui.brush_size import next_size
from labeler.gui.tool_options import SPECS
from labeler.settings import ALL
from labeler.settings.drawing import BRUSH_SIZE, DRAWING, SQUARE_BRUSH
from labeler.tools.options import ToolOptions
from labeler.tools.registry import TOOLS
from tests.datasets import make_dataset
from tests.windows import LEFT, Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 2)


@pytest.fixture
def brush(desk: Desk, folder: Path) -> Desk:
    """A window with the brush in the hand and the pointer on the canvas."""
    desk.open(folder)
    desk.window.resize(1280, 800)
    QTest.qWait(30)
    desk.window.actions_["tool_brush"].trigger()
    desk.window.view.setFocus()
    QTest.mouseMove(desk.window.view, desk.place(10, 10))
    return desk


def field(desk: Desk, name: str):
    return desk.window.context_row.tool_options.fields[name]


def shown(desk: Desk) -> set[str]:
    options = desk.window.context_row.tool_options
    return {name for name, widget in options.fields.items() if widget.isVisible()}


def turn(desk: Desk, angle: int, modifiers=Qt.KeyboardModifier.ControlModifier) -> None:
    view = desk.window.view
    place = QPointF(desk.place(10, 10))
    event = QWheelEvent(
        place,
        view.mapToGlobal(place),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_every_option_has_a_setting_of_the_same_default_and_a_place() -> None:
    options, known = ToolOptions(), {each.name for each in fields(ToolOptions)}
    for spec in SPECS:
        assert spec.field in known
        assert getattr(options, spec.field) == spec.setting.default
        assert spec.setting in ALL
    named = {name for tool in TOOLS.values() for name in tool.options}
    assert named <= {spec.field for spec in SPECS}
    assert {setting.section for setting in DRAWING if setting.text} == {"Drawing"}


def test_only_the_options_of_the_tool_in_the_hand_are_shown(brush: Desk) -> None:
    row = brush.window.context_row.tool_options
    for name, tool in TOOLS.items():
        brush.window.actions_[name].trigger()
        assert shown(brush) == set(tool.options), name
        assert all(widget.isEnabled() for widget in row.fields.values())


@pytest.mark.parametrize("name", TOOLS)
def test_the_options_of_every_tool_fit_a_window_of_1280_pixels(brush: Desk, name: str) -> None:
    brush.choose("car")
    brush.window.actions_[name].trigger()
    QTest.qWait(30)
    row = brush.window.context_row
    assert row.width() == 1280
    assert row.fit.hidden <= 3
    for widget in (*row.tool_options.fields.values(), row.widgetForAction(brush.window.actions_["adjust"])):
        if widget.isVisible():
            right = widget.mapTo(row, QPoint(widget.width(), 0)).x()
            assert right <= row.width()
            assert widget.width() >= widget.minimumSizeHint().width()


def test_an_option_stands_in_the_same_order_whichever_tool_was_taken_up_first(brush: Desk) -> None:
    for name in ("tool_wand", "tool_freehand", "tool_brush", "tool_polygon", "tool_select"):
        brush.window.actions_[name].trigger()
    row = brush.window.context_row.tool_options
    for name, tool in TOOLS.items():
        brush.window.actions_[name].trigger()
        QTest.qWait(1)
        lefts = [row.fields[spec.field].x() for spec in SPECS if spec.field in tool.options]
        assert lefts == sorted(lefts)
        for field_name, label in row._labels.items():
            assert label.x() < row.fields[field_name].x() or field_name not in tool.options


def test_in_a_narrow_window_options_come_back_with_a_tool_that_has_fewer(brush: Desk) -> None:
    actions, row = brush.window.actions_, brush.window.context_row
    brush.window.resize(800, 600)
    actions["tool_wand"].trigger()
    QTest.qWait(30)
    assert not row.tool_options.isVisible()
    actions["tool_rectangle"].trigger()
    QTest.qWait(30)
    assert row.tool_options.isVisible()


def test_a_typed_size_is_kept_and_the_stamp_follows(brush: Desk) -> None:
    size = field(brush, "brush_size")
    assert isinstance(size, QSpinBox)
    size.setFocus()
    size.selectAll()
    QTest.keyClicks(size, "7")
    QTest.keyClick(size, Qt.Key.Key_Return)
    assert brush.window.focusWidget() is brush.window.view
    assert brush.window.settings.get(BRUSH_SIZE) == 7
    assert brush.window.session.options.brush_size == 7
    QTest.mouseMove(brush.window.view, brush.place(12, 12))
    (ring,) = brush.window.view.tool.draft.edges
    assert max(x for x, _ in ring) - min(x for x, _ in ring) == 7


def test_a_button_switches_and_says_so(brush: Desk) -> None:
    button = field(brush, "is_brush_square")
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, LEFT)
    assert brush.window.settings.get(SQUARE_BRUSH)
    assert brush.document.options.is_brush_square
    brush.window.settings.set(SQUARE_BRUSH, False)
    assert not button.isChecked()
    assert "square" in button.toolTip()


def test_the_tooltip_of_a_size_names_its_keys(brush: Desk) -> None:
    assert "[ ]" in field(brush, "brush_size").toolTip()
    brush.window.settings.set(BRUSH_SIZE, 40)
    assert field(brush, "brush_size").value() == 40


def test_what_a_gesture_sets_becomes_the_setting(brush: Desk) -> None:
    brush.document.options.brush_size = 33
    brush.window.view.update()
    brush.qtbot.waitUntil(lambda: brush.window.settings.get(BRUSH_SIZE) == 33)
    assert field(brush, "brush_size").value() == 33


def test_settings_of_another_day_are_taken_up(make_desk, settings, folder: Path) -> None:
    settings.set(BRUSH_SIZE, 90)
    desk = make_desk()
    desk.open(folder)
    assert desk.document.options.brush_size == 90


def test_brackets_change_the_size_while_a_brush_is_in_the_hand(brush: Desk) -> None:
    brush.window.settings.set(BRUSH_SIZE, 20)
    brush.key("]")
    assert brush.window.settings.get(BRUSH_SIZE) == 25
    brush.key("[")
    brush.key("[")
    assert brush.window.settings.get(BRUSH_SIZE) == 18
    brush.window.actions_["tool_polygon"].trigger()
    assert not brush.window.actions_["brush_larger"].isEnabled()


def test_ctrl_and_wheel_change_the_size_by_whole_notches_and_the_zoom_stays(brush: Desk) -> None:
    brush.window.settings.set(BRUSH_SIZE, 20)
    scale = brush.window.view.scene.viewport.scale
    turn(brush, 120)
    turn(brush, -240)
    for _ in range(3):
        turn(brush, -40)
    assert brush.window.settings.get(BRUSH_SIZE) == 16
    assert brush.window.view.scene.viewport.scale == scale
    brush.window.actions_["tool_select"].trigger()
    turn(brush, 120)
    assert brush.window.settings.get(BRUSH_SIZE) == 16
    assert brush.window.view.scene.viewport.scale > scale


@pytest.mark.parametrize(
    ("size", "larger", "smaller"), [(1, 2, 1), (9, 10, 8), (15, 16, 14), (50, 60, 45), (1000, 1000, 900)]
)
def test_steps_grow_with_the_size(size: int, larger: int, smaller: int) -> None:
    assert next_size(size, 1) == larger
    assert next_size(size, -1) == smaller


def test_the_settings_window_has_a_section_for_drawing(brush: Desk) -> None:
    brush.window.actions_["settings"].trigger()
    from labeler.gui.dialogs.settings_dialog import SettingsDialog

    dialog = brush.window.findChild(SettingsDialog)
    assert "Drawing" in dialog.form.sections
    dialog.close()
