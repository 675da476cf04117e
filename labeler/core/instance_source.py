"""Instance maps in any file that holds numbers of objects: palette and grey PNGs, and numpy's `.npy`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.any_label_map import ARRAY_SUFFIX, read_array
from labeler.core.errors import LabelImageError, NoPaletteError
from labeler.core.label_png import read_label_png
from labeler.core.label_source import read_source

if TYPE_CHECKING:
    from labeler.core.arrays import InstanceMap


def read_instance_map(path: Path | str) -> InstanceMap:
    """The instance map, (H, W) uint8 or uint16, as the file stores it.

    uint8 of a palette or grey PNG of up to 8 bits and of arrays of such numbers, uint16 of a grey PNG of 16
    bits and of any other array of whole numbers 0..65535. Raises FileUnreadableError, ImageTooLargeError,
    ImageError, and LabelImageError for a file that holds no numbers of objects.
    """
    if Path(path).suffix.lower() == ARRAY_SUFFIX:
        return _of_array(path)
    try:
        return read_label_png(path)[0]
    except NoPaletteError:
        numbers = read_source(path)
    if numbers.ndim != 2:
        raise LabelImageError(
            f"{path}: holds colours, and an instance map holds numbers of objects. Save it as palette PNG "
            "or as grey PNG of 16 bits, or import without instances."
        )
    return numbers


def _of_array(path: Path | str) -> InstanceMap:
    array = read_array(path)
    if array.ndim != 2 or array.dtype.kind not in "bui" or not array.size:
        raise LabelImageError(
            f"{path}: an instance map is an array (height, width) of whole numbers; this one has the shape "
            f"{array.shape} of {array.dtype}. Save one number of an object for each pixel."
        )
    if array.dtype.itemsize == 1 and array.dtype.kind != "i":
        return np.ascontiguousarray(array, np.uint8)
    if array.min() < 0 or array.max() > np.iinfo(np.uint16).max:
        raise LabelImageError(
            f"{path}: an instance map holds numbers 0..65535; this one holds {array.min()} to {array.max()}."
        )
    return np.ascontiguousarray(array, np.uint16)
