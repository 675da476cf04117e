"""TIFF files that Pillow does not know (many bands, deep or float colours), read by tifffile.

tifffile is the optional extra `tiff`; without it such a file is an error that names the extra.
"""

from __future__ import annotations

import importlib.util
import logging
import math
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labeler.core.errors import ImageError
from labeler.core.intensity import CLIPPED, SAMPLE_SIDE, Stretch
from labeler.core.orientation import ORIENTATION_TAG, as_stored, upright_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import ColorImage


# tifffile logs what it finds odd in a file; without a handler that would go to the terminal.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

# What tifffile raises for damaged files: it takes the tags of a file as they are, and stumbles later. An
# ImportError names the codec that a compression needs.
_FAULTS = (
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    AssertionError,
    ImportError,
    struct.error,
    zlib.error,
)


class TiffFacts(NamedTuple):
    """(width, height) of the upright first page, the bytes that reading it takes, whether it is stretched."""

    size: tuple[int, int]
    memory: int
    is_deep: bool


def has_tifffile() -> bool:
    """Whether the extra `tiff` is installed."""
    return importlib.util.find_spec("tifffile") is not None


def tiff_facts(path: Path) -> TiffFacts:
    """What the header of the first page tells. Raises ImageError."""
    with _first_page(path) as (page, _):
        size = upright_size((int(page.imagewidth), int(page.imagelength)), _orientation(page))
        # The page as stored (twice while tifffile puts its tiles together), and the display image.
        stored = math.prod(page.shape) * page.dtype.itemsize
        return TiffFacts(size, 2 * stored + 3 * size[0] * size[1], is_deep=page.dtype != np.uint8)


def read_tiff(path: Path, clipped: float = CLIPPED) -> tuple[ColorImage, tuple[str, ...]]:
    """The first page as (H, W, 3) uint8 RGB, upright, and notices.

    The first three bands are red, green and blue; of fewer the first is grey. Bands of more than 8 bits are
    stretched each for itself, but for the share `clipped` at each end. Raises ImageError.
    """
    notices: list[str] = []
    with _first_page(path) as (page, page_count):
        if page_count > 1:
            notices.append("The file holds several pages or frames; the first is shown.")
        bands = _bands(page.asarray(), page.axes)
        orientation = _orientation(page)
    width, height = upright_size((bands.shape[1], bands.shape[0]), orientation)
    pixels = np.empty((height, width, 3), np.uint8)
    shown = (0, 1, 2) if bands.shape[2] >= 3 else (0, 0, 0)
    if bands.shape[2] not in (1, 3):
        notices.append(
            f"Of its {bands.shape[2]} bands {'1, 2 and 3 are' if shown[2] else 'the first is'} shown."
        )
    _fill(as_stored(pixels, orientation), bands, shown, notices, clipped)
    return pixels, tuple(notices)


def _fill(
    stored: ColorImage, bands: NDArray[Any], shown: tuple[int, ...], notices: list[str], clipped: float
) -> None:
    """Copy the shown bands into the image, stretched where they have more than 8 bits."""
    if bands.dtype == np.uint8:
        stored[...] = bands[:, :, shown]
        return
    rows, columns = (max(1, math.ceil(side / SAMPLE_SIDE)) for side in bands.shape[:2])
    stretches = {band: Stretch.of(bands[::rows, ::columns, band], clipped) for band in set(shown)}
    for channel, band in enumerate(shown):
        stored[:, :, channel] = stretches[band].applied(bands[:, :, band])
    ranges = ", ".join(str(stretches[band]) for band in sorted(stretches))
    notices.append(f"The values {ranges} are shown as black to white.")


def _bands(values: NDArray[Any], axes: str) -> NDArray[Any]:
    """(H, W, bands) of a page, whose axes tifffile names Y, X and S (samples)."""
    if "S" not in axes:
        values, axes = values[..., None], f"{axes}S"
    order = [axes.index(axis) for axis in "YXS"]
    rest = [place for place in range(values.ndim) if place not in order]
    # Of a further axis (depth) the first layer is taken.
    bands: NDArray[Any] = values.transpose(*rest, *order)[(0,) * len(rest)]
    return bands


@contextmanager
def _first_page(path: Path) -> Iterator[tuple[Any, int]]:
    """The first page as tifffile describes it, and whether there are more."""
    if not has_tifffile():
        raise ImageError(
            f"{path}: is damaged, or a TIFF of a kind that needs an extra: pip install 'labeler[tiff]'"
        )
    import tifffile

    try:
        with tifffile.TiffFile(path) as file:
            page = file.pages.first
            if page.dtype is None or page.dtype.kind not in "uif":
                raise ImageError(
                    f"{path}: holds {page.dtype} numbers, which are no colours. Convert it first."
                )
            yield page, len(file.pages)
    except (tifffile.TiffFileError, *_FAULTS) as error:
        raise ImageError(f"{path}: cannot be decoded ({error}). Save it anew as an 8-bit TIFF.") from error


def _orientation(page: Any) -> int:
    tag = page.tags.get(ORIENTATION_TAG)
    return int(tag.value) if tag is not None else 1
