"""Ready class tables recognised by the colours or grey values of real-looking label images."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.class_file import ready_tables
from labeler.core.color_counts import count_colors
from labeler.core.known_tables import equally_good, only_choice, recognise, recognise_indices
from labeler.core.pixel_counts import count_pixels
from tests.label_sets import CAMVID_LIKE, CITYSCAPES_LIKE, VOC_LIKE, antialiased, jpeg_noised, label_set

SIZE = (320, 240)


def counts_of(name: str, change=lambda colors: colors):
    return count_colors(change(np.concatenate(label_set(name, 2, SIZE).colors)))


def names(matches) -> set[str]:
    return {match.name for match in matches}


# --- exact colours


@pytest.mark.parametrize("table", ready_tables(), ids=lambda table: table.name)
def test_every_ready_table_is_among_those_that_fit_its_own_images_equally_well(table):
    found = recognise(counts_of(table.name))
    assert found[0].share == 1
    assert table.name in names(equally_good(found))


def test_tables_with_the_same_indices_for_all_colours_are_no_question():
    counts = counts_of(VOC_LIKE)
    found = recognise(counts)
    assert found[0].name == "voc21"
    assert "mmseg_voc21" in names(equally_good(found))
    assert "cocostuff171_mmseg" in names(found) - names(equally_good(found))
    assert only_choice(found, counts).classes.palette()[15].tolist() == [192, 128, 128]


def test_the_tables_of_cityscapes_cannot_be_told_apart_and_all_are_named():
    counts = counts_of(CITYSCAPES_LIKE)
    found = recognise(counts)
    assert found[0].name == "cityscapes_trainIds19"
    assert names(equally_good(found)) >= {"cityscapes_trainIds19", "cityscapes_labelIds34", "kitti35"}
    assert only_choice(found, counts) is None


def test_a_table_whose_colours_are_its_own_is_taken():
    for name in (CAMVID_LIKE, "lip20", "suim8"):
        counts = counts_of(name)
        assert only_choice(recognise(counts), counts).name == name


def test_a_colour_that_classes_of_the_table_share_lets_nobody_choose():
    (match,) = [each for each in recognise(counts_of("kitti35")) if each.name == "kitti35"]
    assert len(match.indices[0, 0, 0]) > 1
    assert only_choice([match], {(0, 0, 0): 5, (128, 64, 128): 5}) is None
    assert only_choice([match], {(128, 64, 128): 5}) is match


def test_a_few_pixels_of_other_colours_do_not_hide_a_table():
    counts = counts_of(CAMVID_LIKE)
    counts[1, 2, 3] = sum(counts.values()) // 500
    match = recognise(counts)[0]
    assert match.in_words == "camvid11 (99.8 % of the pixels)"


def test_one_missing_pixel_is_never_rounded_away():
    match = recognise({(128, 128, 128): 10**7, (128, 0, 0): 10**7, (1, 2, 3): 1})[0]
    assert "(99.9 % of the pixels)" in match.in_words


# --- blurred colours


@pytest.mark.parametrize("change", [jpeg_noised, antialiased])
@pytest.mark.parametrize("name", [CAMVID_LIKE, VOC_LIKE, CITYSCAPES_LIKE, "ade20k150"])
def test_blurred_colours_are_recognised_nearly(name, change):
    found = recognise(counts_of(name, change))
    assert name in names(equally_good(found))
    assert found[0].in_words.endswith(("nearly)", "of the pixels)"))


def test_photographs_and_single_colours_look_like_no_table():
    x, y = np.meshgrid(np.arange(320), np.arange(240))
    photograph = np.stack([x // 2, y, (x + y) // 3], axis=2).astype(np.uint8)
    assert recognise(count_colors(photograph)) == []
    assert recognise({(0, 0, 0): 1000}) == []
    assert recognise({}) == []
    assert equally_good([]) == []
    assert only_choice([], {}) is None


# --- grey values


def test_grey_values_that_use_a_whole_table_are_recognised():
    values = np.arange(34, dtype=np.uint8).repeat(10).reshape(34, 10)
    found = recognise_indices(count_pixels(values))
    assert names(equally_good(found)) >= {"cityscapes_labelIds34"}
    assert "mapillary_v1_66" not in names(found)


def test_small_numbers_alone_say_nothing():
    assert recognise_indices({0: 5000, 1: 100, 2: 30}) == []
    assert recognise_indices({}) == []
