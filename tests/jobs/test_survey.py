"""A survey tells how far every image is; a later one reads only what was written since."""

from __future__ import annotations

from pathlib import Path

from labeler.core.annotation import ImageState
from labeler.core.dataset import Dataset, open_dataset
from labeler.core.dataset_scan import DatasetScan
from labeler.core.image_facts import ImageFacts
from labeler.jobs import survey as module
from labeler.jobs.step import Step, StepStatus
from labeler.jobs.survey import Scanned, Surveyed, survey
from tests.datasets import make_dataset, square, write_photograph, write_shapes

NONE, WORK, DONE = ImageState.UNLABELLED, ImageState.IN_WORK, ImageState.DONE


def run(
    dataset: Dataset, before: DatasetScan | None = None
) -> tuple[list[Step], dict[int, ImageFacts], DatasetScan]:
    job, steps, facts = survey(dataset, before), [], {}
    while True:
        try:
            step = next(job)
        except StopIteration as stop:
            return steps, facts, stop.value
        steps.append(step)
        if isinstance(step, Surveyed):
            facts.update(step.facts)


def test_every_image_tells_its_state_and_its_classes(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 2)
    write_photograph(folder / "b.jpg")
    write_shapes(write_photograph(folder / "c.jpg"), [square("sky", 1, 1)], labeler={"state": "done"})
    write_shapes(write_photograph(folder / "d.jpg"), [])
    _, facts, _ = run(open_dataset(folder))
    assert [facts[position].state for position in range(5)] == [WORK, WORK, NONE, DONE, NONE]
    assert facts[0].classes == ("cat", "dog", "void")
    assert facts[0].counts == (1, 1, 1)
    assert facts[0] is facts[1]
    assert facts[3].classes == ("sky",)


def test_a_broken_file_is_a_problem_and_a_failed_step(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 2)
    (folder / "a1.json").write_text("{ no JSON")
    steps, facts, _ = run(open_dataset(folder))
    assert [step.status for step in steps] == [StepStatus.FAILED, StepStatus.UNCHANGED]
    assert facts[0].state is None
    assert "a1.json" in facts[0].problem
    assert facts[1].state is WORK


def test_images_without_a_file_are_told_in_blocks(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 3)
    for number in range(7):
        write_photograph(tmp_path / f"{number}.jpg")
    steps, facts, _ = run(open_dataset(tmp_path))
    assert [step.done for step in steps] == [3, 6, 7]
    assert all(each.state is NONE for each in facts.values())
    assert len(facts) == 7


def test_a_later_survey_reads_what_was_written_since(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 3)
    dataset = open_dataset(folder)
    _, _, first = run(dataset)
    assert run(dataset, first)[1] == {}
    write_shapes(folder / "a2.jpg", [square("sky", 1, 1)])
    (folder / "a3.json").unlink()
    steps, facts, _ = run(dataset, first)
    assert facts.keys() == {1, 2}
    assert facts[1].classes == ("sky",)
    assert facts[2].state is NONE
    assert not any(isinstance(step, Scanned) for step in steps)


def test_images_that_came_and_went_are_told_before_their_facts(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 3)
    dataset = open_dataset(folder)
    _, _, first = run(dataset)
    (folder / "a1.jpg").unlink()
    write_shapes(write_photograph(folder / "a4.jpg"), [square("sky", 1, 1)])
    steps, facts, later = run(dataset, first)
    assert isinstance(steps[0], Scanned)
    change = steps[0].change
    assert (change.removed, change.inserted) == ((0,), (2,))
    assert change.after is later.images
    assert facts.keys() == {2}
    assert facts[2].classes == ("sky",)


def test_a_file_that_is_gone_while_it_is_surveyed_is_no_problem(tmp_path: Path, monkeypatch) -> None:
    folder = make_dataset(tmp_path, 1)
    dataset = open_dataset(folder)
    scan = module.scan_dataset(dataset)
    (folder / "a1.json").unlink()
    monkeypatch.setattr(module, "scan_dataset", lambda *_: scan)
    _, facts, _ = run(dataset)
    assert facts[0] == ImageFacts(NONE)
