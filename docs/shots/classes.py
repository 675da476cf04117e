"""Pictures of the window of the class table, and of the eyedropper."""

from __future__ import annotations

from pathlib import Path

from desk import SMALL, place, rest, save, save_picture, wait_until
from PySide6.QtCore import QPoint, QRect
from PySide6.QtTest import QTest

from labeler.core.several_classes import changed_rows
from labeler.gui.canvas.eyedropper import Eyedropper
from labeler.gui.main_window import MainWindow


def save_classes(window: MainWindow, folder: Path) -> None:
    """All classes in a window, some of them selected; and a colour that is about to be taken."""
    rest(window)
    history = window.session.class_history
    window.classes.change(
        "Notes", lambda table: changed_rows(table, {4}, lambda row: row.with_notes("visor too"))
    )
    window.classes.change("Lock", lambda table: changed_rows(table, {2, 7}, lambda row: row.with_lock(True)))
    window.class_table.open()
    dialog = window.class_table.dialog
    assert dialog is not None
    dialog.resize(960, 640)  # more than the screen of the offscreen platform would let it have
    wait_until(lambda: not window.jobs.is_busy and bool(dialog.warnings.rows))
    dialog.select([9, 10, 11])
    QTest.qWait(300)
    save(dialog, folder, "class-table")
    dialog.close()
    history.setIndex(0)
    _save_eyedropper(window, folder)


def _save_eyedropper(window: MainWindow, folder: Path) -> None:
    window.session.choose_class("helmet")
    window.view.zoom_to(2.0)
    window.actions_["pick_color"].trigger()
    over = window.view.findChildren(Eyedropper)[-1]
    at = place(window, 240, 300)
    QTest.mouseMove(over, at)
    QTest.qWait(200)
    part = QRect(at - QPoint(180, 110), at + QPoint(SMALL - 180, 210))
    save_picture(window.view.grab(part.intersected(window.view.rect())), folder, "eyedropper", SMALL)
    window.class_table.picking.end(None)
    rest(window)
