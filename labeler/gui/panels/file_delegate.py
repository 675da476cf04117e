"""Draws the rows of images: state, name, and the folder dimmed where it takes nothing from the name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from labeler.gui import theme
from labeler.gui.icons import SMALL
from labeler.gui.models.file_model import FILE
from labeler.gui.panels.row_table import ROW_HEIGHT

_Align = Qt.AlignmentFlag
_MIDDLE = _Align.AlignVCenter
_LEFT, _RIGHT = _Align.AlignLeft | _MIDDLE, _Align.AlignRight | _MIDDLE

# Pixels: from the edge of the row, between its parts, and the least that a folder is worth showing in.
_EDGE, _GAP, _LEAST = 8, 8, 36
# The bar that marks the image on the canvas.
_BAR = 3
PICTURE = QSize(64, 48)
PICTURE_ROW = PICTURE.height() + 8


class Pictures(Protocol):
    """Where small pictures of images come from."""

    def icon(self, path: Path) -> QPixmap | None:
        """The picture of an image; None while there is none."""


class _Row(NamedTuple):
    """What is painted of an image; `dim` is the colour of its folder.

    `differs` tells the character from which on the name is another one than those of the rows beside it.
    """

    name: str
    sign: QIcon
    dim: QColor
    differs: Callable[[], int]

    @property
    def folder(self) -> str:
        """The folders of the image, empty when it lies in that of the dataset."""
        return self.name.rpartition("/")[0]

    @property
    def short(self) -> str:
        """The name without folders."""
        return self.name.rpartition("/")[2]


class FileDelegate(QStyledItemDelegate):
    """One line for each image, or two beside a small picture.

    `open_name` is the image on the canvas; `pictures` gives the small pictures, None for rows of one line.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.open_name = ""
        self.pictures: Pictures | None = None

    @property
    def row_height(self) -> int:
        """The height of every row."""
        return ROW_HEIGHT if self.pictures is None else PICTURE_ROW

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a row."""
        colors = theme.current()
        rect: QRect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        name: str = index.data(Qt.ItemDataRole.DisplayRole)
        if is_selected:
            painter.fillRect(rect, colors.marked)
        if name == self.open_name:
            painter.fillRect(rect.left(), rect.top(), _BAR, rect.height(), colors.accent)
        painter.setFont(option.font)
        row = _Row(
            name,
            index.data(Qt.ItemDataRole.DecorationRole),
            colors.text if is_selected else colors.dim_text,
            partial(_difference, index),
        )
        inner = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        if self.pictures is None:
            _paint_line(painter, inner, row)
        else:
            self._paint_picture(painter, inner, Path(index.data(FILE)))
            _paint_lines(painter, inner.adjusted(PICTURE.width() + _GAP, 6, 0, -6), row)

    def _paint_picture(self, painter: QPainter, inner: QRect, path: Path) -> None:
        assert self.pictures is not None
        box = QRect(inner.left(), inner.top() + 4, PICTURE.width(), PICTURE.height())
        picture = self.pictures.icon(path)
        if picture is None:
            painter.fillRect(box, theme.current().window)
            return
        size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(box.topLeft(), size)
        place.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, picture)


def _paint_line(painter: QPainter, rect: QRect, row: _Row) -> None:
    """Sign and name, and the folder at the right where there is room."""
    row.sign.paint(painter, QRect(rect.left(), rect.top(), SMALL, rect.height()))
    rect = rect.adjusted(SMALL + _GAP, 0, 0, 0)
    room = rect.width() - QFontMetrics(painter.font()).horizontalAdvance(row.short) - _GAP
    if row.folder and room >= _LEAST:
        painter.setPen(row.dim)
        _write(painter, rect.adjusted(rect.width() - room, 0, 0, 0), row.folder, _RIGHT)
    _write_name(painter, rect, row)


def _paint_lines(painter: QPainter, rect: QRect, row: _Row) -> None:
    """The name, and below it sign and folder."""
    half = rect.height() // 2
    _write_name(painter, rect.adjusted(0, 0, 0, -half), row)
    below = rect.adjusted(0, half, 0, 0)
    row.sign.paint(painter, QRect(below.left(), below.top(), SMALL, below.height()))
    painter.setPen(row.dim)
    _write(painter, below.adjusted(SMALL + _GAP // 2, 0, 0, 0), row.folder, _LEFT)


def _write_name(painter: QPainter, rect: QRect, row: _Row) -> None:
    painter.setPen(theme.current().text)
    metrics, text = QFontMetrics(painter.font()), row.short
    if metrics.horizontalAdvance(text) > rect.width():
        text = elided_name(metrics, text, rect.width(), row.differs() - len(row.name) + len(text))
    painter.drawText(rect, _LEFT, text)


def _write(painter: QPainter, rect: QRect, folder: str, align: _Align) -> None:
    """A folder on one line: where it is too long it loses its beginning, and so it does at the right."""
    text = QFontMetrics(painter.font()).elidedText(folder, Qt.TextElideMode.ElideLeft, rect.width())
    painter.drawText(rect, align, text)


def elided_name(metrics: QFontMetrics, name: str, width: int, differs: int) -> str:
    """A name cut to a width, so that the character where it differs from its neighbours stays in sight.

    Names of one recording often have the same beginning and the same end: a name without its middle would
    look like all others.
    """
    text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width)
    before, _, after = text.partition("…")
    if len(before) <= differs < len(name) - len(after):
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
        if differs >= len(text) - 1:
            text = metrics.elidedText(name, Qt.TextElideMode.ElideLeft, width)
    return text


def _difference(index: QModelIndex | QPersistentModelIndex) -> int:
    """How many characters the name of a row has in common with the more similar of the rows beside it."""
    model = index.model()
    name = index.data()
    beside = (model.index(index.row() + by, 0).data() for by in (-1, 1))
    return max((_common(name, other) for other in beside if other), default=0)


def _common(name: str, other: str) -> int:
    """How many characters two names have in common from the first on."""
    places = (place for place, pair in enumerate(zip(name, other, strict=False)) if pair[0] != pair[1])
    return next(places, min(len(name), len(other)))
