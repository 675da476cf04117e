"""Which images of the dataset a list shows: their positions, ascending, one for each row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain


class ShownRows:
    """Rows and the positions in the dataset that they stand for.

    Where `is_listed` is False, `position` is the place of an image that is not in the dataset any more: that
    of the image that follows.
    """

    def __init__(self, positions: Sequence[int]) -> None:
        self.positions = positions

    def __len__(self) -> int:
        return len(self.positions)

    def __getitem__(self, row: int) -> int:
        return self.positions[row]

    def row(self, position: int) -> int | None:
        """The row of an image; None when it is not shown."""
        row = bisect_left(self.positions, position)
        return row if row < len(self.positions) and self.positions[row] == position else None

    def rows_between(self, first: int, last: int) -> range:
        """The rows of the images from one position to another."""
        return range(bisect_left(self.positions, first), bisect_left(self.positions, last + 1))

    def step(self, position: int, by: int, *, is_listed: bool = True) -> int | None:
        """The position `by` rows after or, if negative, before an image, shown or not; None past the ends."""
        at = bisect_left(self.positions, position)
        is_shown = is_listed and self.row(position) is not None
        row = at + by - (by > 0 and not is_shown)
        return self.positions[row] if 0 <= row < len(self.positions) else None

    def following(self, position: int, *, is_listed: bool = True) -> Iterator[int]:
        """The positions of all other rows: those after an image, and then from the first on."""
        start = bisect_left(self.positions, position + is_listed)
        end = bisect_left(self.positions, position)
        return chain(self.positions[start:], self.positions[:end])


def runs(rows: Iterator[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of ascending rows that follow one another."""
    first = last = -2
    for row in rows:
        if row != last + 1:
            if first >= 0:
                yield first, last
            first = row
        last = row
    if first >= 0:
        yield first, last
