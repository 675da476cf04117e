"""Pixels off the palette: every choice, with its counts."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.class_colors import ClassColors
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import LabelImageError, OptionError, UnknownColorError
from labeler.core.off_palette import OffPaletteRule, index_colors, index_values
from tests.label_sets import CAMVID_LIKE, antialiased, jpeg_noised, label_set

TABLE = ClassTable((ClassRow(1, "road", (100, 0, 0)), ClassRow(2, "sky", (0, 0, 200))))
ROAD, SKY, NEAR_ROAD, FAR = (100, 0, 0), (0, 0, 200), (103, 4, 0), (0, 250, 0)
PIXELS = np.array([[ROAD, ROAD, NEAR_ROAD, SKY], [ROAD, FAR, SKY, SKY]], np.uint8)


def indexed(pixels=PIXELS, table=TABLE, **rule):
    made = OffPaletteRule(**rule)
    colors = ClassColors(table, tolerance=made.distance)
    return index_colors(colors, np.asarray(pixels, np.uint8), made, "a.png")


# --- colours


def test_colours_of_the_table_need_no_rule():
    done = indexed(PIXELS[:, :1])
    assert (done.label_map.tolist(), done.off, done.notice) == ([[1], [1]], 0, "")


def test_by_default_they_are_an_error_with_counts():
    with pytest.raises(UnknownColorError, match=r"a\.png: colours that no class has, in 2 px"):
        indexed()


def test_nearest_takes_any_distance_and_says_how_many():
    done = indexed(choice="nearest")
    assert done.label_map.tolist() == [[1, 1, 1, 2], [1, 0, 2, 2]]
    assert done.notice == "2 px off the palette (25.0 %): nearest class"


def test_a_tolerance_bounds_what_is_near_and_the_rest_stays_an_error():
    with pytest.raises(UnknownColorError, match=r"in 1 px: #00fa00"):
        indexed(choice="nearest", tolerance=5)
    assert indexed(PIXELS[:1], tolerance=5).notice == "1 px off the palette (25.0 %): nearest class"


def test_what_is_beyond_the_tolerance_becomes_void():
    done = indexed(choice="void", tolerance=5)
    assert done.label_map.tolist() == [[1, 1, 1, 2], [1, 255, 2, 2]]
    assert done.notice == (
        "2 px off the palette (25.0 %): nearest class for 1 of them, void for 1 farther than 5"
    )
    assert indexed(choice="void").label_map.tolist() == [[1, 1, 255, 2], [1, 255, 2, 2]]


def test_what_is_beyond_the_tolerance_becomes_the_index_that_was_chosen():
    done = indexed(on_unknown=7)
    assert done.label_map.tolist() == [[1, 1, 7, 2], [1, 7, 2, 2]]
    assert done.notice == "2 px off the palette (25.0 %): index 7"
    assert indexed(choice="nearest", tolerance=5, on_unknown=7).label_map[1, 1] == 7


def test_the_majority_around_decides():
    done = indexed(choice="majority")
    assert done.label_map.tolist() == [[1, 1, 2, 2], [1, 1, 2, 2]]
    assert done.notice == "2 px off the palette (25.0 %): commonest class around them"
    assert indexed(choice="majority", tolerance=5).label_map.tolist() == [[1, 1, 1, 2], [1, 1, 2, 2]]


def test_an_image_without_any_known_pixel_has_no_majority():
    with pytest.raises(UnknownColorError, match="in 4 px"):
        indexed([[FAR, FAR], [FAR, FAR]], choice="majority")


def test_pixels_that_are_not_opaque_are_never_near_a_class():
    pixels = np.array([[(*ROAD, 255), (*ROAD, 128)]], np.uint8)
    with pytest.raises(UnknownColorError, match="not opaque"):
        indexed(pixels, choice="nearest")
    assert indexed(pixels, choice="void").label_map.tolist() == [[1, 255]]
    assert indexed(pixels, choice="majority").label_map.tolist() == [[1, 1]]


@pytest.mark.parametrize("change", [jpeg_noised, antialiased])
@pytest.mark.parametrize("rule", [{"choice": "nearest"}, {"choice": "majority", "tolerance": 20}])
def test_blurred_label_images_come_out_nearly_as_they_were(change, rule):
    made = label_set(CAMVID_LIKE, 1, (320, 240))
    done = indexed(change(made.colors[0]), made.classes, **rule)
    assert (done.label_map != made.label_maps[0]).mean() < 0.12
    assert done.off > 0


# --- grey values

VALUES = np.array([[1, 1, 9], [1, 2, 300]], np.uint16)


def test_values_that_no_class_has_follow_the_same_rule():
    with pytest.raises(LabelImageError, match="300"):
        index_values(VALUES, TABLE, OffPaletteRule(choice="nearest"))
    done = index_values(VALUES, TABLE, OffPaletteRule(choice="void"))
    assert done.label_map.tolist() == [[1, 1, 255], [1, 2, 255]]
    assert done.notice == "2 px off the palette (33.3 %): void"
    done = index_values(VALUES, TABLE, OffPaletteRule(choice="majority"))
    assert done.label_map.tolist() == [[1, 1, 1], [1, 2, 1]]
    assert index_values(VALUES, TABLE, OffPaletteRule(on_unknown=0)).label_map[1, 2] == 0
    assert index_values(VALUES[:, :2], TABLE, OffPaletteRule(choice="majority")).off == 0


def test_values_of_which_no_class_has_any_have_no_majority():
    with pytest.raises(LabelImageError, match="9"):
        index_values(np.full((2, 2), 9, np.uint8), TABLE, OffPaletteRule(choice="majority"))


# --- the rule


def test_choices_that_contradict_each_other_are_refused():
    with pytest.raises(OptionError, match="both void and the index 7"):
        OffPaletteRule(choice="void", on_unknown=7)
    with pytest.raises(OptionError, match="not 'guess'"):
        OffPaletteRule(choice="guess")
    with pytest.raises(OptionError, match="from 0 to 255"):
        OffPaletteRule(on_unknown=256)
