"""The connected regions of a label map: its rows as runs of equal pixels, and which of them hang together.

Pixels of one index hang together when they share an edge; a common corner is not enough (4-connected). What
is found takes memory in proportion to the number of runs, at most that of pixels.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled, inlined
from labeler.core.draining import drained
from labeler.core.errors import OptionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import InstanceMap, LabelMap

    Integers = NDArray[np.int32]

# Pixels that are compared at once, between two steps of a scan.
_BAND_PIXELS = 1 << 24


@dataclass(frozen=True)
class Regions:
    """The n runs and m regions of an (H, W) label map, numbered in reading order of their first pixels.

    `starts` (n + 1,): the first pixel of each run, counted through the rows, and at the end the number of all
    pixels. `indices` (n,) uint8: the class index of each run. `above` and `below` (p,): the pairs of runs of
    neighbouring rows that share columns, in reading order. `region` (n,): the region of each run. `objects`
    (n,): the number of the object of each run, where regions end at objects, too.
    """

    size: tuple[int, int]
    starts: Integers
    indices: NDArray[np.uint8]
    above: Integers
    below: Integers
    region: Integers
    objects: NDArray[np.uint16] | None = None

    @cached_property
    def count(self) -> int:
        """The number of regions."""
        return int(self.region.max(initial=-1)) + 1

    @cached_property
    def first_runs(self) -> NDArray[np.intp]:
        """(m,) the first run of each region."""
        highest = np.maximum.accumulate(self.region)
        # A region is numbered where it first occurs, one above all before it.
        return np.flatnonzero(np.diff(highest, prepend=np.int32(-1)))

    @property
    def rows(self) -> Integers:
        """(n,) the row of each run."""
        return self.starts[:-1] // np.int32(max(1, self.size[0]))

    @property
    def columns(self) -> tuple[Integers, Integers]:
        """(n,) twice: the first column of each run, and the one after its last."""
        left = self.starts[:-1] % np.int32(max(1, self.size[0]))
        return left, left + np.diff(self.starts)

    @cached_property
    def pixels(self) -> NDArray[np.int64]:
        """(m,) the number of pixels of each region."""
        return np.bincount(self.region, np.diff(self.starts), self.count).astype(np.int64)


def find_regions(label_map: LabelMap, instances: InstanceMap | None = None) -> Regions:
    """The regions of an (H, W) uint8 array; raises OptionError for anything else.

    With an instance map of the same size, pixels hang together only if they belong to one object as well.
    """
    return drained(scan_regions(label_map, instances))


def scan_regions(
    label_map: LabelMap, instances: InstanceMap | None = None
) -> Generator[float, None, Regions]:
    """`find_regions` in steps, each of which tells the share of the work that is done."""
    if label_map.ndim != 2 or label_map.dtype != np.uint8:
        raise OptionError("Regions are found in a two-dimensional uint8 array of class indices only.")
    if instances is not None and instances.shape != label_map.shape:
        raise OptionError("An instance map has the size of its label map.")
    height, width = label_map.shape
    if label_map.size >= 2**31:
        raise OptionError(f"Regions of an image of {width} x {height} pixels cannot be found: too large.")
    bands = [np.empty(0, np.int32)]
    indices = [np.empty(0, np.uint8)]
    objects = [np.empty(0, np.uint16)]
    rows = max(1, _BAND_PIXELS // max(1, width))
    for top in range(0, height if width else 0, rows):
        flat = np.ascontiguousarray(label_map[top : top + rows]).reshape(-1)
        numbers: NDArray[Any] | None = None
        if instances is not None:
            numbers = np.ascontiguousarray(instances[top : top + rows]).reshape(-1)
        places = _run_starts(flat, numbers, width)
        indices.append(flat[places])
        if numbers is not None:
            objects.append(numbers[places].astype(np.uint16))
        bands.append((places + top * width).astype(np.int32))
        yield 0.6 * min(1.0, (top + rows) / height)
    starts: Integers = np.concatenate((*bands, np.array([label_map.size], np.int32)))
    of_runs = np.concatenate(indices)
    above, below = _neighbours(starts, width)
    yield 0.8
    region = np.arange(len(of_runs), dtype=np.int32)
    is_same = of_runs[above] == of_runs[below]
    object_of_runs = None
    if instances is not None:
        object_of_runs = np.concatenate(objects)
        is_same &= object_of_runs[above] == object_of_runs[below]
    _join(above[is_same], below[is_same], region)
    return Regions((width, height), starts, of_runs, above, below, region, object_of_runs)


def _run_starts(flat: NDArray[np.uint8], numbers: NDArray[Any] | None, width: int) -> NDArray[np.intp]:
    """The places of rows, one after another, at which a run begins."""
    is_start = np.empty(flat.size, np.bool_)
    np.not_equal(flat[1:], flat[:-1], out=is_start[1:])
    if numbers is not None:
        is_start[1:] |= numbers[1:] != numbers[:-1]
    is_start[::width] = True
    return np.flatnonzero(is_start)


def _neighbours(starts: Integers, width: int) -> tuple[Integers, Integers]:
    """The pairs of runs (above, below) that share columns, in reading order.

    Two runs lie above one another when the one, moved down by a row, overlaps the other; so there are fewer
    pairs than two for each run.
    """
    count = len(starts) - 1
    first_row = int(np.searchsorted(starts[:-1], width)) if width else 0
    above = np.empty(2 * count, np.int32)
    below = np.empty(2 * count, np.int32)
    found = _pair(starts, first_row, width, above, below)
    return above[:found].copy(), below[:found].copy()


@compiled("int32[:], int64, int64, int32[:], int32[:]")
def _pair(starts: Any, first: int, width: int, above: Any, below: Any) -> int:
    """Fill in the pairs of runs; those from `first` on have a row above them. Returns how many there are."""
    found = 0
    upper = 0
    for run in range(first, starts.shape[0] - 1):
        begin, end = starts[run] - width, starts[run + 1] - width
        while starts[upper + 1] <= begin:
            upper += 1
        while True:
            above[found] = upper
            below[found] = run
            found += 1
            if starts[upper + 1] >= end:
                break
            upper += 1
    return found


@compiled("int32[:], int32[:], int32[:]")
def _join(above: Any, below: Any, region: Any) -> None:
    """Number the regions: `region` holds the number of each run, and then that of its region.

    Every tree of runs hangs on its first one, so that regions are numbered in reading order.
    """
    for pair in range(above.shape[0]):
        one, other = _root(region, above[pair]), _root(region, below[pair])
        if one < other:
            region[other] = one
        else:
            region[one] = other
    number = 0
    for run in range(region.shape[0]):
        if region[run] == run:
            region[run] = number
            number += 1
        else:
            # Its root, and every run between, stands before it and is numbered by now.
            region[run] = region[region[run]]


@inlined
def _root(parents: Any, run: int) -> Any:
    """The run that a tree hangs on; the way there is halved for the next time."""
    while parents[run] != run:
        parents[run] = parents[parents[run]]
        run = parents[run]
    return run
