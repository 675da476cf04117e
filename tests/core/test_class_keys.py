"""Digit keys pick classes by their column `key`, else by their order."""

from __future__ import annotations

from labeler.core.class_keys import class_keys
from labeler.core.classes import ClassRow, ClassTable

RED = (255, 0, 0)


def test_without_a_column_the_order_gives_the_keys() -> None:
    names = [f"class {number}" for number in range(12)]
    keys = class_keys(ClassTable().with_names(names))
    assert list(keys) == list("1234567890")
    assert keys["1"] == "class 0"
    assert keys["0"] == "class 9"


def test_background_and_void_have_no_key_of_their_own() -> None:
    assert class_keys(ClassTable()) == {}


def test_the_column_decides_alone_where_it_is_filled() -> None:
    rows = (
        ClassRow(1, "cat", RED, {"key": "5"}),
        ClassRow(2, "dog", RED, {"key": ""}),
        ClassRow(3, "sky", RED, {"key": " 1 "}),
    )
    assert class_keys(ClassTable(rows)) == {"1": "sky", "5": "cat"}


def test_of_two_classes_with_one_key_the_first_has_it() -> None:
    rows = (ClassRow(1, "cat", RED, {"key": "5"}), ClassRow(2, "dog", RED, {"key": "5"}))
    assert class_keys(ClassTable(rows)) == {"5": "cat"}


def test_a_key_that_is_no_digit_counts_for_nothing() -> None:
    rows = (ClassRow(1, "cat", RED, {"key": "x"}), ClassRow(2, "dog", RED, {"key": "12"}))
    assert class_keys(ClassTable(rows)) == {"1": "cat", "2": "dog"}
