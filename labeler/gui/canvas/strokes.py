"""Paths as short pieces of line, which Qt draws several times as fast as the path itself when they are thick.

Qt hands whatever covers about a hundred spans of pixels at once to a pool of threads and waits for them, for
each stretch of a path anew. Pieces as short as here stay below that; what lies off the canvas is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QLineF, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QRegion

from labeler.gui.canvas.outlines import transform_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Points
    from labeler.gui.canvas.viewport import Viewport

# Length of a piece in screen pixels, and by how many device pixels it reaches into the next one, so that
# nothing shines through between them.
_PIECE = 16
_OVERLAP = 0.7

# The casings: opaque, for pieces overlap.
_DARK = QColor(24, 24, 24)
_LIGHT = QColor(250, 250, 250)

# Outlines of so many pieces in all are kept as they were drawn last: those of hundreds of shapes.
_MOST_PIECES = 100_000

# Within so many device pixels a region is three times as fast a clip as a path; it goes through all rows.
_LARGE = 10_000

# Shorter lines (device pixels) are points.
_SHORTEST = 1e-6

# So many screen pixels beyond the canvas lines are still drawn.
_REACH = 8


def draw_outline(
    painter: QPainter,
    path: QPainterPath,
    viewport: Viewport,
    color: QColor,
    *,
    is_closed: bool,
    fill: QColor | None = None,
) -> None:
    """Draw a path of image coordinates 2 px wide in `color` between casings that read on any photograph.

    They are dark outside and light inside (along a line in this order), and reach a little beyond corners and
    ends. What is closed may be filled. The painter is in device pixels.
    """
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outline = _outline_of(path, viewport)
    casing, core = (_near(lines, painter, viewport) for lines in (outline.casing, outline.core))
    _draw(painter, casing, viewport, _DARK, 4 if is_closed else 5)
    painter.save()
    if is_closed:
        _clip_to(painter, outline)
        if fill is not None:
            painter.fillRect(QRect(QPoint(0, 0), QSize(*viewport.size)), fill)
    _draw(painter, casing, viewport, _LIGHT, 4 if is_closed else 3.5)
    painter.restore()
    _draw(painter, core, viewport, color, 2)


def draw_line(
    painter: QPainter, points: Points, viewport: Viewport, strokes: Sequence[tuple[QColor, float]]
) -> None:
    """Draw a line through (n, 2) device pixels in strokes, each over the last; widths in screen pixels."""
    lines = _near(_lines([points], viewport, 0), painter, viewport)
    for color, width in strokes:
        _draw(painter, lines, viewport, color, width)


def draw_trail(painter: QPainter, points: Points, viewport: Viewport, color: QColor) -> None:
    """Draw a line through (n, 2) device pixels as `draw_outline` does; it is of this moment and not kept.

    Only what lies near that to be painted is cut into pieces: a line of thousands of points grows cheaply.
    """
    runs = _runs_near(points, painter, viewport)
    casing, core = (_lines(runs, viewport, reach).lines for reach in (2, 1))
    for lines, shade, width in ((casing, _DARK, 5.0), (casing, _LIGHT, 3.5), (core, color, 2.0)):
        _draw(painter, lines, viewport, shade, width)


class _Lines(NamedTuple):
    """Lines in device pixels, and the lefts, tops, rights and bottoms of their boxes, (n,) each."""

    boxes: tuple[NDArray[np.float64], ...]
    lines: list[QLineF]


@dataclass(frozen=True, eq=False)
class _Outline:
    """A path as it is drawn in one view: its polygons in device pixels, and the lines of casing and core."""

    path: QPainterPath
    polygons: list[QPolygonF]
    casing: _Lines
    core: _Lines

    @property
    def pieces(self) -> int:
        """How many lines they are."""
        return len(self.casing.lines) + len(self.core.lines)

    @cached_property
    def inside(self) -> QRegion | None:
        """The inside under the even-odd rule; None for a path that is too large for a region."""
        box = QRectF()
        for polygon in self.polygons:
            box = box.united(polygon.boundingRect())
        if not QRectF(-_LARGE, -_LARGE, 2 * _LARGE, 2 * _LARGE).contains(box):
            return None
        inside = QRegion()
        for polygon in self.polygons:
            inside = inside.xored(QRegion(polygon.toPolygon()))
        return inside


class _Outlines:
    """The outlines that were drawn last, of `_MOST_PIECES` in all, and always the latest one."""

    def __init__(self) -> None:
        # By the identity of the path, which the outline keeps alive, and the view; the latest at the end.
        self._kept: dict[tuple[object, ...], _Outline] = {}
        self._pieces = 0

    def get(self, key: tuple[object, ...]) -> _Outline | None:
        """The outline that is kept for a path in a view."""
        return self._kept.get(key)

    def keep(self, key: tuple[object, ...], outline: _Outline) -> None:
        """Keep an outline as the latest, and drop those that are the longest unused."""
        if self._kept.pop(key, None) is None:
            self._pieces += outline.pieces
        self._kept[key] = outline
        while self._pieces > _MOST_PIECES and len(self._kept) > 1:
            self._pieces -= self._kept.pop(next(iter(self._kept))).pieces

    def __len__(self) -> int:
        return len(self._kept)


_outlines = _Outlines()


def _outline_of(path: QPainterPath, viewport: Viewport) -> _Outline:
    """The outline of a path in a view; kept, for while a tool moves over it nothing of it changes."""
    key = (id(path), viewport.scale, viewport.origin, viewport.size, viewport.ratio)
    outline = _outlines.get(key)
    if outline is None:
        polygons = path.toSubpathPolygons(transform_of(viewport))
        rings = [_points_of(polygon) for polygon in polygons]
        outline = _Outline(path, polygons, _lines(rings, viewport, 2), _lines(rings, viewport, 1))
    _outlines.keep(key, outline)
    return outline


def _clip_to(painter: QPainter, outline: _Outline) -> None:
    """Clip to the inside of an outline. Its border is not smooth: a line will cover it."""
    if outline.inside is not None:
        painter.setClipRegion(outline.inside, Qt.ClipOperation.IntersectClip)
        return
    path = QPainterPath()
    for polygon in outline.polygons:
        path.addPolygon(polygon)
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)


def _lines(rings: list[Points], viewport: Viewport, reach: float) -> _Lines:
    """The pieces of lines through points in device pixels."""
    none = np.empty((0, 4))
    ends = np.concatenate([none, *(pieces_of(ring, viewport.size, viewport.ratio, reach) for ring in rings)])
    left, right = np.minimum(ends[:, 0], ends[:, 2]), np.maximum(ends[:, 0], ends[:, 2])
    top, bottom = np.minimum(ends[:, 1], ends[:, 3]), np.maximum(ends[:, 1], ends[:, 3])
    return _Lines((left, top, right, bottom), [QLineF(*piece) for piece in ends.tolist()])


def _near(lines: _Lines, painter: QPainter, viewport: Viewport) -> list[QLineF]:
    """The lines that reach into what is to be painted; to hand over thousands takes long."""
    if not painter.hasClipping():
        return lines.lines
    clip = painter.clipBoundingRect()
    room = _REACH * viewport.ratio
    left, top, right, bottom = lines.boxes
    is_near = (left <= clip.right() + room) & (right >= clip.left() - room)
    is_near &= (top <= clip.bottom() + room) & (bottom >= clip.top() - room)
    return lines.lines if is_near.all() else [lines.lines[place] for place in np.flatnonzero(is_near)]


def _runs_near(points: Points, painter: QPainter, viewport: Viewport) -> list[Points]:
    """The stretches of a line through points that reach into what is to be painted."""
    if not painter.hasClipping():
        return [points]
    low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
    room = _REACH * viewport.ratio
    is_near = np.zeros(len(low), np.bool_)
    for rect in cast("Iterable[QRect]", painter.clipRegion()):
        left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
        is_across = (low[:, 0] <= right + room) & (high[:, 0] >= left - room)
        is_near |= is_across & (low[:, 1] <= bottom + room) & (high[:, 1] >= top - room)
    changes = np.flatnonzero(np.diff(is_near, prepend=False, append=False))
    return [points[start : end + 1] for start, end in changes.reshape(-1, 2).tolist()]


def _draw(painter: QPainter, lines: list[QLineF], viewport: Viewport, color: QColor, width: float) -> None:
    pen = QPen(color, width * viewport.ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawLines(lines)


def pieces_of(points: Points, size: tuple[int, int], ratio: float, reach: float) -> NDArray[np.float64]:
    """(n, 4) pieces x0, y0, x1, y1 of the lines between (m, 2) points, as far as they lie near the canvas.

    All is in device pixels, but `reach`, by which each line is longer at both ends, in screen pixels.
    """
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    is_line = lengths > _SHORTEST
    starts, steps, lengths = points[:-1][is_line], steps[is_line], lengths[is_line]
    longer = reach * ratio / lengths
    begin, end = _on_canvas(starts, steps, size, _REACH * ratio)
    begin, end = np.maximum(begin, -longer), np.minimum(end, 1 + longer)
    is_seen = end > begin
    starts, steps, lengths = starts[is_seen], steps[is_seen], lengths[is_seen]
    begin, end = begin[is_seen], end[is_seen]
    counts = np.ceil((end - begin) * lengths / (_PIECE / ratio)).astype(np.intp)
    line = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = ((end - begin) / counts)[line]
    first = begin[line] + number * share
    last = np.minimum(first + share + _OVERLAP / lengths[line], end[line])
    ends = [starts[line] + steps[line] * place[:, None] for place in (first, last)]
    return np.concatenate(ends, axis=1)


def _on_canvas(
    starts: Points, steps: Points, size: tuple[int, int], margin: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Between which shares of each line it lies in the canvas and its margin (Liang and Barsky 1984)."""
    low, high = np.array((-margin, -margin)), np.array(size) + margin
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (low - starts) / steps, (high - starts) / steps
    # A line along a border has no crossing with it: fmin, fmax leave out what is no number.
    enter, leave = np.fmin(one, other), np.fmax(one, other)
    return np.fmax(enter[:, 0], enter[:, 1]), np.fmin(leave[:, 0], leave[:, 1])


def _points_of(polygon: QPolygonF) -> Points:
    """(n, 2) float64, through Qt's own stream format: many times as fast as point by point."""
    data = QByteArray()
    stream = QDataStream(data, QIODevice.OpenModeFlag.WriteOnly)
    _ = stream << polygon
    return np.frombuffer(data.data(), ">f8", offset=4).reshape(-1, 2).astype(np.float64)
