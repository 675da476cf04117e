"""Look at label images, one step each, and say what they are and whether they can train."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from labeler.core.classes import ClassTable
from labeler.core.errors import LabelerError
from labeler.core.inspection import Inspection, Names, inspect_file
from labeler.core.table_formats import read_any_table
from labeler.core.verdict import Verdict, verdict_on
from labeler.jobs.label_files import reason
from labeler.jobs.step import Step, StepStatus

# The class tables that lie beside label images: in their folder, or where a VOC folder has them.
_TABLES = ("classes.csv", "labelmap.txt")
_FOLDERS_UP = 2


@dataclass(frozen=True, slots=True)
class Inspected(Step):
    """A file that was looked at; both are None for one that could not be read."""

    inspection: Inspection | None = None
    verdict: Verdict | None = None


def inspect(
    paths: Sequence[Path | str], classes: ClassTable | None = None, source: str = ""
) -> Iterator[Inspected]:
    """Look at files, one step each; what cannot be read is a failed step and never stops the others.

    Names of classes are those of `classes`, which `source` (a path, or the name of a ready table) names, else
    of the class table that lies beside a file or up to two folders above it.
    """
    names = None
    if classes is not None:
        names = Names(classes, Path(source).name or "the class table", source or "FILE")
    for done, path in enumerate(map(Path, paths), 1):
        try:
            found = inspect_file(path, names or _names_beside(path))
        except LabelerError as error:
            yield Inspected(done, len(paths), str(path), StepStatus.FAILED, reason(error, path))
        else:
            verdict = verdict_on(found)
            yield Inspected(
                done, len(paths), str(path), StepStatus.UNCHANGED, inspection=found, verdict=verdict
            )


def _names_beside(path: Path) -> Names | None:
    """The nearest class table above a file; one that cannot be read gives no names."""
    folders = list(path.resolve().parents)[: _FOLDERS_UP + 1]
    for folder in folders:
        for name in _TABLES:
            if (folder / name).is_file():
                try:
                    return Names(read_any_table(folder / name).table, name, _as_typed(folder / name))
                except LabelerError:
                    return None
    return None


def _as_typed(path: Path) -> str:
    """A path as a command of this folder would name it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
