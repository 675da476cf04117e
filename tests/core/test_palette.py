from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.errors import OptionError
from labeler.core.palette import (
    checked_palette,
    color_from_hex,
    color_from_text,
    color_to_hex,
    full_palette,
    voc_color,
    voc_palette,
)

REFERENCE = Path(__file__).parents[1] / "reference" / "voc_colormap_256.csv"


def test_all_256_colours_are_those_of_the_voc_colour_map():
    with REFERENCE.open() as file:
        rows = [[int(row[channel]) for channel in "rgb"] for row in csv.DictReader(file)]
    assert len(rows) == 256
    assert voc_palette().dtype == np.uint8
    assert voc_palette().tolist() == rows
    assert [voc_color(index) for index in range(256)] == [tuple(row) for row in rows]


def test_each_call_gives_a_palette_of_its_own():
    voc_palette()[0] = 255
    assert voc_palette()[0].tolist() == [0, 0, 0]


def test_a_short_palette_is_filled_up_with_voc_colours():
    full = full_palette(np.array([[1, 2, 3], [4, 5, 6]]))
    assert full.shape == (256, 3)
    assert full[:2].tolist() == [[1, 2, 3], [4, 5, 6]]
    assert np.array_equal(full[2:], voc_palette()[2:])
    assert np.array_equal(full_palette(None), voc_palette())


@pytest.mark.parametrize(
    "rows",
    [
        np.zeros((0, 3)),
        np.zeros((257, 3), int),
        np.zeros((5, 4), int),
        np.zeros(3, int),
        [[0.5, 0, 0]],
        [[256, 0, 0]],
        [[-1, 0, 0]],
    ],
)
def test_what_is_no_palette_is_refused(rows):
    with pytest.raises(OptionError):
        checked_palette(rows)


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_a_colour_in_text_is_read_back(color):
    text = color_to_hex(color)
    assert len(text) == 7
    assert color_from_hex(text) == color
    assert color_from_hex(f" {text[1:].upper()} ") == color


@pytest.mark.parametrize("text", ["", "#12345", "#1234567", "red", "#12345g", "#1 2 3 ", "##12345"])
def test_text_that_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match="is not a colour like #rrggbb"):
        color_from_hex(text)


@pytest.mark.parametrize("text", ["#ff8000", "FF8000", " 255, 128, 0", "rgb(255 128 0)", "255;128;0"])
def test_a_colour_may_be_typed_in_several_ways(text: str) -> None:
    assert color_from_text(text) == (255, 128, 0)


def test_three_digits_stand_for_six() -> None:
    assert color_from_text("#f80") == (255, 136, 0)


@pytest.mark.parametrize("text", ["", "red", "#12345", "256, 0, 0", "1 2", "#gggggg", "1,2,3,4"])
def test_what_is_no_colour_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="type one like"):
        color_from_text(text)
