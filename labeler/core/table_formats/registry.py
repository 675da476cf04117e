"""All formats of class tables, listed once: read any, write one, see what a folder holds."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError, FileUnreadableError, LabelerError, OptionError
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
    name = path.name.lower()
    for each in FORMATS:
        if any(fnmatch(name, pattern) for pattern in each.file_names):
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
    found = []
    for number, each in enumerate(FORMATS):
        patterns = () if each.name in ("csv", "png") else each.file_names
        for path in _matching(Path(folder), patterns):
            read = _read_quietly(path)
            if read is not None and read.class_count:
                found.append((number, FoundTable(path, read.format, read.class_count)))
    unique = {each.path: (number, each) for number, each in reversed(found)}
    ordered = sorted(unique.values(), key=lambda pair: (pair[0], natural_key(pair[1].path.name)))
    return [each for _, each in ordered]


def _matching(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    """Files by their usual names; folders of 100,000 images are listed once, and only for patterns."""
    paths: list[Path] = []
    try:
        for pattern in patterns:
            paths += folder.glob(pattern) if "*" in pattern else [folder / pattern]
        return [path for path in dict.fromkeys(paths) if path.is_file() and path.stat().st_size <= _LARGEST]
    except OSError:
        return []


def _read_quietly(path: Path) -> ReadTable | None:
    try:
        return read_any_table(path)
    except (LabelerError, FileUnreadableError):
        return None
