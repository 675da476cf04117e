"""A command says when it puts in order what a change of classes had left."""

from __future__ import annotations

from labeler.cli import main
from labeler.cli.opened_dataset import opened_dataset
from labeler.core.classes import ClassTable
from tests.core.staged_files import leave_marked, leave_unmarked, make_files
from tests.datasets import make_dataset


def test_a_change_that_was_completed_is_told_on_stderr(tmp_path, monkeypatch, capsys):
    folder = make_dataset(tmp_path / "data", 1)
    leave_marked(folder, make_files(folder, 2), monkeypatch)
    assert main(["export", str(folder), str(tmp_path / "voc")]) == 0
    told = capsys.readouterr()
    assert told.err == "labeler: A change of classes that was broken off has been completed in 2 files.\n"
    assert "completed" not in told.out


def test_a_change_that_was_taken_back_is_told_once(tmp_path, capsys):
    folder = make_dataset(tmp_path, 1)
    leave_unmarked(folder, make_files(folder, 2))
    for count in (1, 0):
        assert main(["classes", "rename", str(folder), "cat", "lion", "--dry-run"]) == 0
        assert capsys.readouterr().err.count("all files are as they were before it") == count


def test_another_class_table_is_taken(tmp_path, capsys):
    folder = make_dataset(tmp_path, 1)
    assert opened_dataset(folder, ClassTable()).classes == ClassTable()
    assert capsys.readouterr().err == ""
