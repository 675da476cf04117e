"""What is said of the pixels of a set and of its classes."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.errors import OptionError
from labeler.core.label_png import write_label_png
from labeler.jobs.check.options import CheckOptions
from tests.datasets import square, write_shapes
from tests.jobs.check.bad_sets import MAKERS, dataset_with_lists, void_annotation
from tests.jobs.check.clean_sets import classes_of, clean_voc, found


def texts(folder, *names, **options):
    return [each.text for each in found(folder, only=names, **options)]


def test_the_void_share_is_told_with_its_limit(tmp_path):
    folder = MAKERS["void-share"](tmp_path / "set").folder
    (text,) = texts(folder, "void-share")
    assert text.startswith("75.4% of its pixels are void (255), which training leaves out; the limit is 50%.")
    assert texts(folder, "void-share", void_limit=0.76) == []
    assert len(texts(folder, "void-share", void_limit=0)) == 3


def test_an_annotation_can_be_void_as_well(tmp_path):
    folder = void_annotation(tmp_path / "set")
    ((path, text),) = [(each.path, each.text) for each in found(folder, only=("void-share",))]
    assert path.endswith("a2.json")
    assert text.startswith("93.5% of its pixels are void")


def test_one_value_is_told_with_the_name_of_the_class(tmp_path):
    folder = MAKERS["one-value"](tmp_path / "set").folder
    assert texts(folder, "one-value") == ["All its pixels have the index 0 (background)."]
    write_label_png(
        folder / "SegmentationClass" / "a2.png", np.full((48, 64), 2, np.uint8), classes_of(folder).palette()
    )
    assert texts(folder, "one-value") == ["All its pixels have the index 2 (dog)."]
    (folder / "classes.csv").unlink()
    assert texts(folder, "one-value") == ["All its pixels have the index 2."]


def test_a_label_image_that_is_all_void_is_told_once(tmp_path):
    folder = clean_voc(tmp_path / "set")
    write_label_png(folder / "SegmentationClass" / "a2.png", np.full((48, 64), 255, np.uint8))
    assert len(texts(folder, "one-value", "void-share")) == 1


def test_a_class_that_a_split_lacks(tmp_path):
    made = MAKERS["class-not-in-split"](tmp_path / "set")
    assert texts(made.folder, "class-not-in-split") == [
        "No image of val has sky (7), which images of train have."
    ]


def test_splits_are_compared_by_annotations_too(tmp_path):
    folder = dataset_with_lists(tmp_path / "set")
    write_shapes(folder / "a1.jpg", [square("sky", 2, 2), square("cat", 20, 20)])
    for name in ("a2", "a3"):
        write_shapes(folder / f"{name}.jpg", [square("dog", 2, 2), square("cat", 20, 20)])
    assert texts(folder, "class-not-in-split") == ["No image of val has sky (7), which images of train have."]
    write_shapes(folder / "a3.jpg", [square("sky", 2, 2)])
    assert texts(folder, "class-not-in-split") == [
        "No image of val has cat (1) and dog (2), which images of train have."
    ]


def test_unused_classes_are_told_together(tmp_path):
    folder = clean_voc(tmp_path / "set")
    with (folder / "classes.csv").open("a", encoding="utf-8") as table:
        table.writelines(f"{index},c{index},#0000{index:02x}\n" for index in range(20, 45))
    (text,) = texts(folder, "unused-class")
    assert text.startswith("25 of 28 classes are in no image: c20 (20), c21 (21), ")
    assert text.endswith("c39 (39) and 5 more.")


def test_without_class_table_indices_are_told(tmp_path):
    folder = MAKERS["class-not-in-split"](tmp_path / "set").folder
    (folder / "classes.csv").unlink()
    assert texts(folder, "class-not-in-split") == ["No image of val has index 7, which images of train have."]
    (folder / "ImageSets" / "Segmentation" / "test.txt").write_bytes(b"a2\n")
    (folder / "ImageSets" / "Segmentation" / "train.txt").write_bytes(b"a1\n")
    assert texts(folder, "class-not-in-split") == [
        "No image of val has index 7, which images of train or test have."
    ]


def test_where_nothing_is_labelled_no_class_is_missing(tmp_path):
    folder = dataset_with_lists(tmp_path / "set")
    for name in ("a1", "a2", "a3"):
        (folder / f"{name}.json").unlink()
    assert texts(folder, "unused-class", "class-not-in-split", "void-share") == []


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"void_limit": 1.5}, "void"),
        ({"tiny": -1}, "tiny"),
        ({"alike_bits": 30}, "alike"),
        ({"alike_bits": -1}, "alike"),
    ],
)
def test_options_that_mean_nothing_are_refused(options, word):
    with pytest.raises(OptionError, match=word):
        CheckOptions(**options)
