"""`.gpl` palettes of GIMP, Inkscape and Krita: a colour and a name a line; the place of a line is the index.

Source: GIMP, app/core/gimppalette-load.c, and the page "GIMP Palette" of developer.gimp.org.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.palette import color_to_hex, voc_color
from labeler.core.table_formats.base import (
    ReadTable,
    Told,
    WrittenTable,
    check_names,
    not_kept,
    table_of,
    text_of,
    unused,
)

MAGIC = b"GIMP Palette"
_NAMELESS = frozenset(("", "untitled", "index"))
_ENTRY = re.compile(r"(-?\d+)\s+(-?\d+)\s+(-?\d+)(?:\s+(.*))?")
_RGBA_ENTRY = re.compile(r"(-?\d+)\s+(-?\d+)\s+(-?\d+)\s+-?\d+(?:\s+(.*))?")


class GimpPalette:
    """All 256 colours with the names of those that are classes."""

    name = "gpl"
    words = "GIMP palette"
    file_names = ("*.gpl",)

    def recognises(self, path: Path, data: bytes) -> bool:
        """By the first line, whatever it is called."""
        return data.removeprefix(b"\xef\xbb\xbf").startswith(MAGIC) or path.suffix.lower() == ".gpl"

    def read(self, path: Path, data: bytes) -> ReadTable:
        """Colours without a name are no classes, unless none has a name: then all are."""
        lines = text_of(path, data).splitlines()
        if not lines or lines[0].strip() != MAGIC.decode():
            raise ClassTableError(f"{path}, line 1: is not 'GIMP Palette'. Save the palette from GIMP anew.")
        entry = _RGBA_ENTRY if any(line.strip() == "Channels: RGBA" for line in lines[:8]) else _ENTRY
        told: list[Told] = []
        for number, text in enumerate(lines[1:], 2):
            line = text.strip()
            if not line or line.startswith(("#", "Name:", "Columns:", "Channels:")):
                continue
            told.append(_told(path, number, line, entry, len(told)))
        named = [each for each in told if not _is_nameless(each)]
        if named:
            return table_of(path, self.words, named)
        return table_of(path, self.words, [replace(each, name="") for each in told])

    def written(self, table: ClassTable) -> WrittenTable:
        """256 colours, so that the place is the index in an image that has this palette."""
        check_names(table)
        lines = ["GIMP Palette", "Name: Labeler classes", "Columns: 16", "#"]
        for index in range(256):
            row = table.at(index)
            r, g, b = voc_color(index) if row is None else row.color
            lines.append(f"{r:3} {g:3} {b:3}\t{unused(index) if row is None else row.name}")
        nameless = [row.name for row in table if _is_nameless(Told(row.index, row.name, row.color, ""))]
        if nameless:
            raise ClassTableError(
                f"The class name {nameless[0]!r} stands for a nameless colour in a palette. Rename the class."
            )
        return WrittenTable(("\n".join(lines) + "\n").encode(), tuple(not_kept(table)))


def _told(path: Path, number: int, line: str, entry: re.Pattern[str], index: int) -> Told:
    found = entry.fullmatch(line)
    values = [int(value) for value in found.groups()[:3]] if found else []
    if found is None or not all(0 <= value <= 255 for value in values):
        raise ClassTableError(
            f"{path}, line {number}: is no colour. Write three numbers from 0 to 255 and a name: 128 0 0 cat"
        )
    r, g, b = values
    return Told(index, (found.group(4) or "").strip(), (r, g, b), f"line {number}")


def _is_nameless(each: Told) -> bool:
    """GIMP calls colours Untitled, Inkscape and Aseprite after their value, until somebody names them."""
    name = each.name.casefold()
    color = color_to_hex(each.color) if each.color is not None else ""
    return name in _NAMELESS or name.removeprefix("#") == color.removeprefix("#")
