"""A stamp tells another program's work from a file that was only touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from labeler.core.errors import FileUnreadableError
from labeler.core.file_stamp import FileStamp, FileState, FileTime


def test_a_file_left_alone_still_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"one")
    assert FileStamp.of(path).still_holds(path)


def test_the_same_bytes_at_another_time_still_hold(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"one")
    stamp = FileStamp.of(path)
    os.utime(path, ns=(1, 1))
    assert stamp.still_holds(path)


@pytest.mark.parametrize("data", [b"two", b"longer", b""])
def test_other_bytes_do_not(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"one")
    stamp = FileStamp.of(path)
    path.write_bytes(data)
    os.utime(path, ns=(1, 1))
    assert not stamp.still_holds(path)


def test_a_file_that_appeared_is_somebody_elses(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    stamp = FileStamp.of(path)
    assert stamp == FileStamp()
    assert stamp.still_holds(path)
    path.write_bytes(b"")
    assert not stamp.still_holds(path)


def test_a_file_that_is_gone_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"one")
    stamp = FileStamp.of(path)
    path.unlink()
    assert stamp.still_holds(path)


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError):
        FileStamp.of(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileUnreadableError):
        FileStamp().still_holds(tmp_path / "file" / "below")


def test_a_file_is_the_same_changed_or_gone(tmp_path: Path):
    path = tmp_path / "a.json"
    assert FileStamp().state(path) is FileState.SAME
    path.write_text("one")
    assert FileStamp().state(path) is FileState.CHANGED
    stamp = FileStamp.of(path)
    assert stamp.state(path) is FileState.SAME
    path.write_text("two!")
    assert stamp.state(path) is FileState.CHANGED
    path.unlink()
    assert stamp.state(path) is FileState.GONE


def test_the_time_of_a_file_is_that_of_its_stamp(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert FileTime.of(path) is None
    path.write_bytes(b"abc")
    stamp = FileStamp.of(path)
    assert FileTime.of(path) == (stamp.modified, stamp.size)


def test_the_stamp_of_what_was_written_is_ours_whatever_others_do(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_bytes(b"ours")
    assert FileStamp.of_written(path, b"ours") == FileStamp.of(path)
    path.write_bytes(b"them")
    stamp = FileStamp.of_written(path, b"ours")
    assert stamp.state(path) is FileState.CHANGED
    path.unlink()
    stamp = FileStamp.of_written(path, b"ours")
    assert stamp.state(path) is FileState.GONE
    path.write_bytes(b"ours")
    assert stamp.still_holds(path)
    path.unlink()
    path.mkdir()
    assert FileStamp.of_written(path, b"ours").size == 4
