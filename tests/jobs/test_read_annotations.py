"""Annotations that are to be edited are read with size and stamp; what cannot be read is a failed step."""

from __future__ import annotations

from pathlib import Path

from labeler.core.dataset import open_dataset
from labeler.core.file_stamp import FileStamp
from labeler.jobs.read_annotations import ReadImage, read_annotations
from tests.datasets import SIZE, make_dataset, write_photograph


def test_each_image_is_read_as_a_step(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 2)
    write_photograph(folder / "b.jpg", (30, 20))
    dataset, found, asked = open_dataset(folder), [], []
    steps = list(read_annotations(dataset, dataset.images, found.append, asked.append))
    assert [(step.done, step.total, step.name, step.has_failed) for step in steps] == [
        (1, 3, "a1.jpg", False),
        (2, 3, "a2.jpg", False),
        (3, 3, "b.jpg", False),
    ]
    assert [each.image for each in found] == dataset.images
    assert [each.size for each in found] == [SIZE, SIZE, (30, 20)]
    assert [len(each.annotation.shapes) for each in found] == [3, 3, 0]
    assert found[0].stamp.still_holds(dataset.images[0].annotation_path)
    assert found[2].stamp == FileStamp()
    assert asked == [image.annotation_path for image in dataset.images]


def test_the_index_is_that_of_the_shapes(tmp_path: Path) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 1))
    found: list[ReadImage] = []
    list(read_annotations(dataset, dataset.images, found.append, lambda _: None))
    assert list(found[0].index.overlapping((3, 4, 4, 5))) == [0]


def test_what_cannot_be_read_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 3)
    dataset, found = open_dataset(folder), []
    (folder / "a1.json").write_text("{")
    (folder / "a2.jpg").write_bytes(b"no image")
    steps = list(read_annotations(dataset, dataset.images, found.append, lambda _: None))
    assert [step.has_failed for step in steps] == [True, True, False]
    assert "a1.json: cannot be read as JSON" in steps[0].message
    assert "a2.jpg" in steps[1].message
    assert [each.image.name for each in found] == ["a3.jpg"]
