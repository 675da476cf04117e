"""Pictures of the whole window."""

from __future__ import annotations

from pathlib import Path

from desk import PATCH, PORTRAIT, WIDE, draw, rest, save, save_picture, show_image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.gui import theme
from labeler.gui.main_window import MainWindow


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
    QTest.qWait(200)
    save_picture(window.grab(), folder, "drawing", WIDE)
    rest(window)
