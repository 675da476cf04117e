"""Compare label maps with predictions of them: figures of every image and of the whole set.

Command line, window and Python all call `compare`. Nothing is written. An image that cannot be compared is a
failed step with its reason and never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from labeler.core.any_label_map import LABEL_MAP_SUFFIXES, indices_of_array, read_any_label_map
from labeler.core.boundary_score import boundary_counts
from labeler.core.class_file import read_classes
from labeler.core.classes import VOID
from labeler.core.confusion import confusion_matrix
from labeler.core.dataset import CLASS_FILE
from labeler.core.draining import drained
from labeler.core.errors import FileUnreadableError, LabelerError, OptionError
from labeler.core.image_set import read_image_set
from labeler.core.remapping import Remapping
from labeler.core.segmentation_scores import MEANS_OVER, Scores
from labeler.core.table_formats import read_any_table, tables_in
from labeler.jobs.comparison import CompareOptions, Comparison, Failure, ImageComparison, MatrixCells
from labeler.jobs.in_batches import Crew, in_batches
from labeler.jobs.label_files import reason
from labeler.jobs.pairs import Pair, Pairs, paired
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.arrays import LabelMap
    from labeler.core.classes import ClassTable

__all__ = ["CompareOptions", "CompareStep", "Comparison", "compare", "compare_all"]

_LABEL_FOLDER = "SegmentationClass"

# From this many pairs on processes share the work: threads wait for each other in Python's lock.
_MANY, _AT_ONCE = 200, 4

Source: TypeAlias = "Path | str | NDArray[Any] | Sequence[NDArray[Any]]"
Compared: TypeAlias = "tuple[ImageComparison, MatrixCells]"


@dataclass(frozen=True, slots=True)
class CompareStep(Step):
    """One image was compared: its figures; None when it failed."""

    image: ImageComparison | None = None


def compare(
    truth: Path | str, prediction: Path | str, options: CompareOptions | None = None
) -> Generator[CompareStep, None, Comparison]:
    """Compare two label images, or those of two folders, a step an image; returns the comparison.

    Files of folders pair by their path without suffix. A folder with a SegmentationClass in it, as a VOC
    dataset and an export have, means that one. Label maps are palette PNGs, grey PNGs or `.npy`. What forbids
    the comparison as a whole is raised by this call: FileUnreadableError, OptionError (wrong options; no file
    has a partner), ImageSetError, ClassTableError. Closing the generator cancels it.
    """
    chosen = checked_options(options or CompareOptions())
    for path in map(Path, (truth, prediction)):
        if not path.exists():
            raise FileUnreadableError(path, "there is no such file or folder")
    first, second = label_folder(Path(truth)), label_folder(Path(prediction))
    pairs = paired(first, second, LABEL_MAP_SUFFIXES, LABEL_MAP_SUFFIXES)
    comparison = Comparison(chosen, Path(truth), Path(prediction), *_classes(chosen, Path(truth), first))
    to_compare = _chosen_pairs(comparison, pairs, first)
    if not to_compare and not comparison.collisions:
        raise OptionError(_no_pairs(first, second, pairs))
    return _run(comparison, to_compare)


def compare_all(
    truth: Source,
    prediction: Source,
    *,
    on_step: Callable[[CompareStep], object] | None = None,
    **options: Any,
) -> Comparison:
    """Compare label maps with predictions completely: two files or folders, arrays, or sequences of arrays.

    Arrays are (H, W), or (N, H, W) for N images, of whole numbers 0..255. `options` are the fields of
    CompareOptions; `on_step` is called after each image. Returns a Comparison: `scores.mean_iou`,
    `scores.iou`, `matrix`, `images` and so on; what could not be compared is in its `failed`, `only_truth`
    and `only_prediction`. Raises what `compare` raises, and for arrays LabelImageError and ImageSizeError.
    """
    chosen = CompareOptions(**options)
    if isinstance(truth, Path | str) or isinstance(prediction, Path | str):
        if not (isinstance(truth, Path | str) and isinstance(prediction, Path | str)):
            raise OptionError("A file and an array cannot be compared. Read the file, or save the array.")
        steps = compare(truth, prediction, chosen)
    else:
        chosen = checked_options(chosen)
        steps = _compare_arrays(_maps(truth, "truth"), _maps(prediction, "prediction"), chosen)
    return drained(steps, on_step)


def compare_maps(truth: LabelMap, prediction: LabelMap, options: CompareOptions) -> Compared:
    """The figures of two (H, W) uint8 maps, without name, and the cells of their confusion matrix.

    Raises ImageSizeError for maps of different sizes.
    """
    matrix = confusion_matrix(truth, prediction, ignored=options.ignored)
    boundary = None
    if options.has_boundary:
        others = [index for index in options.ignored if index != VOID]
        judged = Remapping.of(dict.fromkeys(others, VOID)).apply(truth) if others else truth
        counts = boundary_counts(judged, prediction, options.boundary_radius)
        boundary = np.full(256, np.nan)
        boundary[counts.indices] = counts.scores
    scores = Scores.of_matrix(matrix, options.ignored, boundary, options.mean_over)
    return ImageComparison("", None, None, truth.shape[::-1], scores), MatrixCells.of(matrix)


def label_folder(path: Path) -> Path:
    """The folder of label images that a folder means: SegmentationClass in it, or in a VOC devkit in it."""
    if not path.is_dir() or path.name == _LABEL_FOLDER:
        return path
    if (path / _LABEL_FOLDER).is_dir():
        return path / _LABEL_FOLDER
    below = [*path.glob(f"*/{_LABEL_FOLDER}"), *path.glob(f"VOCdevkit/*/{_LABEL_FOLDER}")]
    return below[0] if len(below) == 1 else path


def checked_options(options: CompareOptions) -> CompareOptions:
    """The options with void among the ignored indices; raises OptionError for wrong ones."""
    wrong = [index for index in options.ignored if not 0 <= index <= VOID]
    if wrong:
        raise OptionError(f"An index lies between 0 and 255; {wrong[0]} cannot be ignored.")
    if options.mean_over not in MEANS_OVER:
        raise OptionError(f"Means are over {' or '.join(MEANS_OVER)} classes, not {options.mean_over!r}.")
    if options.boundary_radius is not None and not 0 <= options.boundary_radius < np.inf:
        raise OptionError(f"A boundary radius of {options.boundary_radius} pixels is not possible.")
    if options.workers is not None and options.workers < 1:
        raise OptionError(f"{options.workers} workers cannot work; give 1 or more.")
    return replace(options, ignored=tuple(sorted({*options.ignored, VOID})))


def _classes(options: CompareOptions, truth: Path, folder: Path) -> tuple[ClassTable | None, Path | None]:
    """The class table that was chosen, or one that lies with the truth, and its file."""
    if options.classes is not None:
        return options.classes, None
    root = truth if truth.is_dir() else truth.parent
    for place in dict.fromkeys((root, folder.parent if folder.is_dir() else root, folder)):
        if (file := place / CLASS_FILE).is_file():
            return read_classes(file), file
        if found := tables_in(place) if place.is_dir() else []:
            return read_any_table(found[0].path).table, found[0].path
    return None, None


def _chosen_pairs(comparison: Comparison, pairs: Pairs, truth_folder: Path) -> list[Pair]:
    """The pairs to compare; what is left over goes into the comparison."""
    comparison.only_truth, comparison.only_prediction = pairs.only_first, pairs.only_second
    comparison.collisions = pairs.collisions
    if comparison.options.list_file is None:
        return pairs.pairs
    names = dict.fromkeys(read_image_set(comparison.options.list_file))

    def is_listed(path: Path) -> bool:
        return path.relative_to(truth_folder).with_suffix("").as_posix() in names

    comparison.only_truth = [path for path in pairs.only_first if is_listed(path)]
    comparison.only_prediction = []
    comparison.collisions = {name: files for name, files in pairs.collisions.items() if name in names}
    had = {pair.name for pair in pairs.pairs} | {
        path.relative_to(truth_folder).with_suffix("").as_posix() for path in comparison.only_truth
    }
    comparison.unlisted = [name for name in names if name not in had and name not in comparison.collisions]
    return [pair for pair in pairs.pairs if pair.name in names]


def _no_pairs(first: Path, second: Path, pairs: Pairs) -> str:
    """Why nothing can be compared."""
    if pairs.pairs:
        return "The list file names none of the label images. Choose the list that belongs to them."
    both = ((first, pairs.only_first), (second, pairs.only_second))
    told = ", and ".join(f"{folder} has {_some(files)}" for folder, files in both)
    remedy = "Rename one side."
    if not all(files for _, files in both):
        remedy = "Choose folders of label images. Annotations become label images by: labeler export"
    return f"No label image has a prediction of the same name: {told}. {remedy}"


def _some(files: Sequence[Path]) -> str:
    more = f" and {len(files) - 1:,} more" if len(files) > 1 else ""
    return f"{files[0].name}{more}" if files else "no PNG and no .npy"


def _run(comparison: Comparison, pairs: list[Pair]) -> Generator[CompareStep, None, Comparison]:
    crew = Crew(comparison.options.workers, _MANY, _AT_ONCE)
    with closing(in_batches(_Comparer(comparison.options), pairs, crew, str)) as results:
        for done, (pair, result) in enumerate(zip(pairs, results, strict=True), 1):
            yield taken_in(comparison, result, pair.name, done, len(pairs))
    return comparison


@dataclass(frozen=True, slots=True)
class _Comparer:
    """Compares one pair of files after the other; can be handed to another process."""

    options: CompareOptions

    def __call__(self, pair: Pair) -> Compared | str:
        """The figures of a pair, or why it has none."""
        try:
            maps = read_any_label_map(pair.first), read_any_label_map(pair.second)
            image, cells = compare_maps(*maps, self.options)
        except LabelerError as error:
            return reason(error, pair.first)
        return replace(image, name=pair.name, truth=pair.first, prediction=pair.second), cells


def _compare_arrays(
    truth: list[LabelMap], prediction: list[LabelMap], options: CompareOptions
) -> Generator[CompareStep, None, Comparison]:
    if len(truth) != len(prediction):
        raise OptionError(f"{len(truth)} label maps and {len(prediction)} predictions cannot be compared.")
    comparison = Comparison(options, classes=options.classes)
    for number, (true, predicted) in enumerate(zip(truth, prediction, strict=True)):
        image, cells = compare_maps(true, predicted, options)
        result = replace(image, name=str(number)), cells
        yield taken_in(comparison, result, str(number), number + 1, len(truth))
    return comparison


def taken_in(comparison: Comparison, result: Compared | str, name: str, done: int, total: int) -> CompareStep:
    """The step of one image, whose figures, or the reason why it has none, the comparison takes in."""
    if isinstance(result, str):
        comparison.failed.append(Failure(name, result))
        return CompareStep(done, total, name, StepStatus.FAILED, result)
    comparison.add(*result)
    return CompareStep(done, total, name, StepStatus.COMPARED, image=result[0])


def _maps(source: Any, what: str) -> list[LabelMap]:
    """The label maps of one array, of a stack of them, or of a sequence."""
    if isinstance(source, np.ndarray) and source.ndim == 2:
        source = [source]
    return [indices_of_array(np.asarray(each), f"{what} {number}") for number, each in enumerate(source)]
