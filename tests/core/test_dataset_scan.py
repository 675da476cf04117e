"""Reading a dataset again tells what came, what went, and when each annotation was written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.dataset import Dataset, DatasetImage, open_dataset
from labeler.core.dataset_scan import list_change, scan_dataset
from labeler.core.errors import DatasetError
from tests.datasets import make_dataset, square, write_photograph, write_shapes


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    folder = make_dataset(tmp_path / "set", 3)
    write_photograph(folder / "day2" / "b.jpg")
    return open_dataset(folder)


def images(names: list[str]) -> list[DatasetImage]:
    return [DatasetImage(name, name, f"/x/{name}.jpg", f"/x/{name}.json") for name in names]


def test_the_list_is_the_same_object_while_nothing_comes_or_goes(dataset: Dataset) -> None:
    assert scan_dataset(dataset).images is dataset.images
    write_shapes(dataset.folder / "day2" / "b.jpg", [square("cat", 1, 1)])
    (dataset.folder / "notes.txt").touch()
    again = scan_dataset(dataset, scan_dataset(dataset))
    assert again.images is dataset.images
    (dataset.folder / "a2.jpg").unlink()
    assert len(scan_dataset(dataset, again).images) == 3


def test_an_image_that_came_is_where_it_belongs(dataset: Dataset) -> None:
    write_photograph(dataset.folder / "a2b.jpg")
    (dataset.folder / "a3.jpg").unlink()
    names = [image.name for image in scan_dataset(dataset).images]
    assert names == ["a1.jpg", "a2.jpg", "a2b.jpg", "day2/b.jpg"]
    assert [image.name for image in dataset.images] == ["a1.jpg", "a2.jpg", "a3.jpg", "day2/b.jpg"]


def test_an_image_whose_annotation_is_another_one_makes_another_list(dataset: Dataset) -> None:
    write_photograph(dataset.folder / "a1.png")
    scan = scan_dataset(dataset)
    own = {image.name: Path(image.annotation_file).name for image in scan.images}
    assert own["a1.jpg"] == "a1.json"
    assert own["a1.png"] == "a1.png.json"


def test_annotations_and_the_class_table_have_their_times(dataset: Dataset) -> None:
    before = scan_dataset(dataset)
    path = dataset.images[1].annotation_file
    assert len(before.annotations) == 3
    os.utime(path, ns=(1, 1))
    dataset.class_file.write_text("index,name,color\n")
    after = scan_dataset(dataset)
    assert {each for each in after.annotations if after.annotations[each] != before.annotations[each]} == {
        path
    }
    assert after.annotations[path].modified == 1
    assert after.class_file != before.class_file


def test_all_folders_are_told(dataset: Dataset) -> None:
    (dataset.folder / "empty" / "deep").mkdir(parents=True)
    (dataset.folder / ".hidden").mkdir()
    folders = {
        Path(folder).relative_to(dataset.folder).as_posix() for folder in scan_dataset(dataset).folders
    }
    assert folders == {".", "day2", "empty", "empty/deep"}


def test_annotations_in_a_folder_of_their_own_have_times_too(dataset: Dataset, tmp_path: Path) -> None:
    mirror = tmp_path / "labels"
    apart = open_dataset(dataset.folder, annotation_folder=mirror)
    assert scan_dataset(apart).annotations == {}
    (mirror / "day2").mkdir(parents=True)
    (mirror / "day2" / "b.json").write_text('{"shapes": []}')
    scan = scan_dataset(apart)
    assert scan.images is apart.images
    assert list(scan.annotations) == [str(mirror / "day2" / "b.json")]


def test_a_folder_that_is_gone_is_an_error_and_one_inside_is_not(dataset: Dataset) -> None:
    shutil.rmtree(dataset.folder / "day2")
    assert len(scan_dataset(dataset).images) == 3
    shutil.rmtree(dataset.folder)
    with pytest.raises(DatasetError, match="does not exist any more"):
        scan_dataset(dataset)


@given(st.sets(st.sampled_from("abcdefghij")), st.sets(st.sampled_from("abcdefghij")))
def test_a_change_tells_where_every_image_went(old: set[str], new: set[str]) -> None:
    before, after = images(sorted(old)), images(sorted(new))
    change = list_change(before, after)
    assert {before[position].name for position in change.removed} == old - new
    assert {after[position].name for position in change.inserted} == new - old
    kept = [position for position, image in enumerate(before) if image.name in new]
    assert [after[moved].name for moved in change.moved(kept)] == sorted(old & new)
