"""Paths as short pieces of line, which Qt draws several times as fast as the path itself when they are thick.

Qt hands whatever covers about a hundred spans of pixels at once to a pool of threads and waits for them, for
each stretch of a path anew. Pieces as short as here stay below that; what lies off the canvas is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
from PySide6.QtCore import (
    QByteArray,
    QDataStream,
    QIODevice,
    QLineF,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
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
    painter.save()
    painter.translate(*outline.offset)
    casing, core = (_near(lines, painter, viewport) for lines in (outline.casing, outline.core))
    _draw(painter, casing, viewport, _DARK, 4 if is_closed else 5)
    painter.save()
    if is_closed:
        painter.translate(-outline.offset[0], -outline.offset[1])
        _clip_to(painter, outline)
        if fill is not None:
            painter.fillRect(QRect(QPoint(0, 0), QSize(*viewport.size)), fill)
        painter.translate(*outline.offset)
    _draw(painter, casing, viewport, _LIGHT, 4 if is_closed else 3.5)
    painter.restore()
    _draw(painter, core, viewport, color, 2)
    painter.restore()


def draw_line(
    painter: QPainter, points: Points, viewport: Viewport, strokes: Sequence[tuple[QColor, float]]
) -> None:
    """Draw a line through (n, 2) device pixels in strokes, each over the last; widths in screen pixels."""
    lines = _near(_lines([[points]], viewport, 0)[0], painter, viewport)
    for color, width in strokes:
        _draw(painter, lines, viewport, color, width)


def draw_trail(painter: QPainter, points: Points, viewport: Viewport, color: QColor) -> None:
    """Draw a line through (n, 2) device pixels as `draw_outline` does; it is of this moment and not kept.

    Only what lies near that to be painted is cut into pieces: a line of thousands of points grows cheaply.
    """
    runs = _runs_near(points, painter, viewport)
    casing, core = (_lines([runs], viewport, reach)[0].lines for reach in (2, 1))
    for lines, shade, width in ((casing, _DARK, 5.0), (casing, _LIGHT, 3.5), (core, color, 2.0)):
        _draw(painter, lines, viewport, shade, width)


class _Lines(NamedTuple):
    """Lines in device pixels, and the lefts, tops, rights and bottoms of their boxes, (n,) each."""

    boxes: tuple[NDArray[np.float64], ...]
    lines: list[QLineF]


@dataclass(frozen=True, eq=False)
class _Outline:
    """A path as it is drawn in one view: its polygons in device pixels, and the lines of casing and core.

    What was only moved has the lines of the outline that it had before.
    """

    path: QPainterPath
    polygons: list[QPolygonF]
    casing: _Lines
    core: _Lines
    # How the path looks wherever it lies, its first place, and how far from there the lines are to be drawn.
    form: tuple[object, ...]
    start: Points
    offset: tuple[float, float] = (0.0, 0.0)

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
        self._by_form: dict[tuple[object, ...], _Outline] = {}
        self._pieces = 0

    def get(self, key: tuple[object, ...]) -> _Outline | None:
        """The outline that is kept for a path in a view."""
        return self._kept.get(key)

    def of_form(self, form: tuple[object, ...]) -> _Outline | None:
        """An outline that is kept of a path of the same form, wherever it lies."""
        return self._by_form.get(form)

    def keep(self, key: tuple[object, ...], outline: _Outline) -> None:
        """Keep an outline as the latest, and drop those that are the longest unused."""
        if self._kept.pop(key, None) is None:
            self._pieces += outline.pieces
        self._kept[key] = self._by_form[outline.form] = outline
        while self._pieces > _MOST_PIECES and len(self._kept) > 1:
            oldest = self._kept.pop(next(iter(self._kept)))
            self._pieces -= oldest.pieces
            if self._by_form.get(oldest.form) is oldest:
                del self._by_form[oldest.form]

    def __len__(self) -> int:
        return len(self._kept)


_outlines = _Outlines()


def cut_outlines(paths: Sequence[QPainterPath], viewport: Viewport) -> None:
    """Make the outlines of paths that are about to be drawn, at once: one by one it takes thrice as long."""
    missing = {id(path): path for path in paths if _outlines.get(_key_of(path, viewport)) is None}
    new: list[tuple[QPainterPath, list[QPolygonF], list[Points], tuple[object, ...]]] = []
    for path in missing.values():
        polygons = path.toSubpathPolygons(transform_of(viewport))
        rings = [_points_of(polygon) for polygon in polygons]
        form = _form_of(rings, viewport)
        like = _outlines.of_form(form)
        if like is None or not rings or not _is_whole(like, viewport):
            new.append((path, polygons, rings, form))
            continue
        x, y = (rings[0][0] - like.start).tolist()
        offset = (like.offset[0] + x, like.offset[1] + y)
        moved = replace(like, path=path, polygons=polygons, start=rings[0][0], offset=offset)
        _outlines.keep(_key_of(path, viewport), moved)
    cut = (_lines([rings for _, _, rings, _ in new], viewport, reach) for reach in (2, 1))
    for (path, polygons, rings, form), casing, core in zip(new, *cut, strict=True):
        start = rings[0][0] if rings else np.zeros(2)
        _outlines.keep(_key_of(path, viewport), _Outline(path, polygons, casing, core, form, start))


def _form_of(rings: Sequence[Points], viewport: Viewport) -> tuple[object, ...]:
    """Equal for rings of device pixels that differ by no more than a move, and are cut in the same way."""
    if not rings:
        return ()
    steps = np.round(np.concatenate(rings) - rings[0][0], 6) + 0.0  # there is a zero below zero, too
    return (viewport.size, viewport.ratio, *map(len, rings), steps.tobytes())


def _is_whole(outline: _Outline, viewport: Viewport) -> bool:
    """Whether nothing of an outline was left out because it lay off the canvas when it was cut."""
    canvas = QRectF(QPointF(0, 0), QSizeF(*viewport.size)).translated(*outline.offset)
    return all(canvas.contains(polygon.boundingRect()) for polygon in outline.polygons)


def _outline_of(path: QPainterPath, viewport: Viewport) -> _Outline:
    """The outline of a path in a view; kept, for while a tool moves over it nothing of it changes."""
    key = _key_of(path, viewport)
    if _outlines.get(key) is None:
        cut_outlines([path], viewport)
    outline = _outlines.get(key)
    assert outline is not None  # the latest is always kept
    _outlines.keep(key, outline)
    return outline


def _key_of(path: QPainterPath, viewport: Viewport) -> tuple[object, ...]:
    return (id(path), viewport.scale, viewport.origin, viewport.size, viewport.ratio)


def _clip_to(painter: QPainter, outline: _Outline) -> None:
    """Clip to the inside of an outline. Its border is not smooth: a line will cover it."""
    if outline.inside is not None:
        painter.setClipRegion(outline.inside, Qt.ClipOperation.IntersectClip)
        return
    path = QPainterPath()
    for polygon in outline.polygons:
        path.addPolygon(polygon)
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)


def _lines(groups: Sequence[Sequence[Points]], viewport: Viewport, reach: float) -> list[_Lines]:
    """The pieces of lines through points in device pixels, for each group of lines."""
    rings = [ring for group in groups for ring in group]
    starts = np.concatenate([np.empty((0, 2)), *(ring[:-1] for ring in rings)])
    stops = np.concatenate([np.empty((0, 2)), *(ring[1:] for ring in rings)])
    ends, line = _pieces(starts, stops, viewport.size, viewport.ratio, reach)
    left, right = np.minimum(ends[:, 0], ends[:, 2]), np.maximum(ends[:, 0], ends[:, 2])
    top, bottom = np.minimum(ends[:, 1], ends[:, 3]), np.maximum(ends[:, 1], ends[:, 3])
    pieces = list(starmap(QLineF, ends.tolist()))
    lasts = np.cumsum([sum(max(len(ring) - 1, 0) for ring in group) for group in groups])
    bounds = pairwise([0, *np.searchsorted(line, lasts).tolist()])
    parts = (slice(*each) for each in bounds)
    return [_Lines((left[part], top[part], right[part], bottom[part]), pieces[part]) for part in parts]


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
    return _pieces(points[:-1], points[1:], size, ratio, reach)[0]


def _pieces(
    starts: Points, stops: Points, size: tuple[int, int], ratio: float, reach: float
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The pieces of lines from (m, 2) places to others, and of which line each is, ascending."""
    steps = stops - starts
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    number = np.flatnonzero(lengths > _SHORTEST)
    starts, steps, lengths = starts[number], steps[number], lengths[number]
    longer = reach * ratio / lengths
    begin, end = _on_canvas(starts, steps, size, _REACH * ratio)
    begin, end = np.maximum(begin, -longer), np.minimum(end, 1 + longer)
    is_seen = end > begin
    number, starts, steps, lengths = number[is_seen], starts[is_seen], steps[is_seen], lengths[is_seen]
    begin, end = begin[is_seen], end[is_seen]
    counts = np.ceil((end - begin) * lengths / (_PIECE / ratio)).astype(np.intp)
    line = np.repeat(np.arange(len(counts)), counts)
    along = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = ((end - begin) / counts)[line]
    first = begin[line] + along * share
    last = np.minimum(first + share + _OVERLAP / lengths[line], end[line])
    ends = [starts[line] + steps[line] * place[:, None] for place in (first, last)]
    return np.concatenate(ends, axis=1), number[line]


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
