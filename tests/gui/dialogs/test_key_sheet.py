"""The sheet of keys shows the keys as they are now, finds words, and is saved as a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QPushButton, QWidget

from labeler.gui import theme
from labeler.gui.actions import Actions
from labeler.gui.dialogs.key_sheet import KeySheet
from labeler.gui.shortcuts import Shortcuts
from labeler.settings import Settings


@pytest.fixture
def shortcuts(qtbot, settings: Settings) -> Shortcuts:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    actions.complete(QWidget(window))
    shortcuts = Shortcuts(actions, settings)
    shortcuts.window = window  # keeps it alive
    return shortcuts


@pytest.fixture
def sheet(qtbot, shortcuts: Shortcuts) -> KeySheet:
    sheet = KeySheet(shortcuts)
    qtbot.addWidget(sheet)
    sheet.open_again()
    qtbot.waitExposed(sheet)
    return sheet


def press(sheet: KeySheet, text: str) -> None:
    next(button for button in sheet.findChildren(QPushButton) if button.text() == text).click()


def test_it_shows_groups_keys_and_gestures(sheet: KeySheet) -> None:
    text = sheet.text.toPlainText()
    for part in ("File", "Ctrl+S", "Write the annotation now.", "On the canvas", "Space"):
        assert part in text


def test_changed_keys_are_shown_at_once(sheet: KeySheet, shortcuts: Shortcuts) -> None:
    shortcuts.give("open_sample", "F4")
    assert "F4" in sheet.text.toPlainText()


def test_a_search_leaves_what_fits(sheet: KeySheet) -> None:
    QTest.keyClicks(sheet.search, "zoom in")
    assert "Zoom in" in sheet.text.toPlainText()
    assert "Ctrl+S" not in sheet.text.toPlainText()
    sheet.search.setText("nothing says that")
    assert sheet.text.toPlainText() == "No key has these words."


def test_it_is_drawn_anew_in_another_theme(sheet: KeySheet, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    assert theme.LIGHT.dim_text.name() in sheet.text.toHtml()
    theme.apply(qapp, "dark")
    assert theme.DARK.dim_text.name() in sheet.text.toHtml()


def test_it_is_saved_whole_as_a_page(sheet: KeySheet, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "keys.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    sheet.search.setText("zoom in")
    press(sheet, "Save as page…")
    assert "<kbd>Ctrl+S</kbd>" in path.read_text(encoding="utf-8")
    assert sheet.problem.text() == f"The keys are in {path}."


def test_a_page_that_cannot_be_written_is_told(sheet: KeySheet, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    press(sheet, "Save as page…")
    assert sheet.problem.text() == ""
    sheet.save(tmp_path / "no" / "keys.html")
    assert "cannot be written" in sheet.problem.text()


def test_it_leads_to_the_editor(sheet: KeySheet, qtbot) -> None:
    with qtbot.waitSignal(sheet.change_wanted):
        press(sheet, "Change keys…")
