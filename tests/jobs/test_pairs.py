"""Files of two folders are paired by their path without suffix, and what is alone is told."""

from __future__ import annotations

import pytest

from labeler.core.errors import FileUnreadableError, OptionError
from labeler.jobs.pairs import paired


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def pair_up(tmp_path, left, right, suffixes=(".png", ".npy")):
    return paired(touch(tmp_path / "a", *left), touch(tmp_path / "b", *right), {".png"}, set(suffixes))


def test_files_of_one_path_are_pairs_whatever_their_suffix(tmp_path):
    found = pair_up(tmp_path, ["10.png", "2.png", "in/3.png"], ["2.npy", "10.png", "in/3.npy"])
    assert [pair.name for pair in found.pairs] == ["2", "10", "in/3"]
    assert found.pairs[0].first == tmp_path / "a/2.png"
    assert found.pairs[0].second == tmp_path / "b/2.npy"
    assert found.only_first == found.only_second == []
    assert found.collisions == {}


def test_names_are_never_parts_of_other_names(tmp_path):
    found = pair_up(tmp_path, ["1.png"], ["11.png"])
    assert not found.pairs
    assert found.only_first == [tmp_path / "a/1.png"]
    assert found.only_second == [tmp_path / "b/11.png"]


def test_a_dot_in_a_name_belongs_to_the_name(tmp_path):
    found = pair_up(tmp_path, ["a.b.png"], ["a.b.png", "a.png"])
    assert [pair.name for pair in found.pairs] == ["a.b"]


def test_two_files_of_one_name_are_told_and_not_paired(tmp_path):
    found = pair_up(tmp_path, ["1.png"], ["1.png", "1.npy"])
    assert not found.pairs
    assert sorted(found.collisions["1"]) == [tmp_path / "b/1.npy", tmp_path / "b/1.png"]
    assert found.only_first == found.only_second == []


def test_two_files_are_a_pair_whatever_they_are_called(tmp_path):
    left, right = touch(tmp_path, "truth.png") / "truth.png", touch(tmp_path, "net.npy") / "net.npy"
    (pair,) = paired(left, right, {".png"}, {".png"}).pairs
    assert (pair.name, pair.first, pair.second) == ("truth", left, right)


def test_a_folder_and_a_file_cannot_be_paired(tmp_path):
    touch(tmp_path, "a.png")
    with pytest.raises(OptionError, match="two folders"):
        paired(tmp_path, tmp_path / "a.png", {".png"}, {".png"})


def test_what_does_not_exist_is_told(tmp_path):
    with pytest.raises(FileUnreadableError):
        paired(tmp_path / "x.png", tmp_path / "y.png", {".png"}, {".png"})
