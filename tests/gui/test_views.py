"""How the window shows an image, what it remembers, and the settings that its menus hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.gui import theme
from labeler.gui.canvas.label_layer import ViewMode
from labeler.settings import (
    AUTOSAVE,
    OVERLAY_OPACITY,
    THEME,
    WHEEL_ZOOMS,
    WINDOW_GEOMETRY,
    WINDOW_STATE,
    Settings,
)
from tests.datasets import make_dataset
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on three images, the canvas in the focus."""
    desk.open(make_dataset(tmp_path / "set", 3))
    desk.window.view.setFocus()
    return desk


def test_tab_goes_through_the_views_while_the_canvas_has_the_focus(open_desk: Desk) -> None:
    labels = open_desk.window.view.scene.base.labels
    modes = []
    for _ in range(3):
        open_desk.key(Qt.Key.Key_Tab)
        modes.append(labels.mode)
    assert modes == [ViewMode.LABELS, ViewMode.IMAGE, ViewMode.OVERLAY]
    open_desk.window.file_panel.table.setFocus()
    open_desk.key(Qt.Key.Key_Tab)
    assert labels.mode is ViewMode.OVERLAY
    assert not open_desk.window.file_panel.table.hasFocus()


def test_t_hides_and_shows_outlines(open_desk: Desk) -> None:
    outlines = open_desk.window.view.scene.base.outlines
    open_desk.key("t")
    assert not outlines.is_on
    open_desk.key("t")
    assert outlines.is_on


def test_zoom_keys_and_the_status_line_agree(open_desk: Desk) -> None:
    window = open_desk.window
    open_desk.key(Qt.Key.Key_0, CTRL)
    assert window.status.zoom.text() == "100 %"
    open_desk.key(Qt.Key.Key_Plus, CTRL)
    assert window.status.zoom.text() == "125 %"
    open_desk.key(Qt.Key.Key_Minus, CTRL)
    assert window.status.zoom.text() == "100 %"
    open_desk.key(Qt.Key.Key_F, CTRL)
    assert window.view.scene.viewport.scale == pytest.approx(window.view.scene.viewport.fit_scale)


def test_the_opacity_is_kept(open_desk: Desk, settings: Settings) -> None:
    open_desk.window.context_row._slider.setValue(20)
    assert open_desk.window.view.scene.base.labels.opacity == 0.2
    assert settings.get(OVERLAY_OPACITY) == 0.2


def test_the_status_line_follows_the_pointer_and_every_edit(open_desk: Desk) -> None:
    status = open_desk.window.status
    QTest.mouseMove(open_desk.window.view, open_desk.place(5.5, 6.5))
    assert status.place.text() == "x 5  y 6"
    assert status.class_name.text() == "1  cat"
    open_desk.document.select([0])
    open_desk.key("3")
    assert status.class_name.text() == "7  sky"
    QTest.mouseMove(open_desk.window.view, open_desk.place(-3, 6))
    assert status.place.text() == ""


def test_full_screen_leaves_the_canvas_and_the_hint(open_desk: Desk) -> None:
    window = open_desk.window
    window.actions_["full_screen"].setChecked(True)
    assert window.isFullScreen()
    docks = (window.class_dock, window.shape_dock, window.file_dock)
    assert not any(dock.isVisible() for dock in docks)
    assert not window.tool_column.isVisible()
    assert not window.menuBar().isVisible()
    assert window.status.isVisible()
    window.actions_["full_screen"].setChecked(False)
    assert not window.isFullScreen()
    assert all(dock.isVisible() for dock in docks)
    assert window.menuBar().isVisible()


def test_where_docks_stand_is_remembered(make_desk, settings: Settings, tmp_path: Path) -> None:
    first = make_desk()
    first.open(make_dataset(tmp_path / "set", 1))
    first.window.shape_dock.hide()
    first.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, first.window.file_dock)
    assert first.window.close()
    assert settings.get(WINDOW_GEOMETRY)
    assert settings.get(WINDOW_STATE)
    assert Settings.load(settings.path).get(WINDOW_STATE) == settings.get(WINDOW_STATE)
    second = make_desk()
    assert not second.window.file_dock.isVisible()
    second.open(tmp_path / "set")
    assert second.window.file_dock.isVisible()
    assert not second.window.shape_dock.isVisible()
    left = Qt.DockWidgetArea.LeftDockWidgetArea
    assert second.window.dockWidgetArea(second.window.file_dock) == left


def test_settings_that_cannot_be_written_do_not_keep_the_window_open(desk: Desk, settings: Settings) -> None:
    settings.path.mkdir(parents=True)
    assert desk.window.close()


# Settings in the menus


def test_the_theme_changes_at_once_and_is_kept(open_desk: Desk, settings: Settings) -> None:
    actions = open_desk.window.actions_
    assert actions["theme_system"].isChecked()
    actions["theme_light"].trigger()
    assert theme.current() is theme.LIGHT
    assert settings.get(THEME) == "light"
    assert open_desk.window.status.hint.palette().windowText().color().lightness() < 128
    actions["theme_dark"].trigger()
    assert theme.current() is theme.DARK


def test_switching_autosave_on_saves_what_waits(open_desk: Desk, settings: Settings) -> None:
    action = open_desk.window.actions_["autosave"]
    action.setChecked(False)
    open_desk.key("m")
    open_desk.qtbot.wait(120)
    assert open_desk.document.is_dirty
    assert not settings.get(AUTOSAVE)
    action.setChecked(True)
    open_desk.wait_saved()


def test_the_wheel_does_what_the_menu_says(open_desk: Desk, settings: Settings) -> None:
    open_desk.window.actions_["wheel_zooms"].setChecked(False)
    assert not open_desk.window.view.input.wheel_zooms
    assert not settings.get(WHEEL_ZOOMS)


def test_a_new_class_can_be_named_though_the_panel_was_hidden(open_desk: Desk) -> None:
    open_desk.window.class_dock.hide()
    open_desk.window.actions_["new_class"].trigger()
    assert open_desk.window.class_panel.new_name.hasFocus()
