"""Long jobs: the window stays usable, cancel leaves nothing half done, and results lead to their files."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from labeler.jobs.rename_class import rename_in_file
from tests.datasets import make_dataset
from tests.windows import Desk


def test_a_rename_that_is_cancelled_is_taken_back_everywhere(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the files under one name and half under the other would be no dataset."""
    folder = make_dataset(tmp_path / "set", 6)
    desk.open(folder)
    window = desk.window
    jobs = []
    window.jobs.started.connect(jobs.append)
    may_go, at_work = threading.Event(), threading.Event()

    def slowly(path: Path, old: str, new: str) -> bool:
        at_work.set()
        may_go.wait(10)
        return rename_in_file(path, old, new)

    monkeypatch.setattr("labeler.jobs.rename_class.rename_in_file", slowly)
    window.classes.rename(1, "tiger")
    assert at_work.wait(10)
    jobs[0].cancel()
    may_go.set()
    desk.wait_for_jobs()
    assert window.session.classes.at(1).name == "cat"
    assert {shape.class_name for shape in desk.shapes} == {"cat", "dog", "void"}
    desk.wait_saved()
    for path in folder.glob("*.json"):
        assert "tiger" not in path.read_text()
    assert [job.name for job in jobs] == ["Renaming cat to tiger", "Renaming tiger to cat"]
