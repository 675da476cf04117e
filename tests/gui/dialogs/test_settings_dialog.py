"""The settings window: one search over everything, changes at a stroke that can be taken back, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMainWindow, QPushButton, QWidget

from labeler.gui.actions import Actions
from labeler.gui.dialogs.settings_dialog import SettingsDialog
from labeler.gui.shortcuts import Shortcuts
from labeler.settings import AUTOSAVE, AUTOSAVE_DELAY, KEYS, OVERLAY_OPACITY, THEME, Settings


@pytest.fixture
def dialog(qtbot, settings: Settings) -> SettingsDialog:
    settings.reset(AUTOSAVE_DELAY)
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    actions.complete(QWidget(window))
    dialog = SettingsDialog(settings, Shortcuts(actions, settings), window)
    dialog.window_ = window  # keeps it alive
    dialog.open_again()
    qtbot.waitExposed(dialog)
    return dialog


def sections(dialog: SettingsDialog) -> list[str]:
    """The sections that are listed now."""
    items = [dialog.sections.item(row) for row in range(dialog.sections.count())]
    return [item.text() for item in items if not item.isHidden()]


def press(dialog: SettingsDialog, text: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.text() == text).click()


def test_it_opens_with_the_cursor_in_the_search(dialog: SettingsDialog, qtbot) -> None:
    qtbot.waitUntil(dialog.search.hasFocus)
    assert sections(dialog) == [*dialog.form.sections, "Keys"]
    assert dialog.pages.currentWidget() is dialog.form


def test_it_fits_a_screen_of_1280_by_800(dialog: SettingsDialog) -> None:
    assert dialog.width() <= 1000
    assert dialog.height() <= 700
    assert dialog.minimumSizeHint().height() <= 600


def test_each_section_has_its_page(dialog: SettingsDialog) -> None:
    for row, name in enumerate(sections(dialog)):
        dialog.sections.setCurrentRow(row)
        expected = dialog.key_page if name == "Keys" else dialog.form
        assert dialog.pages.currentWidget() is expected


def test_a_search_goes_over_settings_and_keys(dialog: SettingsDialog) -> None:
    QTest.keyClicks(dialog.search, "save")
    assert sections(dialog) == ["Saving", "Keys"]
    assert dialog.sections.currentItem().text() == "Saving"
    visible = [row.setting for row in dialog.form.rows if row.isVisible()]
    assert AUTOSAVE in visible
    dialog.search.clear()
    assert "General" in sections(dialog)
    assert [row.setting.section for row in dialog.form.rows if row.isVisible()] != []


def test_what_only_keys_have_leads_to_the_keys(dialog: SettingsDialog) -> None:
    QTest.keyClicks(dialog.search, "duplicate")
    assert sections(dialog) == ["Keys"]
    assert dialog.pages.currentWidget() is dialog.key_page


def test_words_that_nothing_has_say_so(dialog: SettingsDialog) -> None:
    QTest.keyClicks(dialog.search, "zebra crossing")
    assert sections(dialog) == []
    assert dialog.pages.currentWidget() is dialog.nothing
    dialog.search.clear()
    assert dialog.pages.currentWidget() is not dialog.nothing


def test_control_f_leads_back_to_the_search(dialog: SettingsDialog, qtbot) -> None:
    dialog.sections.setFocus()
    QTest.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(dialog.search.hasFocus)


def test_tab_reaches_fields_and_buttons(dialog: SettingsDialog, qtbot) -> None:
    qtbot.waitUntil(dialog.search.hasFocus)
    reached = set()
    for _ in range(12):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        reached.add(dialog.focusWidget())
    theme_field = next(row.field.widget for row in dialog.form.rows if row.setting is THEME)
    assert {dialog.sections, theme_field} <= reached
    assert any(isinstance(widget, QPushButton) for widget in reached)


def test_it_turns_to_the_keys_of_an_action(dialog: SettingsDialog) -> None:
    dialog.search.setText("opacity")
    dialog.show_keys("redo")
    assert dialog.pages.currentWidget() is dialog.key_page
    assert dialog.key_page.tree.currentItem().text(0) == "Redo"


def test_resetting_all_can_be_taken_back(dialog: SettingsDialog, settings: Settings) -> None:
    settings.set(THEME, "light")
    settings.set(KEYS, {"save": ["F4"]})
    press(dialog, "Reset all")
    assert settings.is_default(THEME)
    assert settings.is_default(KEYS)
    assert dialog.notice.sentence.text() == "All settings and keys have their defaults."
    dialog.notice.undo_button.click()
    assert settings.get(THEME) == "light"
    assert settings.get(KEYS) == {"save": ["F4"]}
    assert not dialog.notice.isVisible()


def test_resetting_all_keys_leaves_settings_and_can_be_taken_back(
    dialog: SettingsDialog, settings: Settings
) -> None:
    settings.set(THEME, "light")
    settings.set(KEYS, {"save": ["F4"]})
    dialog.show_keys()
    press(dialog, "Reset all keys")
    assert settings.is_default(KEYS)
    assert settings.get(THEME) == "light"
    dialog.notice.undo_button.click()
    assert settings.get(KEYS) == {"save": ["F4"]}


def test_settings_go_into_a_file_and_come_back(
    dialog: SettingsDialog, settings: Settings, tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "mine.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    settings.set(OVERLAY_OPACITY, 0.7)
    press(dialog, "Export…")
    assert dialog.notice.sentence.text() == f"Settings and keys are in {path}."
    assert not dialog.notice.undo_button.isVisible()
    settings.reset(OVERLAY_OPACITY)
    press(dialog, "Import…")
    assert settings.get(OVERLAY_OPACITY) == 0.7
    assert "taken." in dialog.notice.sentence.text()
    dialog.notice.undo_button.click()
    assert settings.is_default(OVERLAY_OPACITY)


def test_wrong_values_of_a_file_are_named(
    dialog: SettingsDialog, settings: Settings, tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"theme": "pink", "autosave": False}))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    press(dialog, "Import…")
    assert dialog.notice.sentence.text() == (
        "1 setting taken. Not understood and left at the default: Theme."
    )


def test_files_that_cannot_be_read_or_written_are_told(
    dialog: SettingsDialog, settings: Settings, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "missing.json"), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.json"), ""))
    press(dialog, "Import…")
    assert "cannot be read" in dialog.notice.sentence.text()
    press(dialog, "Export…")
    assert "cannot be written" in dialog.notice.sentence.text()
    assert not dialog.notice.undo_button.isVisible()


def test_a_dialog_that_is_dismissed_changes_nothing(dialog: SettingsDialog, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    press(dialog, "Import…")
    press(dialog, "Export…")
    assert not dialog.notice.isVisible()


def test_escape_and_close_hide_it_for_the_next_time(dialog: SettingsDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog.open_again()
    press(dialog, "Close")
    assert not dialog.isVisible()
