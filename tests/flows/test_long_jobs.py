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


def test_a_file_that_is_read_gets_no_name_that_was_taken_back_meanwhile(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_dataset(tmp_path / "set", 6)
    desk.open(folder)
    window, last = desk.window, folder / "a6.json"
    may_go, is_read = threading.Event(), threading.Event()

    def slowly(path: Path, old: str, new: str) -> bool:
        if new == "tiger" and path == last:
            is_read.set()
            may_go.wait(10)
        return rename_in_file(path, old, new)

    monkeypatch.setattr("labeler.gui.class_renaming.rename_in_file", slowly)
    monkeypatch.setattr("labeler.jobs.rename_class.rename_in_file", lambda *_: may_go.wait(0.05))
    window.classes.rename(1, "tiger")
    reading = threading.Thread(target=window.classes.renaming.apply, args=(last,))
    reading.start()
    assert is_read.wait(10)
    monkeypatch.setattr("labeler.jobs.rename_class.rename_in_file", rename_in_file)
    window.classes.rename(1, "cat")
    threading.Timer(0.3, may_go.set).start()
    desk.wait_for_jobs()
    reading.join()
    assert "tiger" not in last.read_text()
