from __future__ import annotations

import pytest

from labeler.core.dataset import open_dataset
from labeler.core.errors import FileUnreadableError, OptionError
from labeler.jobs.import_sources import find_source, matched
from tests.jobs.import_folders import MAP, make_folder_of_images, make_label


def pairs_of(tmp_path, images, labels, ending=""):
    """Which image each label image belongs to."""
    make_folder_of_images(tmp_path / "data", images)
    for label in labels:
        make_label(tmp_path / "masks" / label, MAP)
    files = matched(find_source(tmp_path / "masks"), open_dataset(tmp_path / "data").images, ending)
    return {file.name: file.image and file.image.name for file in files}


@pytest.mark.parametrize(
    ("image", "label"),
    [
        ("a.jpg", "a.png"),
        ("a.jpg", "a.npy"),
        ("x/a.jpg", "x/a.png"),
        ("x/a.jpg", "x_a.png"),
        ("x/a.jpg", "a.png"),
        ("x/a.jpg", "y/a.png"),
        ("a.jpg", "a.jpg.png"),
    ],
)
def test_a_label_image_belongs_to_the_image_of_its_name(tmp_path, image, label):
    assert pairs_of(tmp_path, [image, "other.jpg"], [label]) == {label: image}


def test_the_path_counts_before_the_stem(tmp_path):
    images = ["x/a.jpg", "y/a.jpg"]
    found = pairs_of(tmp_path, images, ["x/a.png", "y_a.png"])
    assert found == {"x/a.png": "x/a.jpg", "y_a.png": "y/a.jpg"}


def test_a_stem_of_several_images_belongs_to_none(tmp_path):
    make_folder_of_images(tmp_path / "data", ["x/a.jpg", "y/a.jpg"])
    make_label(tmp_path / "masks" / "a.png", MAP)
    (file,) = matched(find_source(tmp_path / "masks"), open_dataset(tmp_path / "data").images)
    assert file.image is None
    assert "x/a.jpg, y/a.jpg" in file.problem


def test_two_images_of_one_stem_are_told_apart_by_their_names_in_an_export(tmp_path):
    found = pairs_of(tmp_path, ["a.jpg", "a.png"], ["a.png", "a_png.png"])
    assert found == {"a.png": "a.jpg", "a_png.png": "a.png"}


def test_an_ending_is_taken_off(tmp_path):
    assert pairs_of(tmp_path, ["a.jpg"], ["a_mask.png"], ending="_mask") == {"a_mask.png": "a.jpg"}


def test_label_images_of_one_image_are_refused_both(tmp_path):
    make_folder_of_images(tmp_path / "data", ["a.jpg"])
    for name in ("a.png", "a.npy"):
        make_label(tmp_path / "masks" / name, MAP)
    files = matched(find_source(tmp_path / "masks"), open_dataset(tmp_path / "data").images)
    assert [file.image for file in files] == [None, None]
    assert "a.npy belongs to a.jpg, too" in {file.name: file.problem for file in files}["a.png"]


def test_label_images_inside_the_dataset_are_no_images(tmp_path):
    make_folder_of_images(tmp_path, ["photos/a.jpg"])
    make_label(tmp_path / "masks" / "a.png", MAP)
    make_label(tmp_path / "objects" / "a.png", MAP)
    source = find_source(tmp_path / "masks", tmp_path / "objects")
    (file,) = matched(source, open_dataset(tmp_path).images)
    assert file.image.name == "photos/a.jpg"
    assert file.instances == tmp_path / "objects" / "a.png"


def test_the_folders_of_voc_are_found(tmp_path):
    root = tmp_path / "VOCdevkit" / "VOC2012"
    for folder in ("SegmentationClass", "SegmentationObject"):
        make_label(root / folder / "a.png", MAP)
    places = (root, root.parent, root / "SegmentationClass", root / "SegmentationClass" / "a.png")
    for place in places:
        source = find_source(place)
        assert source.files == [root / "SegmentationClass" / "a.png"]
        assert (source.root, source.instances) == (root, root / "SegmentationObject")
    assert find_source(root, has_instances=False).instances is None


def test_several_voc_datasets_are_told(tmp_path):
    for name in ("VOC2007", "VOC2012"):
        make_label(tmp_path / name / "SegmentationClass" / "a.png", MAP)
    with pytest.raises(OptionError, match="VOC2007, VOC2012"):
        find_source(tmp_path)


def test_a_folder_without_label_images_is_refused(tmp_path):
    with pytest.raises(OptionError, match="holds no label images"):
        find_source(tmp_path)


def test_folders_that_are_not_there_are_named(tmp_path):
    with pytest.raises(FileUnreadableError, match="nowhere"):
        find_source(tmp_path / "nowhere")
    make_label(tmp_path / "a.png", MAP)
    with pytest.raises(FileUnreadableError, match="absent"):
        find_source(tmp_path, tmp_path / "absent")


def test_an_instance_map_may_have_another_suffix(tmp_path):
    make_label(tmp_path / "masks" / "a.png", MAP)
    make_label(tmp_path / "objects" / "a.npy", MAP)
    make_folder_of_images(tmp_path / "data", ["a.jpg"])
    source = find_source(tmp_path / "masks", tmp_path / "objects")
    (file,) = matched(source, open_dataset(tmp_path / "data").images)
    assert file.instances == tmp_path / "objects" / "a.npy"
