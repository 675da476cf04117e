"""Label maps sampled, coloured and blended, by the kernels and by what stands in for them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from labeler.core import overlay
from labeler.core.overlay import Hatch, blend, color, draw_frames, sample, shift_tones

HATCH = Hatch(8, 3, 5, 0xFF123456)


@pytest.fixture(params=["kernels", "numpy"])
def way(request, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of doing the same."""
    if request.param == "numpy":
        monkeypatch.setattr(overlay, "needs_stand_in", lambda kernel: True)
    return request.param


def products(channel: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """What the docstring says of a product."""
    product = channel.astype(np.int64) * factor
    return (product + (product >> 8) + 128) >> 8


def channels(words: np.ndarray) -> np.ndarray:
    return np.stack([(words >> shift) & 255 for shift in (24, 16, 8, 0)], axis=-1).astype(np.int64)


def random_words(shape: tuple[int, int], seed: int = 0) -> np.ndarray:
    """Words that are colours: no channel is above the alpha."""
    generator = np.random.default_rng(seed)
    alpha = generator.choice([0, 1, 77, 115, 254, 255], shape)
    parts = [generator.integers(0, alpha + 1) << shift for shift in (16, 8, 0)]
    return (sum(parts) | alpha << 24).astype(np.uint32)


def opaque(shape: tuple[int, int], seed: int = 1) -> np.ndarray:
    words = np.random.default_rng(seed).integers(0, 1 << 24, shape, np.uint32)
    return words | np.uint32(0xFF000000)


@pytest.mark.parametrize("kind", [np.uint8, np.uint32])
@pytest.mark.parametrize("scale", [0.13, 0.9, 1.0, 1.7, 8.0])
def test_each_pixel_takes_the_item_in_its_row_and_column(way, kind, scale):
    source = np.random.default_rng(2).integers(0, 256, (90, 120)).astype(kind)
    rows = np.floor((np.arange(12, int(90 * min(scale, 1))) + 0.5) / scale).astype(np.intp)
    columns = np.floor((np.arange(7, int(120 * min(scale, 1))) + 0.5) / scale).astype(np.intp)
    rows, columns = rows[rows < 90], columns[columns < 120]
    target = np.zeros((100, 130), kind)
    sample(source, rows, columns, target, (3, 2))
    expected = np.zeros_like(target)
    expected[2 : 2 + len(rows), 3 : 3 + len(columns)] = source[np.ix_(rows, columns)]
    assert (target == expected).all()


def test_a_part_of_a_larger_array_is_sampled_alike(way):
    whole = np.random.default_rng(3).integers(0, 256, (40, 60), np.uint8)
    part, rows, columns = whole[5:30, 10:50], np.array([0, 3, 9, 24]), np.array([1, 1, 2, 39])
    target = np.zeros((4, 4), np.uint8)
    sample(part, rows, columns, target)
    assert (target == part[np.ix_(rows, columns)]).all()


def test_nothing_is_sampled_where_there_are_no_rows_or_columns(way):
    target = np.zeros((3, 3), np.uint8)
    nothing, one = np.zeros(0, np.intp), np.zeros(1, np.intp)
    sample(np.ones((5, 5), np.uint8), nothing, one, target)
    sample(np.ones((5, 5), np.uint8), one, nothing, target)
    assert not target.any()


def test_each_index_has_the_word_of_the_table(way):
    table = np.arange(1000, 1256, dtype=np.uint32)
    indices = np.random.default_rng(4).integers(0, 255, (20, 30), np.uint8)
    assert (color(indices, table, HATCH) == table[indices]).all()


@pytest.mark.parametrize("phase", [-11, 0, 5, 8, 1003])
def test_void_is_hatched_and_the_stripes_shift_by_the_phase(way, phase):
    table = np.arange(256, dtype=np.uint32)
    indices = np.random.default_rng(5).choice(np.array([3, 255], np.uint8), (21, 33))
    words = color(indices, table, HATCH._replace(phase=phase))
    on_stripe = (np.arange(33) + np.arange(21)[:, None] + phase) % 8 < 3
    assert (words == np.where((indices == 255) & on_stripe, HATCH.color, table[indices])).all()


def test_blending_follows_the_rounding_that_is_promised(way):
    pixels, words = opaque((50, 70)), random_words((50, 70))
    below = channels(pixels)
    blend(pixels, words)
    factor = 255 - channels(words)[..., :1]
    assert (channels(pixels) == channels(words) + products(below, factor)).all()


def test_blending_leaves_what_lies_around_alone(way):
    pixels = opaque((40, 60))
    before = pixels.copy()
    words = random_words((10, 20), seed=6)
    blend(pixels, words, (30, 25))
    part = before[25:35, 30:50].copy()
    blend(part, words)
    before[25:35, 30:50] = part
    assert (pixels == before).all()


def test_what_is_opaque_replaces_and_what_is_transparent_leaves_as_it_is(way):
    pixels = opaque((4, 6))
    before = pixels.copy()
    blend(pixels, np.zeros((4, 6), np.uint32))
    assert (pixels == before).all()
    blend(pixels, np.full((4, 6), 0xFFABCDEF, np.uint32))
    assert (pixels == 0xFFABCDEF).all()


def test_rows_and_columns_are_darkened_or_where_they_are_dark_lightened(way):
    pixels = opaque((30, 50))
    before = pixels.copy()
    rows, columns = np.arange(20) % 7 == 3, np.arange(40) % 5 == 0
    shift_tones(pixels, rows, columns, 44, (6, 4))
    expected = channels(before)
    part = expected[4:24, 6:46, 1:]
    is_line = rows[:, None] | columns
    part[is_line] = np.abs(part[is_line] - 44)
    assert (channels(pixels) == expected).all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(-9, 40)] * 2, *[st.integers(0, 25)] * 2), max_size=5),
    st.integers(1, 4),
)
def test_frames_lie_inside_of_their_boxes_whether_by_kernel_or_numpy(boxes, thickness):
    corners = np.array([(x, y, x + width, y + height) for x, y, width, height in boxes], np.int64).reshape(
        -1, 4
    )
    expected = np.zeros((30, 34), bool)
    for left, top, right, bottom in corners.tolist():
        box, inner = np.zeros((2, 90, 90), bool)
        box[top + 9 : bottom + 9, left + 9 : right + 9] = True
        inner[top + 9 + thickness : bottom + 9 - thickness, left + 9 + thickness : right + 9 - thickness] = (
            True
        )
        expected |= (box & ~inner)[9:39, 9:43]
    for needs_stand_in in (lambda kernel: False, lambda kernel: True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(overlay, "needs_stand_in", needs_stand_in)
            words = np.zeros((30, 34), np.uint32)
            draw_frames(words, corners, 0xFF112233, thickness)
            assert (words == np.where(expected, 0xFF112233, 0)).all()


@settings(max_examples=40, deadline=None)
@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 40))),
    st.integers(-50, 50),
    st.integers(0, 1 << 31),
)
def test_kernels_and_numpy_agree_on_every_pixel(indices, phase, seed):
    table = random_words((1, 256), seed)[0]
    pixels = opaque(indices.shape, seed)
    results = []
    for needs_stand_in in (lambda kernel: False, lambda kernel: True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(overlay, "needs_stand_in", needs_stand_in)
            words = color(indices, table, Hatch(8, 3, phase, int(table[7])))
            blended = pixels.copy()
            blend(blended, words)
            results.append((words, blended))
    assert all((first == second).all() for first, second in zip(*results, strict=True))
