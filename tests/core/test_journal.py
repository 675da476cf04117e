"""What a transaction leaves when its process ends is put in order by the next."""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path

import pytest

from labeler.core import files, journal
from labeler.core.dataset import open_dataset
from labeler.core.errors import FileUnwritableError, TransactionError
from labeler.core.journal import Journal, has_locked, make_durable
from labeler.core.transaction import Recovered, Transaction, recover, recover_around
from tests.core.staged_files import all_new, all_old, leave_marked, leave_unmarked, make_files
from tests.datasets import tree


def test_what_was_left_without_a_mark_is_taken_back(tmp_path):
    paths = make_files(tmp_path / "data") + make_files(tmp_path / "labels")
    before = tree(tmp_path)
    leave_unmarked(tmp_path / "data", paths)
    assert len(tree(tmp_path)) > len(before)
    files.remove_leftovers(tmp_path / "data")  # nobody else's business
    recovered = recover(tmp_path / "data")
    assert recovered == Recovered(False, 8)
    assert "as they were" in recovered.text
    assert tree(tmp_path) == before
    assert recover(tmp_path / "data") is None


def test_what_was_left_with_a_mark_is_completed(tmp_path, monkeypatch):
    paths = make_files(tmp_path / "data") + make_files(tmp_path / "labels")
    leave_marked(tmp_path / "data", paths, monkeypatch)
    assert all_old(paths)
    files.remove_leftovers(tmp_path / "data")
    recovered = recover(tmp_path / "data")
    assert recovered == Recovered(True, 8)
    assert recovered.text == "A change of classes that was broken off has been completed in 8 files."
    assert all_new(paths)
    assert len(tree(tmp_path)) == 8


def test_a_dataset_that_was_moved_is_completed_where_it_is(tmp_path, monkeypatch):
    paths = make_files(tmp_path / "data" / "deep")
    leave_marked(tmp_path / "data", paths, monkeypatch)
    (tmp_path / "data").rename(tmp_path / "moved")
    assert recover(tmp_path / "moved") is not None
    assert all_new([tmp_path / "moved" / "deep" / path.name for path in paths])


def test_a_folder_named_relative_to_another_is_found_again(tmp_path, monkeypatch):
    make_files(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    leave_marked(Path("data"), [Path("data/f1.txt")], monkeypatch)
    monkeypatch.chdir("/")
    assert recover(tmp_path / "data") == Recovered(True, 1)
    assert (tmp_path / "data" / "f1.txt").read_text() == "new f1.txt"


def test_names_that_are_no_text_are_found_again(tmp_path, monkeypatch):
    path = tmp_path / os.fsdecode(b"a\xff\n.txt")
    path.write_bytes(b"old")
    leave_marked(tmp_path, [path], monkeypatch)
    assert recover(tmp_path) == Recovered(True, 1)
    assert path.read_bytes().startswith(b"new a")


def test_what_others_wrote_after_the_mark_is_kept_beside(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    leave_marked(tmp_path, paths, monkeypatch)
    paths[1].write_text("theirs, later")
    recovered = recover(tmp_path)
    assert recovered is not None
    assert all_new(paths)
    (kept,) = recovered.kept
    assert kept.read_text() == "theirs, later"
    assert str(kept.parent) in recovered.text


def test_a_folder_that_is_away_is_waited_for(tmp_path, monkeypatch):
    paths = make_files(tmp_path / "data") + make_files(tmp_path / "labels")
    leave_marked(tmp_path / "data", paths, monkeypatch)
    (tmp_path / "labels").rename(tmp_path / "away")
    for _ in range(2):
        with pytest.raises(TransactionError, match=r"0 of 8 files have theirs.*bring its folder back"):
            recover(tmp_path / "data")
        assert all_old(paths[:4])  # what can be is not done alone: half would be worse
    (tmp_path / "away").rename(tmp_path / "labels")
    assert recover(tmp_path / "data") == Recovered(True, 8)
    assert all_new(paths)


def test_new_content_that_somebody_deleted_is_told(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    leave_marked(tmp_path, paths, monkeypatch)
    next(tmp_path.glob(".labeler-*-2.new")).unlink()
    with pytest.raises(TransactionError, match=r"f1\.txt: .*deleted.* 0 of 4 files have theirs"):
        recover(tmp_path)
    assert all_old(paths)


def test_a_folder_in_the_place_of_a_file_is_told_and_nothing_else_is_done(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    leave_marked(tmp_path, paths, monkeypatch)
    paths[2].unlink()
    paths[2].mkdir()
    with pytest.raises(TransactionError, match=r"f2\.txt: .*Is a directory.* 0 of 4 files have theirs"):
        recover(tmp_path)
    assert all_old([paths[0], paths[1], paths[3]])
    paths[2].rmdir()
    assert recover(tmp_path) == Recovered(True, 4)
    assert all_new(paths)


def test_a_journal_that_cannot_be_written_to_is_no_hindrance_without_a_mark(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    leave_unmarked(tmp_path, paths)

    def refuse(_self: Journal) -> bool:
        raise FileUnwritableError(tmp_path, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "lock", refuse)
        assert recover(tmp_path) is None
    recover(tmp_path)
    leave_marked(tmp_path, paths, monkeypatch)
    monkeypatch.setattr(Journal, "lock", refuse)
    with pytest.raises(TransactionError, match="Make it writable"):
        recover(tmp_path)


def test_a_journal_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path):
    paths = make_files(tmp_path)
    leave_unmarked(tmp_path, paths)
    folders = tmp_path / ".labeler" / "transaction" / "folders"
    assert json.loads(folders.read_text().splitlines()[1]) == ""
    with folders.open("a") as file:
        file.write('"half a na')
    assert recover(tmp_path) == Recovered(False, 4)
    assert all_old(paths)


@pytest.mark.parametrize(
    "damage",
    [b"", b"\0" * 200, b"\xff{[x\n", b'["a"]\n1\n', b"[1, 2, 3]\n1\n", b'["a", "b", [1]]\n1\n', None],
)
def test_a_damaged_mark_is_told_and_no_file_is_touched(tmp_path, monkeypatch, damage):
    paths = make_files(tmp_path)
    leave_marked(tmp_path, paths, monkeypatch)
    mark = tmp_path / ".labeler" / "transaction" / "commit"
    mark.write_bytes(mark.read_bytes().partition(b"\n")[2] if damage is None else damage)
    before = tree(tmp_path)
    for _ in range(2):
        with pytest.raises(TransactionError, match=r"commit: is damaged.*delete .*transaction"):
            recover(tmp_path)
    assert tree(tmp_path) == before
    with pytest.raises(TransactionError, match="is damaged"):
        Transaction(tmp_path).__enter__()


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_damaged_list_of_folders_is_read_as_far_as_it_goes(tmp_path, monkeypatch, is_marked):
    paths = make_files(tmp_path / "data") + make_files(tmp_path / "labels")
    if is_marked:
        leave_marked(tmp_path / "data", paths, monkeypatch)
    else:
        leave_unmarked(tmp_path / "data", paths)
    folders = tmp_path / "data" / ".labeler" / "transaction" / "folders"
    number, first, *_ = folders.read_bytes().splitlines(keepends=True)
    folders.write_bytes(number + first + b"\xff{\n")
    assert recover(tmp_path / "data") == Recovered(is_marked, 8 if is_marked else 4)
    assert all_new(paths) if is_marked else all_old(paths)
    assert not (tmp_path / "data" / ".labeler").exists()


def test_who_opens_a_part_of_a_dataset_meets_what_was_left_in_the_whole(tmp_path, monkeypatch):
    paths = make_files(tmp_path / "data" / "deep" / "deeper")
    (tmp_path / ".labeler").mkdir()  # of somebody else
    leave_marked(tmp_path / "data", paths, monkeypatch)
    dataset = open_dataset(tmp_path / "data" / "deep" / "deeper")
    assert dataset.recovered == "A change of classes that was broken off has been completed in 4 files."
    assert all_new(paths)
    assert (tmp_path / ".labeler").is_dir()
    assert recover_around(tmp_path / "data" / "deep") == ""


def test_a_lock_is_of_one_descriptor_alone(tmp_path):
    path = tmp_path / "lock"
    first, second = (os.open(path, os.O_RDWR | os.O_CREAT) for _ in range(2))
    try:
        assert has_locked(first)
        assert not has_locked(second)
    finally:
        os.close(first)
    assert has_locked(second)
    os.close(second)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has locks")
def test_without_locks_the_process_that_a_file_names_counts_while_it_lives(tmp_path, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("fcntl.flock", fail)
    first, second = Journal(tmp_path), Journal(tmp_path)
    assert first.lock()
    lock = first.place / "lock"
    assert second.lock()  # our own process
    for text, can_be_had in (
        (f"process {os.getppid()} on {platform.node()}\n", False),
        (f"process {os.getppid()} on another machine\n", True),
        (f"process {2**22 + 1} on {platform.node()}\n", True),
        ("half a li", True),
    ):
        lock.write_text(text)
        assert second.lock() is can_be_had
    assert lock.read_text() == f"process {os.getpid()} on {platform.node()}\n"
    for each in (first, second):
        each.remove()


def test_a_lock_that_was_tidied_away_is_made_anew(tmp_path, monkeypatch):
    """The one before removes the journal between our opening the lock and our having it."""
    first, second = Journal(tmp_path), Journal(tmp_path)
    assert first.lock()
    calls: list[int] = []

    def locked(descriptor: int) -> bool:
        calls.append(descriptor)
        if len(calls) == 1:
            first.remove()
        return has_locked(descriptor)

    monkeypatch.setattr(journal, "has_locked", locked)
    assert second.lock()
    assert len(calls) == 2
    assert second.exists
    assert second.holder == f"process {os.getpid()} on {platform.node()}"
    second.remove()
    assert not second.exists
    assert second.holder == "another process"


def test_a_lock_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / ".labeler").write_text("in the way")
    with pytest.raises(FileUnwritableError, match="transaction"):
        Journal(tmp_path).lock()


def test_everything_is_put_on_the_disk_once_for_each_file_system(tmp_path, monkeypatch):
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    opened: list[str] = []
    system_open = os.open

    def count(path, *arguments, **options):
        opened.append(str(path))
        return system_open(path, *arguments, **options)

    monkeypatch.setattr(os, "open", count)
    make_durable([*folders, tmp_path / "nowhere"])
    assert len(opened) <= 1  # none where the system has no such call


def test_a_disk_that_cannot_be_synced_is_an_error(tmp_path, monkeypatch):
    class Library:
        @staticmethod
        def syncfs(_descriptor: int) -> int:
            return -1

    monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: Library)
    monkeypatch.setattr("ctypes.get_errno", lambda: 5)
    if sys.platform == "linux":
        with pytest.raises(OSError, match="Input/output error"):
            make_durable([tmp_path])


def test_a_disk_that_fails_after_the_mark_leaves_the_rest_to_the_next(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    leave_marked(tmp_path, paths, monkeypatch)

    def fail(_folders: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(journal, "make_durable", fail)
        with pytest.raises(TransactionError, match="4 of 4 files have theirs"):
            recover(tmp_path)
    assert all_new(paths)
    assert recover(tmp_path) == Recovered(True, 4)


def test_a_folder_that_is_away_does_not_hinder_taking_back(tmp_path):
    paths = make_files(tmp_path / "data") + make_files(tmp_path / "labels")
    leave_unmarked(tmp_path / "data", paths)
    (tmp_path / "labels").rename(tmp_path / "away")
    assert recover(tmp_path / "data") == Recovered(False, 4)
    assert not (tmp_path / "data" / ".labeler").exists()
