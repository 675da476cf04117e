"""What the tables of classes and of shapes have in common."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.gui.models.shape_model import AREA, ShapeModel
from labeler.gui.panels.hover_rows import EYE_ICONS, HoverRows, paint_shutter
from labeler.gui.panels.shape_rows import ShapeRows
from tests.gui.documents import box, document_of


@pytest.fixture
def rows(qtbot) -> HoverRows:
    """The table of three shapes."""
    model = ShapeModel()
    model.set_document(document_of(*(box("cat", 5 * place, 1) for place in range(3))))
    rows = ShapeRows(model)
    model.setParent(rows)
    qtbot.addWidget(rows)
    rows.resize(280, 120)
    rows.show()
    qtbot.waitExposed(rows)
    return rows


def test_the_row_under_the_mouse_is_known_until_it_has_left(rows):
    QTest.mouseMove(rows.viewport(), QPoint(50, 36))
    assert rows.hovered == 1
    QTest.mouseMove(rows.viewport(), QPoint(50, 100))
    assert rows.hovered == -1
    rows.hover(2)
    QApplication.sendEvent(rows.viewport(), QEvent(QEvent.Type.Leave))
    assert rows.hovered == -1


def test_larger_text_has_wider_columns(rows):
    before = rows.columnWidth(AREA)
    font = rows.font()
    font.setPointSizeF(2 * font.pointSizeF())
    rows.setFont(font)
    assert rows.columnWidth(AREA) > 1.5 * before


@pytest.mark.parametrize(
    ("is_shut", "ink", "is_drawn"),
    [(True, None, True), (True, "#808080", True), (False, "#808080", True), (False, None, False)],
)
def test_an_eye_is_drawn_when_it_is_shut_or_its_row_is_marked(qtbot, is_shut, ink, is_drawn):
    picture = QPixmap(24, 24)
    picture.fill(QColor("black"))
    before = picture.toImage()
    with QPainter(picture) as painter:
        color = None if ink is None else QColor(ink)
        paint_shutter(painter, QRect(0, 0, 24, 24), EYE_ICONS, color, is_shut=is_shut)
    assert (picture.toImage() != before) == is_drawn


def test_digits_have_one_width(rows):
    width = rows.fontMetrics().horizontalAdvance
    assert len(np.unique([width(digit * 4) for digit in "0123456789"])) == 1
