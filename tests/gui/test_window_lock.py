"""Locks say who holds them, and those of the dead count for nothing."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labeler.gui.window_lock import Holder, holder_of, take_lock

TAKE = "import sys, pathlib; from labeler.gui.window_lock import take_lock; "
TAKE += "lock = take_lock(pathlib.Path(sys.argv[1])); print('taken', flush=True); sys.stdin.read()"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".labeler.lock"


def test_a_lock_is_held_once_and_goes_with_its_holder(path: Path):
    lock = take_lock(path)
    assert lock is not None
    assert take_lock(path) is None
    lock.unlock()
    assert not path.exists()
    assert holder_of(path) is None


def test_the_holder_is_known(path: Path):
    lock = take_lock(path)
    holder = holder_of(path)
    assert holder is not None
    assert (holder.process, holder.host) == (os.getpid(), platform.node())
    assert holder.user == path.owner()
    assert abs(holder.since - time.time()) < 60
    lock.unlock()


def test_another_process_holds_it_until_it_is_killed(path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"taken\n"
    assert holder_of(path).process == process.pid
    assert take_lock(path) is None
    process.kill()
    process.communicate()
    assert path.exists()
    assert holder_of(path) is None
    lock = take_lock(path)
    assert lock is not None
    lock.unlock()


def test_a_lock_of_another_machine_counts(path: Path):
    path.write_text("77\nlabeler\nelsewhere\n\n\n")
    holder = holder_of(path)
    assert (holder.process, holder.host) == (77, "elsewhere")
    assert take_lock(path) is None


def test_without_a_lock_file_nobody_holds_it(path: Path):
    assert holder_of(path) is None


def test_where_no_file_can_be_made_there_is_no_lock(tmp_path: Path):
    assert take_lock(tmp_path / "no such folder" / "lock") is None


def test_words_for_the_user():
    now = time.time()
    today = Holder(12, "studio", "ann", now)
    assert str(today) == f"ann on studio (process 12) since {time.strftime('%H:%M', time.localtime(now))}"
    older = Holder(12, "studio", "", now - 200_000)
    assert str(older).startswith("studio (process 12) since ")
    assert time.strftime("%x", time.localtime(now - 200_000)) in str(older)
