"""Whether a label image is what its annotation gives when it is drawn now, and which of them is older."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.errors import LabelerError
from labeler.core.file_stamp import FileTime
from labeler.core.geometry import PixelRect
from labeler.core.rasterizer import rasterize
from labeler.core.void_border import add_void_border
from labeler.jobs.check import codes
from labeler.jobs.check.finding import Finding, Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.annotation import Annotation
    from labeler.core.arrays import LabelMap
    from labeler.core.classes import ClassTable
    from labeler.jobs.check.layout import Raster
    from labeler.jobs.check.opened import OpenItem

CODES = (codes.LABEL_STALE, codes.LABEL_DIFFERS)

# What an export makes of an annotation besides the class PNG: folders, and the suffix of the file.
_SIBLINGS = (("SegmentationObject", ".png"), ("SegmentationClassRaw", ".png"), ("Annotations", ".xml"))


class _Difference(NamedTuple):
    """Where a label image differs: how many pixels, the first (x, y), and the rectangle of all."""

    pixel_count: int
    first: tuple[int, int]
    rect: PixelRect


def look_for_stale(opened: OpenItem) -> Iterator[Finding]:
    """A label image that is not what its annotation gives."""
    item, label, annotation, classes = opened.item, opened.label, opened.annotation, opened.layout.classes
    if item.label is None or item.annotation is None or label is None or label.indices is None:
        return
    if annotation is None or classes is None or annotation.unreadable:
        return
    if annotation.size not in (None, label.size):
        return
    raster = opened.layout.raster
    expected = rasterized(annotation, label.size, classes, raster)
    if expected is None:
        return
    difference = _difference(label.indices, expected, None if raster is not None else VOID)
    if difference is None:
        return
    is_older = _is_older(Path(item.label), Path(item.annotation))
    told = f"{difference.pixel_count:,} px differ from its annotation as it is drawn now"
    place = Place(difference.first, difference.rect)
    if not is_older:
        yield Finding(
            codes.LABEL_DIFFERS, f"{told}, and it is the newer file.", item.label, place, image=item.name
        )
        return
    is_known = raster is not None or not _has_other_void(label.indices, expected)
    is_fixable = is_known and not _has_siblings(Path(item.label))
    yield Finding(
        codes.LABEL_STALE,
        f"{told}; the annotation is the newer file.",
        item.label,
        place,
        is_fixable,
        item.name,
    )


def rasterized(
    annotation: Annotation, size: tuple[int, int], classes: ClassTable, raster: Raster | None
) -> LabelMap | None:
    """The label map, (H, W) uint8, that an annotation gives; None when it cannot be drawn.

    `raster` None: no void border, and background under no shape.
    """
    background = BACKGROUND if raster is None else raster.background
    try:
        label_map = rasterize(annotation.shapes, size, classes, background=background)
    except LabelerError:
        return None
    return label_map if raster is None else add_void_border(label_map, raster.void_border)


def _is_older(label: Path, annotation: Path) -> bool:
    label_time, annotation_time = FileTime.of(label), FileTime.of(annotation)
    if label_time is None or annotation_time is None:
        return False
    return label_time.modified < annotation_time.modified


def _difference(label_map: LabelMap, expected: LabelMap, unknown: int | None) -> _Difference | None:
    """Where two label maps differ; pixels that are `unknown` in the first count as equal."""
    if _are_equal(label_map, expected):
        return None
    differs: NDArray[np.bool_] = label_map != expected
    if unknown is not None:
        differs &= label_map != unknown
    count = int(np.count_nonzero(differs))
    if not count:
        return None
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])
    first = (int(np.argmax(differs[top])), top)
    return _Difference(count, first, PixelRect(left, top, right + 1, bottom + 1))


def _are_equal(one: LabelMap, other: LabelMap) -> bool:
    """Whether two label maps of one size are equal, which is the rule; eight pixels at a time."""
    flat, as_flat = one.reshape(-1), other.reshape(-1)
    whole = flat.size - flat.size % 8
    if not np.array_equal(flat[whole:], as_flat[whole:]):
        return False
    return np.array_equal(flat[:whole].view(np.uint64), as_flat[:whole].view(np.uint64))


def _has_other_void(label_map: LabelMap, expected: LabelMap) -> bool:
    """Whether void is where the annotation gives none: a void border whose radius nobody has written down."""
    return bool(((label_map == VOID) & (expected != VOID)).any())


def _has_siblings(label: Path) -> bool:
    """Whether an export made other files of the same annotation, which would not fit any more."""
    base = label.parent.parent
    return any((base / folder / label.with_suffix(suffix).name).exists() for folder, suffix in _SIBLINGS)
