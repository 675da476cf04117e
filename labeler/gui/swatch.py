"""Swatches: a class's colour as a small square with a hairline, large enough to hit."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPen, QPixmap

from labeler.core.palette import Color
from labeler.gui import theme
from labeler.gui.icons import untinted

SIDE = 16


def swatch(color: Color | None, side: int = SIDE) -> QPixmap:
    """A square of `side` logical pixels in the colour, crisp on the sharpest screen; hollow for None."""
    scale = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    return _drawn(color, side, scale, theme.current().name)


def swatch_icon(color: Color | None) -> QIcon:
    """The swatch for a row or a menu, in its true colour also where it is selected."""
    return untinted(swatch(color))


@lru_cache(maxsize=2048)
def _drawn(color: Color | None, side: int, scale: float, theme_name: str) -> QPixmap:
    made = QPixmap(round(side * scale), round(side * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    rim = QColor("#ffffff" if theme_name == "dark" else "#000000")
    rim.setAlphaF(0.4)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush if color is None else QColor(*color))
        painter.setPen(QPen(rim, 1))
        painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), 2, 2)
    return made
