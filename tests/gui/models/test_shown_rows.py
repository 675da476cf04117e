"""Which images have a row, and which comes next, whether the open one has a row or not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.gui.models.shown_rows import ShownRows, runs

ROWS = ShownRows([2, 3, 5, 9])


@pytest.mark.parametrize(
    ("position", "by", "found"),
    [
        (3, 1, 5),
        (3, -1, 2),
        (3, 2, 9),
        (9, 1, None),
        (2, -1, None),
        (4, 1, 5),  # one that is not shown: the next of those that are
        (4, -1, 3),
        (4, 2, 9),
        (0, -1, None),
        (0, 1, 2),
        (10, 1, None),
        (10, -1, 9),
    ],
)
def test_steps_go_through_what_is_shown(position: int, by: int, found: int | None) -> None:
    assert ROWS.step(position, by) == found


def test_from_the_place_of_an_image_that_is_gone_the_next_one_follows() -> None:
    assert ROWS.step(3, 1, is_listed=False) == 3
    assert ROWS.step(3, -1, is_listed=False) == 2
    assert ROWS.step(10, 1, is_listed=False) is None
    assert list(ROWS.following(3, is_listed=False)) == [3, 5, 9, 2]


def test_all_others_follow_going_round() -> None:
    assert list(ROWS.following(3)) == [5, 9, 2]
    assert list(ROWS.following(4)) == [5, 9, 2, 3]
    assert list(ROWS.following(9)) == [2, 3, 5]
    assert list(ShownRows([]).following(0)) == []


def test_rows_and_positions_lead_to_each_other() -> None:
    assert [ROWS.row(position) for position in (2, 9, 4, 10)] == [0, 3, None, None]
    assert ROWS[2] == 5
    assert len(ROWS) == 4
    assert ROWS.rows_between(3, 8) == range(1, 3)
    assert not ROWS.rows_between(6, 8)
    assert ShownRows(range(7)).row(6) == 6


@given(st.sets(st.integers(0, 30)))
def test_runs_hold_exactly_the_rows(rows: set[int]) -> None:
    found = list(runs(iter(sorted(rows))))
    assert [row for first, last in found for row in range(first, last + 1)] == sorted(rows)
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(found))
