"""A rename that was broken off is completed by whoever opens the dataset next."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from labeler.core.class_file import read_classes
from labeler.core.dataset import open_dataset
from labeler.core.transaction import Transaction
from labeler.core.unfinished_renames import RenameNote, finish_renames, rename_in_file
from tests.core.staged_files import leave_marked, make_files
from tests.datasets import make_dataset, tree

# Renames in one file of three and is killed.
KILLED = """
import os, signal, sys
from pathlib import Path
from labeler.core.unfinished_renames import RenameNote, rename_in_file
folder = Path(sys.argv[1])
note = RenameNote(folder, "cat", "lion")
rename_in_file(folder / "a2.json", "cat", "lion")
os.kill(os.getpid(), signal.SIGKILL)
"""


def names(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def abandon(note: RenameNote) -> None:
    """What the system does when a process ends."""
    os.close(note._lock)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_rename_is_completed_when_the_dataset_is_opened(tmp_path):
    folder = make_dataset(tmp_path, 3)
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert [names(folder / f"a{number}.json")[0] for number in (1, 2, 3)] == ["cat", "lion", "cat"]
    dataset = open_dataset(folder)
    assert [names(folder / f"a{number}.json")[0] for number in (1, 2, 3)] == ["lion"] * 3
    assert [row.name for row in dataset.classes.user_rows] == ["lion", "dog", "sky"]
    assert read_classes(folder / "classes.csv") == dataset.classes
    assert dataset.recovered == (
        "Renaming cat to lion, which was broken off, has been completed in 3 more files."
    )
    assert not (folder / ".labeler").exists()
    assert open_dataset(folder).recovered == ""


def test_renames_are_completed_in_their_order(tmp_path):
    folder = make_dataset(tmp_path, 1)
    for old, new in (("cat", "lion"), ("lion", "tiger")):
        abandon(RenameNote(folder, old, new))
    open_dataset(folder)
    assert names(folder / "a1.json")[0] == "tiger"


def test_a_rename_that_had_reached_every_file_is_not_told(tmp_path):
    folder = make_dataset(tmp_path, 1)
    abandon(RenameNote(folder, "bird", "parrot"))
    assert open_dataset(folder).recovered == ""
    assert not (folder / ".labeler").exists()


def test_the_rename_of_a_living_process_is_let_be(tmp_path):
    folder = make_dataset(tmp_path, 1)
    note = RenameNote(folder, "cat", "lion")
    assert open_dataset(folder).recovered == ""
    assert names(folder / "a1.json")[0] == "cat"
    note.remove()
    note.remove()
    assert not (folder / ".labeler").exists()


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_done(tmp_path):
    folder = make_dataset(tmp_path, 2)
    (folder / "a1.json").write_text("{ no JSON")
    abandon(RenameNote(folder, "cat", "lion"))
    told = open_dataset(folder).recovered
    assert "in 2 more files. " in told
    assert "a1.json: cannot be read as JSON" in told
    assert names(folder / "a2.json")[0] == "lion"


def test_a_table_that_has_the_new_name_or_cannot_be_read_stays(tmp_path):
    folder = make_dataset(tmp_path, 1)
    table = (folder / "classes.csv").read_text().replace("dog", "lion")
    (folder / "classes.csv").write_text(table)
    abandon(RenameNote(folder, "cat", "lion"))
    dataset = open_dataset(folder)
    assert (folder / "classes.csv").read_text() == table
    (folder / "classes.csv").write_text("nonsense")
    abandon(RenameNote(folder, "dog", "wolf"))
    assert "classes.csv" in finish_renames(folder, dataset.images)


def test_half_a_note_is_of_a_rename_that_never_began(tmp_path):
    folder = make_dataset(tmp_path, 1)
    note = RenameNote(folder, "cat", "lion")
    note._path.write_text('["cat", "li')
    abandon(note)
    before = tree(folder)
    assert open_dataset(folder).recovered == ""
    assert {name for name in before if name not in tree(folder)} == {
        note._path.relative_to(folder).as_posix()
    }


def test_a_folder_that_cannot_be_written_has_no_note(tmp_path):
    (tmp_path / ".labeler").write_text("in the way")
    note = RenameNote(tmp_path, "cat", "lion")
    note.remove()
    assert finish_renames(tmp_path, []) == ""


def test_opening_a_dataset_completes_a_transaction_first(tmp_path, monkeypatch):
    folder = make_dataset(tmp_path, 1)
    paths = make_files(folder)
    leave_marked(folder, paths, monkeypatch)
    assert open_dataset(folder / "a1.jpg").recovered.endswith("has been completed in 4 files.")
    assert paths[0].read_text() == "new f0.txt"


def test_opening_a_dataset_does_not_disturb_a_transaction_at_work(tmp_path):
    folder = make_dataset(tmp_path, 1)
    with Transaction(folder) as work:
        assert open_dataset(folder).recovered == ""
        work.stage(folder / "x", b"new", None)
        work.commit()
    assert (folder / "x").read_bytes() == b"new"


def test_renaming_in_a_file_says_whether_it_had_the_class(tmp_path):
    folder = make_dataset(tmp_path, 1)
    assert rename_in_file(folder / "a1.json", "cat", "lion")
    assert not rename_in_file(folder / "a1.json", "cat", "lion")
