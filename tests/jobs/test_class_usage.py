"""One pass over annotation files tells which classes are used where."""

from __future__ import annotations

from pathlib import Path

from labeler.core.dataset import open_dataset
from labeler.core.draining import drained
from labeler.jobs.class_usage import Usage, class_usage
from labeler.jobs.step import Step, StepStatus
from tests.datasets import make_dataset, square, write_shapes


def result(job) -> tuple[list[Step], dict[str, Usage]]:
    steps = []
    return steps, drained(job, steps.append)


def test_shapes_are_counted_by_class_with_their_images(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 3)
    write_shapes(folder / "a2.jpg", [square("cat", 1, 1), square("cat", 9, 9)])
    _, usage = result(class_usage(open_dataset(folder).images))
    assert usage["cat"] == Usage(4, ["a1.jpg", "a2.jpg", "a3.jpg"])
    assert usage["dog"] == Usage(2, ["a1.jpg", "a3.jpg"])
    assert "sky" not in usage


def test_images_to_skip_are_not_read(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 2)
    (folder / "a1.json").write_text("{ no JSON")
    steps, usage = result(class_usage(open_dataset(folder).images, skip={folder / "a1.jpg"}))
    assert [step.status for step in steps] == [StepStatus.LEFT_OUT, StepStatus.UNCHANGED]
    assert usage["cat"].images == ["a2.jpg"]


def test_a_broken_file_is_a_failed_step_and_the_others_count(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 2)
    (folder / "a1.json").write_text("{ no JSON")
    steps, usage = result(class_usage(open_dataset(folder).images))
    assert steps[0].has_failed
    assert "a1.json" in steps[0].message
    assert usage["cat"].shapes == 1


def test_shapes_that_cannot_be_read_count_too(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 1)
    write_shapes(folder / "a1.jpg", [{"label": "cat", "points": "nonsense"}, {"label": 7}, "no shape"])
    _, usage = result(class_usage(open_dataset(folder).images))
    assert usage == {"cat": Usage(1, ["a1.jpg"])}
