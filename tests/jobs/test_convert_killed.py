"""A conversion whose process is killed at any moment is completed by the next."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from PIL import Image

from labeler.core.class_file import read_ready_table
from labeler.jobs.convert import convert
from labeler.jobs.step import Summary
from tests.datasets import tree
from tests.label_sets import CAMVID_LIKE, label_set

# Writing is slowed down, so that the kill falls between and into files on every machine.
SLOW_CONVERSION = """
import sys, time
from labeler.core import files
from labeler.core.class_file import read_ready_table
from labeler.jobs.convert import convert

whole_writes = files._write_all
def write_in_halves(descriptor, data):
    half = len(data) // 2
    whole_writes(descriptor, data[:half])
    time.sleep(0.004)
    whole_writes(descriptor, data[half:])
files._write_all = write_in_halves

print("begun", flush=True)
for _ in convert(sys.argv[1], sys.argv[2], read_ready_table("camvid11")):
    pass
"""


@pytest.mark.parametrize("seconds", [0.05, 0.15, 0.3])
def test_a_killed_conversion_has_no_half_file_and_the_same_command_completes_it(tmp_path, seconds):
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    for number, colors in enumerate(label_set(CAMVID_LIKE, 40).colors):
        Image.fromarray(colors).save(source / f"{number}.png")
    command = [sys.executable, "-c", SLOW_CONVERSION, str(source), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()
    for path in target.glob("*.png"):
        with Image.open(path) as image:
            image.load()
    classes = read_ready_table(CAMVID_LIKE)
    assert not Summary.of(convert(source, target, classes)).has_failures
    assert not Summary.of(convert(source, tmp_path / "whole", classes)).has_failures
    assert tree(target) == tree(tmp_path / "whole")
