"""What becomes of single files, in this process and in others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from labeler.core.class_changes import DeleteClass, Part, RenameClass, SplitClass, planned
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.dataset import DatasetImage, open_dataset
from labeler.core.errors import WorkerError
from labeler.core.label_png import write_label_png
from labeler.jobs import change_classes as job
from labeler.jobs.change_classes import change_classes
from labeler.jobs.changed_files import FileChange, FileMaker, FileTask, new_annotation, new_label_image
from labeler.jobs.step import StepStatus
from tests.datasets import make_dataset, square, tree, write_photograph, write_shapes

TABLE = ClassTable((ClassRow(1, "cat", (128, 0, 0)), ClassRow(2, "dog", (0, 128, 0))))


def image_of(path: Path) -> DatasetImage:
    return DatasetImage(path.name, path.stem, str(path), str(path.with_suffix(".json")))


def maker(*changes) -> FileMaker:
    plan = planned(TABLE, changes)
    return FileMaker(plan, plan.after.palette())


def test_an_annotation_without_the_class_is_not_rewritten(tmp_path):
    image = image_of(write_photograph(tmp_path / "a.jpg"))
    write_shapes(image.path, [square("dog", 1, 1)])
    assert new_annotation(planned(TABLE, [DeleteClass("cat")]), image).data is None


def test_a_part_that_has_no_shape_here_changes_nothing(tmp_path):
    image = image_of(write_photograph(tmp_path / "a.jpg"))
    write_shapes(image.path, [square("cat", 1, 1)])
    plan = planned(TABLE, [SplitClass("cat", "lion", Part(flag="wild"))])
    assert new_annotation(plan, image).data is None


def test_flags_that_are_not_set_and_descriptions_of_none_count_for_nothing(tmp_path):
    image = image_of(write_photograph(tmp_path / "a.jpg"))
    bad = {"label": "cat", "points": "nonsense"}
    wild = bad | {"flags": {"wild": True}}
    odd = bad | {"flags": ["wild"], "description": 5, "group_id": "x"}
    write_shapes(
        image.path, [square("cat", 1, 1, flags={"wild": False}), wild, odd, square("cat", 2, 2, flags={})]
    )
    plan = planned(TABLE, [SplitClass("cat", "lion", Part(flag="wild"))])
    new = new_annotation(plan, image)
    assert new.change == FileChange(image.annotation_path, shapes=1)


def test_words_tell_what_happens_to_a_file(tmp_path):
    assert FileChange(tmp_path, 2, 1).text == "2 shapes, 1 shape deleted"
    assert FileChange(tmp_path, pixels=1200, is_label_image=True).text == "1,200 px"
    assert FileChange(tmp_path, is_recolored=True, is_label_image=True).text == "colours only"


def test_a_label_image_of_no_image_follows_the_index(tmp_path):
    path = tmp_path / "a.png"
    write_label_png(path, np.array([[1, 2, 0]], np.uint8), TABLE.palette())
    plan = planned(TABLE, [SplitClass("cat", "lion", Part(frozenset(("b.jpg",)))), DeleteClass("dog")])
    new = new_label_image(plan, FileTask("a", path, None, True), plan.after.palette())
    assert new.change == FileChange(path, pixels=1, is_label_image=True)
    assert new.notice == "It belongs to no image of the dataset; nothing is split off in it."


def test_every_way_a_file_can_end_is_a_result_and_no_exception(tmp_path):
    write_label_png(tmp_path / "a.png", np.array([[1]], np.uint8), TABLE.palette())
    (tmp_path / "b.png").write_bytes(b"")
    tasks = [
        FileTask("a", tmp_path / "a.png", None, True),
        FileTask("b", tmp_path / "b.png", None, True),
        FileTask("c", tmp_path / "c.png", None, True),
        FileTask("d", tmp_path / "a.png", None, True, "It is something else."),
    ]
    made = list(map(maker(RenameClass("cat", "lion")).made_of, tasks))
    assert [each.status for each in made] == [
        StepStatus.UNCHANGED,
        StepStatus.FAILED,
        StepStatus.FAILED,
        StepStatus.LEFT_OUT,
    ]
    assert "cannot be read" in made[2].message
    assert made[3].message == "It is something else."


@pytest.fixture
def many(tmp_path, monkeypatch) -> Path:
    """A dataset that is worked on by processes."""
    monkeypatch.setattr(job, "MANY", 1)
    return make_dataset(tmp_path / "many", 9)


def test_processes_do_what_threads_do(many, tmp_path, monkeypatch):
    twin = make_dataset(tmp_path / "twin", 9)
    for _ in change_classes(open_dataset(many), [DeleteClass("cat")], workers=2):
        pass
    monkeypatch.setattr(job, "MANY", 1000)
    for _ in change_classes(open_dataset(twin), [DeleteClass("cat")], workers=2):
        pass
    assert (many / "a9.json").read_bytes() == (twin / "a9.json").read_bytes()


def test_cancelling_ends_the_processes_and_takes_everything_back(many):
    before = tree(many)
    steps = change_classes(open_dataset(many), [DeleteClass("cat")], workers=2)
    next(steps)
    steps.close()
    assert tree(many) == before


def test_a_process_that_ends_hinders_the_change(many, monkeypatch):
    before = tree(many)

    def end(*_: object) -> None:
        raise WorkerError(-9)

    monkeypatch.setattr(FileMaker, "made_of", end)
    monkeypatch.setattr(job, "MANY", 1000)
    steps = list(change_classes(open_dataset(many), [DeleteClass("cat")], workers=2))
    assert all(step.has_failed for step in steps)
    assert "exit status -9" in steps[0].message
    assert tree(many) == before
