"""How many pixels of each class index a label map has, kept up while it is edited.

Counts are kept for each tile of 512 x 512 pixels; after an edit only the tiles that it touched are counted
again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.pixel_counts import pixel_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap
    from labeler.core.geometry import PixelRect

TILE = 512

# Column and row of a tile.
Tile = tuple[int, int]


class TileCounts:
    """Pixels of each index of one (H, W) uint8 label map, which may change where `mark` says so.

    At first every tile is marked. `counts` does all that is to be done. To count in another thread, take the
    marked tiles (`take_marked`), count them there (`counted`), and give back what came out (`put`): edits
    meanwhile mark their tiles anew.
    """

    def __init__(self, label_map: LabelMap) -> None:
        height, width = label_map.shape
        self._label_map = label_map
        # Down and across.
        self._shape = (-(-height // TILE), -(-width // TILE))
        self._of_tile = np.zeros((*self._shape, 256), np.uint32)
        self._total = np.zeros(256, np.int64)
        self._is_marked = np.ones(self._shape, np.bool_)

    @property
    def marked_count(self) -> int:
        """How many tiles are to be counted again."""
        return int(np.count_nonzero(self._is_marked))

    @property
    def total(self) -> NDArray[np.int64]:
        """(256,) int64: pixels of each index, as far as they have been counted; not to be written to."""
        return self._total

    def mark(self, rect: PixelRect) -> None:
        """Pixels in this rectangle of the map may have changed."""
        if not rect.is_empty:
            top, left = max(rect.top, 0) // TILE, max(rect.left, 0) // TILE
            self._is_marked[top : -(-rect.bottom // TILE), left : -(-rect.right // TILE)] = True

    def counts(self) -> NDArray[np.int64]:
        """(256,) int64: pixels of each index, after the marked tiles were counted again."""
        tiles = self.take_marked()
        self.put(tiles, self.counted(tiles))
        return self._total.copy()

    def take_marked(self) -> list[Tile]:
        """The tiles that are to be counted; they are marked no longer."""
        down, across = np.nonzero(self._is_marked)
        self._is_marked[:] = False
        return list(zip(across.tolist(), down.tolist(), strict=True))

    def counted(self, tiles: list[Tile]) -> NDArray[np.uint32]:
        """(len(tiles), 256) uint32: the pixels of each tile as they are now; in any thread."""
        found = np.zeros((len(tiles), 256), np.uint32)
        for place, (across, down) in enumerate(tiles):
            left, top = across * TILE, down * TILE
            found[place] = pixel_counts(self._label_map[top : top + TILE, left : left + TILE])
        return found

    def put(self, tiles: list[Tile], found: NDArray[np.uint32]) -> None:
        """Take what `counted` has found for these tiles."""
        for (across, down), counts in zip(tiles, found, strict=True):
            self._total += counts
            self._total -= self._of_tile[down, across]
            self._of_tile[down, across] = counts
