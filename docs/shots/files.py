"""Pictures of lists, settings, and what has to do with files."""

from __future__ import annotations

import json
from pathlib import Path

from desk import PATCH, WIDE, draw, rest, save, save_picture, settle, wait_until
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from labeler.gui.dialogs.compare_dialog import CompareDialog
from labeler.gui.dialogs.export_dialog import ExportDialog
from labeler.gui.main_window import MainWindow
from labeler.gui.settings_windows import SettingsWindows
from labeler.settings import AUTOSAVE


def save_lists(window: MainWindow, folder: Path) -> None:
    """The list of shapes with what is said of one, and the list of images with a filter and pictures."""
    rest(window)
    docks = [window.class_dock, window.shape_dock, window.file_dock]
    window.shape_panel.properties.fold.setChecked(True)
    window.resizeDocks(docks, [1, 3, 1], Qt.Orientation.Vertical)
    assert window.session.document is not None
    window.session.document.select((window.shape_panel.model.position(1),))
    settle(window.shape_dock)
    save(window.shape_dock, folder, "shapes")
    window.shape_panel.properties.fold.setChecked(False)
    window.actions_["file_thumbnails"].trigger()
    window.file_panel.filter.field.setText("a")
    window.resizeDocks(docks, [2, 1, 3], Qt.Orientation.Vertical)
    settle(window.file_dock)
    save(window.file_dock, folder, "images")
    window.file_panel.filter.clear()
    window.actions_["file_thumbnails"].trigger()
    window.actions_["reset_layout"].trigger()
    QTest.qWait(200)


def save_settings(window: MainWindow, folder: Path) -> None:
    """The settings window, with a search and with the keys."""
    dialog = window.findChildren(SettingsWindows)[0].dialog()
    dialog.open_again()
    dialog.resize(840, 600)  # more than the screen of the offscreen platform would let it have
    dialog.search.setText("zoom")
    QTest.qWait(200)
    save(dialog, folder, "settings")
    dialog.show_keys("redo")
    QTest.qWait(200)
    save(dialog, folder, "keys")
    dialog.close()


def save_conflict(window: MainWindow, folder: Path, photographs: Path) -> None:
    """Another program has written the annotation that is being edited: the bar, and what differs."""
    window.settings.set(AUTOSAVE, False)
    rest(window)
    draw(window, "flag", PATCH)
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    path = photographs / "astronaut-portrait.json"
    content = json.loads(path.read_text())
    content["shapes"].pop()
    path.write_text(json.dumps(content))
    window.conflicts.check()
    wait_until(lambda: button(window, "Compare") is not None)
    rest(window)
    upper = QRect(0, 0, window.width(), 320)
    save_picture(window.grab(upper), folder, "changed", WIDE)
    QTest.mouseClick(button(window, "Compare"), Qt.MouseButton.LeftButton)
    wait_until(lambda: window.findChildren(CompareDialog))
    dialog = window.findChildren(CompareDialog)[0]
    QTest.qWait(200)
    save(dialog, folder, "compare")
    QTest.mouseClick(dialog.buttons["Keep mine"], Qt.MouseButton.LeftButton)
    wait_until(lambda: button(window, "Compare") is None)


def button(window: MainWindow, text: str) -> QPushButton | None:
    """The button of a message."""
    found = [each for each in window.messages.findChildren(QPushButton) if each.text() == text]
    return found[0] if found else None


def save_export(window: MainWindow, folder: Path) -> None:
    """The export dialog."""
    window.exporting.export()
    wait_until(lambda: bool(window.findChildren(ExportDialog)))
    dialog = window.findChildren(ExportDialog)[0]
    dialog.findChildren(QLineEdit)[0].setText("~/photographs-voc")
    save(dialog, folder, "export")
    dialog.close()
