from __future__ import annotations

import hashlib
import os

import pytest

from labeler.core.errors import FileUnreadableError, FileUnwritableError
from labeler.formats.target_files import TargetFiles, file_hash


@pytest.fixture
def files(tmp_path):
    (tmp_path / "voc").mkdir()
    return TargetFiles(tmp_path / "voc")


@pytest.fixture
def original(tmp_path):
    path = tmp_path / "original.jpg"
    path.write_bytes(b"photograph")
    return path


def test_a_file_is_written_only_when_its_bytes_differ(files, tmp_path):
    assert files.write("a.txt", b"1")
    stamp = (tmp_path / "voc" / "a.txt").stat().st_mtime_ns
    assert not files.write("a.txt", b"1")
    assert (tmp_path / "voc" / "a.txt").stat().st_mtime_ns == stamp
    assert files.write("a.txt", b"2")
    assert (tmp_path / "voc" / "a.txt").read_bytes() == b"2"


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_writing_where_a_link_was_leaves_the_original_alone(files, tmp_path, original, link):
    original.chmod(0o444)
    link(original, tmp_path / "voc" / "a.jpg")
    assert files.write("a.jpg", b"copy")
    assert original.read_bytes() == b"photograph"
    assert (tmp_path / "voc" / "a.jpg").read_bytes() == b"copy"


def test_a_link_is_made_once(files, tmp_path, original):
    assert files.link("a.jpg", str(original))
    assert (tmp_path / "voc" / "a.jpg").samefile(original)
    assert not files.link("a.jpg", str(original))


def test_a_link_takes_the_place_of_a_copy_and_of_a_link_to_another_file(files, tmp_path, original):
    files.write("a.jpg", b"photograph")
    (tmp_path / "voc" / "a.jpg").chmod(0o444)
    assert files.link("a.jpg", str(original))
    other = tmp_path / "other.jpg"
    other.write_bytes(b"another")
    assert files.link("a.jpg", str(other))
    assert (tmp_path / "voc" / "a.jpg").samefile(other)
    assert original.read_bytes() == b"photograph"


def test_files_are_held_only_with_the_very_bytes_and_the_very_link(files, tmp_path, original):
    files.write("a.txt", b"1")
    files.link("a.jpg", str(original))
    held = {"a.txt": hashlib.sha256(b"1").hexdigest(), "a.jpg": None}
    assert files.holds(held, str(original))
    assert not files.holds(held | {"b.txt": held["a.txt"]}, str(original))
    assert not files.holds(held | {"a.txt": None}, str(original))
    (tmp_path / "voc" / "a.txt").write_bytes(b"2")
    assert not files.holds(held, str(original))
    assert not files.holds({"a.jpg": None}, str(tmp_path / "gone.jpg"))


@pytest.mark.parametrize("size", [0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3 << 18])
def test_hashes_are_sha256_for_files_of_any_size(tmp_path, size):
    (tmp_path / "a.bin").write_bytes(bytes(size))
    assert file_hash(tmp_path / "a.bin") == hashlib.sha256(bytes(size)).hexdigest()


def test_a_missing_file_and_a_missing_folder_are_errors_that_name_them(files, tmp_path):
    with pytest.raises(FileUnreadableError, match=r"gone\.bin"):
        file_hash(tmp_path / "gone.bin")
    with pytest.raises(FileUnwritableError, match=r"a\.txt"):
        files.write("nowhere/a.txt", b"1")
