"""Makes the pictures of the documents from the real window: python docs/screenshots.py [FOLDER]."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from labeler.core.resource_files import resource
from labeler.gui import theme
from labeler.gui.app import make_window
from labeler.gui.dialogs.export_dialog import ExportDialog
from labeler.gui.main_window import MainWindow
from labeler.gui.settings_windows import SettingsWindows
from labeler.settings import FIRST_HINTS

IMAGES = Path(__file__).parent / "images"
PATIENCE = 20.0
# A polygon around the mission patch, in image pixels, as a hand would begin it.
PATCH = ((165, 353), (184, 352), (200, 365), (207, 385), (201, 405), (184, 421))


def wait_until(is_true: Callable[[], bool]) -> None:
    """Let the window work until something holds; raises TimeoutError when it never does."""
    end = time.monotonic() + PATIENCE
    while not is_true():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        QTest.qWait(20)
    QTest.qWait(150)


def save(widget: QWidget, folder: Path, name: str) -> None:
    """Write what a widget looks like."""
    folder.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(folder / f"{name}.png"))


def show_image(window: MainWindow, name: str) -> None:
    """Bring an image of the dataset to the canvas, with its photograph."""
    dataset = window.session.dataset
    assert dataset is not None
    position = next(place for place, image in enumerate(dataset.images) if image.name == name)
    window.opening.go_to(position)
    wait_until(lambda: window.opening.position == position and window.session.document is not None)
    wait_until(lambda: window.view.scene.base.image.pyramid is not None)


def draw(window: MainWindow, points: tuple[tuple[float, float], ...]) -> None:
    """Click the vertices of a polygon and leave it open, the cursor at the last one."""
    window.actions_["tool_polygon"].trigger()
    window.session.choose_class("flag")
    for x, y in points[:-1]:
        QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=place(window, x, y))
    at = QPointF(place(window, *points[-1]))
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        window.view.mapToGlobal(at),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window.view, move)
    QTest.qWait(100)


def place(window: MainWindow, x: float, y: float) -> QPoint:
    """Where on the view a place of the image is."""
    left, top = window.view.scene.viewport.to_device(x, y)
    return QPoint(round(left), round(top))


def show_gaps(window: MainWindow) -> None:
    """Switch coverage mode on, and go to the first gap of the list."""
    window.actions_["tool_select"].trigger()
    window.actions_["coverage"].trigger()
    wait_until(lambda: window.gap_panel.model.rowCount() > 0)
    QTest.keyClick(window.gap_panel.table, Qt.Key.Key_Down)
    QTest.qWait(200)


def save_views(window: MainWindow, folder: Path) -> None:
    """The views for judging labels: one class alone, a colour for each instance, borders without fill."""
    actions = window.actions_
    actions["tool_select"].trigger()
    window.view.fit()
    window.session.choose_class("space suit")
    window.session.document.select(())
    around = QRect(place(window, 0, 0), place(window, 512, 512))
    for name, switch in (
        ("alone", "solo_class"),
        ("instances", "color_by_instance"),
        ("borders", "fill_classes"),
    ):
        actions[switch].trigger()
        QTest.qWait(200)
        window.view.findChild(QWidget, "hiddenChip").hide()
        picture = window.view.grab(around).scaledToWidth(480, Qt.TransformationMode.SmoothTransformation)
        picture.save(str(folder / f"view-{name}.png"))
        actions[switch].trigger()


def save_settings(window: MainWindow, folder: Path) -> None:
    """The settings window, with a search and with the keys."""
    dialog = window.findChildren(SettingsWindows)[0].dialog()
    dialog.open_again()
    dialog.search.setText("zoom")
    QTest.qWait(200)
    save(dialog, folder, "settings")
    dialog.show_keys("redo")
    QTest.qWait(200)
    save(dialog, folder, "keys")
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
        for name in ("dark", "light"):
            theme.apply(app, name)
            show_image(window, "astronaut-portrait.jpg")
            window.view.fit()
            QTest.qWait(200)
            save(window, folder, f"window-{name}")
        theme.apply(app, "dark")
        window.view.zoom_to(2.0)
        draw(window, PATCH)
        save(window, folder, "drawing")
        window.view.act(window.view.tool.cancel) if window.view.tool else None
        save_views(window, folder)
        show_gaps(window)
        save(window, folder, "coverage")
        window.actions_["coverage"].trigger()
        save_settings(window, folder)
        window.exporting.export()
        wait_until(lambda: bool(window.findChildren(ExportDialog)))
        dialog = window.findChildren(ExportDialog)[0]
        dialog.findChildren(QLineEdit)[0].setText("~/photographs-voc")
        save(dialog, folder, "export")
        dialog.close()
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
