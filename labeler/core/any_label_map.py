"""Label maps in any file that holds indices: palette and grey PNGs, and numpy's `.npy`."""

from __future__ import annotations

from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from labeler.core.errors import FileUnreadableError, LabelImageError
from labeler.core.label_png import read_label_png

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap

ARRAY_SUFFIX = ".npy"
LABEL_MAP_SUFFIXES = frozenset((".png", ARRAY_SUFFIX))


# What numpy raises for files that are damaged or of another kind; it reads the head of an array as Python.
_ARRAY_FAULTS = (
    ValueError,
    EOFError,
    SyntaxError,
    TypeError,
    OverflowError,
    RecursionError,
    TokenError,
    BadZipFile,
)


def read_any_label_map(path: Path | str) -> LabelMap:
    """The label map, (H, W) uint8, of a palette or grey PNG of up to 8 bits, or of a two-dimensional `.npy`.

    Raises FileUnreadableError, and LabelImageError for a file that holds no class indices; for a PNG also
    what `read_label_png` raises.
    """
    if Path(path).suffix.lower() != ARRAY_SUFFIX:
        return read_label_png(path)[0]
    return indices_of_array(read_array(path), path)


def read_array(path: Path | str) -> NDArray[Any]:
    """The array of a `.npy` file, of any shape, and of any type but objects.

    Raises FileUnreadableError, LabelImageError. Format: numpy.lib.format, "NPY". Pickled objects are refused,
    for reading them could run any code.
    """
    try:
        with Path(path).open("rb") as file:  # numpy leaves a damaged one open
            array = np.load(file, allow_pickle=False)
    except OSError as error:
        raise FileUnreadableError(path, error) from error
    except _ARRAY_FAULTS as error:
        raise LabelImageError(f"{path}: is no array of numpy ({error}). Save it by numpy.save.") from error
    except MemoryError as error:
        raise LabelImageError(
            f"{path}: says that it holds more than there is memory for ({error}). Copy it anew, or close "
            "other programs."
        ) from error
    if not isinstance(array, np.ndarray):
        raise LabelImageError(f"{path}: holds several arrays (.npz). Save one array a file by numpy.save.")
    return array


def indices_of_array(array: NDArray[Any], where: object) -> LabelMap:
    """An array of whole numbers 0..255 as label map; LabelImageError, begun with `where`, for any other."""
    if array.ndim != 2 or not array.size:
        raise LabelImageError(
            f"{where}: a label map has the shape (height, width), and this array has {array.shape}. "
            f"Of a network's scores, numpy.argmax over the classes makes class indices."
        )
    if array.dtype.kind not in "bui":
        raise LabelImageError(
            f"{where}: a label map holds whole numbers 0..255, and this array holds {array.dtype}. "
            f"Of a network's scores, numpy.argmax over the classes makes class indices."
        )
    if array.dtype != np.uint8 and (array.min() < 0 or array.max() > 255):
        raise LabelImageError(
            f"{where}: a label map holds class indices 0..255, and this array holds "
            f"{array.min()} to {array.max()}."
        )
    return np.ascontiguousarray(array, np.uint8)
