"""How a photograph is shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import adjustment as module
from labeler.core.adjustment import Adjustment, Channel, Range, Table, adjust
from labeler.core.geometry import PixelRect

WHOLE = (Range(0, 255),) * 3
adjustments = st.builds(
    Adjustment,
    brightness=st.integers(-100, 100),
    contrast=st.integers(-100, 100),
    gamma=st.floats(0.2, 5),
    channel=st.sampled_from(Channel),
    is_stretched=st.booleans(),
    clipped=st.floats(0, 20),
    by_channel=st.booleans(),
)


def words(red, green, blue) -> np.ndarray:
    """RGB32 words of channels."""
    red, green, blue = (np.asarray(each, np.uint32) for each in (red, green, blue))
    return np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue


def noise(seed: int = 0, shape=(20, 30)) -> np.ndarray:
    return words(*np.random.default_rng(seed).integers(0, 256, (3, *shape)))


def shown(adjustment: Adjustment, pixels: np.ndarray) -> np.ndarray:
    """(h, w, 3): the colours after an adjustment."""
    table = adjustment.table(adjustment.ranges(pixels))
    pixels = pixels.copy()
    if table is not None:
        adjust(pixels, PixelRect(0, 0, pixels.shape[1], pixels.shape[0]), table)
    assert (pixels >> np.uint32(24) == 255).all()
    return np.stack([(pixels >> np.uint32(shift)) & np.uint32(255) for shift in (16, 8, 0)], axis=2)


def grey(values) -> np.ndarray:
    values = np.atleast_2d(values)
    return words(values, values, values)


def test_nothing_adjusted_needs_no_table():
    assert Adjustment().table(WHOLE) is None


@given(adjustments, st.integers(0, 5))
@settings(deadline=None)
def test_the_machine_code_and_its_stand_in_show_the_same(adjustment, seed):
    pixels = noise(seed)
    table = adjustment.table(adjustment.ranges(pixels))
    if table is None:
        return
    by_code, by_numpy = pixels.copy(), pixels.copy()
    rect = PixelRect(3, 2, 28, 17)
    adjust(by_code, rect, table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "needs_stand_in", lambda _: True)
        adjust(by_numpy, rect, table)
    assert np.array_equal(by_code, by_numpy)
    outside = np.ones(pixels.shape, bool)
    outside[2:17, 3:28] = False
    assert np.array_equal(by_code[outside], pixels[outside])


@given(adjustments)
def test_brighter_never_becomes_darker(adjustment):
    levels = shown(adjustment, grey(np.arange(256)))[0].astype(int)
    assert (np.diff(levels, axis=0) >= 0).all()


@given(st.integers(1, 100))
def test_brightness_lifts_every_value(brightness):
    levels = shown(Adjustment(brightness=brightness), grey(np.arange(256)))[0, :, 0].astype(int)
    lifted = np.clip(np.arange(256) + 2.55 * brightness, 0, 255)
    assert np.abs(levels - lifted).max() <= 0.5 + 1e-9


def test_contrast_turns_around_the_middle():
    levels = shown(Adjustment(contrast=50), grey([0, 64, 127, 128, 191, 255]))[0, :, 0].tolist()
    assert levels[0] == 0
    assert levels[-1] == 255
    assert levels[1] < 64
    assert levels[4] > 191
    assert abs(levels[2] - 127) <= 1


def test_no_contrast_is_grey_and_full_contrast_is_black_and_white():
    assert set(shown(Adjustment(contrast=-100), noise()).reshape(-1).tolist()) <= {127, 128}
    assert set(shown(Adjustment(contrast=100), noise()).reshape(-1).tolist()) <= {0, 255} | set(
        range(100, 156)
    )


@pytest.mark.parametrize(("gamma", "sign"), [(2.2, 1), (0.5, -1)])
def test_gamma_lightens_or_darkens_the_middle_and_holds_the_ends(gamma, sign):
    levels = shown(Adjustment(gamma=gamma), grey([0, 128, 255]))[0, :, 0].astype(int).tolist()
    assert (levels[0], levels[2]) == (0, 255)
    assert (levels[1] - 128) * sign > 20


@pytest.mark.parametrize(("channel", "place"), [(Channel.RED, 0), (Channel.GREEN, 1), (Channel.BLUE, 2)])
def test_one_channel_is_shown_as_grey(channel, place):
    pixels = noise(3)
    colors = shown(Adjustment(channel=channel), pixels)
    wanted = (pixels >> np.uint32((16, 8, 0)[place])) & np.uint32(255)
    for each in range(3):
        assert np.array_equal(colors[:, :, each], wanted)


class TestStretch:
    def test_the_values_fill_the_whole_range(self):
        colors = shown(Adjustment(is_stretched=True, clipped=0), grey(np.arange(100, 151)))[0, :, 0]
        assert (colors[0], colors[-1]) == (0, 255)

    def test_a_few_outliers_are_clipped(self):
        values = np.concatenate(([0], np.arange(100, 151).repeat(100), [255]))
        ranges = Adjustment(is_stretched=True, clipped=0.1).ranges(grey(values))
        assert ranges[0] == Range(100, 150)
        assert Adjustment(is_stretched=True, clipped=0).ranges(grey(values))[0] == Range(0, 255)

    def test_the_channels_keep_their_colour_unless_each_is_stretched(self):
        pixels = words(np.arange(100, 110), np.arange(50, 60), np.arange(200, 210))[None]
        assert Adjustment(is_stretched=True, clipped=0).ranges(pixels) == (Range(50, 209),) * 3
        by_channel = Adjustment(is_stretched=True, clipped=0, by_channel=True).ranges(pixels)
        assert by_channel == (Range(100, 109), Range(50, 59), Range(200, 209))

    def test_a_plain_image_stays_as_it_is(self):
        assert Adjustment(is_stretched=True).ranges(grey([77] * 10)) == WHOLE

    def test_without_pixels_there_is_nothing_to_stretch(self):
        assert Adjustment(is_stretched=True).ranges(np.zeros((0, 0), np.uint32)) == WHOLE


def test_a_table_holds_opaque_words():
    table = Adjustment(gamma=2).table(WHOLE)
    assert isinstance(table, Table)
    assert table.words.shape == (3, 256)
    assert (table.words[0] >> np.uint32(24) == 255).all()
