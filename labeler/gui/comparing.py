"""Two states of an annotation, or of a class table, made ready to be shown side by side."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labeler.core.annotation_compare import Comparison, Difference, Kind, compare_annotations, compare_classes
from labeler.core.palette import color_to_hex
from labeler.gui.words import counted, listed

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Palette
    from labeler.core.classes import ClassRow, ClassTable
    from labeler.core.geometry import Bounds
    from labeler.core.palette import Color
    from labeler.core.pixel_compare import PixelDifference
    from labeler.core.shapes import Shape
    from labeler.jobs.step import Step

# More rows than anybody reads; the counts above them tell of all.
_MOST_ROWS = 1000
_ATTRIBUTES = (
    ("class_name", "class"),
    ("kind", "kind"),
    ("group_id", "group"),
    ("description", "note"),
    ("flags", "flags"),
    ("is_locked", "lock"),
)


@dataclass(frozen=True, slots=True)
class Sides:
    """What the two states are called: `Here` and `In the file`."""

    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Row:
    """One difference: the class, its colour, the cells behind it, and where on the image it is."""

    name: str
    color: Color | None
    cells: tuple[str, ...]
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What a dialog shows of two states. `headers` stand over the cells of the rows."""

    title: str
    headline: str
    detail: str
    sides: Sides
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    comparison: Comparison | None = None
    pixels: PixelDifference | None = None
    palette: Palette | None = None


def comparing(
    name: str,
    mine: Annotation,
    theirs: Annotation,
    sides: Sides,
    size: tuple[int, int],
    classes: ClassTable,
) -> Generator[Step, None, Compared]:
    """Compare two annotations of an image, as a job that has no steps."""
    from labeler.core.pixel_compare import compare_pixels

    yield from ()
    comparison = compare_annotations(mine, theirs)
    pixels = compare_pixels(comparison, size, classes)
    return Compared(
        title=f"Compare {name}",
        headline=_headline(comparison, sides),
        detail=_detail(pixels, sides, classes),
        sides=sides,
        headers=("Difference", sides.mine, sides.theirs, "Place"),
        rows=tuple(
            _shape_row(comparison, each, sides, size, classes) for each in comparison.differences[:_MOST_ROWS]
        ),
        comparison=comparison,
        pixels=pixels,
        palette=classes.palette(),
    )


def compared_classes(mine: ClassTable, theirs: ClassTable, sides: Sides) -> Compared:
    """Two class tables, row by row."""
    rows = []
    for each in compare_classes(mine, theirs):
        row = each.mine or each.theirs
        assert row is not None
        cells = (str(row.index), _class_words(each.mine), _class_words(each.theirs))
        rows.append(Row(row.name, row.color, cells))
    return Compared(
        title="Compare class tables",
        headline=f"{counted(len(rows), 'row')} {_differ(len(rows))}.",
        detail="",
        sides=sides,
        headers=("Index", sides.mine, sides.theirs),
        rows=tuple(rows),
    )


def short_difference(comparison: Comparison, other: str) -> str:
    """How the first state differs from `other`, the second, in a few words: `3 shapes more than the file`."""
    more, fewer, changed = (comparison.count(kind) for kind in Kind)
    total = more + fewer + changed
    if total and total in (more, fewer):
        return f"{counted(total, 'shape')} {'more' if more else 'fewer'} than {other}"
    if total:
        return f"{counted(total, 'shape')} other than in {other}"
    if comparison.has_other_order:
        return f"another painting order than {other}"
    return f"another {comparison.parts[0]} than {other}" if comparison.parts else f"the same as {other}"


def _headline(comparison: Comparison, sides: Sides) -> str:
    mine, theirs, changed = (comparison.count(kind) for kind in Kind)
    total = len(comparison.differences)
    if not total:
        told = "The shapes are the same"
    else:
        told = f"{counted(total, 'shape')} {_differ(total)}: "
        told += ", ".join(
            f"{count:,} {words}"
            for count, words in (
                (mine, f"only {_lower(sides.mine)}"),
                (theirs, f"only {_lower(sides.theirs)}"),
                (changed, "changed"),
            )
            if count
        )
        told += f"; {comparison.same_count:,} are the same" if comparison.same_count else ""
    if comparison.has_other_order:
        told += "; the painting order is another"
    if comparison.parts:
        told += f"; also different: {listed(comparison.parts)}"
    return f"{told}."


def _detail(pixels: PixelDifference, sides: Sides, classes: ClassTable) -> str:
    if not pixels.count:
        return "No pixel of the label map differs."
    told = []
    for words, counts in ((sides.mine, pixels.mine), (sides.theirs, pixels.theirs)):
        order = [index for index in counts.argsort()[::-1].tolist() if counts[index]]
        names = [f"{_class_name(classes, index)} {counts[index]:,}" for index in order]
        told.append(f"{_lower(words)} {listed(names, most=4)}")
    return f"{counted(pixels.count, 'pixel')} {_differ(pixels.count)}: {'; '.join(told)}."


def _shape_row(
    comparison: Comparison, difference: Difference, sides: Sides, size: tuple[int, int], classes: ClassTable
) -> Row:
    mine = None if difference.mine is None else comparison.mine.shapes[difference.mine]
    theirs = None if difference.theirs is None else comparison.theirs.shapes[difference.theirs]
    shape = mine or theirs
    assert shape is not None
    bounds = comparison.bounds(difference)
    row = classes.find(shape.class_name)
    if mine is not None and theirs is not None:
        words = _changed_words(mine, theirs)
    else:
        words = f"only {_lower(sides.theirs if mine is None else sides.mine)}"
    place = "" if bounds.is_empty else f"x {bounds.left:.0f}  y {bounds.top:.0f}"
    cells = (words, _area(mine, size), _area(theirs, size), place)
    return Row(shape.class_name, None if row is None else row.color, cells, bounds)


def _changed_words(mine: Shape, theirs: Shape) -> str:
    """What of a shape is another: `outline, class`."""
    import numpy as np

    mine_rings, their_rings = (mine.points, *mine.holes), (theirs.points, *theirs.holes)
    is_same = len(mine_rings) == len(their_rings) and all(map(np.array_equal, mine_rings, their_rings))
    told = [] if is_same else ["outline"]
    told += [words for name, words in _ATTRIBUTES if getattr(mine, name) != getattr(theirs, name)]
    return ", ".join(told) or "details"


def _area(shape: Shape | None, size: tuple[int, int]) -> str:
    """The pixels of a shape, whatever lies over it."""
    if shape is None:
        return "–"
    from labeler.core.errors import GeometryError
    from labeler.core.rasterizer import rasterize

    if not shape.kind.is_rasterized:
        return shape.kind.value
    try:
        mask = rasterize([shape], size, {shape.class_name: 1}, window=shape.bounds.pixels(size))
    except (GeometryError, ValueError):  # ValueError: a vertex that is no number has no pixel
        return "not drawn"
    return f"{int(mask.sum()):,} px"


def _class_words(row: ClassRow | None) -> str:
    if row is None:
        return "–"
    columns = [f"{name} {value}" for name, value in row.columns.items() if value]
    return "  ".join([row.name, color_to_hex(row.color), *columns])


def _class_name(classes: ClassTable, index: int) -> str:
    row = classes.at(index)
    return str(index) if row is None else row.name


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _differ(count: int) -> str:
    return "differs" if count == 1 else "differ"
