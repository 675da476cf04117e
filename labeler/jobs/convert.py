"""Make palette PNGs of label images whose pixels are class colours or grey class indices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from labeler.core.class_colors import ClassColors, OnUnknown, Order
from labeler.core.classes import BACKGROUND, VOID, ClassTable
from labeler.core.errors import FileUnwritableError, LabelerError, LabelImageError, OptionError
from labeler.core.files import make_folder, remove_leftovers, write_if_changed
from labeler.core.grey_values import values_to_indices
from labeler.core.images import IMAGE_SUFFIXES
from labeler.core.label_png import label_png_bytes
from labeler.core.label_source import Pixels, read_source
from labeler.core.pixel_counts import count_pixels
from labeler.jobs.in_order import in_order, processor_count
from labeler.jobs.label_files import label_files, reason
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.arrays import ColorImage, LabelMap
    from labeler.core.palette import Color


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """How pixels become indices, and what happens to files that exist.

    `tolerance`, `on_unknown`, `order` and `resolve` are those of `colors_to_indices`. `grey`: whether the
    values of grey images are class indices or, as white on black, class colours. `overwrites`: whether a file
    that exists with other content is replaced.
    """

    tolerance: float = 0
    on_unknown: OnUnknown = "error"
    order: Order = "RGB"
    resolve: Mapping[Color, int] = field(default_factory=dict)
    grey: Literal["indices", "colors"] = "indices"
    overwrites: bool = False


class _Task(NamedTuple):
    """One file to convert, its name in messages, the file to write, and who becomes that file already."""

    source: Path
    name: str
    target: Path
    rival: str = ""


def convert(
    source: Path | str, target: Path | str, classes: ClassTable, options: ConvertOptions | None = None
) -> Iterator[Step]:
    """Convert an image, or all images below a folder, one step each; the work is done as steps are taken.

    `target` is a folder, which mirrors the folders of the source; for one image it may be a .png file. A file
    that cannot be converted is a failed step and never stops the others, nor does one that exists already
    with other content. Run again after an interruption, it completes what is missing. Before anything is
    written it raises FileUnreadableError, OptionError and SharedColorError.
    """
    options = options or ConvertOptions()
    tasks = _tasks(Path(source), Path(target))
    colors = ClassColors(
        classes,
        tolerance=options.tolerance,
        on_unknown=options.on_unknown,
        order=options.order,
        resolve=options.resolve,
    )
    return _Conversion(classes, colors, options).run(tasks)


class _Conversion:
    """The images of one job, one after the other."""

    def __init__(self, classes: ClassTable, colors: ClassColors, options: ConvertOptions) -> None:
        self._classes = classes
        self._palette = classes.palette()
        self._colors = colors
        self._options = options

    def run(self, tasks: list[_Task]) -> Iterator[Step]:
        """Convert the files in several threads, and say of each, in their order, how it ended."""
        for folder in {task.target.parent for task in tasks}:
            remove_leftovers(folder)
        with closing(in_order(self._outcome_of, tasks, processor_count())) as outcomes:
            for done, (task, outcome) in enumerate(zip(tasks, outcomes, strict=True), 1):
                yield Step(done, len(tasks), task.name, *outcome)

    def _outcome_of(self, task: _Task) -> tuple[StepStatus, str]:
        try:
            if task.rival:
                raise FileUnwritableError(task.target, f"{task.rival} becomes that file already")
            make_folder(task.target.parent)
            return self._convert(task)
        except LabelerError as error:
            return StepStatus.FAILED, reason(error, task.source)
        except MemoryError:
            return StepStatus.FAILED, "There is not enough memory to convert it."

    def _convert(self, task: _Task) -> tuple[StepStatus, str]:
        has_indices = self._options.grey == "indices"
        pixels = read_source(task.source, scales_greys=not has_indices)
        is_grey = pixels.ndim == 2
        if is_grey and has_indices:
            label_map = values_to_indices(
                pixels, self._classes, on_unknown=self._options.on_unknown, where=task.source
            )
        else:
            label_map = self._colors.to_indices(_as_colors(task.source, pixels), task.source)
        is_written = write_if_changed(
            task.target,
            label_png_bytes(label_map, self._palette),
            overwrites=self._options.overwrites,
            durable=False,
        )
        notice = _notice_of_greys(label_map) if is_grey and has_indices else ""
        return (StepStatus.WRITTEN if is_written else StepStatus.UNCHANGED), notice


def _as_colors(source: Path, pixels: Pixels) -> ColorImage:
    """Colours as they are; greys of 8 bits as colours of three equal channels."""
    if pixels.dtype != np.uint8:
        raise LabelImageError(
            f"{source}: has greys of 16 bits, and class colours have 8. Save it with 8 bits."
        )
    colors = pixels.astype(np.uint8, copy=False)
    return np.repeat(colors[:, :, None], 3, axis=2) if colors.ndim == 2 else colors


def _notice_of_greys(label_map: LabelMap) -> str:
    """A word on images of black and white, whose white hardly ever means void."""
    if set(count_pixels(label_map)) - {BACKGROUND} != {VOID}:
        return ""
    return (
        "Only the values 0 and 255 occur: background and void. If white is a class, convert greys as colours."
    )


def _tasks(source: Path, target: Path) -> list[_Task]:
    """What to convert into what; raises OptionError when the target would replace the source."""
    files = label_files(source, IMAGE_SUFFIXES)
    if source.is_dir():
        inside = target.resolve()
        names = [file.relative_to(source) for file in files if not file.resolve().is_relative_to(inside)]
        tasks = [_Task(source / name, name.as_posix(), target / name.with_suffix(".png")) for name in names]
    elif target.suffix.lower() == ".png" and not target.is_dir():
        tasks = [_Task(source, source.name, target)]
    elif target.suffix.lower() in IMAGE_SUFFIXES and not target.is_dir():
        raise OptionError(f"{target}: a label map is written as PNG. Name a .png file, or a folder.")
    else:
        tasks = [_Task(source, source.name, target / f"{source.stem}.png")]
    if source.resolve() in (target.resolve(), tasks[0].target.resolve() if tasks else None):
        raise OptionError(
            f"{target}: is the source itself. Choose another target; nothing is replaced in place."
        )
    if not tasks:
        raise OptionError(f"{source}: holds no images ({', '.join(sorted(IMAGE_SUFFIXES))}).")
    first: dict[Path, str] = {}
    for task in tasks:
        first.setdefault(task.target, task.name)
    return [
        task._replace(rival=first[task.target]) if first[task.target] != task.name else task for task in tasks
    ]
