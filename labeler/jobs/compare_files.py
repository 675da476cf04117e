"""A comparison as data and as files: one JSON document, and CSV tables of classes, images and the matrix."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.files import write_atomically
from labeler.core.palette import color_to_hex

if TYPE_CHECKING:
    from labeler.core.segmentation_scores import Scores
    from labeler.jobs.comparison import Comparison, ImageComparison

# The figures of an image and of a set, as they are called in JSON and CSV.
FIGURES = (
    "mean_iou",
    "pixel_accuracy",
    "mean_accuracy",
    "frequency_weighted_iou",
    "mean_dice",
    "mean_precision",
    "mean_boundary",
)
# Those of a class.
CLASS_FIGURES = ("iou", "dice", "precision", "recall", "boundary")


def as_data(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON holds it; a figure that does not exist is null.

    Keys: `truth`, `prediction`, `classes_file`, `options`, `figures`, `classes` (a list), `matrix` (`indices`
    of rows and columns, and `pixels` row by row), `images` (a list; each with `figures` and IoU by index),
    `failed`, `only_truth`, `only_prediction`, `collisions`, `unlisted`.
    """
    options = comparison.options
    at = _occurring(comparison)
    return {
        "truth": _text(comparison.truth),
        "prediction": _text(comparison.prediction),
        "classes_file": _text(comparison.class_file),
        "options": {
            "ignored": list(options.ignored),
            "mean_over": options.mean_over,
            "boundary": options.has_boundary,
            "boundary_radius": options.boundary_radius,
        },
        "figures": _figures(comparison.scores),
        "classes": [dict(zip(CLASS_COLUMNS, row, strict=True)) for row in class_rows(comparison)],
        "matrix": {"indices": at, "pixels": comparison.matrix[np.ix_(at, at)].tolist()},
        "images": [_image_data(image) for image in comparison.images],
        "failed": [failure._asdict() for failure in comparison.failed],
        "only_truth": [str(path) for path in comparison.only_truth],
        "only_prediction": [str(path) for path in comparison.only_prediction],
        "collisions": {name: [str(path) for path in files] for name, files in comparison.collisions.items()},
        "unlisted": comparison.unlisted,
    }


CLASS_COLUMNS = (
    "index",
    "name",
    "color",
    *CLASS_FIGURES,
    "truth_pixels",
    "predicted_pixels",
    "correct_pixels",
)


def class_rows(comparison: Comparison) -> list[tuple[Any, ...]]:
    """One row a class that occurs, with the values of CLASS_COLUMNS."""
    scores = comparison.scores
    columns = [_numbers(getattr(scores, name), len(scores.indices)) for name in CLASS_FIGURES]
    return [
        (index, comparison.name_of(index), color_to_hex(comparison.color_of(index)), *figures, *pixels)
        for index, figures, pixels in zip(
            scores.indices.tolist(),
            zip(*columns, strict=True),
            zip(scores.truth.tolist(), scores.predicted.tolist(), scores.correct.tolist(), strict=True),
            strict=True,
        )
    ]


def write_csv(comparison: Comparison, path: Path) -> list[Path]:
    """Write the classes to `path`, images and matrix beside it (`-images`, `-matrix`); returns the paths.

    Fractions from 0 to 1 with all their digits, empty where there is no figure; UTF-8, commas. Raises
    FileUnwritableError.
    """
    scores = comparison.scores
    indices = scores.indices.tolist()
    names = [comparison.name_of(index) for index in indices]
    at = _occurring(comparison)
    titles = [comparison.name_of(index) for index in at]
    tables: dict[Path, list[Iterable[Any]]] = {
        path: [CLASS_COLUMNS, *class_rows(comparison)],
        path.with_stem(f"{path.stem}-images"): [
            ("name", "width", "height", "pixels", *FIGURES, *(f"IoU {name}" for name in names)),
            *(_image_row(image, indices) for image in comparison.images),
        ],
        path.with_stem(f"{path.stem}-matrix"): [
            ("truth \\ predicted", *titles),
            *(
                (title, *comparison.matrix[index, at].tolist())
                for index, title in zip(at, titles, strict=True)
            ),
        ],
    }
    for file, rows in tables.items():
        write_atomically(file, _csv_bytes(rows), durable=False)
    return list(tables)


def _occurring(comparison: Comparison) -> list[int]:
    """The rows and columns of the matrix that hold anything, ascending; void too, where it is predicted."""
    matrix = comparison.matrix
    return [int(index) for index in np.flatnonzero(matrix.any(0) | matrix.any(1))]


def _image_data(image: ImageComparison) -> dict[str, Any]:
    iou = zip(image.scores.indices.tolist(), _numbers(image.scores.iou, 0), strict=True)
    return {
        "name": image.name,
        "truth": _text(image.truth),
        "prediction": _text(image.prediction),
        "width": image.size[0],
        "height": image.size[1],
        "pixels": image.scores.pixels,
        "figures": _figures(image.scores),
        "iou": {str(index): value for index, value in iou},
    }


def _image_row(image: ImageComparison, indices: Sequence[int]) -> tuple[Any, ...]:
    own = dict(zip(image.scores.indices.tolist(), _numbers(image.scores.iou, 0), strict=True))
    figures = _figures(image.scores)
    return (
        image.name,
        *image.size,
        image.scores.pixels,
        *(figures[name] for name in FIGURES),
        *(own.get(index) for index in indices),
    )


def _figures(scores: Scores) -> dict[str, float | None]:
    return {name: _number(getattr(scores, name)) for name in FIGURES}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _numbers(values: Any, count: int) -> list[float | None]:
    """An array's numbers, None for NaN; as many times None when there is no array."""
    return [None] * count if values is None else [_number(value) for value in values.tolist()]


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _csv_bytes(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "surrogateescape")
