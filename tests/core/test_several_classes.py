"""Several rows of a class table change at once; no index ever does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.several_classes import (
    changed_rows,
    common_colors,
    index_changes,
    moved_rows,
    shifted_rows,
    with_columns_of,
    with_distinct_colors,
    without_rows,
)

TABLE = ClassTable().with_names(["a", "b", "c", "d"])


def names(table: ClassTable) -> str:
    return "".join(row.name[0] for row in table)


def test_a_change_is_made_to_the_named_classes_alone() -> None:
    table = changed_rows(TABLE, {1, 3}, lambda row: row.with_lock(True).with_notes("see guide"))
    assert [row.index for row in table if row.is_locked] == [1, 3]
    assert [row.notes for row in table] == ["", "see guide", "", "see guide", "", ""]


def test_shown_is_what_the_column_does_not_deny() -> None:
    table = changed_rows(TABLE, {2}, lambda row: row.with_visibility(False))
    assert [row.is_visible for row in table] == [True, True, False, True, True, True]
    assert table.at(2).columns["visible"] == "0"
    assert changed_rows(table, {2}, lambda row: row.with_visibility(True)).at(2).is_visible


def test_several_are_deleted_and_the_others_keep_their_indices() -> None:
    table = without_rows(TABLE, {1, 3})
    assert [(row.index, row.name) for row in table.user_rows] == [(2, "b"), (4, "d")]


@pytest.mark.parametrize("index", [0, 255])
def test_background_and_void_are_never_deleted(index: int) -> None:
    with pytest.raises(ClassTableError, match="always exists"):
        without_rows(TABLE, {1, index})


def test_rows_move_before_a_row_and_behind_the_last() -> None:
    assert names(TABLE) == "babcdv"
    assert names(moved_rows(TABLE, {4}, 1)) == "bdabcv"
    assert names(moved_rows(TABLE, {1, 3}, 6)) == "bbdvac"
    assert names(moved_rows(TABLE, {1, 3}, 2)) == "bacbdv"


def test_rows_that_stand_apart_gather_when_they_are_shifted() -> None:
    assert names(shifted_rows(TABLE, {2, 4}, -1)) == "bbdacv"
    assert names(shifted_rows(TABLE, {2}, 1)) == "bacbdv"


def test_nothing_is_shifted_beyond_the_ends() -> None:
    assert shifted_rows(TABLE, {0}, -1) == TABLE
    assert shifted_rows(TABLE, {255}, 1) == TABLE
    assert shifted_rows(TABLE, set(), 1) == TABLE


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from([0, 1, 2, 3, 4, 255])), st.integers(0, 6))
def test_moving_keeps_every_class_and_the_order_of_those_that_stay(indices: set[int], before: int) -> None:
    table = moved_rows(TABLE, indices, before)
    assert sorted(row.index for row in table) == [0, 1, 2, 3, 4, 255]
    stay = [row.index for row in TABLE if row.index not in indices]
    assert [row.index for row in table if row.index not in indices] == stay
    assert [table.at(row.index) for row in TABLE] == list(TABLE)


def test_distinct_colours_are_those_of_no_other_class_and_of_nothing_avoided() -> None:
    table = with_distinct_colors(TABLE, {2, 3})
    assert [row.color for row in table if row.index not in (2, 3)] == [
        row.color for row in TABLE if row.index not in (2, 3)
    ]
    colors = [row.color for row in table]
    assert len(set(colors)) == len(colors)
    first = table.at(2).color
    assert with_distinct_colors(TABLE, {2}, [first]).at(2).color != first
    assert with_distinct_colors(TABLE, set()) == TABLE


def test_the_colours_of_a_photograph_are_those_that_fill_it() -> None:
    photograph = np.zeros((200, 300, 3), np.uint8)
    photograph[:, :150] = (250, 10, 10)
    photograph[100:, 150:] = (10, 130, 250)
    photograph[0, 0] = (0, 255, 0)
    assert set(common_colors(photograph)) == {(250, 10, 10), (10, 130, 250), (0, 0, 0)}


CAT, DOG = ClassRow(1, "cat", (1, 2, 3), {"notes": "n", "mine": "x"}), ClassRow(2, "dog", (4, 5, 6))
BUS, COW = ClassRow(1, "bus", (1, 1, 1)), ClassRow(3, "cow", (0, 1, 0))


def test_columns_that_another_table_does_not_have_come_from_the_old_one():
    new = ClassTable((ClassRow(7, "cat", (9, 9, 9), {"notes": "m"}), BUS))
    cat, bus = with_columns_of(new, ClassTable((CAT, DOG))).user_rows
    assert (cat.index, cat.color, cat.columns) == (7, (9, 9, 9), {"notes": "m", "mine": "x"})
    assert bus.columns == {}


def test_classes_that_go_or_get_another_index_are_told():
    old, new = ClassTable((CAT, DOG, COW)), ClassTable((replace(CAT, index=7), BUS, COW))
    assert index_changes(old, new) == [
        "The index of 'cat' was 1 and is 7 now.",
        "The class 'dog' (2) is gone.",
    ]
    assert index_changes(old, old) == []
