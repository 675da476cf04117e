"""Settings and sheet open from the menu; what is set applies at once everywhere and is soon on the disk."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from labeler.gui import app, settings_windows, theme
from labeler.gui.preferences import bind
from labeler.gui.settings_windows import SettingsWindows
from labeler.settings import (
    AUTOSAVE,
    KEYS,
    OVERLAY_OPACITY,
    SYSTEM_THEME,
    TEXT_SIZE,
    THEME,
    WHEEL_ZOOMS,
    Settings,
)
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def windows(desk: Desk) -> SettingsWindows:
    return desk.window.findChild(SettingsWindows)


def test_the_menu_opens_the_settings_and_again_the_same(desk: Desk, windows: SettingsWindows) -> None:
    desk.window.actions_["settings"].trigger()
    dialog = windows.dialog()
    assert dialog.isVisible()
    dialog.close()
    QTest.keyClick(desk.window, Qt.Key.Key_Comma, CTRL)
    assert dialog.isVisible()
    assert windows.dialog() is dialog
    dialog.close()


def test_the_sheet_of_keys_leads_to_their_editor(desk: Desk, windows: SettingsWindows) -> None:
    desk.window.actions_["keys"].trigger()
    assert windows.sheet().isVisible()
    windows.sheet().change_wanted.emit()
    assert windows.dialog().pages.currentWidget() is windows.dialog().key_page
    windows.sheet().close()
    windows.dialog().close()


def test_what_is_set_is_soon_on_the_disk(desk: Desk, settings: Settings, monkeypatch) -> None:
    windows = desk.window.findChild(SettingsWindows)
    windows._timer.setInterval(10)
    settings.set(OVERLAY_OPACITY, 0.2)
    desk.qtbot.waitUntil(settings.path.exists)
    assert json.loads(settings.path.read_text())["overlay_opacity"] == 0.2


def test_a_settings_file_that_cannot_be_written_is_logged(desk: Desk, settings: Settings, caplog) -> None:
    settings.path.parent.mkdir(exist_ok=True)
    settings.path.mkdir()
    windows = desk.window.findChild(SettingsWindows)
    windows._save()
    assert "The settings could not be saved" in caplog.text


def test_saving_waits_for_the_last_of_many_changes() -> None:
    assert settings_windows._SAVE_AFTER >= 500


def test_the_size_of_the_text_applies_at_once_and_outlasts_another_theme(
    desk: Desk, settings: Settings
) -> None:
    before = desk.window.status.hint.font().pointSize()
    settings.set(TEXT_SIZE, 13)
    assert desk.window.status.hint.font().pointSize() == 13 > before
    assert desk.window.class_panel.table.font().pointSize() == 13
    settings.set(THEME, "light")
    assert desk.window.status.hint.font().pointSize() == 13
    settings.reset(TEXT_SIZE)
    assert desk.window.status.hint.font().pointSize() == before
    settings.set(THEME, "dark")


def test_the_theme_applies_at_once_wherever_it_is_set(desk: Desk, settings: Settings) -> None:
    settings.set(THEME, "light")
    assert theme.current() is theme.LIGHT
    assert desk.window.actions_["theme_light"].isChecked()
    desk.window.actions_["theme_dark"].trigger()
    assert settings.get(THEME) == "dark"
    assert theme.current() is theme.DARK
    settings.reset(THEME)
    assert desk.window.actions_["theme_system"].isChecked()


def test_what_the_wheel_does_applies_at_once_wherever_it_is_set(desk: Desk, settings: Settings) -> None:
    settings.set(WHEEL_ZOOMS, False)
    assert not desk.window.view.input.wheel_zooms
    assert not desk.window.actions_["wheel_zooms"].isChecked()
    desk.window.actions_["wheel_zooms"].trigger()
    assert settings.get(WHEEL_ZOOMS)
    assert desk.window.view.input.wheel_zooms


def test_saving_by_itself_shows_at_its_action(desk: Desk, settings: Settings) -> None:
    settings.set(AUTOSAVE, False)
    assert not desk.window.actions_["autosave"].isChecked()
    settings.reset(AUTOSAVE)
    assert desk.window.actions_["autosave"].isChecked()


def test_the_opacity_applies_at_once_wherever_it_is_set(desk: Desk, settings: Settings) -> None:
    settings.set(OVERLAY_OPACITY, 0.7)
    assert desk.window.view.scene.base.labels.opacity == 0.7
    assert desk.window.context_row._slider.value() == 70


def test_a_changed_key_works_at_once_and_the_old_one_no_more(desk: Desk, settings: Settings) -> None:
    windows = desk.window.findChild(SettingsWindows)
    settings.set(KEYS, {"keys": ["F4"]})
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    assert windows._sheet is None
    QTest.keyClick(desk.window, Qt.Key.Key_F4)
    assert windows.sheet().isVisible()
    windows.sheet().close()


def test_a_changed_single_key_is_typed_in_text_fields_and_fires_elsewhere(
    desk: Desk, settings: Settings
) -> None:
    settings.set(KEYS, {"keys": ["K"]})
    windows = desk.window.findChild(SettingsWindows)
    window = desk.window
    window.state.show_parts(is_shown=True)
    window.class_panel.set_open(is_open=True)
    field = window.class_panel.new_name
    field.setEnabled(True)
    field.show()
    field.setFocus()
    if field.hasFocus():
        QTest.keyClick(field, "k")
        assert field.text() == "k"
        assert windows._sheet is None
    window.centralWidget().setFocus()
    window.setFocus()
    QTest.keyClick(window, "k")
    assert windows._sheet is not None
    windows.sheet().close()


def test_an_action_can_show_any_switch(settings: Settings, qtbot) -> None:
    action = QAction(checkable=True)
    bind(action, AUTOSAVE, settings)
    assert action.isChecked()
    settings.set(AUTOSAVE, False)
    assert not action.isChecked()
    action.trigger()
    assert settings.get(AUTOSAVE)


def test_the_welcome_page_and_its_buttons_show_the_new_keys(desk: Desk, settings: Settings) -> None:
    welcome = desk.window.welcome
    settings.set(KEYS, {"tool_polygon": ["G"], "open_folder": ["F4"]})
    assert welcome._keys["tool_polygon"].text() == "G"
    assert any(button.text() == "Open folder   F4" for button in welcome.findChildren(QPushButton))
    settings.reset(KEYS)
    assert welcome._keys["tool_polygon"].text() == "P"
    assert any(button.text() == "Open folder   Ctrl+U" for button in welcome.findChildren(QPushButton))


def test_the_theme_of_the_system_is_followed_while_the_window_is_there(
    desk: Desk, settings: Settings, qapp, monkeypatch
) -> None:
    app._follow_system(qapp, settings)
    settings.set(THEME, "system")
    monkeypatch.setattr(theme, "theme_of", lambda name: theme.LIGHT if name != "dark" else theme.DARK)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.current() is theme.LIGHT
    assert settings.get(SYSTEM_THEME) == "light"
    settings.set(THEME, "dark")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.current() is theme.DARK
    qapp.styleHints().colorSchemeChanged.disconnect()
