"""The class table of an import: the dataset's, else one beside the label images, and the classes added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.any_label_map import ARRAY_SUFFIX, read_any_label_map
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.dataset import CLASS_FILE
from labeler.core.errors import LabelerError
from labeler.core.label_import import missing_indices
from labeler.core.label_png import read_label_png
from labeler.core.palette import voc_color
from labeler.core.pixel_counts import pixel_counts
from labeler.core.table_formats import read_any_table, tables_in
from labeler.jobs.in_order import in_order, processor_count

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import Palette
    from labeler.core.dataset import Dataset


class ImportTable(NamedTuple):
    """A class table, the file that it was found in (None: it is the dataset's), and the rows that are new."""

    classes: ClassTable
    found: Path | None = None
    added: tuple[ClassRow, ...] = ()


def table_for(dataset: Dataset, roots: Iterable[Path]) -> ImportTable:
    """The classes of the dataset if it has any, else those of a table in one of the folders, else none.

    Raises ClassTableError for a `classes.csv` there that is broken.
    """
    if dataset.class_file.exists() or dataset.classes.user_rows:
        return ImportTable(dataset.classes)
    for root in roots:
        own = root / CLASS_FILE
        files = [own] if own.is_file() else [found.path for found in tables_in(root)]
        if files:
            return ImportTable(read_any_table(files[0]).table, files[0])
    return ImportTable(dataset.classes)


def with_missing(table: ImportTable, files: Sequence[Path], workers: int | None) -> ImportTable:
    """The table with a class for each index of the label images that has none: `class 7`.

    A class has the colour of the first palette that it occurs with, else that of the VOC colour map. Files
    that cannot be read add none.
    """
    classes = table.classes
    added: list[ClassRow] = []
    with closing(in_order(_used, files, workers or processor_count())) as found:
        for counts, palette in found:
            for index in missing_indices(counts, classes):
                color = voc_color(index) if palette is None else tuple(palette[index].tolist())
                classes = classes.with_class(_free_name(classes, index), index, color)
                row = classes.at(index)
                assert row is not None
                added.append(row)
    return table._replace(classes=classes, added=tuple(added))


def _used(file: Path) -> tuple[NDArray[np.int64], Palette | None]:
    """How many pixels of each index a label image has, (256,), and its palette."""
    try:
        if file.suffix.lower() == ARRAY_SUFFIX:
            return pixel_counts(read_any_label_map(file)), None
        label_map, palette = read_label_png(file)
    except (LabelerError, MemoryError):  # said when it is imported
        return np.zeros(256, np.int64), None
    return pixel_counts(label_map), palette


def _free_name(classes: ClassTable, index: int) -> str:
    name = f"class {index}"
    while classes.find(name) is not None:
        name += "_"
    return name
