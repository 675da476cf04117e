"""Give label PNGs that are already written the colours of a class table; their pixels stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import LabelerError, NoPaletteError, WorkerError
from labeler.core.files import read_bytes, remove_leftovers
from labeler.core.label_png import Recoloring, recolor_label_png, recolored_png
from labeler.core.palette import full_palette
from labeler.jobs.in_batches import Crew, in_batches
from labeler.jobs.label_files import NamedFile, named_files, reason
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.arrays import Palette

# Fewer files are done before a second process has started; and threads would hinder each other.
_MANY, _AT_ONCE = 1500, 50


def recolor(
    paths: Sequence[Path | str], palette: Palette, *, is_dry_run: bool = False, workers: int = 1
) -> Iterator[Step]:
    """Rewrite the palette of label PNGs, one step a file: files as given, and all PNGs below folders.

    `palette`: up to 256 rows of RGB, as `ClassTable.palette()` gives it. A file that cannot be recoloured is
    a failed step and never stops the others; PNGs without a palette that were only found in a folder are left
    out, and so are the instance maps of a VOC dataset, whose colours number objects. `is_dry_run`: all is
    done but the writing. `workers`: processes that share many files; more than one are worth it for files in
    several folders, since a system renames those of one folder one after the other. Before anything is
    written it raises FileUnreadableError for a path that does not exist and OptionError for a wrong palette.
    """
    return _steps(named_files(paths), _Recolorer(full_palette(palette), is_dry_run), workers)


def _steps(files: Sequence[NamedFile], recolorer: _Recolorer, workers: int) -> Iterator[Step]:
    if not recolorer.is_dry_run:
        for folder in {file.path.parent for file in files}:
            remove_leftovers(folder)
    crew = Crew(workers if len(files) >= _MANY else 1, _MANY, _AT_ONCE)
    with closing(in_batches(recolorer.outcome_of, files, crew, _lost)) as outcomes:
        for done, (file, outcome) in enumerate(zip(files, outcomes, strict=True), 1):
            yield Step(done, len(files), str(file.path), *outcome)


@dataclass(frozen=True, slots=True)
class _Recolorer:
    """Recolours one file after the other; can be handed to another process."""

    colors: Palette
    is_dry_run: bool = False

    def outcome_of(self, file: NamedFile) -> tuple[StepStatus, str]:
        """Recolour a file, or see what that would do."""
        if file.is_instance_map:
            return StepStatus.LEFT_OUT, "Its colours number objects and belong to no class."
        try:
            done = self._recolored(file.path)
        except NoPaletteError as error:
            status = StepStatus.FAILED if file.is_named else StepStatus.LEFT_OUT
            return status, reason(error, file.path)
        except LabelerError as error:
            return StepStatus.FAILED, reason(error, file.path)
        changed = StepStatus.PLANNED if self.is_dry_run else StepStatus.WRITTEN
        return (changed if done.is_changed else StepStatus.UNCHANGED), _notice(done, self.is_dry_run)

    def _recolored(self, path: Path) -> Recoloring:
        if self.is_dry_run:
            return recolored_png(path, read_bytes(path), self.colors)[1]
        return recolor_label_png(path, self.colors, durable=False)


def _lost(error: WorkerError) -> tuple[StepStatus, str]:
    return StepStatus.FAILED, str(error)


def _notice(done: Recoloring, is_dry_run: bool) -> str:
    if not done.dropped:
        return ""
    verb = "is" if is_dry_run else "was"
    return f"What belonged to the old colours {verb} removed: {', '.join(done.dropped)}."
