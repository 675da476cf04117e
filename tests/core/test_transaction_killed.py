"""A process killed in the middle of a transaction leaves all files old or, once recovered, all new."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from labeler.core.transaction import recover
from tests.core.staged_files import all_new, all_old, make_files
from tests.datasets import tree

# Kills itself by the signal that nobody can catch when it is about to do its n-th thing to a file.
CODE = """
import os, signal, sys
from pathlib import Path
from labeler.core.file_stamp import FileTime
from labeler.core.transaction import Transaction, recover

left = int(sys.argv[2])
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.listdir"}

def watch(event, arguments):
    global left
    if event in EVENTS:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

root = Path(sys.argv[1])
sys.addaudithook(watch)
recover(root / "data")
with Transaction(root / "data") as work:
    for path in sorted(root.glob("*/f*.txt")):
        work.stage(path, f"new {path.name}".encode(), FileTime.of(path))
    work.commit()
print(int(sys.argv[2]) - left)
"""
COUNT = 6
KILLS = 50


def run(root: Path, moment: int) -> str | None:
    """The number of things done to files; None when it was killed."""
    command = [sys.executable, "-c", CODE, str(root), str(moment)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -9), done.stderr
    return done.stdout if done.returncode == 0 else None


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How often this transaction does something to a file."""
    root = tmp_path_factory.mktemp("whole")
    make_files(root / "data", COUNT)
    make_files(root / "labels", COUNT)
    done = run(root, 10**9)
    assert done is not None
    return int(done)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("kill", range(KILLS))
def test_a_kill_at_any_moment_leaves_all_old_or_all_new(tmp_path, moments, kill):
    moment = 1 + kill * moments // KILLS
    folder = tmp_path / "data"
    paths = make_files(folder, COUNT) + make_files(tmp_path / "labels", COUNT)
    before = tree(tmp_path)
    assert run(tmp_path, moment) is None
    recovered = recover(folder)
    assert all_old(paths) or all_new(paths)
    assert sorted(tree(tmp_path)) == sorted(before)
    assert not (folder / ".labeler").exists()
    if recovered is not None:
        assert recovered.is_completed is all_new(paths)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_one_that_recovers_may_be_killed_too(tmp_path, moments):
    folder = tmp_path / "data"
    paths = make_files(folder, COUNT) + make_files(tmp_path / "labels", COUNT)
    for moment in (moments - 6, 4, 9, 14, 19, moments - 9):
        run(tmp_path, moment)
        recover_nothing_half(tmp_path)
    recover(folder)
    assert all_old(paths) or all_new(paths)
    assert len(tree(tmp_path)) == 2 * COUNT


def recover_nothing_half(root: Path) -> None:
    """Every file is whole at every moment."""
    for path in root.glob("*/f*.txt"):
        assert path.read_text() in (f"old {path.name}", f"new {path.name}")
