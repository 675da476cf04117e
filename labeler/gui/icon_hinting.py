"""Fits a drawing of 24 units to a number of pixels, so that its strokes fall on whole pixels and stay sharp.

Upright and level strokes become a whole number of pixels wide, and what they run through is moved by less
than a pixel: to the middle of a pixel for odd widths, between two for even ones. All of it counts from the
centre of the drawing, so that what is symmetrical stays so. Strokes that only slant are left as they are,
since no grid makes them sharper. Lines, curves, arcs, circles, ellipses and rectangles are understood, which
is what the files in resources/icons are made of.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_UNITS = 24
_TOKENS = re.compile(r"[A-Za-z]|-?(?:\d*\.\d+|\d+)")
_ELEMENT = re.compile(r"<(path|circle|ellipse|rect)\b([^>]*?)/>")
_OTHER = re.compile(r"<(?!/|svg\b|path\b|circle\b|ellipse\b|rect\b)")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_STROKE = re.compile(r'stroke-width="([^"]+)"')

# How many numbers each command of a path takes.
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}


def hinted(source: str, side: int) -> str:
    """The drawing as an SVG of `side` x `side` pixels, strokes on whole pixels.

    A drawing with elements of other kinds is left as it is, and scales as any SVG does.
    """
    if _OTHER.search(source):
        return source
    width = _STROKE.search(source)
    units = float(width[1]) if width else 1.5
    text = source.replace(f'viewBox="0 0 {_UNITS} {_UNITS}"', f'viewBox="0 0 {side} {side}"')
    return _ELEMENT.sub(lambda found: _element(found[1], found[2], side, units), text)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where strokes of a width run in a drawing of `side` pixels: anywhere if `is_free`."""

    side: int
    stroke: int
    is_free: bool = False

    @property
    def scale(self) -> float:
        """Pixels of a unit."""
        return self.side / _UNITS

    def fit(self, value: float) -> float:
        """The place nearest to a coordinate in units where a stroke is sharp, in pixels."""
        odd = self.stroke % 2
        centre = (self.side - odd) // 2 + odd / 2
        away = (value - _UNITS / 2) * self.scale
        return centre + (away if self.is_free else _rounded(away))


def _rounded(value: float) -> int:
    """The nearest whole number, halves away from 0 (alike on both sides of the centre)."""
    return math.floor(value + 0.5 + 1e-9) if value >= 0 else -math.floor(0.5 - value + 1e-9)


def _whole(value: float) -> int:
    return max(1, _rounded(value))


def _element(kind: str, attributes: str, side: int, units: float) -> str:
    """One element in pixels; `units` is the width of strokes that have none of their own."""
    values = dict(_ATTRIBUTE.findall(attributes))
    width = float(values.get("stroke-width", units)) * side / _UNITS
    is_level, is_slanted = _directions(values["d"]) if kind == "path" else (kind == "rect", False)
    grid = _Grid(side, _whole(width), is_free=is_slanted and not is_level)
    values.update(_FITTED[kind](values, grid))
    values["stroke-width"] = f"{grid.stroke if is_level else max(width, grid.stroke):g}"
    return f"<{kind} " + " ".join(f'{name}="{value}"' for name, value in values.items()) + "/>"


def _directions(data: str) -> tuple[bool, bool]:
    """Whether a path has an upright or level line, and whether it has nothing but lines."""
    is_level, kinds, at = False, set[str](), (0.0, 0.0)
    for command, numbers in _commands(data):
        kind = command.upper()
        kinds.add(kind)
        if kind == "Z":
            continue
        end = _points(kind, numbers, at if command.islower() else None, at)[-1]
        is_level = is_level or (kind in "LHV" and (end[0] == at[0] or end[1] == at[1]))
        at = end
    return is_level, kinds <= set("MLHVZ")


def _circle(values: dict[str, str], grid: _Grid) -> dict[str, str]:
    x, y, radius = (float(values[name]) for name in ("cx", "cy", "r"))
    if values.get("stroke") == "none":  # a dot: as wide as strokes are, or wider by two, four, ...
        diameter = grid.stroke + 2 * max(0, _rounded((2 * radius * grid.scale - grid.stroke) / 2))
        return _texts(cx=grid.fit(x), cy=grid.fit(y), r=diameter / 2)
    diameter = _whole(2 * radius * grid.scale)
    left, top = grid.fit(x - radius), grid.fit(y - radius)
    return _texts(cx=left + diameter / 2, cy=top + diameter / 2, r=diameter / 2)


def _ellipse(values: dict[str, str], grid: _Grid) -> dict[str, str]:
    x, y, across, down = (float(values[name]) for name in ("cx", "cy", "rx", "ry"))
    left, right, top, bottom = map(grid.fit, (x - across, x + across, y - down, y + down))
    return _texts(cx=(left + right) / 2, cy=(top + bottom) / 2, rx=(right - left) / 2, ry=(bottom - top) / 2)


def _rect(values: dict[str, str], grid: _Grid) -> dict[str, str]:
    x, y, width, height = (float(values[name]) for name in ("x", "y", "width", "height"))
    left, top = grid.fit(x), grid.fit(y)
    fitted = _texts(x=left, y=top, width=grid.fit(x + width) - left, height=grid.fit(y + height) - top)
    if "rx" in values:
        fitted.update(_texts(rx=float(values["rx"]) * grid.scale))
    return fitted


def _path(values: dict[str, str], grid: _Grid) -> dict[str, str]:
    return {"d": " ".join(_segments(values["d"], grid))}


_FITTED: dict[str, Callable[[dict[str, str], _Grid], dict[str, str]]] = {
    "circle": _circle,
    "ellipse": _ellipse,
    "rect": _rect,
    "path": _path,
}


def _texts(**values: float) -> dict[str, str]:
    return {name: f"{value:g}" for name, value in values.items()}


def _segments(data: str, grid: _Grid) -> Iterator[str]:
    """The commands of a path in pixels, all absolute, their ends on the grid."""
    at, start = (0.0, 0.0), (0.0, 0.0)
    for command, numbers in _commands(data):
        kind = command.upper()
        if kind == "Z":
            at = start
            yield "Z"
            continue
        points = _points(kind, numbers, at if command.islower() else None, at)
        yield _fitted_segment(kind, numbers, at, points, grid)
        at = points[-1]
        if kind == "M":
            start = at


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; further numbers repeat it, after a move as lines."""
    command, waiting = "", list[float]()
    for token in _TOKENS.findall(data):
        if token.isalpha():
            command = token
            if command in "Zz":
                yield command, []
            continue
        waiting.append(float(token))
        if len(waiting) == _COUNTS[command.upper()]:
            yield command, waiting
            waiting = []
            command = {"M": "L", "m": "l"}.get(command, command)


def _points(
    kind: str, numbers: list[float], origin: tuple[float, float] | None, at: tuple[float, float]
) -> list[tuple[float, float]]:
    """The points of a command in units, absolute; the last is where it ends."""
    x, y = origin or (0.0, 0.0)
    if kind == "H":
        return [(numbers[0] + x, at[1])]
    if kind == "V":
        return [(at[0], numbers[0] + y)]
    pairs = numbers[-2:] if kind == "A" else numbers
    return [(pairs[place] + x, pairs[place + 1] + y) for place in range(0, len(pairs), 2)]


def _fitted_segment(
    kind: str, numbers: list[float], at: tuple[float, float], points: list[tuple[float, float]], grid: _Grid
) -> str:
    start = grid.fit(at[0]), grid.fit(at[1])
    end = grid.fit(points[-1][0]), grid.fit(points[-1][1])
    if kind in "MLHV":
        return f"{'M' if kind == 'M' else 'L'}{end[0]:g} {end[1]:g}"
    if kind == "A":
        return _arc(numbers, (points[-1][0] - at[0], points[-1][1] - at[1]), start, end, grid.scale)
    # Control points go with the end that they belong to.
    moved = [(at, start), (points[-1], end)] if kind != "S" else [(points[-1], end)]
    controls = [
        (fitted[0] + (x - own[0]) * grid.scale, fitted[1] + (y - own[1]) * grid.scale)
        for (x, y), (own, fitted) in zip(points[:-1], moved, strict=False)
    ]
    return kind + " ".join(f"{x:g} {y:g}" for x, y in [*controls, end])


def _arc(
    numbers: list[float],
    chord: tuple[float, float],
    start: tuple[float, float],
    end: tuple[float, float],
    scale: float,
) -> str:
    """An arc whose radii follow what happened to its chord, so that quarters and halves stay such."""
    across, down = end[0] - start[0], end[1] - start[1]
    is_quarter = all(math.isclose(abs(part), numbers[0], abs_tol=0.01) for part in chord)
    if is_quarter:
        rx, ry = abs(across), abs(down)
    else:
        rx = ry = numbers[0] * math.hypot(across, down) / max(math.hypot(*chord), 1e-9)
    large, sweep = int(numbers[3]), int(numbers[4])
    return f"A{max(rx, 0.1):g} {max(ry, 0.1):g} 0 {large} {sweep} {end[0]:g} {end[1]:g}"
