"""The program's own icons: SVG strokes in `currentColor`, drawn in the theme's text colour when first needed.

A QIcon made straight from such a file would draw it black in every theme, so the file is rendered here at the
scales of the screens that are there, normal and disabled, and drawn again when the theme changes.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from labeler.core.resource_files import resource
from labeler.gui import theme

# Sides of icons in logical pixels: in rows and messages, and on buttons.
SMALL, LARGE = 16, 20


class HasIcon(Protocol):
    """An action or a button."""

    def setIcon(self, icon: QIcon, /) -> None:  # noqa: N802 - Qt's name
        """Show the icon."""


def icon(name: str, color: QColor | None = None) -> QIcon:
    """The icon of resources/icons/<name>.svg in the theme's text colour, or in `color`."""
    colors = theme.current()
    scales = tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}))
    return _rendered(name, (color or colors.text).name(), colors.dim_text.name(), scales)


def pixmap(name: str, side: int, color: QColor) -> QPixmap:
    """One icon of `side` logical pixels, crisp on the sharpest screen."""
    scale = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    return _pixmap(name, side, scale, color.name())


def untinted(picture: QPixmap) -> QIcon:
    """An icon that looks the same in a selected row, whose pictures Qt would tint otherwise."""
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made


class ThemedIcon(QObject):
    """Keeps the icon of an action or a button in the colours of the theme, as a child of it."""

    def __init__(self, target: HasIcon, name: str) -> None:
        assert isinstance(target, QObject)
        super().__init__(target)
        self._target = target
        self._name = name
        self._draw()
        theme.notifier().changed.connect(self._draw)

    def _draw(self) -> None:
        self._target.setIcon(icon(self._name))


@cache
def _rendered(name: str, color: str, disabled: str, scales: tuple[float, ...]) -> QIcon:
    made = QIcon()
    for side in (SMALL, LARGE):
        for scale in scales:
            for mode, of_mode in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled)):
                made.addPixmap(_pixmap(name, side, scale, of_mode), mode)
    return made


def _pixmap(name: str, side: int, scale: float, color: str) -> QPixmap:
    source = _source(name).replace("currentColor", color)
    made = QPixmap(QSize(round(side * scale), round(side * scale)))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        QSvgRenderer(source.encode()).render(painter, QRectF(0, 0, side, side))
    return made


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
