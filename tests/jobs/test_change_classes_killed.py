"""Kill -9 at 50 random moments: a change of classes is there in every file or in none, byte for byte."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from labeler.core.class_changes import DeleteClass, MergeClasses
from labeler.core.dataset import open_dataset
from labeler.core.label_png import write_label_png
from labeler.core.transaction import recover
from labeler.jobs.change_classes import change_classes
from tests.datasets import make_dataset, tree

KILLS = 50

# One process that has imported everything makes the others, which then begin at once. Every second one is
# slowed down after the mark, a moment that is too short to be met by chance.
SERVER = """
import os, sys, time
from labeler.core import journal
from labeler.core.class_changes import DeleteClass, MergeClasses
from labeler.core.dataset import open_dataset
from labeler.jobs.change_classes import change_classes

def slowly(old, new, replace=os.replace):
    time.sleep(0.001)
    replace(old, new)

print("ready", flush=True)
for line in sys.stdin:
    slow, data, labels = line.rstrip("\\n").split("|")
    child = os.fork()
    if child == 0:
        if slow == "slow":
            os.replace = slowly
        changes = [MergeClasses(("cat", "dog"), "animal"), DeleteClass("sky")]
        for _ in change_classes(open_dataset(data), changes, [labels], 2):
            pass
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
CHANGES = [MergeClasses(("cat", "dog"), "animal"), DeleteClass("sky")]


class Server:
    """Starts changes of classes in processes of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, root: Path, *, is_slow: bool) -> int:
        """The process that changes root/data and root/labels."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{'slow' if is_slow else 'fast'}|{root / 'data'}|{root / 'labels'}\n")
        self._process.stdin.flush()
        return int(self._line())

    def wait(self) -> None:
        """Until the last one has ended."""
        assert self._line() == "ended"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Server(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A folder with a dataset and label images, what it holds, and what it holds when all is changed."""
    root = tmp_path_factory.mktemp("killed")
    old, new = root / "old", root / "new"
    make_dataset(old / "data", 25)
    (old / "labels").mkdir()
    for number in range(1, 26):
        label_map = np.random.default_rng(number).choice([0, 1, 2, 7, 255], (200, 300)).astype(np.uint8)
        write_label_png(old / "labels" / f"a{number}.png", label_map)
    shutil.copytree(old, new)
    for _ in change_classes(open_dataset(new / "data"), CHANGES, [new / "labels"], 2):
        pass
    return old, tree(old), tree(new)


@pytest.mark.skipif(sys.platform == "win32", reason="signals, and processes that are forked")
def test_a_kill_at_any_moment_changes_all_or_nothing(tmp_path, server, states):
    origin, old, new = states
    seconds = {
        is_slow: run_time(tmp_path / f"whole-{is_slow}", server, states, is_slow) for is_slow in (0, 1)
    }
    dice = random.Random(2026)
    ends = {"old": 0, "new": 0, "completed": 0, "taken back": 0}
    for number in range(4 * KILLS):
        if number >= KILLS and min(ends.values()) > 0:
            break
        root = tmp_path / str(number)
        shutil.copytree(origin, root)
        process = server.start(root, is_slow=bool(number % 2))
        time.sleep(dice.uniform(0, 1.05 * seconds[number % 2]))
        with suppress(ProcessLookupError):  # it was quicker
            os.kill(process, signal.SIGKILL)
        server.wait()
        recovered = recover(root / "data")
        found = tree(root)
        assert found in (old, new), sorted(name for name in found if found[name] != old.get(name))
        ends["new" if found == new else "old"] += 1
        # The machine may have become slower or faster since it was timed.
        seconds[number % 2] *= 0.97 if found == new else 1.03
        if recovered is not None:
            assert recovered.is_completed is (found == new)
            ends["completed" if recovered.is_completed else "taken back"] += 1
        shutil.rmtree(root)
    assert min(ends["old"], ends["new"], ends["completed"], ends["taken back"]) > 0, ends


def run_time(
    root: Path, server: Server, states: tuple[Path, dict[str, bytes], object], is_slow: int
) -> float:
    """How long a change takes that nobody kills."""
    shutil.copytree(states[0], root)
    start = time.perf_counter()
    server.start(root, is_slow=bool(is_slow))
    server.wait()
    assert tree(root) == states[2]
    return time.perf_counter() - start
