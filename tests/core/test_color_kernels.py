"""The kernels give in machine code what they say in Python."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.color_kernels import GROUP, NO_CLASS, NOT_OPAQUE, SLOTS, fill_table, tally, translate

COLORS = np.array([(0x000000, 3), (0x102030, 0), (0xFFFFFF, 255), (0x0000FF, 7)], np.int64)


@pytest.fixture
def table():
    table = np.empty(SLOTS + 1, np.int64)
    fill_table(COLORS, table)
    return table


def pixels_of(channels: int) -> np.ndarray:
    random = np.random.default_rng(channels)
    known = np.array(
        [(0, 0, 0), (16, 32, 48), (255, 255, 255), (0, 0, 255), (0, 0, 250), (1, 2, 3)], np.uint8
    )
    pixels = np.repeat(known[random.integers(0, len(known), 60)], random.integers(1, 40, 60), axis=0)
    if channels == 4:
        alpha = np.where(random.random(len(pixels)) < 0.1, 254, 255).astype(np.uint8)
        pixels = np.column_stack([pixels, alpha])
    return np.ascontiguousarray(pixels[: len(pixels) // GROUP * GROUP + 3])


def test_a_table_holds_its_colours_and_counts_them(table):
    assert table[SLOTS] == len(COLORS)
    assert sorted(table[:SLOTS][table[:SLOTS] >= 0]) == sorted(COLORS[:, 0] << 9 | COLORS[:, 1])


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("reach", [0, 25])
def test_machine_code_and_python_agree(table, channels, reach):
    pixels = pixels_of(channels)
    whole = len(pixels) // GROUP * GROUP
    groups = pixels[:whole].reshape(-1).view(np.uint64).reshape(-1, channels)
    rules, results = np.array([reach, 99]), []
    for run in (translate, translate.function):
        indices = np.empty(len(pixels), np.uint8)
        count = run(pixels, groups, COLORS, table.copy(), rules, indices)
        results.append((count, indices.tolist()))
        assert count == (indices == 99).sum()
    assert results[0] == results[1]


@pytest.mark.parametrize("channels", [3, 4])
def test_the_tally_counts_each_colour_and_keeps_its_first_place(table, channels):
    pixels = pixels_of(channels)
    counts, places = np.zeros(2 * NOT_OPAQUE, np.uint32), np.zeros(2 * NOT_OPAQUE, np.int64)
    tally(pixels, COLORS, table, np.array([0, 1000]), counts, places)
    numbers = pixels[:, :3].astype(int) @ (65536, 256, 1)
    if channels == 4:
        numbers += np.where(pixels[:, 3] == 255, 0, NOT_OPAQUE)
    unknown = numbers[~np.isin(numbers, COLORS[:, 0])]
    assert dict(zip(*np.unique(unknown, return_counts=True), strict=True)) == {
        int(number): int(counts[number]) for number in np.flatnonzero(counts)
    }
    for number in np.unique(unknown):
        assert places[number] == 1000 + np.flatnonzero(numbers == number)[0]


def test_found_neighbours_are_remembered_until_the_table_is_half_full(table):
    pixels = np.arange(2 * SLOTS, dtype=np.uint32)[:, None].view(np.uint8).reshape(-1, 4)[:, 2::-1].copy()
    groups = pixels.reshape(-1).view(np.uint64).reshape(-1, 3)
    indices = np.empty(len(pixels), np.uint8)
    translate(pixels, groups, COLORS, table, np.array([9, 0]), indices)
    assert table[SLOTS] == SLOTS // 2
    assert NO_CLASS in table[:SLOTS][table[:SLOTS] >= 0] & 511
