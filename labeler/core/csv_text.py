"""Rows as the text of a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterable


def csv_bytes(rows: Iterable[Iterable[object]]) -> bytes:
    """UTF-8, a line feed behind each row. What `csv.reader` with `newline=""` reads from it are these cells.

    Asked to end rows with a line feed alone, the `csv` of Python 3.11 writes a carriage return in a cell
    without quotes, and takes it for the end of the row when it reads it.
    """
    text = _Lines()
    csv.writer(text).writerows(rows)
    return "".join(text).encode()


class _Lines(list[str]):
    """The rows as `csv` writes them, each with the line feed of this system's texts."""

    def write(self, row: str) -> None:
        """Take in a row, which ends with a carriage return and a line feed."""
        self.append(row.removesuffix("\r\n") + "\n")
