"""The class table that a folder is checked against, and how its label images were made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from labeler.core.class_file import classes_from_labels_txt, read_classes
from labeler.core.classes import BACKGROUND, VOID, ClassRow, ClassTable
from labeler.core.dataset import CLASS_FILE
from labeler.core.errors import LabelerError
from labeler.core.palette import color_from_hex
from labeler.formats.manifest import MANIFEST, read_earlier
from labeler.jobs.check.layout import Raster

_LABELS_FILE = "labels.txt"


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


def find_classes(
    path: Path, folders: Sequence[Path], chosen: ClassTable | None, export: Export | None
) -> tuple[Path | None, ClassTable | None]:
    """The class table and its file: the one chosen, one in or above the folders, or that of an export.

    Raises ClassTableError for a table that is wrong.
    """
    if chosen is not None:
        return None, chosen
    root = path if path.is_dir() else path.parent
    for folder in dict.fromkeys((root, *_upwards(folders, root))):
        if (file := folder / CLASS_FILE).is_file():
            return file, read_classes(file)
    if export is not None:
        return export.file, export.classes
    for folder in dict.fromkeys((root, *_upwards(folders, root))):
        if (file := folder / _LABELS_FILE).is_file():
            return file, classes_from_labels_txt(file)
    return None, None


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
