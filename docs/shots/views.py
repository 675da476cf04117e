"""Pictures of what is shown in other ways: views, aids, coverage mode."""

from __future__ import annotations

from pathlib import Path

from desk import SMALL, WIDE, place, point_at, rest, save, save_picture, wait_until
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from labeler.gui.main_window import MainWindow


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
