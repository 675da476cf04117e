"""Compare the annotations of a dataset with predictions, without an export: drawn as an export would."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.annotation import ImageState
from labeler.core.any_label_map import read_any_label_map
from labeler.core.errors import AnnotationError, LabelerError, OptionError
from labeler.core.image_set import read_image_set
from labeler.core.rasterizer import rasterize
from labeler.jobs.compare import Compared, CompareStep, checked_options, compare_maps, taken_in
from labeler.jobs.comparison import CompareOptions, Comparison
from labeler.jobs.import_sources import LabelFile, find_source, matched
from labeler.jobs.in_order import in_order, processor_count
from labeler.jobs.label_files import reason
from labeler.jobs.step import StepStatus

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import LabelMap
    from labeler.core.dataset import Dataset, DatasetImage

_UNLABELLED = "It has no shapes and is not marked as done."


def compare_annotations(
    dataset: Dataset, prediction: Path, options: CompareOptions | None = None, *, ending: str = ""
) -> Generator[CompareStep, None, Comparison]:
    """Compare the annotations of a dataset with label images of predictions, a step an image.

    Predictions belong to images as label images do that are imported (`import_sources.matched`); `ending` is
    what their names have besides. Images are called by their name in the dataset. What is not labelled is
    left out. Raises FileUnreadableError, OptionError, ImageSetError; closing the generator cancels it.
    """
    chosen = checked_options(options or CompareOptions())
    classes = chosen.classes or dataset.classes
    images = dataset.images if chosen.list_file is None else _listed(dataset, Path(chosen.list_file))
    files = matched(find_source(prediction, has_instances=False), images, ending)
    pairs = [(file.image, file) for file in files if file.image is not None]
    if not pairs:
        raise OptionError(f"{prediction}: holds no prediction that is named like an image of the dataset.")
    comparison = Comparison(chosen, dataset.folder, prediction, classes)
    had = {image.name for image, _ in pairs}
    comparison.only_truth = [
        image.path for image in images if image.name not in had and image.annotation_path.exists()
    ]
    if chosen.list_file is None:
        comparison.only_prediction = [file.path for file in files if file.image is None]
    comparison.photographs = {image.name: image.path for image, _ in pairs}
    of_name = {image.name: image for image, _ in pairs}
    comparison.draw_truth = lambda image: _drawn(dataset, of_name[image.name], image.size)
    return _run(comparison, dataset, pairs)


def _listed(dataset: Dataset, list_file: Path) -> list[DatasetImage]:
    """The images that a list file names, as an export calls them or by their path without suffix."""
    names = set(read_image_set(list_file))
    return [
        image
        for image in dataset.images
        if image.id in names or Path(image.name).with_suffix("").as_posix() in names
    ]


def _run(
    comparison: Comparison, dataset: Dataset, pairs: list[tuple[DatasetImage, LabelFile]]
) -> Generator[CompareStep, None, Comparison]:
    def work(pair: tuple[DatasetImage, LabelFile]) -> Compared | str | None:
        image, file = pair
        try:
            compared = _compared(dataset, image, file.path, comparison.options)
        except LabelerError as error:
            return reason(error, image.path)
        if compared is None:
            return None
        return replace(compared[0], name=image.name, prediction=file.path), compared[1]

    workers = comparison.options.workers or processor_count()
    with closing(in_order(work, pairs, workers)) as results:
        for done, ((image, _), result) in enumerate(zip(pairs, results, strict=True), 1):
            if result is None:
                yield CompareStep(done, len(pairs), image.name, StepStatus.LEFT_OUT, _UNLABELLED)
            else:
                yield taken_in(comparison, result, image.name, done, len(pairs))
    return comparison


def _compared(
    dataset: Dataset, image: DatasetImage, prediction: Path, options: CompareOptions
) -> Compared | None:
    """The figures of one image; None when it is not labelled."""
    annotation = dataset.read_annotation(image)
    if annotation.state is ImageState.UNLABELLED:
        return None
    predicted = read_any_label_map(prediction)
    height, width = predicted.shape
    return compare_maps(_rasterized(annotation, (width, height), dataset), predicted, options)


def _drawn(dataset: Dataset, image: DatasetImage, size: tuple[int, int]) -> LabelMap:
    return _rasterized(dataset.read_annotation(image), size, dataset)


def _rasterized(annotation: Annotation, size: tuple[int, int], dataset: Dataset) -> LabelMap:
    """The label map of an annotation, of `size` where it does not tell its own."""
    if annotation.problems:
        raise AnnotationError(" ".join(annotation.problems[:3]))
    return rasterize(annotation.shapes, annotation.size or size, dataset.classes)
