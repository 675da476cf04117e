"""Repair what a check found and what is safe to repair: planned first, originals kept, every file atomic."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import LabelerError
from labeler.core.files import copy_atomically, make_folder, read_bytes, write_atomically
from labeler.jobs.check.codes import code_named
from labeler.jobs.check.fixes import FIXES, Damaged
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


def fix(report: Report, originals: Path | None) -> Iterator[FixStep]:
    """Repair the files of a report, one step each: WRITTEN with what is done as its message, or FAILED.

    The original of each file is first copied to `originals` (`originals_folder` makes a name), which mirrors
    the tree; None is a dry run, in which everything is done but writing. A file whose repair fails stays as
    it was and stops no other.
    """
    total = len(report.repairs)
    for done, (path, repair) in enumerate(list(report.repairs.items()), 1):
        name, codes = report.layout.shown(path), tuple(repair.codes)
        try:
            message = _fixed(path, repair, report, originals)
        except LabelerError as error:
            told = reason(error, Path(path))
            yield FixStep(done, total, name, StepStatus.FAILED, told, path=path, codes=codes)
        else:
            yield FixStep(done, total, name, StepStatus.WRITTEN, message, path=path, codes=codes)


def originals_folder(root: Path) -> Path:
    """A folder that does not exist yet, named after the time, for the originals of one repair."""
    place = (root if root.is_dir() else root.parent) / ORIGINALS
    name = datetime.now().astimezone().strftime("%Y-%m-%dT%H%M%S")
    folder, number = place / name, 1
    while folder.exists():
        number += 1
        folder = place / f"{name}-{number}"
    return folder


def _fixed(path: str, repair: Repair, report: Report, originals: Path | None) -> str:
    """Repair one file, unless there is no folder for its original; what is done to it, in words."""
    damaged = Damaged(path, repair.item, report.layout)
    before = data = read_bytes(path)
    for name, repaired in FIXES.items():
        if name in repair.codes:
            data = repaired(damaged, data)
    if originals is not None and data != before:
        _keep(Path(path), originals / _mirrored(report.layout.root, Path(path)))
        write_atomically(path, data)
    words = (code.fix for code in map(code_named, repair.codes) if code is not None)
    told = "; ".join(dict.fromkeys(words))
    return f"{told[:1].upper()}{told[1:]}."


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
