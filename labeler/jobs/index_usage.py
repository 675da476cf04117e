"""Which class indices label images use, and how many pixels have each."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.any_label_map import LABEL_MAP_SUFFIXES, read_any_label_map
from labeler.core.errors import LabelerError
from labeler.core.pixel_counts import pixel_counts
from labeler.jobs.in_order import in_order, processor_count
from labeler.jobs.label_files import label_files, reason
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from numpy.typing import NDArray


def index_usage(path: Path, *, workers: int | None = None) -> Generator[Step, None, dict[int, int]]:
    """Read a label image, or all below a folder; yields a step for each and returns the pixels by index.

    A file that cannot be read as a label image is a failed step, and counts for nothing. Raises
    FileUnreadableError for a path that does not exist.
    """
    files = label_files(path, LABEL_MAP_SUFFIXES)
    total = np.zeros(256, np.int64)
    counted = in_order(_counted, files, workers or processor_count())
    for done, (file, found) in enumerate(zip(files, counted, strict=True), 1):
        if isinstance(found, LabelerError):
            yield Step(done, len(files), file.name, StepStatus.FAILED, reason(found, file))
        else:
            total += found
            yield Step(done, len(files), file.name, StepStatus.UNCHANGED)
    return {index: int(total[index]) for index in np.flatnonzero(total).tolist()}


def _counted(file: Path) -> NDArray[np.int64] | LabelerError:
    """(256,) pixels by index; for a file that cannot be read its error, so that the others go on."""
    try:
        return pixel_counts(read_any_label_map(file))
    except LabelerError as error:
        return error
