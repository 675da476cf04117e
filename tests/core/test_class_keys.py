"""Digit keys pick classes by their column `key`, else by their order."""

from __future__ import annotations

import pytest

from labeler.core.class_keys import class_keys, with_key
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError

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


def keyed(*keys: str) -> ClassTable:
    """Classes 1, 2, ... with these keys in their column."""
    return ClassTable(tuple(ClassRow(at, f"class {at}", RED, {"key": key}) for at, key in enumerate(keys, 1)))


def test_a_key_that_is_given_leaves_the_class_that_had_it() -> None:
    table = with_key(keyed("1", "2", ""), 3, "2")
    assert class_keys(table) == {"1": "class 1", "2": "class 3"}
    assert class_keys(with_key(table, 1, "")) == {"2": "class 3"}


def test_the_first_key_that_is_given_writes_those_of_the_order_down() -> None:
    table = with_key(ClassTable().with_names(["a", "b", "c"]), 3, "9")
    assert class_keys(table) == {"1": "a", "2": "b", "9": "c"}
    assert [row.columns["key"] for row in table] == ["", "1", "2", "9", ""]


@pytest.mark.parametrize("key", ["12", "x", "-", "٣"])
def test_only_one_digit_is_a_key(key: str) -> None:
    with pytest.raises(ClassTableError, match="type one digit"):
        with_key(keyed("1"), 1, key)


def test_background_and_void_may_have_keys_of_their_own() -> None:
    assert class_keys(with_key(with_key(keyed("1"), 255, "0"), 0, "9")) == {
        "1": "class 1",
        "9": "background",
        "0": "void",
    }
