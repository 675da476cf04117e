"""The class table that a folder is checked against, and how its label images were made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from labeler.core.class_file import read_classes
from labeler.core.classes import BACKGROUND, VOID, ClassRow, ClassTable
from labeler.core.dataset import CLASS_FILE
from labeler.core.errors import LabelerError
from labeler.core.palette import color_from_hex
from labeler.core.table_formats.registry import find_table_format, read_any_table, tables_in
from labeler.formats.manifest import MANIFEST, read_earlier
from labeler.jobs.check.layout import Raster

# What these programs write tells names only; the table has the colours of VOC then.
_WITHOUT_COLORS = frozenset(find_table_format(name).words for name in ("labels", "id2label", "yaml"))


class Export(NamedTuple):
    """What the manifest of an export says: where it stands, its classes, and how label images were made."""

    file: Path
    classes: ClassTable
    raster: Raster


def find_raster(folders: Iterable[Path]) -> Export | None:
    """What the first manifest of an export in one of the folders says; None without any."""
    for folder in dict.fromkeys(folders):
        try:
            earlier = read_earlier(folder)
        except LabelerError:
            continue  # another program's manifest.json
        if earlier is not None:
            return _export_of(folder / MANIFEST, earlier.recipe)
    return None


class Classes(NamedTuple):
    """A class table, the file it is from (None: it was chosen), and whether that tells colours."""

    file: Path | None = None
    table: ClassTable | None = None
    has_colors: bool = True


def find_classes(
    path: Path, folders: Sequence[Path], chosen: ClassTable | None, export: Export | None
) -> Classes:
    """The class table: the one chosen, a `classes.csv`, that of an export, or one of another program.

    It is looked for in the folders and above them, as far as `path`. Raises ClassTableError for a
    `classes.csv` that is wrong.
    """
    if chosen is not None:
        return Classes(None, chosen)
    root = path if path.is_dir() else path.parent
    places = list(dict.fromkeys((root, *_upwards(folders, root))))
    for folder in places:
        if (file := folder / CLASS_FILE).is_file():
            return Classes(file, read_classes(file))
    if export is not None:
        return Classes(export.file, export.classes)
    found = next((tables[0] for folder in places if (tables := tables_in(folder))), None)
    if found is None:
        return Classes()
    read = read_any_table(found.path)
    return Classes(found.path, read.table, read.format not in _WITHOUT_COLORS)


def _upwards(folders: Iterable[Path], root: Path) -> Iterable[Path]:
    """Each folder and those above it, not beyond the root."""
    for folder in folders:
        yield folder
        for above in folder.parents:
            if not above.is_relative_to(root):
                break
            yield above


def _export_of(file: Path, recipe: dict[str, Any]) -> Export | None:
    try:
        rows = [
            ClassRow(row["index"], row["name"], color_from_hex(row["color"])) for row in recipe["classes"]
        ]
        options = recipe["options"]
        background = VOID if options["unlabelled"] == "void" else BACKGROUND
        return Export(file, ClassTable(tuple(rows)), Raster(float(options["void_border"]), background))
    except (KeyError, TypeError, ValueError, LabelerError):
        return None  # a manifest that was edited by hand says nothing
