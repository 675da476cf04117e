"""Borders drawn as pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import borders as module
from labeler.core.borders import draw_borders

TABLE = np.array((0, 10, 20, 0, 40), np.uint32)


@pytest.fixture(params=["kernel", "stand-in"], autouse=True)
def engine(request, monkeypatch) -> None:
    if request.param == "stand-in":
        monkeypatch.setattr(module, "needs_stand_in", lambda kernel: True)


def drawn(values: list[list[int]], width: int = 1) -> list[list[int]]:
    """The borders of a map whose last rows and columns go on beyond it."""
    wide = np.pad(np.array(values, np.int32), ((0, width), (0, width)), mode="edge")
    words = np.zeros((len(values), len(values[0])), np.uint32)
    draw_borders(words, wide, TABLE, width)
    return words.tolist()


def test_a_border_has_the_colour_of_what_lies_left_or_above():
    assert drawn([[1, 1, 2, 2]]) == [[0, 10, 0, 0]]
    assert drawn([[1], [2], [2]]) == [[10], [0], [0]]


def test_a_border_with_nothing_has_the_colour_of_the_other_side():
    assert drawn([[0, 0, 2, 0]]) == [[0, 20, 20, 0]]
    assert drawn([[3, 4]]) == [[40, 0]]


def test_between_two_that_are_not_drawn_there_is_no_border():
    assert drawn([[0, 3, 3, 0], [3, 3, 0, 0]]) == [[0] * 4, [0] * 4]


def test_a_border_can_be_wider():
    assert drawn([[1, 1, 1, 2, 2, 2]], 2) == [[0, 10, 10, 0, 0, 0]]


def test_what_is_no_border_stays_as_it_is():
    words = np.full((2, 2), 7, np.uint32)
    draw_borders(words, np.full((3, 3), 1, np.int32), TABLE, 1)
    assert (words == 7).all()


maps = st.lists(st.lists(st.integers(0, 4), min_size=6, max_size=6), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(maps, st.integers(1, 3))
def test_kernel_and_stand_in_draw_the_same(values, width):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "needs_stand_in", lambda kernel: True)
        plainly = drawn(values, width)
        patch.setattr(module, "needs_stand_in", lambda kernel: False)
        assert drawn(values, width) == plainly
