"""The file that says which index became which: for `labeler remap`, for models trained before.

CSV in UTF-8 with the header `old_index,new_index,old_name,new_name`; the names are for the reader and may be
left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from labeler.core.csv_text import csv_bytes
from labeler.core.errors import OptionError
from labeler.core.files import read_bytes

_INDICES = ("old_index", "new_index")
_COLUMNS = (*_INDICES, "old_name", "new_name")


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One old index with the new one, and the names of their classes, empty where unknown."""

    old_index: int
    new_index: int
    old_name: str = ""
    new_name: str = ""


def mapping_bytes(rows: Iterable[MappingRow]) -> bytes:
    """The content of a mapping file."""
    cells = ((row.old_index, row.new_index, row.old_name, row.new_name) for row in rows)
    return csv_bytes([_COLUMNS, *cells])


def read_mapping(path: Path | str) -> list[MappingRow]:
    """The rows of a mapping file, in its order.

    Indices without a row stay what they are. Raises OptionError naming file, line and remedy, and
    FileUnreadableError.
    """
    path = Path(path)
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OptionError(f"{path}: is no UTF-8 text (byte {error.start + 1}). Save it as UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        if not set(_INDICES) <= set(header):
            raise OptionError(
                f"{path}, line 1: the header must name the columns old_index and new_index. "
                f"Write: {','.join(_COLUMNS)}"
            )
        return list(_rows(path, reader))
    except csv.Error as error:
        raise OptionError(f"{path}, line {reader.line_num}: is no CSV ({error}). Correct the line.") from None


def _rows(path: Path, reader: csv.DictReader[str]) -> Iterator[MappingRow]:
    line_of: dict[int, int] = {}
    for cells in reader:
        if not any((cell or "").strip() for name, cell in cells.items() if name is not None):
            continue
        where = f"{path}, line {reader.line_num}"
        old, new = (_index(where, name, cells[name]) for name in _INDICES)
        if old in line_of:
            raise OptionError(f"{where}: the index {old} stands in line {line_of[old]} already. Delete one.")
        line_of[old] = reader.line_num
        yield MappingRow(old, new, *((cells.get(name) or "").strip() for name in _COLUMNS[2:]))


def _index(where: str, name: str, cell: str | None) -> int:
    text = (cell or "").strip()
    if not (text.isascii() and text.isdigit() and int(text) <= 255):
        raise OptionError(
            f"{where}: {name} is {text!r}, and an index is a whole number from 0 to 255. "
            f"For pixels that shall have no class give 0 (background) or 255 (void)."
        )
    return int(text)
