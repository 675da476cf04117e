"""Disks that are full or write-protected: the work is kept, and saved as soon as that is over."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from labeler.gui.autosave import SaveState
from tests.datasets import make_dataset
from tests.windows import Desk

TRIANGLE = ((5, 30), (30, 31), (20, 45))
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def protected(tmp_path: Path) -> Iterator[Path]:
    """A dataset whose folder can be protected, if anything is protected from this user."""
    folder = make_dataset(tmp_path / "set", 1)
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("nothing is write-protected for the superuser")
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 200 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("file systems cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(path: Path) -> None:
    """Write a file until the disk takes no more."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass


def labels(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def draw(desk: Desk) -> None:
    desk.choose("sky")
    desk.draw(*TRIANGLE)


def kept(desk: Desk) -> list[Path]:
    return list((desk.window.settings.path.parent / "data" / "recovery").rglob("*.json"))


@pytest.mark.skipif(not IS_ROOT, reason="only the superuser mounts file systems")
def test_a_full_disk_is_told_the_work_kept_elsewhere_and_saved_when_there_is_room(
    desk: Desk, small_disk: Path
) -> None:
    folder = make_dataset(small_disk / "set", 2)
    before = (folder / "a1.json").read_bytes()
    desk.open(folder)
    fill(small_disk / "rubbish")
    draw(desk)
    desk.qtbot.waitUntil(lambda: "No space left on device" in desk.message("save:a1.jpg"))
    assert desk.window.status.save_state.text() == SaveState.FAILED.value
    assert (folder / "a1.json").read_bytes() == before
    desk.qtbot.waitUntil(lambda: len(kept(desk)) == 1)
    (small_disk / "rubbish").unlink()
    desk.window.autosave.try_again()
    desk.wait_saved()
    assert labels(folder / "a1.json")[-1] == "sky"
    assert not desk.message("save:a1.jpg")
    desk.window.safekeeping.wait()
    assert kept(desk) == []
    assert desk.window.close()


def test_a_folder_that_becomes_write_protected_is_told_and_saved_to_when_it_is_not(
    desk: Desk, protected: Path
) -> None:
    desk.open(protected)
    protected.chmod(0o555)
    draw(desk)
    desk.qtbot.waitUntil(lambda: "Permission denied" in desk.message("save:a1.jpg"))
    desk.qtbot.waitUntil(lambda: len(kept(desk)) == 1)
    protected.chmod(0o755)
    desk.press_remedy("save:a1.jpg", "Retry")
    desk.wait_saved()
    assert labels(protected / "a1.json")[-1] == "sky"


def test_a_write_protected_folder_is_open_for_looking(desk: Desk, protected: Path) -> None:
    protected.chmod(0o555)
    desk.open(protected)
    assert desk.window.status.save_state.text() == SaveState.READ_ONLY.value
    draw(desk)
    assert len(desk.shapes) == 3
    assert "cannot be written" in desk.window.status.hint.text()
    assert not desk.message("window:read-only")
