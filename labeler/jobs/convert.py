"""Make palette PNGs of label images: class colours, grey or wide class indices, other palettes, arrays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.errors import FileUnwritableError, LabelerError, OptionError, WorkerError
from labeler.core.files import make_folder, remove_leftovers, would_write, write_if_changed
from labeler.jobs.convert_image import Converted, ConvertOptions, ImageConverter
from labeler.jobs.fitting_table import SOURCE_SUFFIXES
from labeler.jobs.in_batches import Crew, in_batches
from labeler.jobs.label_files import label_files, reason
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable

__all__ = ["ConvertOptions", "convert"]

# From this many images on processes share the work; they keep the memory of an image for the next one.
_MANY, _AT_ONCE = 100, 4


class _Task(NamedTuple):
    """One file to convert, its name in messages, the file to write, and who becomes that file already."""

    source: Path
    name: str
    target: Path
    rival: str = ""


def convert(
    source: Path | str, target: Path | str, classes: ClassTable, options: ConvertOptions | None = None
) -> Iterator[Step]:
    """Convert an image, or all images and arrays below a folder, one step each, as the steps are taken.

    `target` is a folder, which mirrors the folders of the source; for one image it may be a .png file. A file
    that cannot be converted is a failed step and never stops the others, nor does one that exists already
    with other content. Run again after an interruption, it completes what is missing. Before anything is
    written it raises FileUnreadableError, OptionError, and SharedColorError where images need colours that
    classes share.
    """
    options = options or ConvertOptions()
    tasks = _tasks(Path(source), Path(target))
    converter = ImageConverter(classes, options)
    # Who says that numbers count has images of indices: others among them fail one by one.
    shared = converter.shared if options.palette == "colors" else None
    if shared is not None and any(converter.is_of_colors(task.source) for task in tasks):
        raise shared
    return _steps(tasks, _Conversion(converter, options))


def _steps(tasks: list[_Task], conversion: _Conversion) -> Iterator[Step]:
    """Convert the files, several at a time, and say of each, in their order, how it ended."""
    if not conversion.options.is_dry_run:
        for folder in {task.target.parent for task in tasks}:
            remove_leftovers(folder)
    crew = Crew(conversion.options.workers, _MANY, _AT_ONCE)
    with closing(in_batches(conversion.outcome_of, tasks, crew, _lost)) as outcomes:
        for done, (task, outcome) in enumerate(zip(tasks, outcomes, strict=True), 1):
            yield Step(done, len(tasks), task.name, *outcome)


@dataclass(frozen=True, slots=True)
class _Conversion:
    """Converts one image after the other; can be handed to another process."""

    converter: ImageConverter
    options: ConvertOptions

    def outcome_of(self, task: _Task) -> tuple[StepStatus, str]:
        """Convert an image and write it."""
        try:
            if task.rival:
                raise FileUnwritableError(task.target, f"{task.rival} becomes that file already")
            converted = self.converter.convert(task.source)
            return (
                self._planned(task, converted) if self.options.is_dry_run else self._written(task, converted)
            )
        except LabelerError as error:
            return StepStatus.FAILED, reason(error, task.source)
        except MemoryError:
            return StepStatus.FAILED, "There is not enough memory to convert it."

    def _written(self, task: _Task, converted: Converted) -> tuple[StepStatus, str]:
        make_folder(task.target.parent)
        is_written = write_if_changed(
            task.target, converted.data, overwrites=self.options.overwrites, durable=False
        )
        return (StepStatus.WRITTEN if is_written else StepStatus.UNCHANGED), converted.notice

    def _planned(self, task: _Task, converted: Converted) -> tuple[StepStatus, str]:
        """What writing would do, with the indices that the file would hold."""
        if not would_write(task.target, converted.data, overwrites=self.options.overwrites):
            return StepStatus.UNCHANGED, converted.notice
        told = ", ".join(f"{index} ({count:,} px)" for index, count in converted.counts.items())
        return StepStatus.PLANNED, f"{converted.notice} Indices: {told}.".strip()


def _lost(error: WorkerError) -> tuple[StepStatus, str]:
    return StepStatus.FAILED, str(error)


def _tasks(source: Path, target: Path) -> list[_Task]:
    """What to convert into what; raises OptionError when the target would replace the source."""
    files = label_files(source, SOURCE_SUFFIXES)
    if source.is_dir():
        inside = target.resolve()
        names = [file.relative_to(source) for file in files if not file.resolve().is_relative_to(inside)]
        tasks = [_Task(source / name, name.as_posix(), target / name.with_suffix(".png")) for name in names]
    elif target.suffix.lower() == ".png" and not target.is_dir():
        tasks = [_Task(source, source.name, target)]
    elif target.suffix.lower() in SOURCE_SUFFIXES and not target.is_dir():
        raise OptionError(f"{target}: a label map is written as PNG. Name a .png file, or a folder.")
    else:
        tasks = [_Task(source, source.name, target / f"{source.stem}.png")]
    if source.resolve() in (target.resolve(), tasks[0].target.resolve() if tasks else None):
        raise OptionError(
            f"{target}: is the source itself. Choose another target; nothing is replaced in place."
        )
    if not tasks:
        raise OptionError(f"{source}: holds no images ({', '.join(sorted(SOURCE_SUFFIXES))}).")
    first: dict[Path, str] = {}
    for task in tasks:
        first.setdefault(task.target, task.name)
    return [
        task._replace(rival=first[task.target]) if first[task.target] != task.name else task for task in tasks
    ]
