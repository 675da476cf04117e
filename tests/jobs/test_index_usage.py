"""The indices of label images are counted in files of all kinds; what cannot be read is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import labeler
from labeler.core.draining import drained
from labeler.core.errors import FileUnreadableError
from labeler.jobs.index_usage import index_usage
from labeler.jobs.step import Step, StepStatus


def run(path: Path) -> tuple[list[Step], dict[int, int]]:
    """The steps of the job, and what it returns."""
    steps = []
    return steps, drained(index_usage(path, workers=2), steps.append)


def test_pixels_of_all_files_are_added_up(tmp_path: Path) -> None:
    label_map = np.zeros((4, 5), np.uint8)
    label_map[0] = 7
    labeler.write_label_png(tmp_path / "a.png", label_map)
    Image.fromarray(np.full((2, 3), 200, np.uint8)).save(tmp_path / "b.png")
    (tmp_path / "deep").mkdir()
    np.save(tmp_path / "deep" / "c.npy", np.full((1, 4), 7, np.int64))
    steps, usage = run(tmp_path)
    assert usage == {0: 15, 7: 9, 200: 6}
    assert [step.name for step in steps] == ["a.png", "b.png", "c.npy"]
    assert {step.status for step in steps} == {StepStatus.UNCHANGED}
    assert run(tmp_path / "b.png")[1] == {200: 6}


def test_a_file_that_is_no_label_image_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    Image.fromarray(np.zeros((4, 5, 3), np.uint8)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"no picture")
    labeler.write_label_png(tmp_path / "c.png", np.ones((4, 5), np.uint8))
    steps, usage = run(tmp_path)
    assert usage == {1: 20}
    assert [step.status for step in steps] == [StepStatus.FAILED, StepStatus.FAILED, StepStatus.UNCHANGED]
    assert all(step.message for step in steps[:2])


def test_an_empty_folder_uses_nothing_and_an_absent_one_is_an_error(tmp_path: Path) -> None:
    assert run(tmp_path) == ([], {})
    with pytest.raises(FileUnreadableError, match="no such file"):
        run(tmp_path / "absent")
