"""No dialog is larger than the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from labeler.gui.dialogs.fit_screen import WholeScroll, fit_screen


@pytest.fixture
def dialog(qtbot) -> QDialog:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    return dialog


def test_a_dialog_that_fits_has_the_size_it_wants(dialog: QDialog) -> None:
    fit_screen(dialog, QSize(400, 300))
    assert dialog.size() == QSize(400, 300)


def test_a_dialog_stays_on_a_small_screen(dialog: QDialog) -> None:
    room = dialog.screen().availableSize()
    fit_screen(dialog, room * 2)
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()
    fit_screen(dialog, QSize(300, room.height() * 2))
    assert dialog.width() == 300


@pytest.mark.parametrize("height", [300, 3000])
def test_only_what_is_larger_than_the_screen_scrolls(dialog: QDialog, height: int) -> None:
    inner = QWidget()
    layout = QVBoxLayout(inner)
    layout.addSpacing(height)
    scroll = WholeScroll(inner)
    QVBoxLayout(dialog).addWidget(scroll)
    dialog.show()
    dialog.resize(320, 100)
    QTest.qWait(10)
    is_large = height > dialog.screen().availableSize().height()
    assert dialog.height() < dialog.screen().availableSize().height()
    assert (scroll.verticalScrollBar().maximum() > 0) == is_large
