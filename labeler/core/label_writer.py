"""Write the label maps of a training or prediction script as palette PNGs, named like the images."""

from __future__ import annotations

import warnings
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.any_label_map import LABEL_MAP_SUFFIXES, indices_of_array
from labeler.core.class_file import class_table_bytes
from labeler.core.classes import ClassTable
from labeler.core.errors import LabelImageError, OptionError
from labeler.core.files import make_folder, remove_leftovers, write_if_changed
from labeler.core.images import IMAGE_SUFFIXES
from labeler.core.label_png import write_label_png
from labeler.core.pixel_counts import count_pixels
from labeler.core.table_formats import read_any_table
from labeler.core.text import is_one_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap

_CLASS_FILE = "classes.csv"
_NAMED = 4


class LabelWriter:
    """Writes label maps to a folder, each as the palette PNG that belongs to an image.

        with labeler.LabelWriter("predictions", "classes.csv") as writer:
            writer.write("street/0001.jpg", scores.argmax(0))

    `classes`: a class table, or the path of one in any format that Labeler reads (what is odd there is a
    Python warning). Its colours are the palette, and it is written once beside the label images as
    classes.csv, never over another table. Indices that it lacks are an error unless `allows_unknown`.
    `is_grey`: plain grey PNGs, for trainers that decode palettes. Every file is written whole or not at all,
    and replaces the one of an earlier run.
    """

    def __init__(
        self,
        folder: Path | str,
        classes: ClassTable | Path | str,
        *,
        allows_unknown: bool = False,
        is_grey: bool = False,
    ) -> None:
        self.folder = Path(folder)
        self.classes = classes if isinstance(classes, ClassTable) else _read(classes)
        self._allows_unknown = allows_unknown
        self._is_grey = is_grey
        self._palette = None if is_grey else self.classes.palette()
        self._name_of: dict[Path, str] = {}
        self._has_begun = False
        self._is_closed = False

    def __enter__(self) -> LabelWriter:
        """Make the folder and write classes.csv. Raises FileUnwritableError, also for another table there."""
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True

    def write(self, name: Path | str, label_map: Any) -> Path:
        """Write the label map of an image, and return the path of the PNG.

        `name`: the image's path relative to its folder, with or without suffix; folders in it are made.
        `label_map`: (H, W) whole numbers 0..255, as an array or anything that numpy makes one of, tensors of
        PyTorch included. Raises LabelImageError for other arrays and for indices without a class, OptionError
        for a name that leaves the folder or that meets the file of another, FileUnwritableError.
        """
        if self._is_closed:
            raise OptionError(f"{name}: the writer is closed. Write inside of its `with` block.")
        self._begin()
        path = self._path_of(name)
        indices = self._checked(name, label_map)
        make_folder(path.parent)
        write_label_png(path, indices, self._palette, is_grey=self._is_grey, durable=False)
        return path

    def _begin(self) -> None:
        """Make the folder and write the class table, once."""
        if not self._has_begun:
            make_folder(self.folder)
            remove_leftovers(self.folder)
            path = self.folder / _CLASS_FILE
            write_if_changed(path, class_table_bytes(self.classes), overwrites=False)
            self._has_begun = True

    def _path_of(self, name: Path | str) -> Path:
        text = Path(name).as_posix() if isinstance(name, Path) else str(name)
        parts = PurePosixPath(text).parts
        is_inside = not PurePosixPath(text).is_absolute() and not PureWindowsPath(text).anchor
        if not parts or not is_inside or ".." in parts or not is_one_line(text):
            raise OptionError(
                f"{text!r} names no file inside {self.folder}. Name the image relative to its folder, like "
                "'street/0001.jpg'."
            )
        last = PurePosixPath(parts[-1])
        is_suffix = last.suffix.lower() in IMAGE_SUFFIXES | LABEL_MAP_SUFFIXES
        stem = last.stem if is_suffix else last.name
        path = self.folder.joinpath(*parts[:-1], f"{stem}.png")
        first = self._name_of.setdefault(path, text)
        if first != text:
            raise OptionError(f"{text!r} and {first!r} would both be written as {path}. Rename one of them.")
        return path

    def _checked(self, name: Path | str, label_map: Any) -> LabelMap:
        indices = indices_of_array(_array(name, label_map), name)
        if self._allows_unknown:
            return indices
        unknown = {at: count for at, count in count_pixels(indices).items() if self.classes.at(at) is None}
        if unknown:
            told = ", ".join(f"{at} ({count:,} px)" for at, count in list(unknown.items())[:_NAMED])
            more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
            raise LabelImageError(
                f"{name}: has indices that are no class of the table: {told}{more}. Add the classes, or "
                "allow them by LabelWriter(..., allows_unknown=True)."
            )
        return indices


def _array(name: Path | str, label_map: Any) -> NDArray[Any]:
    """What numpy makes of it; tensors leave their graph and their device first."""
    for step in ("detach", "cpu"):
        if callable(getattr(label_map, step, None)):
            label_map = getattr(label_map, step)()
    try:
        array = np.asarray(label_map)
    except (TypeError, ValueError, RuntimeError) as error:
        raise LabelImageError(
            f"{name}: numpy makes no array of {type(label_map).__name__} ({error}). Give whole numbers of "
            "the shape (height, width)."
        ) from error
    if array.ndim in (3, 4) and array.dtype.kind == "f":
        axis = array.ndim - 3
        raise LabelImageError(
            f"{name}: an array of {array.dtype} of the shape {array.shape} looks like scores. The class of "
            f"each pixel is scores.argmax({axis}){'[i] of the i-th image' if axis else ''}."
        )
    return array


def _read(path: Path | str) -> ClassTable:
    read = read_any_table(path)
    for notice in read.notices:
        warnings.warn(f"{path}: {notice}", stacklevel=3)
    return read.table
