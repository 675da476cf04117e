"""Partners: what every image should have, and what it need not."""

from __future__ import annotations

from labeler.jobs.export import export_dataset
from tests.datasets import make_dataset, write_photograph
from tests.jobs.check import bad_labels
from tests.jobs.check.clean_sets import clean_voc, found, told

PARTNERS = ("missing-label", "missing-image", "stem-collision", "stem-shared", "no-classes")


def test_an_image_of_a_dataset_that_nobody_labelled_needs_no_label_image(tmp_path):
    make_dataset(tmp_path / "data", 2)
    write_photograph(tmp_path / "data" / "new.jpg", seed=8)
    export_dataset(tmp_path / "data", tmp_path / "voc")
    labels = tmp_path / "voc" / "SegmentationClass"
    assert told(tmp_path / "data", labels=labels, only=PARTNERS) == []
    (labels / "a2.png").unlink()
    assert told(tmp_path / "data", labels=labels, only=PARTNERS) == [("missing-label", "a2.jpg")]


def test_a_photograph_of_a_voc_folder_needs_none_and_a_label_image_needs_its_photograph(tmp_path):
    folder = clean_voc(tmp_path / "voc")
    (folder / "SegmentationClass" / "a1.png").unlink()
    (folder / "JPEGImages" / "a2.jpg").unlink()
    assert told(folder, only=PARTNERS) == [("missing-image", "a2.png")]


def test_an_annotation_without_image_is_told(tmp_path):
    make_dataset(tmp_path, 2)
    (tmp_path / "a1.jpg").unlink()
    [finding] = found(tmp_path, only=PARTNERS)
    assert (finding.code.name, finding.image) == ("missing-image", "a1.json")
    assert finding.text == "The image it was made for is not there."


def test_label_images_alone_lack_no_images(tmp_path):
    made = bad_labels.grey_label(tmp_path / "set")
    assert told(made.folder / "masks", only=PARTNERS) == []


def test_a_collision_names_all_files(tmp_path):
    made = bad_labels.two_of_a_stem(tmp_path / "set")
    write_photograph(made.folder / "images" / "a2.bmp", seed=3)
    [finding] = found(made.folder, only=PARTNERS)
    assert finding.text == "It has the name of a2.jpg, a2.png: only one can have the label image."
    assert finding.image == "a2.bmp"
