"""All formats of class tables, listed once: read any, write one, see what a folder holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError, LabelerError, OptionError
from labeler.core.files import natural_key, read_bytes, write_atomically
from labeler.core.table_formats.base import ReadTable, TableFormat
from labeler.core.table_formats.classes_csv import ClassesCsv
from labeler.core.table_formats.cvat_json import CvatJson
from labeler.core.table_formats.gimp_palette import GimpPalette
from labeler.core.table_formats.id2label import Id2Label
from labeler.core.table_formats.labelmap import Labelmap
from labeler.core.table_formats.labels_txt import LabelsTxt
from labeler.core.table_formats.png_palette import PngPalette
from labeler.core.table_formats.ultralytics_yaml import UltralyticsYaml

# A file is read by the first that recognises it; a folder offers what stands first, which says the most.
FORMATS: tuple[TableFormat, ...] = (
    ClassesCsv(),
    Labelmap(),
    GimpPalette(),
    CvatJson(),
    Id2Label(),
    UltralyticsYaml(),
    PngPalette(),
    LabelsTxt(),
)

# A class table of 256 rows is far smaller; so are palettes. PNGs are read whole by their own format.
_LARGEST = 1 << 22


class FoundTable(NamedTuple):
    """A file that holds a class table: where, of what format, and how many classes (without 0 and 255)."""

    path: Path
    format: str
    class_count: int


def read_any_table(path: Path | str) -> ReadTable:
    """The class table of a file of any format, recognised by name and content.

    Raises ClassTableError that names file, line and remedy, FileUnreadableError, and for PNGs what
    `read_label_png` raises.
    """
    path = Path(path)
    data = read_bytes(path)
    for each in FORMATS:
        if each.recognises(path, data):
            return each.read(path, data)
    known = ", ".join(dict.fromkeys(each.file_names[0] for each in FORMATS))
    raise ClassTableError(f"{path}: is no class table that Labeler reads ({known}). Choose such a file.")


def write_table(
    path: Path | str,
    table: ClassTable,
    format: str | None = None,  # noqa: A002 - the public name
) -> tuple[str, ...]:
    """Write a class table, atomically, and return sentences on what the file cannot hold.

    `format`: a name of FORMATS, else what the name of the file says. Raises OptionError for an unknown one,
    ClassTableError for names that the format cannot hold, FileUnwritableError.
    """
    path = Path(path)
    chosen = format_for(path) if format is None else find_table_format(format)
    data, notices = chosen.written(table)
    write_atomically(path, data)
    return notices


def find_table_format(name: str) -> TableFormat:
    """The format of this name; raises OptionError for one that does not exist."""
    for each in FORMATS:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in FORMATS)
    raise OptionError(f"There is no format {name!r} of class tables; the formats are: {known}.")


def format_for(path: Path) -> TableFormat:
    """The format that a file of this name is written in; raises OptionError when the name does not tell."""
    for each in FORMATS:
        if any(_is_called(path.name, pattern) for pattern in each.file_names):
            return each
    if path.suffix.lower() == ".txt":
        return find_table_format("labels")
    known = ", ".join(f"{each.name} ({each.file_names[0]})" for each in FORMATS if each.name != "png")
    raise OptionError(f"{path}: its name does not tell the format. Name one: {known}.")


def tables_in(folder: Path | str) -> list[FoundTable]:
    """The class tables of other programs that lie in a folder itself, those that say the most first.

    Files that turn out to hold none are passed over; `classes.csv` and PNGs are not looked for. A folder that
    cannot be read has none.
    """
    place = Path(folder)
    try:
        names = sorted(os.listdir(place), key=natural_key)  # noqa: PTH208 - 100,000 names, once
    except OSError:
        return []
    found: dict[str, FoundTable] = {}
    for each in FORMATS:
        patterns = () if each.name in ("csv", "png") else each.file_names
        for name in names:
            if name not in found and any(_is_called(name, pattern) for pattern in patterns):
                read = _read_quietly(place / name)
                if read is not None and read.class_count:
                    found[name] = FoundTable(place / name, read.format, read.class_count)
    return list(found.values())


def _is_called(name: str, pattern: str) -> bool:
    """Whether a file has this name, or for `*.gpl` this suffix; upper and lower case are alike."""
    name = name.lower()
    return name.endswith(pattern[1:]) if pattern.startswith("*") else name == pattern


def _read_quietly(path: Path) -> ReadTable | None:
    try:
        is_table = path.is_file() and path.stat().st_size <= _LARGEST
        return read_any_table(path) if is_table else None
    except (LabelerError, OSError):
        return None
