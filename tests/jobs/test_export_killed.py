"""An export whose process is killed at any moment is completed by the next."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from PIL import Image

from labeler.jobs.export import export_dataset
from tests.datasets import make_dataset, tree

# The export is slowed down, so that the kill falls between and into images on every machine.
SLOW_EXPORT = """
import sys, time
from labeler.core import files
from labeler.core.dataset import open_dataset
from labeler.jobs import export as job
from labeler.jobs.export import ExportOptions, export

job.MANY = int(sys.argv[4])
whole_writes = files._write_all
def write_in_halves(descriptor, data):
    half = len(data) // 2
    whole_writes(descriptor, data[:half])
    time.sleep(0.002)
    whole_writes(descriptor, data[half:])
files._write_all = write_in_halves

print("begun", flush=True)
for _ in export(open_dataset(sys.argv[1]), sys.argv[2], ExportOptions(workers=2, overwrite=sys.argv[3])):
    pass
"""


def kill_export(folder, target, overwrite, seconds, many=1000):
    command = [sys.executable, "-c", SLOW_EXPORT, str(folder), str(target), overwrite, str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()


@pytest.mark.parametrize("seconds", [0.01, 0.15, 0.3, 0.5, 0.8])
def test_a_killed_export_has_no_half_file_and_is_completed_by_an_update(tmp_path, seconds):
    folder, target = make_dataset(tmp_path / "data", 30), tmp_path / "voc"
    kill_export(folder, target, "refuse", seconds)
    for path in target.rglob("*"):
        if path.suffix in (".png", ".jpg"):
            with Image.open(path) as image:
                image.load()
    kill_export(folder, target, "update", seconds / 2)
    # The second process may have come to the end.
    overwrite = "update" if (target / "manifest.json").exists() else "refuse"
    assert not export_dataset(folder, target, overwrite=overwrite).has_failures
    export_dataset(folder, tmp_path / "whole")
    assert tree(target) == tree(tmp_path / "whole")
    assert not [name for name in tree(target) if re.search(r"\.labeler-|journal", name)]


@pytest.mark.parametrize("seconds", [0.3, 0.6])
def test_an_export_by_processes_that_is_killed_is_completed_too(tmp_path, seconds):
    folder, target = make_dataset(tmp_path / "data", 150), tmp_path / "voc"
    kill_export(folder, target, "refuse", seconds, many=1)
    assert not export_dataset(folder, target, overwrite="update").has_failures
    export_dataset(folder, tmp_path / "whole")
    assert tree(target) == tree(tmp_path / "whole")
