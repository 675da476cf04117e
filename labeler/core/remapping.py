"""Other indices for the pixels of label maps: a table from each of 256 indices to another.

Which class a pixel means changes with it; where only colours or names change, nothing here is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.compiled import compiled, needs_stand_in
from labeler.core.errors import LabelImageError, OptionError
from labeler.core.label_png import decoded_label_png, label_png_bytes
from labeler.core.pixel_counts import pixel_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap, Palette


@dataclass(frozen=True, slots=True, eq=False)
class Remapping:
    """`table`, (256,) uint8: the new index of each old one."""

    table: NDArray[np.uint8]

    @classmethod
    def of(cls, mapping: Mapping[int, int]) -> Remapping:
        """The table that changes these indices and no other; raises OptionError for one outside 0..255."""
        table = np.arange(256, dtype=np.uint8)
        for old, new in mapping.items():
            if not (0 <= old <= 255 and 0 <= new <= 255):
                raise OptionError(f"An index lies between 0 and 255: {old} cannot become {new}.")
            table[old] = new
        return cls(table)

    @property
    def is_identity(self) -> bool:
        """Whether no index changes."""
        return bool((self.table == np.arange(256)).all())

    @property
    def mapping(self) -> dict[int, int]:
        """The indices that change, with what they become."""
        return {old: int(new) for old, new in enumerate(self.table) if new != old}

    def apply(self, label_map: LabelMap) -> LabelMap:
        """The label map, (H, W) uint8, with the new indices; a new array."""
        source = np.ascontiguousarray(label_map)
        if needs_stand_in(_translate):
            return self.table[source]
        result = np.empty_like(source)
        flat, out = source.reshape(-1), result.reshape(-1)
        whole = flat.size - flat.size % 8
        _translate(flat[:whole].view(np.uint64), self.table, out[:whole].view(np.uint64))
        out[whole:] = self.table[flat[whole:]]
        return result

    def changed(self, counts: NDArray[np.int64]) -> int:
        """How many pixels get another index, by the (256,) counts of the old ones."""
        return int(counts[self.table != np.arange(256)].sum())


@dataclass(frozen=True, slots=True, eq=False)
class Remapped:
    """What becomes of a label PNG: its new bytes (None: they are the old ones), and how many pixels change.

    `counts`: (256,) int64, the pixels of each old index.
    """

    data: bytes | None
    pixels_changed: int
    counts: NDArray[np.int64]


def remapped_png(
    path: Path | str, data: bytes, remapping: Remapping, palette: Palette | None = None
) -> Remapped:
    """Other indices for the bytes of a label PNG; `path` is for the words of errors.

    A palette PNG stays one, with the colours of `palette` if given, else with its own; a grey PNG stays grey.
    Raises what `read_label_png` raises.
    """
    label_map, own = decoded_label_png(path, data)
    counts = pixel_counts(label_map)
    changed = remapping.changed(counts)
    colors = own if palette is None or own is None else palette
    if not changed and (own is None or colors is None or np.array_equal(colors, own)):
        return Remapped(None, 0, counts)
    new = remapping.apply(label_map) if changed else label_map
    made = label_png_bytes(new, colors, is_grey=own is None)
    return Remapped(None if made == data else made, changed, counts)


def check_known(counts: NDArray[np.int64], known: Mapping[int, object], path: Path | str) -> None:
    """Raise LabelImageError when a label map has pixels of an index that is not in `known`."""
    unknown = [index for index in np.flatnonzero(counts).tolist() if index not in known]
    if unknown:
        told = ", ".join(f"{index} ({counts[index]:,} px)" for index in unknown[:5])
        more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        raise LabelImageError(
            f"{path}: has indices that the mapping does not name: {told}{more}. Add them to the mapping."
        )


@compiled("uint64[:], uint8[:], uint64[:]")
def _translate(words: Any, table: Any, out: Any) -> None:
    """Translate the bytes of words. A word equal to the one before it, the rule in label maps, is copied."""
    last = np.uint64(0)
    new = np.uint64(table[0]) * np.uint64(0x0101010101010101)
    for place in range(words.size):
        word = words[place]
        if word != last:
            new = np.uint64(0)
            for byte in range(8):
                shift = np.uint64(8 * byte)
                new |= np.uint64(table[(word >> shift) & np.uint64(255)]) << shift
            last = word
        out[place] = new
