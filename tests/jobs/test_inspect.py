from __future__ import annotations

import numpy as np
import pytest

from labeler.core.classes import ClassTable
from labeler.core.label_png import write_label_png
from labeler.jobs.inspect import inspect
from labeler.jobs.step import StepStatus

MAP = np.array([[0, 1, 255]], np.uint8)


def test_each_file_is_a_step_and_what_cannot_be_read_stops_nothing(tmp_path):
    write_label_png(tmp_path / "a.png", MAP)
    steps = list(inspect([tmp_path / "none.png", tmp_path / "a.png"]))
    assert [step.status for step in steps] == [StepStatus.FAILED, StepStatus.UNCHANGED]
    assert steps[0].message.startswith("cannot be read")
    assert steps[0].verdict is None
    assert steps[1].verdict.can_train
    assert (steps[1].done, steps[1].total) == (2, 2)


@pytest.mark.parametrize("folder", [".", "VOC/SegmentationClass", "VOC/SegmentationClass/train"])
def test_names_come_from_the_class_table_beside_or_above(tmp_path, folder):
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    place = tmp_path if folder == "." else tmp_path / "VOC"
    (place / "labelmap.txt").write_text("background:0,0,0::\ncat:128,0,0::\n")
    write_label_png(tmp_path / folder / "a.png", MAP)
    (step,) = inspect([tmp_path / folder / "a.png"])
    assert step.inspection.names.source == "labelmap.txt"
    assert step.inspection.names.option == str(place / "labelmap.txt")
    assert step.inspection.names.table.at(1).name == "cat"


def test_the_table_that_is_given_comes_first_and_a_broken_one_gives_no_names(tmp_path, monkeypatch):
    (tmp_path / "classes.csv").write_text("nonsense")
    write_label_png(tmp_path / "a.png", MAP)
    (step,) = inspect([tmp_path / "a.png"])
    assert step.inspection.names is None
    (step,) = inspect([tmp_path / "a.png"], ClassTable().with_names(["dog"]), "tables/mine.csv")
    assert step.inspection.names.source == "mine.csv"
    assert step.inspection.names.option == "tables/mine.csv"
    (step,) = inspect([tmp_path / "a.png"], ClassTable().with_names(["dog"]))
    assert (step.inspection.names.source, step.inspection.names.option) == ("the class table", "FILE")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "classes.csv").write_text("index,name,color\n1,cat,#ff0000\n")
    (step,) = inspect(["a.png"])
    assert step.inspection.names.option == "classes.csv"
