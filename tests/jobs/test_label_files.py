"""Files that a user means by a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core.errors import FileUnreadableError
from labeler.jobs.label_files import label_files, named_files, reason


def test_a_folder_means_its_files_in_natural_order_without_hidden_ones(tmp_path):
    names = [
        "a10.png",
        "a2.PNG",
        "b/a.png",
        "b/.hidden/a.png",
        ".labeler-0123456789abcdef.tmp",
        ".x.png",
        "n.txt",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in label_files(tmp_path, {".png"})]
    assert found == ["a2.PNG", "a10.png", "b/a.png"]


def test_a_file_means_itself_whatever_its_suffix(tmp_path):
    (tmp_path / "labels").touch()
    assert label_files(tmp_path / "labels", {".png"}) == [tmp_path / "labels"]


def test_a_path_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(FileUnreadableError, match="nowhere"):
        label_files(tmp_path / "nowhere", {".png"})


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(FileUnreadableError, match="Permission denied"):
        label_files(tmp_path, {".png"})


def test_the_words_of_an_error_do_not_repeat_the_path():
    assert reason(ValueError("/a/b.png: is odd."), Path("/a/b.png")) == "is odd."


def test_each_file_comes_once_and_is_named_when_it_was_given_itself(tmp_path):
    for name in ("a.png", "deep/b.png", "SegmentationObject/c.png", "d.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    files = named_files([tmp_path, tmp_path / "deep" / "b.png", str(tmp_path / "d.jpg")])
    told = {file.relative.as_posix(): (file.is_named, file.is_instance_map) for file in files}
    assert told == {
        "a.png": (False, False),
        "b.png": (True, False),
        "SegmentationObject/c.png": (False, True),
        "d.jpg": (True, False),
    }
    (named,) = named_files([tmp_path / "SegmentationObject" / "c.png"])
    assert not named.is_instance_map
