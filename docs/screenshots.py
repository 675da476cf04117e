"""Makes the pictures of the documents from the real window: python docs/screenshots.py [FOLDER]."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desk import draw, place, point_at, rest, save, save_picture, settle, show_image, wait_until
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from labeler.core.resource_files import resource
from labeler.gui import theme
from labeler.gui.app import make_window
from labeler.gui.dialogs.command_palette import CommandPalette
from labeler.gui.dialogs.compare_dialog import CompareDialog
from labeler.gui.dialogs.export_dialog import ExportDialog
from labeler.gui.dialogs.reshape_popup import ReshapePopup
from labeler.gui.main_window import MainWindow
from labeler.gui.settings_windows import SettingsWindows
from labeler.settings import AUTOSAVE, FIRST_HINTS

IMAGES = Path(__file__).parent / "images"
PORTRAIT = "astronaut-portrait.jpg"
# A polygon around the mission patch, in image pixels, as a hand would begin it.
PATCH = ((165, 353), (184, 352), (200, 365), (207, 385), (201, 405), (184, 421))
# The width of pictures that show a part of the window.
SMALL, WIDE = 480, 960


def save_windows(app: QApplication, window: MainWindow, folder: Path) -> None:
    """The whole window in both themes, and a polygon that is being drawn."""
    for name in ("light", "dark"):
        theme.apply(app, name)
        show_image(window, PORTRAIT)
        window.view.fit()
        QTest.qWait(200)
        save(window, folder, f"window-{name}")
    window.view.zoom_to(2.0)
    draw(window, "flag", PATCH)
    save(window, folder, "drawing")
    rest(window)


def save_drawing(window: MainWindow, folder: Path) -> None:
    """A border that a click would copy, and an ellipse, the button still down."""
    rest(window)
    part = QRect(place(window, 0, 0), place(window, 300, 320))
    draw(window, "structure", ((67, 98), (41, 302)))
    save_picture(window.view.grab(part), folder, "trace", SMALL)
    rest(window)
    window.actions_["tool_ellipse"].trigger()
    point_at(window, 110, 30)
    QTest.mousePress(window.view, Qt.MouseButton.LeftButton, pos=place(window, 110, 30))
    point_at(window, 146, 82)
    save_picture(window.view.grab(part), folder, "ellipse", SMALL)
    rest(window)


def save_painting(window: MainWindow, folder: Path) -> None:
    """A stroke of the brush on background, and one of the eraser over a border, the button still down."""
    rest(window)
    window.session.choose_class("flag")
    for tool, begin, end in (("brush", (100, 40), (130, 130)), ("eraser", (365, 120), (400, 230))):
        window.actions_[f"tool_{tool}"].trigger()
        point_at(window, *begin)
        QTest.mousePress(window.view, Qt.MouseButton.LeftButton, pos=place(window, *begin))
        point_at(window, *end)
        left, right = (0, 300) if tool == "brush" else (212, 512)
        part = QRect(place(window, left, 0), place(window, right, 280))
        save_picture(window.view.grab(part), folder, tool, SMALL)
        rest(window)


def save_filling(window: MainWindow, folder: Path) -> None:
    """The wall behind the portrait: picked by the wand, the button still down, and about to be filled."""
    rest(window)
    window.session.choose_class("cup")
    window.actions_["tool_wand"].trigger()
    wait_until(lambda: window.session.document is not None and window.session.document.photograph is not None)
    point_at(window, 100, 60)
    QTest.mousePress(window.view, Qt.MouseButton.LeftButton, pos=place(window, 100, 60))
    point_at(window, 124, 70)
    part = QRect(place(window, 20, 0), place(window, 400, 300))
    save_picture(window.view.grab(part), folder, "wand", SMALL)
    rest(window)
    window.actions_["tool_fill"].trigger()
    point_at(window, 310, 130)
    save_picture(window.view.grab(part), folder, "fill", SMALL)
    rest(window)


def save_reshaping(window: MainWindow, folder: Path) -> None:
    """The spacecraft in the frame, the button still down, and all shapes with the sheet that simplifies."""
    rest(window)
    window.actions_["tool_transform"].trigger()
    QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=place(window, 400, 130))
    document = window.session.document
    assert document is not None
    box = document.annotation.shapes[document.selection[0]].bounds
    knob = place(window, (box.left + box.right) / 2, box.bottom) + QPoint(0, 24)
    QTest.mouseMove(window.view, knob)
    QTest.mousePress(window.view, Qt.MouseButton.LeftButton, pos=knob)
    point_at(window, 350, 290)
    part = QRect(place(window, 220, 0), place(window, 512, 330))
    save_picture(window.view.grab(part), folder, "transform", SMALL)
    rest(window)
    window.commands.select_all()
    window.actions_["simplify"].trigger()
    sheet = window.view.findChild(ReshapePopup)
    assert isinstance(sheet, ReshapePopup)
    sheet.amount.setValue(3.0)
    QTest.qWait(300)
    save_picture(window.view.grab(), folder, "simplify", WIDE)
    sheet.cancelled.emit()
    rest(window)


def save_commands(window: MainWindow, folder: Path) -> None:
    """The steps of a history, two of them taken back, and the command palette."""
    rest(window)
    window.commands.select_all()
    for name in ("copy", "paste", "group", "to_back", "delete", "undo", "undo", "history"):
        window.actions_[name].trigger()
    settle(window.history_dock, 500)
    save(window.history_dock, folder, "history")
    window.actions_["history"].trigger()
    window.undoing.go_to(0)
    window.commands.select_all()
    window.actions_["find_command"].trigger()
    palette = window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette)
    QTest.keyClicks(palette.field, "sel")
    QTest.qWait(100)
    save(palette, folder, "palette")
    palette.close()
    rest(window)


def save_views(window: MainWindow, folder: Path) -> None:
    """The views for judging labels, of the whole image."""
    window.session.choose_class("space suit")
    around = QRect(place(window, 0, 0), place(window, 512, 512))
    for name, switch, back in (
        ("labels", "view_labels", "view_overlay"),
        ("alone", "solo_class", "solo_class"),
        ("instances", "color_by_instance", "color_by_instance"),
        ("borders", "fill_classes", "fill_classes"),
        ("swipe", "swipe", "swipe"),
    ):
        window.actions_[switch].trigger()
        QTest.qWait(200)
        window.view.findChild(QWidget, "hiddenChip").hide()
        save_picture(window.view.grab(around), folder, f"view-{name}", SMALL)
        window.actions_[back].trigger()
    window.actions_["beside"].trigger()
    QTest.qWait(300)
    height = window.page.width() // 2
    strip = QRect(0, (window.page.height() - height) // 2, window.page.width(), height)
    save_picture(window.page.grab(strip), folder, "beside", WIDE)
    window.actions_["beside"].trigger()


def save_aids(window: MainWindow, folder: Path) -> None:
    """The loupe; overview, pixel grid and crosshair; and the sheet of adjustments."""
    rest(window)
    point_at(window, 262, 104)
    window.actions_["loupe"].trigger()
    QTest.qWait(200)
    corner = place(window, 262, 104) - QPoint(180, 120)
    save_picture(window.view.grab(QRect(corner, QSize(640, 400))), folder, "loupe")
    QTest.keyRelease(window.view, Qt.Key.Key_Q)
    window.actions_["crosshair"].trigger()
    eye = place(window, 265, 112)
    window.view.scene.viewport.zoom_by(9.0, (eye.x(), eye.y()))
    window.view.show_state()
    point_at(window, 265, 112)
    QTest.qWait(200)
    part = window.view.rect()
    part.setTopLeft(QPoint(eye.x() - 120, eye.y() - 120))
    save_picture(window.view.grab(part), folder, "pixels", SMALL)
    window.actions_["crosshair"].trigger()
    rest(window)
    window.actions_["adjust"].trigger()
    QTest.qWait(200)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    save(popup, folder, "adjust")
    popup.close()


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


def save_coverage(window: MainWindow, folder: Path) -> None:
    """Coverage mode, at the first gap of the list."""
    rest(window)
    window.actions_["coverage"].trigger()
    wait_until(lambda: window.gap_panel.model.rowCount() > 0)
    QTest.keyClick(window.gap_panel.table, Qt.Key.Key_Down)
    QTest.qWait(200)
    save(window, folder, "coverage")
    window.actions_["coverage"].trigger()
    rest(window)


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


def main(folder: Path) -> None:
    """One picture after the other; the sample is copied first, so that nothing is written into it."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["LABELER_CONFIG_DIR"] = scratch
        sample = Path(scratch) / "photographs"
        shutil.copytree(resource("sample"), sample)
        app = QApplication(sys.argv[:1])
        window = make_window(app)
        window.settings.set(FIRST_HINTS, False)
        window.show()
        theme.apply(app, "dark")
        wait_until(lambda: window.is_built)
        window.resize(1280, 800)  # once it is shown: the screen of the offscreen platform is smaller
        QTest.qWait(200)
        save(window, folder, "welcome")
        window.choosing.open_path(sample)
        wait_until(lambda: window.session.document is not None)
        save_windows(app, window, folder)
        save_drawing(window, folder)
        save_painting(window, folder)
        save_filling(window, folder)
        save_reshaping(window, folder)
        save_commands(window, folder)
        save_views(window, folder)
        save_aids(window, folder)
        save_lists(window, folder)
        save_coverage(window, folder)
        save_settings(window, folder)
        save_export(window, folder)
        save_conflict(window, folder, sample)
        window.settings.set(AUTOSAVE, True)
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
