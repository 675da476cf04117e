"""Give the pixels of label PNGs other indices, as a table from old to new ones says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.errors import (
    FileUnwritableError,
    LabelerError,
    NoPaletteError,
    OptionError,
    TransactionError,
    WorkerError,
)
from labeler.core.file_stamp import FileTime
from labeler.core.files import make_folder, read_bytes, remove_leftovers, would_write, write_if_changed
from labeler.core.palette import full_palette
from labeler.core.remapping import Remapping, check_known, remapped_png
from labeler.core.transaction import Transaction, recover
from labeler.jobs.in_batches import Crew, in_batches
from labeler.jobs.label_files import NamedFile, named_files, reason
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.arrays import Palette

# From this many files on processes share the work: threads wait for each other in Python's lock.
_MANY, _AT_ONCE = 100, 8


@dataclass(frozen=True, slots=True)
class RemapOptions:
    """Where the new files go, and what is refused.

    `target`: a folder that mirrors those given; None: the files change in place, all or none. `known`: a file
    with pixels of another index is refused; None: other indices stay. `overwrites`: whether a file in the
    target that has other content is replaced. `is_dry_run`: all is done but the writing. `workers`: files at
    a time, None for one a processor.
    """

    target: Path | None = None
    known: Collection[int] | None = None
    overwrites: bool = False
    is_dry_run: bool = False
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class RemapStep(Step):
    """The step of one file, with the pixels that get another index by (old, new) index."""

    moved: Mapping[tuple[int, int], int] = field(default_factory=dict)


@dataclass(slots=True)
class RemapTally:
    """Files and pixels by (old, new) index: what a preview shows, and what a command says at its end."""

    files: Counter[tuple[int, int]] = field(default_factory=Counter)
    pixels: Counter[tuple[int, int]] = field(default_factory=Counter)

    def counted(self, steps: Iterable[Step]) -> Iterator[Step]:
        """The steps as they come, counted."""
        for step in steps:
            if isinstance(step, RemapStep) and not step.has_failed:
                self.files.update(step.moved.keys())
                self.pixels.update(step.moved)
            yield step


def remap(
    paths: Sequence[Path | str],
    remapping: Remapping,
    palette: Palette | None = None,
    options: RemapOptions | None = None,
) -> Generator[RemapStep, None, None]:
    """Translate the indices of label PNGs, one step a file: files as given, and all PNGs below folders.

    Palette PNGs get the colours of `palette`, (256, 3) uint8, or keep their own; grey ones stay grey. PNGs
    that hold no indices are failures where they were named and left out where they were only found, and so
    are instance maps of VOC datasets. Into a target a file that fails never stops the others. In place all
    files take their new content after the last step, and none does when one fails or when the process ends:
    a table that is applied twice to some files and once to others leaves indices that nobody can tell apart.

    Raises FileUnreadableError for a path that does not exist and OptionError for a mapping that changes
    nothing; in place also TransactionError, when files failed and when a run that was broken off has only now
    been completed.
    """
    options = options or RemapOptions()
    colors = None if palette is None else full_palette(palette)
    if remapping.is_identity and colors is None:
        raise OptionError("The mapping changes no index; with a class table it would change the palettes.")
    files = _sources(named_files(paths), options.target)
    remapper = _Remapper(remapping, colors, options)
    if options.is_dry_run or options.target is not None or not files:
        return _steps(files, remapper)
    return _in_place(_real_files(files), remapper, _root(Path(paths[0])))


def _in_place(
    files: Sequence[NamedFile], remapper: _Remapper, root: Path
) -> Generator[RemapStep, None, None]:
    recovered = recover(root)
    if recovered is not None and recovered.is_completed:
        raise TransactionError(
            f"{root}: a run that had been broken off has now been completed in {recovered.files:,} files. "
            f"Nothing else was changed; give the command again only if the indices shall change once more."
        )
    failed = 0
    with Transaction(root) as transaction:
        transaction.expect(list({file.path.parent for file in files}))
        with closing(_outcomes(files, remapper)) as outcomes:
            for done, (file, outcome) in enumerate(zip(files, outcomes, strict=True), 1):
                if outcome.data is not None:
                    transaction.stage(file.path, outcome.data, outcome.read)
                step = outcome.step(done, len(files), file)
                failed += step.has_failed
                yield step
        if failed:
            raise TransactionError(
                f"{root}: {failed:,} of {len(files):,} files cannot be changed, so none was. "
                f"Repair them or leave them out, or write to a target folder."
            )
        transaction.commit()


def _steps(files: Sequence[NamedFile], remapper: _Remapper) -> Generator[RemapStep, None, None]:
    target = remapper.options.target
    if target is not None and not remapper.options.is_dry_run:
        for folder in {(target / file.relative).parent for file in files}:
            remove_leftovers(folder)
    with closing(_outcomes(files, remapper)) as outcomes:
        for done, (file, outcome) in enumerate(zip(files, outcomes, strict=True), 1):
            yield outcome.step(done, len(files), file)


def _outcomes(files: Sequence[NamedFile], remapper: _Remapper) -> Generator[_Outcome, None, None]:
    first: dict[Path, Path] = {}
    tasks = [_Task(file, first.setdefault(file.relative, file.path)) for file in files]
    crew = Crew(remapper.options.workers, _MANY, _AT_ONCE)
    yield from in_batches(remapper.outcome_of, tasks, crew, _lost)


class _Task(NamedTuple):
    """A file, and the first file that has the same path below the folders that were given."""

    file: NamedFile
    first: Path


class _Outcome(NamedTuple):
    """What became of a file; `data` is its new content where that has still to take its place."""

    status: StepStatus
    message: str = ""
    moved: dict[tuple[int, int], int] = {}  # noqa: RUF012 - never changed
    data: bytes | None = None
    read: FileTime | None = None

    def step(self, done: int, total: int, file: NamedFile) -> RemapStep:
        """The step of the file."""
        return RemapStep(done, total, str(file.path), self.status, self.message, self.moved)


@dataclass(frozen=True, slots=True)
class _Remapper:
    """Translates one file after the other; can be handed to another process."""

    remapping: Remapping
    colors: Palette | None
    options: RemapOptions

    def outcome_of(self, task: _Task) -> _Outcome:
        """Translate a file, and write it where it has a target."""
        file = task.file
        if file.is_instance_map:
            return _Outcome(StepStatus.LEFT_OUT, "Its numbers are objects and no classes.")
        try:
            return self._remapped(task)
        except NoPaletteError as error:
            status = StepStatus.FAILED if file.is_named else StepStatus.LEFT_OUT
            return _Outcome(status, reason(error, file.path))
        except LabelerError as error:
            return _Outcome(StepStatus.FAILED, reason(error, file.path))
        except MemoryError:
            return _Outcome(StepStatus.FAILED, "There is not enough memory for it.")

    def _remapped(self, task: _Task) -> _Outcome:
        path = task.file.path
        read = FileTime.of(path)
        old = read_bytes(path)
        new = remapped_png(path, old, self.remapping, self.colors)
        if self.options.known is not None:
            check_known(new.counts, dict.fromkeys(self.options.known), path)
        moved = {
            (int(index), int(self.remapping.table[index])): int(new.counts[index])
            for index in np.flatnonzero(new.counts)
            if self.remapping.table[index] != index
        }
        if self.options.target is not None:
            return self._into(self.options.target, task, old if new.data is None else new.data, moved)
        if new.data is None:
            return _Outcome(StepStatus.UNCHANGED)
        if self.options.is_dry_run:
            return _Outcome(StepStatus.PLANNED, _told(moved), moved)
        return _Outcome(StepStatus.WRITTEN, "", moved, new.data, read)

    def _into(self, folder: Path, task: _Task, data: bytes, moved: dict[tuple[int, int], int]) -> _Outcome:
        target = folder / task.file.relative
        if task.first != task.file.path:
            raise FileUnwritableError(target, f"{task.first} becomes that file already")
        if self.options.is_dry_run:
            if not would_write(target, data, overwrites=self.options.overwrites):
                return _Outcome(StepStatus.UNCHANGED, "", moved)
            return _Outcome(StepStatus.PLANNED, _told(moved), moved)
        make_folder(target.parent)
        is_written = write_if_changed(target, data, overwrites=self.options.overwrites, durable=False)
        return _Outcome(StepStatus.WRITTEN if is_written else StepStatus.UNCHANGED, "", moved)


def _told(moved: Mapping[tuple[int, int], int]) -> str:
    """As in `1,204 px change: 7 to 3 (1,204 px).`"""
    if not moved:
        return "No pixel changes, only the palette or its place."
    told = ", ".join(f"{old} to {new} ({count:,} px)" for (old, new), count in moved.items())
    return f"{sum(moved.values()):,} px change: {told}."


def _lost(error: WorkerError) -> _Outcome:
    return _Outcome(StepStatus.FAILED, str(error))


def _sources(files: list[NamedFile], target: Path | None) -> list[NamedFile]:
    """The files that are not in the target already; raises OptionError when it would replace one."""
    if target is None:
        return files
    inside = target.resolve()
    for file in files:
        if (target / file.relative).resolve() == file.path.resolve():
            raise OptionError(f"{target}: would replace the source {file.path}. Choose another target.")
    return [file for file in files if file.is_named or not file.path.resolve().is_relative_to(inside)]


def _real_files(files: Sequence[NamedFile]) -> list[NamedFile]:
    """The files, each once, whatever links lead to it."""
    return list({file.path.resolve(): file for file in reversed(files)}.values())[::-1]


def _root(path: Path) -> Path:
    """Where the journal of a change in place lies: the first folder given, or that of the first file."""
    return path if path.is_dir() else path.parent
