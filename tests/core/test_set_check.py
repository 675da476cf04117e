"""Image sets that do not fit one another."""

from __future__ import annotations

from labeler.core.set_check import overlaps, split_of, uneven_classes, union_fault, unlisted


def test_only_splits_must_not_overlap():
    sets = {
        "train": ["a", "b"],
        "val": ["c", "b"],
        "test": ["a", "c"],
        "trainaug": ["a", "b", "c"],
        "trainval": ["a"],
    }
    assert overlaps(sets) == [("train", "val", ["b"]), ("train", "test", ["a"]), ("val", "test", ["c"])]
    assert overlaps({"train": ["a"], "val": ["b"]}) == []
    assert overlaps({"val": ["b"]}) == overlaps({}) == []


def test_trainval_is_train_and_val():
    assert union_fault({"train": ["a"], "val": ["b"], "trainval": ["b", "a"]}) is None
    assert union_fault({"train": ["a"], "trainval": ["x"]}) is None
    assert union_fault({"train": ["a"], "val": ["b", "c"], "trainval": ["x", "a", "y"]}) == (
        ["b", "c"],
        ["x", "y"],
    )


def test_images_in_no_list():
    assert unlisted(["a", "b", "c"], {"train": ["c"], "quick": ["a"]}) == ["b"]
    assert unlisted(["a", "b"], {}) == []


def test_the_split_of_an_image_is_the_first_that_names_it():
    sets = {"trainval": ["a", "z"], "val": ["b", "a"], "train": ["a"], "test": ["t"]}
    assert split_of(sets) == {"a": "train", "b": "val", "t": "test"}


def test_classes_that_a_split_lacks():
    sets = {"train": ["a", "b"], "val": ["c"], "test": ["never looked at"]}
    found = {"a": {0, 1, 255}, "b": {2, 3}, "c": {0, 2, 4}, "in no list": {9}}
    assert uneven_classes(found, sets) == [
        (1, ("train",), ("val",)),
        (3, ("train",), ("val",)),
        (4, ("val",), ("train",)),
    ]
    assert uneven_classes(found, {"train": ["a", "b", "c"]}) == []
    assert uneven_classes({}, sets) == []
    three = uneven_classes({"a": [1], "c": [1], "never looked at": [7]}, sets)
    assert three == [(1, ("train", "val"), ("test",)), (7, ("test",), ("train", "val"))]
