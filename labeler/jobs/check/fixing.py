"""Repair what a check found and what is safe to repair: planned first, originals kept, every file atomic."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import LabelerError
from labeler.core.files import copy_atomically, make_folder, read_bytes, remove_leftovers, write_atomically
from labeler.jobs.check.codes import code_named
from labeler.jobs.check.fixes import FIXES, Damaged
from labeler.jobs.in_order import in_order, processor_count
from labeler.jobs.label_files import reason
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.jobs.check.job import Repair, Report

ORIGINALS = Path(".labeler", "originals")


@dataclass(frozen=True, slots=True)
class FixStep(Step):
    """One file was repaired, or would be: `codes` are the findings that this removes from `path`."""

    path: str = ""
    codes: tuple[str, ...] = ()


def plan(report: Report) -> dict[str, list[str]]:
    """What a repair is going to do, in words, and to which files."""
    planned: dict[str, list[str]] = {}
    for path, repair in report.repairs.items():
        planned.setdefault(_words(repair), []).append(report.layout.shown(path))
    return planned


def fix(report: Report, originals: Path | None, workers: int | None = None) -> Generator[FixStep, None, None]:
    """Repair the files of a report, one step each: WRITTEN with what is done as its message, or FAILED.

    The original of each file is first copied to `originals` (`originals_folder` makes a name), which mirrors
    the tree; None is a dry run, in which everything is done but writing, and steps are PLANNED. A file whose
    repair fails stays as it was and stops no other.
    """

    def outcome_of(task: tuple[str, Repair]) -> tuple[StepStatus, str]:
        path, repair = task
        try:
            _fix_file(path, repair, report, originals)
        except LabelerError as error:
            return StepStatus.FAILED, reason(error, Path(path))
        except MemoryError:
            return StepStatus.FAILED, "There is not enough memory to repair it."
        return StepStatus.PLANNED if originals is None else StepStatus.WRITTEN, _words(repair)

    tasks = list(report.repairs.items())
    if originals is not None:
        _remove_leftovers([Path(path).parent for path, _ in tasks], originals.parent)
    with closing(in_order(outcome_of, tasks, workers or processor_count())) as outcomes:
        for done, ((path, repair), outcome) in enumerate(zip(tasks, outcomes, strict=True), 1):
            name, codes = report.layout.shown(path), tuple(repair.codes)
            yield FixStep(done, len(tasks), name, *outcome, path=path, codes=codes)


def _remove_leftovers(folders: Iterable[Path], all_originals: Path) -> None:
    """Delete what repairs that were killed left half written."""
    for folder in {*folders, *(Path(each) for each, _, _ in os.walk(all_originals))}:
        remove_leftovers(folder)


def originals_folder(root: Path) -> Path:
    """A folder that does not exist yet, named after the time, for the originals of one repair."""
    place = (root if root.is_dir() else root.parent) / ORIGINALS
    name = datetime.now().astimezone().strftime("%Y-%m-%dT%H%M%S")
    folder, number = place / name, 1
    while folder.exists():
        number += 1
        folder = place / f"{name}-{number}"
    return folder


def _words(repair: Repair) -> str:
    words = (code.fix for code in map(code_named, repair.codes) if code is not None)
    told = "; ".join(dict.fromkeys(words))
    return f"{told[:1].upper()}{told[1:]}."


def _fix_file(path: str, repair: Repair, report: Report, originals: Path | None) -> None:
    """Repair one file, which is written only if there is a folder for its original."""
    damaged = Damaged(path, repair.item, report.layout)
    before = data = read_bytes(path)
    for name, repaired in FIXES.items():
        if name in repair.codes:
            data = repaired(damaged, data)
    if originals is not None and data != before:
        _keep(Path(path), originals / _mirrored(report.layout.root, Path(path)))
        write_atomically(path, data)


def _keep(original: Path, copy: Path) -> None:
    """Copy a file with its time, so that putting it back puts everything back."""
    make_folder(copy.parent)
    copy_atomically(original, copy, durable=True)
    with contextlib.suppress(OSError):
        status = original.stat()
        os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))


def _mirrored(root: Path, path: Path) -> Path:
    """The path of a file below the root, or below `outside` where it lies elsewhere."""
    absolute, base = Path(os.path.abspath(path)), Path(os.path.abspath(root))  # noqa: PTH100 - links stay
    if base.is_file():
        base = base.parent
    if absolute.is_relative_to(base):
        return absolute.relative_to(base)
    return Path("outside", *(part.strip(":\\/") for part in absolute.parts if part.strip(":\\/")))
