"""What a comparison of label maps with predictions has found: figures of each image and of all."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.classes import VOID
from labeler.core.palette import voc_color
from labeler.core.segmentation_scores import MeanOver, Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap
    from labeler.core.classes import ClassTable
    from labeler.core.palette import Color


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """How label maps are compared.

    `classes`: names and colours of the indices; None: a class table that lies with the truth, if any. It
    never changes a figure. `ignored`: indices of the truth that are left out, void always among them.
    `mean_over`: which classes a mean is over (`Scores`). `has_boundary`: whether boundary F-scores are
    measured, with `boundary_radius` in pixels (None: 0.75 % of each image's diagonal). `list_file`: only the
    images that a list file names. `workers`: images at a time (None: one a processor).
    """

    classes: ClassTable | None = None
    ignored: Collection[int] = (VOID,)
    mean_over: MeanOver = "present"
    has_boundary: bool = True
    boundary_radius: float | None = None
    list_file: Path | str | None = None
    workers: int | None = None


class Confusion(NamedTuple):
    """A cell of the confusion matrix off its diagonal: so many pixels of one class predicted as another."""

    truth_index: int
    predicted_index: int
    pixels: int


class Failure(NamedTuple):
    """An image that could not be compared, and why."""

    name: str
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class ImageComparison:
    """The figures of one image; its files, None for arrays; and its `size`, width and height."""

    name: str
    truth: Path | None
    prediction: Path | None
    size: tuple[int, int]
    scores: Scores


class MatrixCells(NamedTuple):
    """The cells of a (256, 256) matrix that are not 0: their places, row by row, and what is in them.

    Of one image they are few, and 512 KB less to hand from one process to another.
    """

    places: NDArray[np.int32]
    values: NDArray[np.int64]

    @classmethod
    def of(cls, matrix: NDArray[np.int64]) -> MatrixCells:
        """Those of a matrix."""
        places = np.flatnonzero(matrix)
        return cls(places.astype(np.int32), matrix.flat[places])


@dataclass(slots=True, eq=False)
class Boundaries:
    """Boundary F-scores of many images: (256,) their sums by class, and how many images have one of each."""

    sums: NDArray[np.float64] = field(default_factory=lambda: np.zeros(256))
    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(256, np.int64))

    def add(self, scores: Scores) -> None:
        """Take in the scores of one image."""
        if scores.boundary is not None:
            known = ~np.isnan(scores.boundary)
            self.sums[scores.indices[known]] += scores.boundary[known]
            self.counts[scores.indices[known]] += 1

    @property
    def means(self) -> NDArray[np.float64]:
        """(256,) the mean over the images in which the truth or the prediction has a boundary; else NaN."""
        return np.where(self.counts > 0, self.sums / np.maximum(self.counts, 1), np.nan)


@dataclass(eq=False)
class Comparison:
    """Everything that a comparison has found.

    `matrix`: (256, 256) int64, pixels of all images by their index in the truth (row) and in the prediction
    (column), rows of ignored indices 0. `images`: the images that were compared, in natural order; `failed`:
    those that could not be. `only_truth`, `only_prediction`: files without a partner; `collisions`: names
    that several files of one side have, which therefore pair with nothing; `unlisted`: names of the list file
    that the truth does not have. `classes`: names and colours, `class_file` where they were found.
    `photographs`: those that are known, by the name of their image. `draw_truth`: makes the label map of an
    image whose truth is in no file, and may raise LabelerError; None: nobody can.
    """

    options: CompareOptions
    truth: Path | None = None
    prediction: Path | None = None
    classes: ClassTable | None = None
    class_file: Path | None = None
    matrix: NDArray[np.int64] = field(default_factory=lambda: np.zeros((256, 256), np.int64))
    images: list[ImageComparison] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    only_truth: list[Path] = field(default_factory=list)
    only_prediction: list[Path] = field(default_factory=list)
    collisions: dict[str, list[Path]] = field(default_factory=dict)
    unlisted: list[str] = field(default_factory=list)
    boundaries: Boundaries = field(default_factory=Boundaries)
    photographs: dict[str, Path] = field(default_factory=dict)
    draw_truth: Callable[[ImageComparison], LabelMap] | None = None

    def add(self, image: ImageComparison, cells: MatrixCells) -> None:
        """Take in one image, and its confusion matrix."""
        self.images.append(image)
        self.matrix.flat[cells.places] += cells.values
        self.boundaries.add(image.scores)
        self.__dict__.pop("scores", None)

    @cached_property
    def scores(self) -> Scores:
        """The figures of all images together: those of the summed matrix, so that large images weigh more.

        Boundary F-scores are those of the images, averaged class by class.
        """
        means = self.boundaries.means if self.options.has_boundary else None
        return Scores.of_matrix(self.matrix, self.options.ignored, means, self.options.mean_over)

    @property
    def is_complete(self) -> bool:
        """Whether every image had a partner and could be compared."""
        return not (
            self.failed or self.only_truth or self.only_prediction or self.collisions or self.unlisted
        )

    @property
    def predicted_void(self) -> int:
        """How many judged pixels the prediction calls void: each of them counts as wrong."""
        return int(self.matrix[:, VOID].sum())

    @property
    def unnamed(self) -> list[int]:
        """Indices that occur and that the class table does not have, ascending; none without a table."""
        if self.classes is None:
            return []
        return [index for index in self.scores.indices.tolist() if self.classes.at(index) is None]

    def name_of(self, index: int) -> str:
        """The name of a class, or `index 7` where no table names it."""
        row = None if self.classes is None else self.classes.at(index)
        if row is not None:
            return row.name
        return "void" if index == VOID else f"index {index}"

    def color_of(self, index: int) -> Color:
        """The colour of a class; that of the VOC colour map where no table has one."""
        row = None if self.classes is None else self.classes.at(index)
        return voc_color(index) if row is None else row.color

    def worst(self, count: int) -> list[ImageComparison]:
        """The images with the lowest mIoU, the worst first; none with nothing to judge."""
        judged = [image for image in self.images if len(image.scores.indices)]
        return sorted(judged, key=lambda image: image.scores.mean_iou)[: max(0, count)]

    def confusions(self, count: int) -> list[Confusion]:
        """The largest cells of the matrix beside its diagonal, the largest first."""
        wrong = self.matrix.copy()
        np.fill_diagonal(wrong, 0)
        cells = np.flatnonzero(wrong)
        cells = cells[np.argsort(-wrong.flat[cells], kind="stable")][:count]
        return [Confusion(cell // 256, cell % 256, int(wrong.flat[cell])) for cell in cells.tolist()]
