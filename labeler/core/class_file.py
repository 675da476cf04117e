"""Class tables as files: `classes.csv`, the ready tables of resources/, and labelme's `labels.txt`.

A `classes.csv` is UTF-8 with the header `index,name,color` (`#rrggbb`) and any further columns, which are
kept. The ready tables have the same form.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from labeler.core.classes import BACKGROUND, LABELME_NAMES, VOID, ClassRow, ClassTable
from labeler.core.csv_text import csv_bytes
from labeler.core.errors import ClassTableError
from labeler.core.files import natural_key, read_bytes, write_atomically
from labeler.core.palette import color_from_hex, color_to_hex, voc_color
from labeler.core.resource_files import resource

COLUMNS = ("index", "name", "color")


@dataclass(frozen=True, slots=True)
class ReadyTable:
    """A class table that comes with Labeler: its name, its file, and how many classes its source names."""

    name: str
    path: Path
    class_count: int


def read_classes(path: Path | str) -> ClassTable:
    """The class table of a file like `classes.csv`.

    Rows may stand in any order; background (0) and void (255) are added where the file lacks them. Raises
    ClassTableError that names file, line and remedy, and FileUnreadableError.
    """
    path = Path(path)
    rows = list(_read_rows(path))
    try:
        return ClassTable(tuple(rows))
    except ClassTableError as error:
        raise ClassTableError(f"{path}: {error}") from None


def write_classes(path: Path | str, table: ClassTable) -> None:
    """Write a class table, further columns included, atomically. Raises FileUnwritableError."""
    write_atomically(Path(path), class_table_bytes(table))


def class_table_bytes(table: ClassTable) -> bytes:
    """The file of a class table, further columns included."""
    further = list(dict.fromkeys(column for row in table for column in row.columns))
    rows = [
        [row.index, row.name, color_to_hex(row.color), *(row.columns.get(column, "") for column in further)]
        for row in table
    ]
    return csv_bytes([[*COLUMNS, *further], *rows])


def ready_tables() -> list[ReadyTable]:
    """All class tables that come with Labeler, in natural order of their names."""
    paths = sorted(resource("classes").glob("*.csv"), key=lambda path: natural_key(path.stem))
    return [ReadyTable(path.stem, path, sum(1 for _ in _read_rows(path))) for path in paths]


def read_ready_table(name: str) -> ClassTable:
    """The ready table of this name, e.g. `voc21`. It keeps the names its source gives to 0 and 255."""
    names = [path.stem for path in resource("classes").glob("*.csv")]
    if name not in names:
        known = ", ".join(sorted(names, key=natural_key))
        raise ClassTableError(f"No ready class table is called {name!r}. Choose one of: {known}.")
    return read_classes(resource("classes", f"{name}.csv"))


def classes_from_labels_txt(path: Path | str) -> ClassTable:
    """The class table that labelme's `labels.txt` means: one name a line, the line gives the index.

    Source of the numbering: labelme's examples/semantic_segmentation/labelme2voc.py, where the lines
    `__ignore__` (read as void, 255) and `_background_` (0) come first. A list without them begins with
    index 1. Colours are those of the VOC colour map. Raises ClassTableError naming file and line.
    """
    path = Path(path)
    lines = [line.strip() for line in _decoded(path).split("\n")]
    first = next((line for line in lines if line), "")
    index_of_first = {"__ignore__": -1, "_background_": BACKGROUND, "background": BACKGROUND}.get(first, 1)
    rows: dict[str, ClassRow] = {}
    for number, name in enumerate(lines):
        index = index_of_first + number
        if not name or name in LABELME_NAMES or (name == "background" and index == BACKGROUND):
            continue
        if name in rows:
            raise ClassTableError(f"{path}, line {number + 1}: {name!r} stands there twice. Delete one.")
        if not BACKGROUND < index < VOID:
            raise ClassTableError(
                f"{path}, line {number + 1}: {name!r} would get the index {index}; indices end at 254."
            )
        rows[name] = ClassRow(index, name, voc_color(index))
    return ClassTable(tuple(rows.values()))


def _decoded(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClassTableError(
            f"{path}: is no UTF-8 text (byte {error.start + 1}). Save it as UTF-8."
        ) from None


def _read_rows(path: Path) -> Iterator[ClassRow]:
    """The rows of the file, checked one by one and against each other, so that errors name their line."""
    lines = _lines(path)
    _, header = next(lines, (1, []))
    columns = _checked_header(path, [cell.strip() for cell in header])
    line_of: dict[int | str, int] = {}
    for line, cells in lines:
        where = f"{path}, line {line}"
        if len(cells) != len(columns):
            raise ClassTableError(
                f"{where}: has {len(cells)} values where the header names {len(columns)} columns. "
                'Put a name that holds a comma between double quotes ("a, b").'
            )
        row = _row(where, dict(zip(columns, cells, strict=True)))
        for key, what in ((row.index, "index"), (row.name, "name")):
            if key in line_of:
                raise ClassTableError(
                    f"{where}: the {what} {key!r} stands in line {line_of[key]} already. Change one of them."
                )
            line_of[key] = line
        yield row


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line that is not empty."""
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise ClassTableError(
            f"{path}, line {reader.line_num}: is no CSV ({error}). Correct the line."
        ) from None


def _checked_header(path: Path, header: list[str]) -> list[str]:
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise ClassTableError(
            f"{path}, line 1: the header lacks {', '.join(missing)}. Begin the file with the line "
            f"{','.join(COLUMNS)}, separated by commas."
        )
    if len(set(header)) != len(header):
        raise ClassTableError(f"{path}, line 1: the header names a column twice. Rename one.")
    return header


def _row(where: str, cells: dict[str, str]) -> ClassRow:
    index_text, name, color_text = (cells.pop(column).strip() for column in COLUMNS)
    is_number = index_text.isascii() and index_text.isdecimal() and len(index_text) <= 3
    if not (is_number and int(index_text) <= VOID):
        raise ClassTableError(
            f"{where}: the index {index_text!r} is no whole number from 0 to 255. Correct it."
        )
    if not name:
        raise ClassTableError(f"{where}: the class has no name. Give it one.")
    try:
        color = color_from_hex(color_text)
    except ValueError as error:
        raise ClassTableError(f"{where}: {error}. Write the colour like #80c0ff.") from None
    return ClassRow(int(index_text), name, color, cells)
