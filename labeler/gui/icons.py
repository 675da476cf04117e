"""The program's own icons: SVG strokes in `currentColor`, drawn in the theme's colours when they are shown.

A QIcon made straight from such a file would draw it black in every theme, and blurred at most scales. Here
each icon draws itself for the size, the screen and the theme of the moment, with strokes on whole pixels.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from labeler.core.resource_files import resource
from labeler.gui import theme
from labeler.gui.icon_hinting import hinted

# Sides of icons in logical pixels: in rows and messages, and on buttons.
SMALL, LARGE = 16, 20


class HasIcon(Protocol):
    """An action or a button."""

    def setIcon(self, icon: QIcon, /) -> None:  # noqa: N802 - Qt's name
        """Show the icon."""


def icon(name: str, color: QColor | None = None) -> QIcon:
    """The icon of resources/icons/<name>.svg in the theme's text colour, or in `color`."""
    return QIcon(_Engine(name, color))


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
    """Shows an icon on an action or a button, as a child of it, and has it drawn anew for another theme."""

    def __init__(self, target: HasIcon, name: str) -> None:
        assert isinstance(target, QObject)
        super().__init__(target)
        self._target = target
        self._name = name
        self._draw()
        theme.notifier().changed.connect(self._draw)

    def _draw(self) -> None:
        self._target.setIcon(icon(self._name))


class _Engine(QIconEngine):
    """Draws one icon, at whatever size Qt asks for."""

    def __init__(self, name: str, color: QColor | None) -> None:
        super().__init__()
        self._name = name
        self._color = color

    def clone(self) -> QIconEngine:
        """Asked for by an icon that is about to be changed."""
        copy = _Engine(self._name, self._color)
        _clones.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon in the middle of a rectangle, in logical pixels."""
        side = min(rect.width(), rect.height())
        middle = QPoint((rect.width() - side) // 2, (rect.height() - side) // 2)
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.topLeft() + middle, _pixmap(self._name, side, scale, self._ink(mode)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon for a screen whose pixels are the logical ones."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """The icon at a size in logical pixels, for a screen with `scale` pixels to each."""
        return _pixmap(self._name, min(size.width(), size.height()), scale, self._ink(mode))

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:  # noqa: N802
        """Any size can be had."""
        return size

    def isNull(self) -> bool:  # noqa: N802 - Qt's name
        """There is always something to draw."""
        return False

    def _ink(self, mode: QIcon.Mode) -> str:
        colors = theme.current()
        if mode is QIcon.Mode.Disabled:
            return colors.faint.name()
        return (self._color or colors.text).name()


# PySide gives a clone away to Qt, but lets go of its Python side, and Qt would ask an object that is gone.
_clones: list[_Engine] = []


@cache
def _pixmap(name: str, side: int, scale: float, color: str) -> QPixmap:
    pixels = round(side * scale)
    source = hinted(_source(name), pixels).replace("currentColor", color)
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        QSvgRenderer(source.encode()).render(painter, QRectF(0, 0, pixels, pixels))
    made.setDevicePixelRatio(scale)
    return made


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
