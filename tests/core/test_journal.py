"""What a transaction leaves when its process ends is put in order by the next."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from labeler.core import files
from labeler.core.errors import FileUnwritableError, TransactionError
from labeler.core.journal import Journal
from labeler.core.transaction import Recovered, recover
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
        with pytest.raises(TransactionError, match="bring its folder back"):
            recover(tmp_path / "data")
    (tmp_path / "away").rename(tmp_path / "labels")
    assert recover(tmp_path / "data") == Recovered(True, 8)
    assert all_new(paths)


def test_new_content_that_somebody_deleted_is_told(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    leave_marked(tmp_path, paths, monkeypatch)
    next(tmp_path.glob(".labeler-*-2.new")).unlink()
    with pytest.raises(TransactionError, match=r"f1\.txt: .*deleted.* 1 of 4 files have theirs"):
        recover(tmp_path)


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
