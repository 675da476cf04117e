"""Images are marked in their files, and nothing else in these changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labeler.core.dataset import Dataset, open_dataset
from labeler.jobs.mark_done import mark_done
from labeler.jobs.step import Step, StepStatus
from tests.datasets import make_dataset, square, tree, write_photograph, write_shapes

WRITTEN, UNCHANGED, FAILED = StepStatus.WRITTEN, StepStatus.UNCHANGED, StepStatus.FAILED


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    folder = make_dataset(tmp_path, 2)
    write_photograph(folder / "bare.jpg")
    write_shapes(
        folder / "a2.jpg", [square("cat", 1, 1, own=7)], labeler={"state": "done", "seen": [1]}, tool="x"
    )
    return open_dataset(folder)


def run(dataset: Dataset, *, is_done: bool) -> list[Step]:
    return list(mark_done(dataset, dataset.images, is_done))


def content(dataset: Dataset, position: int) -> dict:
    return json.loads(dataset.images[position].annotation_path.read_text())


def test_all_are_marked_that_were_not(dataset: Dataset) -> None:
    before = dataset.images[1].annotation_path.read_bytes()
    steps = run(dataset, is_done=True)
    assert [(step.name, step.status) for step in steps] == [
        ("a1.jpg", WRITTEN),
        ("a2.jpg", UNCHANGED),
        ("bare.jpg", WRITTEN),
    ]
    assert content(dataset, 0)["labeler"] == {"state": "done"}
    assert len(content(dataset, 0)["shapes"]) == 3
    assert dataset.images[1].annotation_path.read_bytes() == before
    bare = content(dataset, 2)
    assert (bare["imagePath"], bare["imageWidth"], bare["imageHeight"]) == ("bare.jpg", 64, 48)


def test_a_mark_is_taken_back_and_all_else_is_kept(dataset: Dataset) -> None:
    steps = run(dataset, is_done=False)
    assert [step.status for step in steps] == [UNCHANGED, WRITTEN, UNCHANGED]
    now = content(dataset, 1)
    assert now["labeler"] == {"seen": [1]}
    assert now["tool"] == "x"
    assert now["shapes"][0]["own"] == 7
    assert not dataset.images[2].annotation_path.exists()


def test_what_is_broken_stays_as_it_is_and_the_others_are_marked(dataset: Dataset) -> None:
    dataset.images[0].annotation_path.write_text("{ no JSON")
    dataset.images[2].path.write_bytes(b"no photograph")
    before = tree(dataset.folder)
    steps = run(dataset, is_done=True)
    assert [step.status for step in steps] == [FAILED, UNCHANGED, FAILED]
    assert "a1.json" in steps[0].message
    assert tree(dataset.folder) == before


def test_what_another_program_writes_at_that_moment_is_not_overwritten(dataset: Dataset, monkeypatch) -> None:
    image = dataset.images[0]
    read = Dataset.read_annotation

    def read_and_be_late(self: Dataset, wanted):
        annotation = read(self, wanted)
        wanted.annotation_path.write_text('{"shapes": []}')
        return annotation

    monkeypatch.setattr(Dataset, "read_annotation", read_and_be_late)
    (step,) = mark_done(dataset, [image], True)
    assert step.status is FAILED
    assert "another program has changed this file" in step.message
    assert image.annotation_path.read_text() == '{"shapes": []}'
