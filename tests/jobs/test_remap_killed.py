"""Indices that change in place change in all files or in none, whenever the process is killed."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest

from labeler.core.errors import TransactionError
from labeler.core.label_png import read_label_png, write_label_png
from labeler.core.remapping import Remapping
from labeler.core.transaction import recover
from labeler.jobs.remap import remap
from labeler.jobs.step import Summary
from tests.label_sets import VOC_LIKE, label_set

FILES = 24
MAPPING = Remapping.of({index: (index + 1) % 21 for index in range(21)})

# Writing and renaming are slowed down, so that the kill falls between and into files on every machine.
SLOW_REMAP = """
import os, sys, time
from pathlib import Path
from labeler.core import files
from labeler.core.remapping import Remapping
from labeler.jobs.remap import remap

whole_writes = files._write_all
def write_in_halves(descriptor, data):
    half = len(data) // 2
    whole_writes(descriptor, data[:half])
    time.sleep(0.003)
    whole_writes(descriptor, data[half:])
files._write_all = write_in_halves

def slowly(function):
    def call(*arguments, **options):
        time.sleep(0.003)
        return function(*arguments, **options)
    return call
os.replace, Path.replace = slowly(os.replace), slowly(Path.replace)

print("begun", flush=True)
for _ in remap([sys.argv[1]], Remapping.of({index: (index + 1) % 21 for index in range(21)})):
    pass
"""


def kill_remap(folder, seconds):
    with subprocess.Popen([sys.executable, "-c", SLOW_REMAP, str(folder)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()


def shifts(folder, label_maps):
    """How many times the indices of each file have been changed."""
    found = set()
    for number, label_map in enumerate(label_maps):
        now, once = read_label_png(folder / f"{number}.png")[0], MAPPING.table[label_map]
        found.add(0 if np.array_equal(now, label_map) else 1 if np.array_equal(now, once) else 2)
    return found


@pytest.mark.parametrize("seconds", [0.02, 0.08, 0.14, 0.2, 0.26, 0.32])
def test_a_killed_change_in_place_is_taken_back_or_completed_and_never_done_twice(tmp_path, seconds):
    label_maps = label_set(VOC_LIKE, FILES, (64, 48)).label_maps
    for number, label_map in enumerate(label_maps):
        write_label_png(tmp_path / f"{number}.png", label_map)
    kill_remap(tmp_path, seconds)
    again, told = True, ""
    try:
        again = not Summary.of(remap([tmp_path], MAPPING)).has_failures
    except TransactionError as error:
        again, told = False, str(error)
    assert again or "has now been completed" in told
    # A kill that came too late left a whole change, upon which the second one was asked for.
    assert len(shifts(tmp_path, label_maps)) == 1
    if not again:
        assert shifts(tmp_path, label_maps) == {1}
    assert recover(tmp_path) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{n}.png" for n in range(FILES))
