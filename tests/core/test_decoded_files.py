"""Decoded photographs in mapped files."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from labeler.core import decoded_files
from labeler.core.decoded_files import DecodedFile, DecodedFiles
from labeler.core.errors import FileUnwritableError, ImageTooLargeError
from labeler.core.files import remove_leftovers

SIZES = [(30, 20), (15, 10)]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecodedFiles:
    monkeypatch.setattr(decoded_files, "_DISK_RESERVE", 0)
    return DecodedFiles(tmp_path / "cache", limit=1 << 20)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"an image")
    return path


def filled(files: DecodedFiles, image: Path, notices: tuple[str, ...] = ()) -> DecodedFile:
    made = files.create(image, SIZES)
    for number, (width, height) in enumerate(SIZES):
        made.allocate(height, width)[:] = number + 7
    made.keep(notices)
    return made


def names(files: DecodedFiles) -> list[str]:
    return sorted(each.name for each in files.folder.iterdir())


def test_what_was_kept_is_found_again(files: DecodedFiles, image: Path) -> None:
    made = filled(files, image, ("Damaged.",))
    found = files.find(image)
    assert [each.shape for each in found.levels] == [(20, 30), (10, 15)]
    assert all((level == number + 7).all() for number, level in enumerate(found.levels))
    assert found.notices == made.notices == ("Damaged.",)
    assert not found.levels[0].flags.writeable


def test_it_serves_before_and_after_it_is_kept(files: DecodedFiles, image: Path) -> None:
    made = files.create(image, SIZES)
    level = made.allocate(20, 30)
    assert (level == 0).all()
    level[3, 4] = 5
    made.let_go()
    assert level[3, 4] == 5
    made.keep(())
    assert level[3, 4] == 5


def test_levels_are_given_in_turn_and_of_their_size_only(files: DecodedFiles, image: Path) -> None:
    made = files.create(image, SIZES)
    with pytest.raises(ValueError, match="level 0"):
        made.allocate(10, 15)
    made.allocate(20, 30)
    made.allocate(10, 15)
    made.drop()


def test_nothing_is_found_before_it_is_kept_nor_after_it_is_dropped(files: DecodedFiles, image: Path) -> None:
    made = files.create(image, SIZES)
    assert files.find(image) is None
    made.drop()
    assert names(files) == []
    made.drop()


@pytest.mark.parametrize("change", ["content", "time", "gone"])
def test_a_file_of_a_changed_image_is_removed(files: DecodedFiles, image: Path, change) -> None:
    filled(files, image)
    if change == "content":
        image.write_bytes(b"another, longer image")
    elif change == "time":
        os.utime(image, (5, 5))
    else:
        image.unlink()
    assert files.find(image) is None
    assert names(files) == []


def test_a_file_of_before_the_machine_was_started_is_removed(
    files: DecodedFiles, image: Path, tmp_path: Path, monkeypatch
) -> None:
    filled(files, image)
    (tmp_path / "boot").write_text("another start\n")
    monkeypatch.setattr(decoded_files, "_BOOT", tmp_path / "boot")
    assert files.find(image) is None


def test_where_starts_are_not_told_it_is_written_out_and_lasts(
    files: DecodedFiles, image: Path, tmp_path: Path, monkeypatch
) -> None:
    written_out = []
    monkeypatch.setattr(decoded_files, "_BOOT", tmp_path / "none")
    monkeypatch.setattr(decoded_files.os, "fsync", written_out.append)
    filled(files, image)
    assert len(written_out) == 1
    assert files.find(image) is not None


@pytest.mark.parametrize("damage", ["cut", "no JSON", "other"])
def test_a_damaged_file_is_removed(files: DecodedFiles, image: Path, damage) -> None:
    filled(files, image)
    (kept,) = files.folder.iterdir()
    data = kept.read_bytes()
    if damage == "cut":
        data = data[:-100]
    elif damage == "no JSON":
        data = b"\0" * len(data)
    else:
        data = json.dumps({"magic": "something else"}).encode()
    kept.write_bytes(data)
    assert files.find(image) is None
    assert names(files) == []


def test_images_of_one_name_in_two_folders_have_files_of_their_own(
    files: DecodedFiles, image: Path, tmp_path: Path
) -> None:
    other = tmp_path / "sub" / "a.jpg"
    other.parent.mkdir()
    shutil.copy2(image, other)
    filled(files, image)
    assert files.find(other) is None
    assert files.find(image) is not None


def test_what_was_used_longest_ago_makes_room(files: DecodedFiles, tmp_path: Path) -> None:
    images = [tmp_path / f"{number}.jpg" for number in range(4)]
    for number, each in enumerate(images):
        each.write_bytes(b"x")
        before = set(files.folder.glob("*"))
        filled(files, each)
        for new in set(files.folder.glob("*")) - before:
            os.utime(new, (number, number))
    one = next(files.folder.iterdir()).stat().st_size
    assert files.find(images[0]) is not None  # used just now
    files.limit = 3 * one
    last = tmp_path / "last.jpg"
    last.write_bytes(b"x")
    filled(files, last)
    assert [files.find(each) is not None for each in images] == [True, False, False, True]


def test_a_lower_limit_and_what_a_killed_program_left_take_effect_at_once(
    files: DecodedFiles, image: Path
) -> None:
    filled(files, image)
    (files.folder / f".labeler-{'0' * 16}.tmp").write_bytes(b"x")
    files.make_room()
    assert files.find(image) is not None
    assert len(names(files)) == 1
    files.limit = 10
    files.make_room()
    assert names(files) == []


def test_a_folder_that_does_not_exist_has_room(tmp_path: Path) -> None:
    DecodedFiles(tmp_path / "none", 1).make_room()
    assert not (tmp_path / "none").exists()


def test_one_file_is_made_whatever_the_limit(files: DecodedFiles, image: Path) -> None:
    files.limit = 1
    assert filled(files, image).levels
    assert files.find(image) is not None


def test_a_disk_without_room_is_an_error_with_both_numbers(
    files: DecodedFiles, image: Path, monkeypatch
) -> None:
    monkeypatch.setattr(decoded_files, "_DISK_RESERVE", 1 << 60)
    with pytest.raises(ImageTooLargeError, match=r"30 x 20 pixels .* free"):
        files.create(image, SIZES)
    assert names(files) == []


def test_a_disk_that_fills_up_is_an_error_and_leaves_nothing(
    files: DecodedFiles, image: Path, monkeypatch
) -> None:
    def full(descriptor: int, offset: int, size: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(decoded_files.os, "posix_fallocate", full)
    with pytest.raises(FileUnwritableError, match="No space left"):
        files.create(image, SIZES)
    assert names(files) == []


def test_without_the_system_s_help_the_room_is_written(files: DecodedFiles, image: Path, monkeypatch) -> None:
    monkeypatch.delattr(decoded_files.os, "posix_fallocate")
    made = filled(files, image)
    (kept,) = files.folder.iterdir()
    assert kept.stat().st_size == decoded_files._HEAD + sum(level.nbytes for level in made.levels)


def test_a_folder_that_cannot_be_made_is_an_error(image: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileUnwritableError):
        DecodedFiles(tmp_path / "file" / "cache", 1).create(image, SIZES)


def test_files_at_work_are_let_be_and_those_of_killed_programs_go(files: DecodedFiles, image: Path) -> None:
    made = files.create(image, SIZES)
    abandoned = files.folder / f".labeler-{'0' * 16}.tmp"
    abandoned.write_bytes(b"x")
    assert remove_leftovers(files.folder) == 1
    made.keep(())
    assert files.find(image) is not None


def test_a_file_that_is_only_for_this_user(files: DecodedFiles, image: Path) -> None:
    filled(files, image)
    (kept,) = files.folder.iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_pages_are_let_go_while_it_is_filled(files: DecodedFiles, image: Path, monkeypatch) -> None:
    let_go = []
    monkeypatch.setattr(DecodedFile, "let_go", lambda file: let_go.append(1))
    made = files.create(image, SIZES)
    answers = iter([True] * 15 + [False])
    is_wanted = made.watched(lambda: next(answers))
    assert [is_wanted() for _ in range(16)] == [True] * 15 + [False]
    assert len(let_go) == 2
    made.drop()


def test_what_is_mapped_stays_good_when_its_file_is_evicted(files: DecodedFiles, image: Path) -> None:
    filled(files, image)
    found = files.find(image)
    for each in files.folder.iterdir():
        each.unlink()
    assert (found.levels[1] == 8).all()
    assert isinstance(found.levels[1], np.ndarray)
