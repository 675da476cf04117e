"""Shapes of a label map and its instance map, with the proof that they rasterize to these very maps again.

The proof is made at each import: what was imported is drawn and compared. With a tolerance, outlines of
pixels become straight lines, and the pixels that change class by that are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from labeler.core.classes import BACKGROUND, VOID, ClassTable
from labeler.core.errors import ImageSizeError, LabelImportError, OptionError
from labeler.core.pixel_counts import pixel_counts
from labeler.core.pixel_outlines import PixelBorders
from labeler.core.rasterizer import paint, rasterize
from labeler.core.regions import find_regions
from labeler.core.shapes import Shape
from labeler.core.vectorizer import Outline, trace_runs
from labeler.core.void_border import WIDE_VOID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import InstanceMap, LabelMap, Points
    from labeler.core.regions import Regions

# An outline that leaves all pixels of its region when it is straightened stays as it was. That can move the
# borders of others, so they are looked at again.
_ROUNDS = 4

# Numbers that an array of uint16 holds beside 0.
_MOST = 65535

# Shapes of no object stand behind those of all objects.
_LAST = _MOST + 1


@dataclass(frozen=True, slots=True)
class ShapeOptions:
    """Which regions of a label map become shapes, and how their outlines run.

    `unlabelled`: what pixels under no shape mean in the dataset, an index (background or void); what has that
    index gets no shape. `void`: whether other void pixels become shapes of the class void or are left
    unlabelled. `tolerance`: 0 for outlines along the edges of pixels, which give the identical map; else
    how far (pixels) borders may move to become straight.
    """

    unlabelled: int = BACKGROUND
    void: Literal["shapes", "unlabelled"] = "shapes"
    tolerance: float = 0.0

    def __post_init__(self) -> None:
        if self.unlabelled not in (BACKGROUND, VOID):
            raise OptionError(f"Pixels under no shape are background or void, not {self.unlabelled!r}.")
        if self.void not in ("shapes", "unlabelled"):
            raise OptionError(f"Void becomes 'shapes' or stays 'unlabelled', not {self.void!r}.")
        if not 0 <= self.tolerance <= 100:
            raise OptionError(f"The tolerance is {self.tolerance}; give 0 to 100 pixels.")

    @property
    def leaves_void(self) -> bool:
        """Whether void gets no shape although unlabelled pixels mean background."""
        return self.void == "unlabelled" and self.unlabelled != VOID


@dataclass(frozen=True, slots=True)
class ImportedShapes:
    """The shapes of a label map, in painting order, and what is to be told of them.

    `objects`: how many objects of the instance map they are. Pixels: `void_left` were void and are unlabelled
    now; `changed` have another class than before, by straight borders; `without_object` have a class but no
    number in the instance map; `stray` have a number there but no class. `mixed` objects have several
    classes, and are an object for each.
    """

    shapes: list[Shape]
    objects: int = 0
    void_left: int = 0
    changed: int = 0
    without_object: int = 0
    stray: int = 0
    mixed: int = 0


def import_shapes(
    label_map: LabelMap,
    classes: ClassTable,
    options: ShapeOptions | None = None,
    instances: InstanceMap | None = None,
) -> ImportedShapes:
    """The shapes of an (H, W) uint8 label map, one for each region of pixels that hang together by edges.

    With an (H, W) instance map a shape belongs to one object; shapes of an object in several pieces share a
    group_id, and all come in the order of their numbers, so that an export numbers the objects as they were.
    What has a class and no number there is an object of its own in each region. Without an instance map
    shapes come in reading order, and none has a group_id.

    Raises OptionError for an index that has no class, ImageSizeError for maps of two sizes, and
    LabelImportError should the shapes not give the identical maps.
    """
    options = options or ShapeOptions()
    counts = pixel_counts(label_map)
    _check_classes(counts, classes)
    numbers = None if instances is None else _numbers_of_objects(label_map, instances)
    regions = find_regions(label_map, numbers)
    is_left = options.leaves_void
    is_drawn = regions.indices != options.unlabelled
    if is_left:
        is_drawn &= regions.indices != VOID
    outlines = trace_runs(regions, is_drawn)
    if options.tolerance:
        outlines = _straight(outlines, regions.size, options.tolerance)
    outlines = _in_order(outlines, regions)
    shapes = _shapes(outlines, regions, classes)
    wanted = np.where(label_map == VOID, np.uint8(BACKGROUND), label_map) if is_left else label_map
    changed = _difference(rasterize(shapes, regions.size, classes, background=options.unlabelled), wanted)
    if not options.tolerance:
        _prove(changed, "label map")
        if numbers is not None:
            _prove(_difference(_drawn_numbers(shapes, outlines, regions, numbers), numbers), "instance map")
    imported = ImportedShapes(shapes, void_left=int(counts[VOID]) if is_left else 0, changed=changed)
    if instances is None or numbers is None:
        return imported
    return _with_objects(imported, regions, label_map, instances, numbers)


def missing_indices(counts: NDArray[np.int64], classes: ClassTable) -> dict[int, int]:
    """The indices without a class that occur in (256,) counts of pixels, with their counts."""
    indices = np.flatnonzero(counts).tolist()
    return {index: int(counts[index]) for index in indices if classes.at(index) is None}


def _check_classes(counts: NDArray[np.int64], classes: ClassTable) -> None:
    missing = missing_indices(counts, classes)
    if missing:
        listed = ", ".join(f"{index} ({count:,} px)" for index, count in missing.items())
        raise OptionError(
            f"The label map has indices without a class: {listed}. Add them to the class table, or have them "
            "added."
        )


def _numbers_of_objects(label_map: LabelMap, instances: InstanceMap) -> InstanceMap:
    """The instance map with 0 wherever there is no object: in background and in the void of either map."""
    if instances.shape != label_map.shape:
        (height, width), (rows, columns) = label_map.shape, instances.shape
        raise ImageSizeError(
            f"The instance map has {columns} x {rows} pixels, and the label map {width} x {height}. "
            "Give the two maps of one image."
        )
    void = VOID if instances.dtype == np.uint8 else WIDE_VOID
    has_none = (label_map == BACKGROUND) | (label_map == VOID) | (instances == void)
    return np.where(has_none, instances.dtype.type(0), instances)


def _in_order(outlines: list[Outline], regions: Regions) -> list[Outline]:
    """Objects by their numbers, then what belongs to none; each in reading order."""
    if regions.objects is None:
        return outlines
    numbers = regions.objects[regions.first_runs].tolist()
    return sorted(outlines, key=lambda outline: numbers[outline.region] or _LAST)


def _shapes(outlines: Sequence[Outline], regions: Regions, classes: ClassTable) -> list[Shape]:
    """A shape for each outline."""
    names = {row.index: row.name for row in classes}
    indices = regions.indices[regions.first_runs].tolist()
    groups: list[int | None] = [None] * len(indices)
    if regions.objects is not None:
        objects = regions.objects[regions.first_runs].tolist()
        pieces = Counter(zip(indices, objects, strict=True))
        groups = [
            number if number and pieces[index, number] > 1 else None
            for index, number in zip(indices, objects, strict=True)
        ]
    return [
        Shape(names[indices[region]], exterior, holes=holes, group_id=groups[region])
        for region, exterior, holes in outlines
    ]


def _straight(outlines: list[Outline], size: tuple[int, int], tolerance: float) -> list[Outline]:
    """The outlines with straight borders; one that would be left without a pixel keeps those of pixels."""
    rings = [(outline.exterior, *outline.holes) for outline in outlines]
    kept: set[int] = set()
    borders = PixelBorders(rings, size)
    made = borders.straightened(tolerance)
    for _ in range(_ROUNDS):
        lost = _without_pixels(made, size) - kept
        if not lost:
            break
        kept |= lost
        made = borders.straightened(tolerance, kept)
    return [Outline(outline.region, own[0], own[1:]) for outline, own in zip(outlines, made, strict=True)]


def _without_pixels(outlines: Sequence[tuple[Points, ...]], size: tuple[int, int]) -> set[int]:
    """The places of the outlines, none of which overlap, that cover no pixel."""
    lost: set[int] = set()
    for first in range(0, len(outlines), _MOST):
        batch = [Shape("", rings[0], holes=rings[1:]) for rings in outlines[first : first + _MOST]]
        numbers = np.zeros(size[::-1], np.uint16)
        paint(numbers, batch, range(1, len(batch) + 1))
        found = np.bincount(numbers.reshape(-1), minlength=len(batch) + 1)
        lost.update((first + np.flatnonzero(found[1:] == 0)).tolist())
    return lost


def _drawn_numbers(
    shapes: Sequence[Shape], outlines: Sequence[Outline], regions: Regions, numbers: InstanceMap
) -> InstanceMap:
    """What the shapes give when each is painted in the number of its object."""
    assert regions.objects is not None
    objects = regions.objects[regions.first_runs]
    drawn = np.zeros_like(numbers, order="C")
    paint(drawn, shapes, objects[[outline.region for outline in outlines]].tolist())
    return drawn


def _difference(one: InstanceMap, other: InstanceMap) -> int:
    """The number of pixels in which two maps differ."""
    return 0 if np.array_equal(one, other) else int(np.count_nonzero(one != other))


def _prove(difference: int, what: str) -> None:
    if difference:
        raise LabelImportError(what, difference)


def _with_objects(
    imported: ImportedShapes,
    regions: Regions,
    label_map: LabelMap,
    instances: InstanceMap,
    numbers: InstanceMap,
) -> ImportedShapes:
    """What was imported, with what is to be told of the instance map."""
    assert regions.objects is not None
    firsts = regions.first_runs
    pairs = zip(regions.indices[firsts].tolist(), regions.objects[firsts].tolist(), strict=True)
    objects = {(index, number) for index, number in pairs if number}
    uses = Counter(number for _, number in objects)
    void = VOID if instances.dtype == np.uint8 else WIDE_VOID
    has_class = (label_map != BACKGROUND) & (label_map != VOID)
    return replace(
        imported,
        objects=len(objects),
        without_object=int(np.count_nonzero(has_class & (numbers == 0))),
        stray=int(np.count_nonzero(~has_class & (instances != 0) & (instances != void))),
        mixed=sum(count > 1 for count in uses.values()),
    )
