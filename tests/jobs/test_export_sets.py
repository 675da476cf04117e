from __future__ import annotations

import pytest

from labeler.core.dataset import open_dataset
from labeler.core.errors import FileUnreadableError, ImageSetError, OptionError
from labeler.formats.base import ExportOptions
from labeler.jobs.export_sets import ImageSets
from tests.datasets import make_dataset, write_photograph


@pytest.fixture
def dataset(tmp_path):
    folder = make_dataset(tmp_path / "data", 4)
    write_photograph(folder / "sub" / "b.png")
    return open_dataset(folder)


def sets_of(dataset, **options):
    return ImageSets(dataset, ExportOptions(**options))


def lists(folder, **names):
    folder.mkdir()
    for name, text in names.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_ratios_put_every_exported_image_into_one_set(dataset):
    ids = [f"image{number}" for number in range(10)]
    sets = sets_of(dataset).of(ids)
    assert list(sets) == ["train", "val", "trainval"]
    assert (len(sets["train"]), len(sets["val"])) == (8, 2)
    assert sets["trainval"] == sets["train"] + sets["val"]
    assert sorted(sets["trainval"]) == ids


def test_the_seed_decides_who_goes_where(dataset):
    ids = [f"image{number}" for number in range(20)]
    assert sets_of(dataset, seed=1).of(ids) == sets_of(dataset, seed=1).of(ids)
    assert sets_of(dataset, seed=1).of(ids) != sets_of(dataset, seed=2).of(ids)


def test_a_split_without_val_has_no_trainval(dataset):
    assert sets_of(dataset, ratios={"train": 1.0}).names == ["train"]
    assert list(sets_of(dataset, ratios={"train": 0.5, "test": 0.5}).of(["a", "b"])) == ["train", "test"]


@pytest.mark.parametrize("ratios", [{}, {"train": -1.0, "val": 2.0}, {"a/b": 1.0}, {"": 1.0}])
def test_ratios_that_are_no_split_are_refused_before_anything_is_written(dataset, ratios):
    with pytest.raises((OptionError, ImageSetError)):
        sets_of(dataset, ratios=ratios)


def test_lists_are_kept_with_their_order_and_only_exported_images(dataset, tmp_path):
    folder = lists(tmp_path / "lists", train="a3\na1\n\n", val="sub/b\n")
    sets = sets_of(dataset, lists=folder)
    (sub,) = [image for image in dataset.images if image.name == "sub/b.png"]
    assert sets.of(["a1", "a3", sub.id]) == {
        "train": ["a3", "a1"],
        "val": [sub.id],
        "trainval": ["a3", "a1", sub.id],
    }
    assert sets.of(["a1"])["train"] == ["a1"]
    assert [image.id for image in dataset.images if not sets.has(image)] == ["a2", "a4"]


def test_a_name_with_suffix_finds_its_image(dataset, tmp_path):
    folder = lists(tmp_path / "lists", train="a1.jpg\n")
    assert sets_of(dataset, lists=folder).of(["a1"]) == {"train": ["a1"]}


def test_a_name_that_the_dataset_does_not_have_is_an_error_with_file_and_name(dataset, tmp_path):
    folder = lists(tmp_path / "lists", train="a1\na9\n")
    with pytest.raises(ImageSetError, match=r"train\.txt names 'a9', which the dataset does not have"):
        sets_of(dataset, lists=folder)


def test_an_image_in_two_sets_is_an_error(dataset, tmp_path):
    folder = lists(tmp_path / "lists", train="a1\na2\n", val="a2\n")
    with pytest.raises(ImageSetError, match=r"'a2' is in train\.txt and in val\.txt"):
        sets_of(dataset, lists=folder)


def test_other_lists_may_overlap(dataset, tmp_path):
    folder = lists(tmp_path / "lists", train="a1\n", val="a2\n", train_aug="a1\na3\n")
    sets = sets_of(dataset, lists=folder).of(["a1", "a2", "a3"])
    assert sets["train_aug"] == ["a1", "a3"]


def test_shares_for_trainval_are_refused(dataset):
    with pytest.raises(OptionError, match="made of train and val"):
        sets_of(dataset, ratios={"trainval": 0.8, "test": 0.2})


def test_sets_whose_names_differ_only_in_case_are_refused(dataset):
    with pytest.raises(OptionError, match="only in case"):
        sets_of(dataset, ratios={"train": 0.5, "Train": 0.5})


def test_a_trainval_list_must_agree_with_train_and_val(dataset, tmp_path):
    agreeing = lists(tmp_path / "agreeing", train="a1\n", val="a2\n", trainval="a2\na1\n")
    assert sets_of(dataset, lists=agreeing).of(["a1", "a2"])["trainval"] == ["a1", "a2"]
    other = lists(tmp_path / "other", train="a1\n", val="a2\n", trainval="a1\n")
    with pytest.raises(ImageSetError, match=r"trainval\.txt does not hold"):
        sets_of(dataset, lists=other)


def test_a_trainval_list_alone_stays_as_it_is(dataset, tmp_path):
    folder = lists(tmp_path / "lists", trainval="a2\na1\n")
    assert sets_of(dataset, lists=folder).of(["a1", "a2"]) == {"trainval": ["a2", "a1"]}


def test_a_folder_without_lists_is_an_error(dataset, tmp_path):
    with pytest.raises(ImageSetError, match=r"has no list files"):
        sets_of(dataset, lists=lists(tmp_path / "empty"))
    with pytest.raises(FileUnreadableError):
        sets_of(dataset, lists=tmp_path / "missing")
