"""Files that are open are found changed, gone, unreadable, or out of reach with their drive."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labeler.core.dataset import Dataset, open_dataset
from labeler.core.file_stamp import FileStamp, FileState
from labeler.jobs.look_at_files import Look, OpenFile, look_at_files
from tests.datasets import make_dataset, square, write_shapes


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return open_dataset(make_dataset(tmp_path / "set", 2))


def open_files(dataset: Dataset) -> list[OpenFile]:
    return [
        OpenFile(image, dataset.read_annotation(image), FileStamp.of(image.annotation_path))
        for image in dataset.images
    ]


def look(dataset: Dataset, files: list[OpenFile], class_stamp: FileStamp | None = None) -> Look:
    job = look_at_files(dataset, files, class_stamp or FileStamp.of(dataset.class_file))
    with pytest.raises(StopIteration) as stop:
        next(job)
    return stop.value.value


def test_what_nobody_touched_is_the_same(dataset: Dataset):
    found = look(dataset, open_files(dataset))
    assert [each.state for each in found.files] == [FileState.SAME] * 2
    assert found.classes is FileState.SAME
    assert not found.is_away


def test_a_changed_file_is_read_and_compared(dataset: Dataset):
    files = open_files(dataset)
    write_shapes(dataset.images[0].path, [square("dog", 30, 30)])
    first, second = look(dataset, files).files
    assert first.state is FileState.CHANGED
    assert first.comparison is not None
    assert [shape.class_name for shape in first.comparison.theirs.shapes] == ["dog"]
    assert first.stamp == FileStamp.of(dataset.images[0].annotation_path)
    assert second.state is FileState.SAME


def test_a_changed_file_that_cannot_be_read_has_its_reason(dataset: Dataset):
    files = open_files(dataset)
    dataset.images[0].annotation_path.write_text("{")
    (first, _) = look(dataset, files).files
    assert (first.state, first.comparison) == (FileState.CHANGED, None)
    assert "cannot be read as JSON" in str(first.error)


def test_a_deleted_file_is_gone(dataset: Dataset):
    files = open_files(dataset)
    dataset.images[1].annotation_path.unlink()
    dataset.class_file.unlink()
    class_stamp = FileStamp(1, 2, b"3")
    found = look(dataset, files, class_stamp)
    assert [each.state for each in found.files] == [FileState.SAME, FileState.GONE]
    assert found.classes is FileState.GONE


def test_a_file_that_appeared_is_a_change(dataset: Dataset):
    path = dataset.images[0].annotation_path
    path.unlink()
    files = open_files(dataset)
    write_shapes(dataset.images[0].path, [square("dog", 30, 30)])
    assert look(dataset, files).files[0].state is FileState.CHANGED


def test_a_folder_that_is_not_there_is_away_and_nothing_in_it_deleted(dataset: Dataset):
    files = open_files(dataset)
    shutil.rmtree(dataset.folder)
    assert look(dataset, files).is_away
    dataset.folder.mkdir()
    assert look(dataset, files).is_away


def test_an_image_that_went_with_its_annotation_is_no_deleted_annotation(dataset: Dataset):
    files = open_files(dataset)
    dataset.images[0].annotation_path.unlink()
    dataset.images[0].path.unlink()
    found = look(dataset, files)
    assert not found.is_away
    assert [each.state for each in found.files] == [FileState.SAME] * 2


def test_hidden_files_alone_are_an_empty_folder(dataset: Dataset):
    files = open_files(dataset)
    for path in dataset.folder.iterdir():
        path.unlink()
    (dataset.folder / ".labeler.lock").touch()
    assert look(dataset, files).is_away


def test_a_class_table_that_cannot_be_read_is_left_to_whoever_writes_it(dataset: Dataset):
    stamp = FileStamp(1, 2, b"3")
    dataset.class_file.unlink()
    dataset.class_file.mkdir()
    assert look(dataset, open_files(dataset), stamp).classes in (FileState.SAME, FileState.CHANGED)
