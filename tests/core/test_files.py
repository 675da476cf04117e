"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core import files
from labeler.core.errors import FileUnreadableError, FileUnwritableError
from labeler.core.files import (
    copy_atomically,
    link_or_copy,
    make_folder,
    natural_key,
    natural_sorted,
    read_bytes,
    remove_leftovers,
    would_write,
    write_atomically,
    write_if_changed,
    write_new,
)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_written_whole_and_alone(tmp_path, durable):
    write_atomically(tmp_path / "a.bin", b"new", durable=durable)
    assert (tmp_path / "a.bin").read_bytes() == b"new"
    assert names_in(tmp_path) == ["a.bin"]


def test_blocks_are_joined(tmp_path):
    write_atomically(
        tmp_path / "a.bin", (block for block in [b"one ", bytearray(b"two "), memoryview(b"three"), b""])
    )
    assert (tmp_path / "a.bin").read_bytes() == b"one two three"


def test_a_system_that_writes_little_at_a_time_is_asked_again(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data[:3])))
    write_atomically(tmp_path / "a.bin", b"0123456789")
    assert (tmp_path / "a.bin").read_bytes() == b"0123456789"


def test_a_new_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    write_new(str(tmp_path / "a.bin"), b"new")
    assert (tmp_path / "a.bin").read_bytes() == b"new"

    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(FileUnwritableError, match=r"b\.bin: cannot be written \(No space left on device\)"):
        write_new(str(tmp_path / "b.bin"), b"new")
    assert names_in(tmp_path) == ["a.bin"]


def test_blocks_that_break_off_leave_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def blocks():
        yield b"half of "
        raise ValueError("the rest is missing")

    with pytest.raises(ValueError, match="the rest is missing"):
        write_atomically(path, blocks())
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.bin"]


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_full_or_broken_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, call):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def fail(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(FileUnwritableError, match=r"a\.bin: cannot be written \(No space left on device\)"):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.bin"]


def test_a_folder_that_is_a_file_is_an_error_that_names_the_path(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileUnwritableError, match=r"file/a\.bin: cannot be written \(Not a directory\)"):
        write_atomically(tmp_path / "file" / "a.bin", b"new")


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(FileUnwritableError, match="No such file or directory"):
        write_atomically(tmp_path / "nowhere" / "a.bin", b"new")


def test_a_folder_is_not_replaced_by_a_file(tmp_path):
    with pytest.raises(FileUnwritableError, match="it is a folder"):
        write_atomically(tmp_path, b"new")


def test_a_write_protected_file_is_left_alone(tmp_path, monkeypatch):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the superuser may always write
    with pytest.raises(FileUnwritableError, match="write-protected"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_an_existing_file_keeps_its_permissions(tmp_path, mode):
    path = tmp_path / "a.sh"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only the superuser can give files away")
def test_an_existing_file_keeps_its_owner_when_the_superuser_writes_it(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    os.chown(path, 1234, 5678)
    write_atomically(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 5678)


def test_a_symbolic_link_stays_and_its_target_is_written(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.bin").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real" / "a.bin")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "a.bin").read_bytes() == b"new"
    assert names_in(tmp_path) == ["link", "real"]


def test_a_file_that_already_holds_the_bytes_is_not_touched(tmp_path):
    path = tmp_path / "a.bin"
    assert write_if_changed(path, b"one")
    inode = path.stat().st_ino
    assert not write_if_changed(path, b"one")
    assert path.stat().st_ino == inode
    assert write_if_changed(path, b"two")
    assert path.read_bytes() == b"two"


def test_a_file_with_other_content_is_kept_unless_it_may_be_replaced(tmp_path):
    path = tmp_path / "a.bin"
    assert write_if_changed(path, b"one", overwrites=False)
    assert not write_if_changed(path, b"one", overwrites=False)
    with pytest.raises(FileUnwritableError, match="exists with other content"):
        write_if_changed(path, b"two", overwrites=False)
    assert path.read_bytes() == b"one"


def test_a_copy_has_the_same_bytes_and_a_missing_source_is_named(tmp_path):
    (tmp_path / "a.bin").write_bytes(bytes(range(256)) * 10_000)
    copy_atomically(tmp_path / "a.bin", tmp_path / "b.bin")
    assert (tmp_path / "b.bin").read_bytes() == (tmp_path / "a.bin").read_bytes()
    with pytest.raises(FileUnreadableError, match=r"c\.bin: cannot be read"):
        copy_atomically(tmp_path / "c.bin", tmp_path / "d.bin")
    assert names_in(tmp_path) == ["a.bin", "b.bin"]


def test_a_link_shares_the_file_and_replaces_what_was_there(tmp_path):
    source, target = tmp_path / "a.bin", tmp_path / "b.bin"
    source.write_bytes(b"photograph")
    target.write_bytes(b"old")
    link_or_copy(source, target)
    assert target.samefile(source)
    link_or_copy(source, target)  # again: rename would do nothing and leave the temporary name
    assert names_in(tmp_path) == ["a.bin", "b.bin"]


def test_a_link_to_a_symbolic_link_is_a_link_to_its_file(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.bin").write_bytes(b"photograph")
    (tmp_path / "images" / "b.bin").symlink_to("a.bin")
    link_or_copy(tmp_path / "images" / "b.bin", tmp_path / "c.bin")
    assert not (tmp_path / "c.bin").is_symlink()
    assert (tmp_path / "c.bin").read_bytes() == b"photograph"


def no_link(*_args):
    raise OSError(18, "Invalid cross-device link")


@pytest.mark.parametrize("can_link", [True, False])
def test_a_link_to_one_photograph_becomes_one_to_another_and_both_stay_as_they_are(
    tmp_path, monkeypatch, can_link
):
    for name in ("a.bin", "b.bin"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "link").symlink_to(tmp_path / "a.bin")
    if not can_link:
        monkeypatch.setattr(files, "_link", no_link)
    link_or_copy(tmp_path / "b.bin", tmp_path / "link")
    assert [(tmp_path / name).read_bytes() for name in ("a.bin", "b.bin", "link")] == [
        b"a.bin",
        b"b.bin",
        b"b.bin",
    ]
    assert names_in(tmp_path) == ["a.bin", "b.bin", "link"]


def test_linking_to_a_place_that_cannot_be_is_an_error(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"photograph")
    (tmp_path / "folder").mkdir()
    for target in ("a.bin/b.bin", "folder"):
        with pytest.raises(FileUnwritableError, match=target):
            link_or_copy(tmp_path / "a.bin", tmp_path / target)
    assert names_in(tmp_path) == ["a.bin", "folder"]


def test_on_another_file_system_the_link_is_symbolic(tmp_path, monkeypatch):
    (tmp_path / "a.bin").write_bytes(b"photograph")
    monkeypatch.setattr(Path, "hardlink_to", no_link)
    link_or_copy(tmp_path / "a.bin", tmp_path / "b.bin")
    assert (tmp_path / "b.bin").readlink() == tmp_path / "a.bin"
    assert names_in(tmp_path) == ["a.bin", "b.bin"]


def test_where_links_are_impossible_the_file_is_copied(tmp_path, monkeypatch):
    (tmp_path / "a.bin").write_bytes(b"photograph")
    monkeypatch.setattr(Path, "hardlink_to", no_link)
    monkeypatch.setattr(Path, "symlink_to", no_link)
    link_or_copy(tmp_path / "a.bin", tmp_path / "b.bin")
    assert (tmp_path / "b.bin").read_bytes() == b"photograph"
    assert not (tmp_path / "b.bin").samefile(tmp_path / "a.bin")


def test_linking_a_missing_file_names_it(tmp_path):
    with pytest.raises(FileUnreadableError, match=r"a\.bin"):
        link_or_copy(tmp_path / "a.bin", tmp_path / "b.bin")
    assert names_in(tmp_path) == []


def test_reading_what_is_not_there_is_an_error_that_names_it(tmp_path):
    with pytest.raises(FileUnreadableError, match=r"a\.bin: cannot be read \(No such file or directory\)"):
        read_bytes(tmp_path / "a.bin")


def test_folders_are_made_with_those_above_them(tmp_path):
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileUnwritableError, match="file"):
        make_folder(tmp_path / "file" / "b")


WRITER = """
import sys
import time
from labeler.core.files import write_atomically

def blocks():
    yield b"half of the new"
    print("half", flush=True)
    time.sleep(60)

write_atomically(sys.argv[1], blocks())
"""


def test_a_killed_writer_leaves_the_old_file_and_a_leftover_that_the_next_run_removes(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half\n"
        assert remove_leftovers(tmp_path) == 0, "the file that is being written now is nobody's leftover"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert path.read_bytes() == b"old"
    (leftover,) = set(names_in(tmp_path)) - {"a.bin"}
    assert leftover.startswith(".")
    assert remove_leftovers(tmp_path) == 1
    assert names_in(tmp_path) == ["a.bin"]


def test_only_leftovers_are_removed(tmp_path):
    for name in (".labeler-notes.tmp", "labeler-0123456789abcdef.tmp", ".labeler-0123456789abcdef.tmp"):
        (tmp_path / name).write_bytes(b"")
    assert remove_leftovers(tmp_path) == 1
    assert names_in(tmp_path) == [".labeler-notes.tmp", "labeler-0123456789abcdef.tmp"]
    assert remove_leftovers(tmp_path / "nowhere") == 0


def test_names_sort_as_people_count():
    names = ["img10.png", "IMG2.png", "img1.png", "a b/1.png", "a/10.png", "a/9.png", "", "7", "img01.png"]
    assert sorted(names, key=natural_key) == [
        "", "7", "a/9.png", "a/10.png", "a b/1.png", "img01.png", "img1.png", "IMG2.png", "img10.png",
    ]  # fmt: skip


@given(st.lists(st.text(alphabet="aB0159/-_ é²٣", max_size=12), max_size=20))
def test_any_names_have_one_natural_order(names):
    backwards = names[::-1]
    assert sorted(names, key=natural_key) == sorted(backwards, key=natural_key)


def test_the_temporary_file_lies_beside_its_target(tmp_path, monkeypatch):
    seen: list[str] = []
    lock = files._lock
    monkeypatch.setattr(
        files, "_lock", lambda descriptor: (seen.extend(names_in(tmp_path)), lock(descriptor))
    )
    write_atomically(tmp_path / ("x" * 250), b"long names too")
    assert len(seen) == 1
    assert seen[0].startswith(".labeler-")


@given(
    st.lists(
        st.one_of(
            st.from_regex(r"(frame_|Frame |f)?[0-9]{1,4}(\.jpg|b\.JPG|٣\.png)?", fullmatch=True),
            st.text("aA10_.-²٣", max_size=6),
        ),
        unique=True,
    )
)
def test_many_names_are_sorted_as_their_keys_are(names):
    assert natural_sorted(names) == sorted(names, key=natural_key)


@pytest.mark.parametrize(
    "names",
    [
        [f"frame_{number}.jpg" for number in range(120)],
        [f"frame_{number:04}.jpg" for number in range(120)],
        [f"a{number % 7:02}_{number:05}_left8bit.png" for number in range(120)],
        [f"{number}" for number in range(120)],
        ["a1.jpg", "a01.jpg", "A1.jpg", "a1.png"],
        ["a.jpg"],
        ["1", "12", "123a"],
        [],
    ],
)
def test_names_of_one_recording_are_sorted_as_their_keys_are(names):
    assert natural_sorted(names[::-1]) == sorted(names, key=natural_key)


def test_what_would_be_written_is_told_without_writing(tmp_path):
    path = tmp_path / "a"
    assert would_write(path, b"new")
    path.write_bytes(b"old")
    assert would_write(path, b"new")
    assert not would_write(path, b"old", overwrites=False)
    with pytest.raises(FileUnwritableError, match="exists with other content"):
        would_write(path, b"new", overwrites=False)
    assert path.read_bytes() == b"old"
