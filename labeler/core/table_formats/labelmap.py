"""`labelmap.txt` of CVAT and datumaro: `name:r,g,b:parts:actions`, exactly four fields, in order of index.

Source: datumaro, plugins/data_formats/voc/format.py. A line that starts with `#` is a comment; where indices
have gaps, a comment of ours keeps them for our own reading, and others count on.
"""

from __future__ import annotations

from pathlib import Path

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.palette import Color
from labeler.core.table_formats.base import (
    ReadTable,
    Told,
    WrittenTable,
    check_names,
    counts_alike,
    listed,
    not_kept,
    numbered,
    table_of,
    text_of,
)

HEADER = "# label:color_rgb:parts:actions"
_INDICES = "# indices:"


class Labelmap:
    """Names and colours in an order; background first and void last."""

    name = "labelmap"
    words = "CVAT label map"
    file_names = ("labelmap.txt", "label_map.txt")

    def recognises(self, path: Path, data: bytes) -> bool:
        """A text whose first line that is no comment has four fields."""
        if path.suffix.lower() not in (".txt", ""):
            return False
        lines = (line.strip() for line in data[:4096].decode("utf-8-sig", "replace").splitlines())
        first = next((line for line in lines if line and not line.startswith("#")), "")
        return first.count(":") == 3 or path.name.lower() in self.file_names

    def read(self, path: Path, data: bytes) -> ReadTable:
        """Colours that are missing (`name:::`) are those of the VOC colour map."""
        told: list[tuple[str, Color | None, str]] = []
        parts: list[str] = []
        indices: list[int] = []
        for number, text in enumerate(text_of(path, data).splitlines(), 1):
            line = text.strip()
            if line.startswith(_INDICES):
                indices = _indices(line)
            if not line or line.startswith("#"):
                continue
            name, color, *further = _fields(path, number, line)
            told.append((name.strip(), _color(path, number, color), f"line {number}"))
            if any(field.strip() for field in further):
                parts.append(name.strip())
        notices = [f"Parts and actions are not kept ({listed(parts)})."] if parts else []
        if indices and len(indices) == len(told):
            rows = [Told(index, *each) for index, each in zip(indices, told, strict=True)]
            return table_of(path, self.words, rows, notices)
        rows, said = numbered(told)
        return table_of(path, self.words, rows, [*said, *notices])

    def written(self, table: ClassTable) -> WrittenTable:
        """Every class, background and void included."""
        check_names(table, ":", "':', which separates the fields of the file")
        commented = next((row.name for row in table if row.name.startswith("#")), None)
        if commented is not None:
            raise ClassTableError(
                f"The class name {commented!r} starts with '#', which starts a comment in the file. "
                "Rename the class, or choose another format."
            )
        notices = not_kept(table)
        if not counts_alike(table):
            notices.append(
                "The file gives indices by its order: a comment keeps yours for Labeler, and other programs "
                "count from background on."
            )
        return WrittenTable(labelmap_text(table).encode(), tuple(notices))


def labelmap_text(table: ClassTable) -> str:
    """`labelmap.txt`: every class with its colour, background and void included, by index."""
    rows = sorted(table, key=lambda row: row.index)
    lines = [f"{row.name}:{','.join(map(str, row.color))}::" for row in rows]
    indices = ",".join(str(row.index) for row in rows)
    kept = [] if counts_alike(table) else [f"{_INDICES} {indices}"]
    return "\n".join((HEADER, *kept, *lines)) + "\n"


def _fields(path: Path, number: int, line: str) -> list[str]:
    fields = line.split(":")
    if len(fields) != 4:
        raise ClassTableError(
            f"{path}, line {number}: has {len(fields)} fields between colons, and four belong there. Write "
            "it like this: cat:128,0,0::"
        )
    return fields


def _color(path: Path, number: int, text: str) -> Color | None:
    if not text.strip():
        return None
    values = [value.strip() for value in text.split(",")]
    are_numbers = all(value.isascii() and value.isdecimal() and int(value) < 256 for value in values)
    if len(values) != 3 or not are_numbers:
        raise ClassTableError(
            f"{path}, line {number}: {text!r} is no colour. Write three numbers from 0 to 255, like 128,0,0."
        )
    r, g, b = map(int, values)
    return (r, g, b)


def _indices(line: str) -> list[int]:
    """The indices that our own comment keeps; none if somebody changed it."""
    values = [value.strip() for value in line.removeprefix(_INDICES).split(",")]
    return [int(value) for value in values] if all(map(str.isdecimal, values)) else []
