from __future__ import annotations

import pytest

from labeler.core.dataset import open_dataset
from labeler.core.errors import ExportError
from labeler.jobs.export_checks import check_target, id_problem
from tests.datasets import make_dataset, write_photograph

FILES = ("JPEGImages/{}.jpg", "labelmap.txt")


@pytest.fixture
def dataset(tmp_path):
    return open_dataset(make_dataset(tmp_path / "outer" / "data", 1))


def test_a_folder_beside_the_dataset_is_a_target(dataset):
    check_target(dataset.folder.parent / "voc", dataset, FILES)


@pytest.mark.parametrize("name", [".", "..", "../.."])
def test_the_dataset_and_the_folders_that_hold_it_are_no_targets(dataset, name):
    with pytest.raises(ExportError, match=r"is or contains the dataset"):
        check_target(dataset.folder / name, dataset, FILES)


def test_a_folder_in_the_dataset_is_no_target(dataset):
    with pytest.raises(ExportError, match=r"lies in the dataset"):
        check_target(dataset.folder / "voc", dataset, FILES)


def test_a_target_whose_photograph_folder_is_the_dataset_by_a_link_is_refused(dataset, tmp_path):
    target = tmp_path / "voc"
    target.mkdir()
    (target / "JPEGImages").symlink_to(dataset.folder)
    with pytest.raises(ExportError, match=r"JPEGImages lies in the dataset"):
        check_target(target, dataset, FILES)


def test_a_link_to_the_dataset_is_no_target(dataset, tmp_path):
    (tmp_path / "link").symlink_to(dataset.folder)
    with pytest.raises(ExportError):
        check_target(tmp_path / "link", dataset, FILES)


def test_the_photographs_of_a_voc_folder_cannot_be_exported_over_themselves(tmp_path):
    write_photograph(tmp_path / "VOC2012" / "JPEGImages" / "a.jpg")
    with pytest.raises(ExportError, match=r"is or contains the dataset"):
        check_target(tmp_path / "VOC2012", open_dataset(tmp_path / "VOC2012" / "JPEGImages"), FILES)


def test_the_annotation_folder_is_protected_too(tmp_path):
    images, annotations = make_dataset(tmp_path / "images", 1), tmp_path / "annotations"
    annotations.mkdir()
    dataset = open_dataset(images, annotation_folder=annotations)
    with pytest.raises(ExportError):
        check_target(annotations, dataset, FILES)


@pytest.mark.parametrize("image_id", ["a", "a b", "Bär 犬", "a.b", "1", "(1) [2] {3}", "a#", "10.00\u202fAM"])
def test_ids_that_lists_can_hold_pass(image_id):
    assert id_problem(image_id, f"{image_id}.jpg") == ""


@pytest.mark.parametrize("image_id", ["a\nb", " a", "a ", "#a", "a\x85b", "a\u2028b", "a\udcffb"])
def test_ids_that_readers_of_lists_would_change_are_refused(image_id):
    assert "Rename the image and its annotation file" in id_problem(image_id, f"{image_id}.jpg")
