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
MOMENTS = 60  # so often this transaction touches a file


def run(root: Path, moment: int) -> str | None:
    """The number of things done to files; None when it was killed."""
    command = [sys.executable, "-c", CODE, str(root), str(moment)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -9), done.stderr
    return done.stdout if done.returncode == 0 else None


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("moment", range(1, MOMENTS + 1))
def test_a_kill_at_any_moment_leaves_all_old_or_all_new(tmp_path, moment):
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
def test_the_one_that_recovers_may_be_killed_too(tmp_path):
    folder = tmp_path / "data"
    paths = make_files(folder, COUNT) + make_files(tmp_path / "labels", COUNT)
    for moment in (60, 4, 9, 14, 19, 60):
        run(tmp_path, moment)
        recover_nothing_half(tmp_path)
    recover(folder)
    assert all_old(paths) or all_new(paths)
    assert len(tree(tmp_path)) == 2 * COUNT


def recover_nothing_half(root: Path) -> None:
    """Every file is whole at every moment."""
    for path in root.glob("*/f*.txt"):
        assert path.read_text() in (f"old {path.name}", f"new {path.name}")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_all_moments_were_covered(tmp_path):
    make_files(tmp_path / "data", COUNT)
    make_files(tmp_path / "labels", COUNT)
    done = run(tmp_path, 10**9)
    assert done is not None
    assert MOMENTS <= int(done) < MOMENTS + 4
