"""Files for transactions, transactions on them, and such as a killed process leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from labeler.core.file_stamp import FileTime
from labeler.core.journal import Journal
from labeler.core.transaction import Transaction


def make_files(folder: Path, count: int = 4) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"f{number}.txt" for number in range(count)]
    for path in paths:
        path.write_text(f"old {path.name}")
    return paths


def stage_all(work: Transaction, paths: list[Path]) -> None:
    for path in paths:
        work.stage(path, f"new {path.name}".encode(errors="replace"), FileTime.of(path))


def leave_marked(folder: Path, paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction whose process ended between the mark and the first file."""
    work = Transaction(folder).__enter__()
    stage_all(work, paths)
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "complete", end_here)
        with pytest.raises(KeyboardInterrupt):
            work.commit()
    work._journal.unlock()


def leave_unmarked(folder: Path, paths: list[Path]) -> None:
    """A transaction whose process ended just before the mark."""
    work = Transaction(folder).__enter__()
    stage_all(work, paths)
    work._journal.unlock()


def end_here(_journal: Journal) -> None:
    raise KeyboardInterrupt


def change(folder: Path, paths: list[Path], then: Callable[[], object] = lambda: None) -> None:
    """A whole transaction, in which something happens before the end."""
    with Transaction(folder) as work:
        stage_all(work, paths)
        then()
        work.commit()


def stage_again(folder: Path, path: Path, name: Path) -> None:
    with Transaction(folder) as work:
        stage_all(work, [path])
        work.stage(name, b"again", FileTime.of(path))


def all_new(paths: list[Path]) -> bool:
    return all(path.read_text() == f"new {path.name}" for path in paths)


def all_old(paths: list[Path]) -> bool:
    return all(path.read_text() == f"old {path.name}" for path in paths)
