"""The pictures of a report: the confusion matrix, and the truth, prediction and differences of images."""

from __future__ import annotations

import base64
import io
import json
import math
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.any_label_map import read_any_label_map
from labeler.core.display_image import read_small_image, resized, rgb_of_words
from labeler.core.errors import LabelerError
from labeler.core.images import image_size
from labeler.core.label_png import label_png_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import ColorImage, LabelMap, Mask, Palette
    from labeler.jobs.comparison import Comparison, ImageComparison

# The longer side of a picture of an image, in pixels.
SIDE = 640
# How much of a class colour lies over the photograph.
_OPACITY = 0.55
_WRONG, _RIGHT, _IGNORED = (226, 40, 32), (236, 236, 236), (70, 110, 200)

# A cell is this wide for so many classes; numbers stand in wide cells only.
_CELLS = ((12, 34), (32, 26), (64, 16), (110, 12), (256, 10))
_NUMBERS_FROM = 26
_STRONG = 0.65  # a cell so opaque has its number in another colour
_LETTER = 0.62  # the width of a letter, as a share of its height


@dataclass(frozen=True, slots=True)
class Pictures:
    """Three pictures of one image as `data:` addresses; or the reason why there are none."""

    truth: str = ""
    prediction: str = ""
    differences: str = ""
    problem: str = ""


def matrix_svg(comparison: Comparison) -> str:
    """The confusion matrix as SVG: a row for each class of the truth, a column for each predicted one.

    The darker a cell, the larger its share of its row; what is right in one colour, what is wrong in another.
    A cell's `data-cell` is row, column and pixels, for what is told on hovering.
    """
    matrix = comparison.matrix
    at = np.flatnonzero(matrix.any(0) | matrix.any(1))
    if not len(at):
        return ""
    counts = matrix[np.ix_(at, at)]
    totals = counts.sum(1)
    cell = next(width for most, width in _CELLS if len(at) <= most)
    names = [comparison.name_of(int(index)) for index in at]
    letters = min(28, max(map(len, names)))
    size = min(11, cell)
    margin = round(letters * size * _LETTER) + 10
    side = margin + cell * len(at)
    shown = [name if len(name) <= letters else f"{name[: letters - 1]}…" for name in names]
    parts = [
        f'<svg id="matrix" width="{side + 2}" height="{side + 2}" viewBox="0 0 {side + 2} {side + 2}"'
        f' role="img" aria-label="Confusion matrix" style="font-size:{size}px"'
        f' data-names="{escape(json.dumps(names))}" data-totals="{json.dumps(totals.tolist())}">',
        f'<rect class="frame" x="{margin}" y="{margin}" width="{side - margin}" height="{side - margin}"/>',
        *_titles(shown, margin, cell),
        *_cells(counts, totals, margin, cell),
        "</svg>",
    ]
    return "\n".join(parts)


def _titles(names: list[str], margin: int, cell: int) -> list[str]:
    """The names beside the rows and, upright, above the columns."""
    parts = []
    for place, name in enumerate(names):
        middle = margin + cell * place + cell / 2
        parts.append(
            f'<text x="{margin - 6}" y="{middle:g}" text-anchor="end" dominant-baseline="central">'
            f"{escape(name)}</text>"
        )
        parts.append(
            f'<text transform="translate({middle:g} {margin - 6}) rotate(-90)" dominant-baseline="central">'
            f"{escape(name)}</text>"
        )
    return parts


def _cells(counts: NDArray[np.int64], totals: NDArray[np.int64], margin: int, cell: int) -> list[str]:
    """A rectangle for each cell that is not 0, with its share in per cent where there is room."""
    parts = []
    for row, column in np.argwhere(counts).tolist():
        pixels = int(counts[row, column])
        share = pixels / int(totals[row])
        kind = "right" if row == column else "wrong"
        left, top = margin + cell * column, margin + cell * row
        opacity = max(0.03, math.sqrt(share))  # the root lets small shares be seen
        parts.append(
            f'<rect class="{kind}" x="{left}" y="{top}" width="{cell}" height="{cell}" '
            f'fill-opacity="{opacity:.2f}" data-cell="{row} {column} {pixels}"/>'
        )
        if cell >= _NUMBERS_FROM and share >= 0.005:
            strong = " strong" if opacity > _STRONG else ""
            parts.append(
                f'<text class="value{strong}" x="{left + cell / 2:g}" y="{top + cell / 2 + 3:g}">'
                f"{100 * share:.0f}</text>"
            )
    return parts


def image_pictures(image: ImageComparison, comparison: Comparison, photograph: Path | None) -> Pictures:
    """The pictures of one image, at most SIDE pixels wide and high; over its photograph if there is one."""
    if image.prediction is None or (image.truth is None and comparison.draw_truth is None):
        return Pictures(problem="It was compared without a label image, so there is no picture of it.")
    try:
        truth, prediction = _truth(image, comparison), read_any_label_map(image.prediction)
        under = None if photograph is None else _small_photograph(photograph, image.size)
    except LabelerError as error:
        return Pictures(problem=str(error))
    if truth.shape != prediction.shape or truth.shape[::-1] != image.size:
        return Pictures(problem="Its files have changed since they were compared.")
    palette = np.array([comparison.color_of(index) for index in range(256)], np.uint8)
    ignored = np.isin(np.arange(256), list(comparison.options.ignored))[truth]
    return Pictures(
        _label_picture(truth, palette, under),
        _label_picture(prediction, palette, under),
        _differences_picture((truth != prediction) & ~ignored, ignored, under),
    )


def _truth(image: ImageComparison, comparison: Comparison) -> LabelMap:
    """The label map of an image, out of its file or drawn."""
    if image.truth is not None:
        return read_any_label_map(image.truth)
    assert comparison.draw_truth is not None
    return comparison.draw_truth(image)


def _small_size(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _small_photograph(path: Path, size: tuple[int, int]) -> ColorImage | None:
    """The photograph in the size of the pictures; None when it has not the size of the label image."""
    if image_size(path) != size:
        return None
    small = _small_size(size)
    loaded = read_small_image(path, max(small), is_exact=True)
    return None if loaded is None else rgb_of_words(resized(loaded.words, small))


def _label_picture(label_map: LabelMap, palette: Palette, under: ColorImage | None) -> str:
    """A label map in its colours, every pixel of the picture being one of it."""
    height, width = label_map.shape
    columns, rows = (
        ((np.arange(count) + 0.5) * full / count).astype(np.intp)
        for count, full in zip(_small_size((width, height)), (width, height), strict=True)
    )
    small = label_map[np.ix_(rows, columns)]
    if under is None:
        return _address("png", label_png_bytes(small, palette))
    return _jpeg(_OPACITY * palette[small] + (1 - _OPACITY) * under)


def _differences_picture(wrong: Mask, ignored: Mask, under: ColorImage | None) -> str:
    """Wrong pixels in red, ignored ones in blue, and the photograph or nothing under them, paler.

    A pixel that stands for many is as red as many of them are wrong: what is thin stays to be seen.
    """
    base = np.array(_RIGHT, np.float64)
    if under is not None:
        base = 0.5 * base + 0.5 * under.mean(2, keepdims=True)
    for mask, color in ((ignored, _IGNORED), (wrong, _WRONG)):
        share = _shares(mask)[..., None]
        base = (1 - share) * base + share * np.array(color)
    return _jpeg(base) if under is not None else _address("png", _encoded(base, "PNG"))


def _shares(mask: Mask) -> NDArray[np.float64]:
    """For every pixel of the picture the share of the mask's pixels that it stands for."""
    from PIL import Image

    size = _small_size((mask.shape[1], mask.shape[0]))
    image = Image.fromarray(mask.view(np.uint8) * np.uint8(255)).resize(size, Image.Resampling.BOX)
    return np.asarray(image) / 255


def _jpeg(colors: NDArray[np.float64]) -> str:
    return _address("jpeg", _encoded(colors, "JPEG"))


def _encoded(colors: NDArray[np.float64], kind: str) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(np.rint(colors).astype(np.uint8)).save(buffer, kind, quality=85)
    return buffer.getvalue()


def _address(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
