import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import void_border
from labeler.core.errors import OptionError
from labeler.core.geometry import PixelRect
from labeler.core.void_border import add_void_border
from tests.reference.oracle import near_boundary

# Radii between, on and beside the distances that pixel centres can have from pixel edges.
radii = st.one_of(
    st.floats(0, 5),
    st.sampled_from([0, 0.5, 1, 1.5, 2, 2.5, np.sqrt(0.5), np.nextafter(0.5, 0), np.sqrt(2.5), 2.5**0.5, 40]),
)


def random_map(seed, density=0.15, dtype=np.uint8):
    """Small blots of a few values on a plain ground."""
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 12, 2))
    return np.where(rng.random(shape) < density, rng.integers(0, 4, shape), 1).astype(dtype)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32), radii)
def test_the_border_is_what_lies_within_the_radius_of_a_boundary(seed, radius):
    label_map = random_map(seed)
    expected = np.where(near_boundary(label_map, radius), 255, label_map)
    assert np.array_equal(add_void_border(label_map, radius), expected)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32), radii, *[st.integers(-2, 14)] * 4)
def test_a_window_is_that_window_of_the_whole(seed, radius, left, top, right, bottom):
    label_map = random_map(seed)
    whole = add_void_border(label_map, radius)
    part = whole[max(top, 0) : max(bottom, top, 0), max(left, 0) : max(right, left, 0)]
    window = add_void_border(label_map, radius, window=PixelRect(left, top, right, bottom))
    assert np.array_equal(window.reshape(-1), part.reshape(-1))


def test_rows_longer_than_a_run_have_their_borders_everywhere():
    label_map = np.zeros((3, 700), np.uint8)
    edges = [1, 15, 16, 17, 127, 128, 129, 255, 300, 512, 699]
    for number, edge in enumerate(edges):
        label_map[:, edge:] = number % 2 + 1
    expected = np.where(near_boundary(label_map, 1), 255, label_map)
    assert np.array_equal(add_void_border(label_map, 1), expected)
    assert np.array_equal(add_void_border(label_map.T, 1), expected.T)


def test_the_last_column_is_compared_with_the_row_below():
    label_map = np.zeros((4, 40), np.uint8)
    label_map[2:, 39] = 5
    expected = np.where(near_boundary(label_map, 0.5), 255, label_map)
    assert np.array_equal(add_void_border(label_map, 0.5), expected)


def test_two_touching_halves_get_a_border_of_twice_the_radius():
    label_map = np.ones((10, 20), np.uint8)
    label_map[:, 10:] = 2
    for radius, columns in ((0, 0), (0.4, 0), (0.5, 2), (1, 2), (1.5, 4), (2, 4), (2.5, 6)):
        assert np.count_nonzero(add_void_border(label_map, radius) == 255) == 10 * columns, radius


def test_the_map_itself_stays_as_it_is():
    label_map = random_map(1)
    before = label_map.copy()
    add_void_border(label_map, 2)
    add_void_border(label_map, 0)[...] = 9
    assert np.array_equal(label_map, before)


def test_the_result_is_written_into_an_array_of_the_caller_even_the_map_itself():
    label_map = random_map(3)
    expected = add_void_border(label_map, 1.5)
    preview = np.zeros((label_map.shape[0] + 2, label_map.shape[1] + 2), np.uint8)
    out = preview[1:-1, 1:-1]
    assert add_void_border(label_map, 1.5, out) is out
    assert np.array_equal(out, expected)
    assert preview[0].sum() == 0
    add_void_border(label_map, 1.5, label_map)
    assert np.array_equal(label_map, expected)


def test_wide_instance_maps_keep_the_number_255():
    numbers = random_map(5, dtype=np.uint16) + np.uint16(254)
    expected = np.where(near_boundary(numbers, 1), 65535, numbers)
    result = add_void_border(numbers, 1)
    assert result.dtype == np.uint16
    assert np.array_equal(result, expected)


def test_without_a_compiler_the_border_is_the_same(monkeypatch):
    label_map = random_map(9)
    expected = add_void_border(label_map, 2)
    monkeypatch.setattr(void_border._paint_borders, "_runs", {})
    monkeypatch.setattr(void_border._paint_borders, "is_hopeless", True)
    assert np.array_equal(add_void_border(label_map, 2), expected)


@pytest.mark.parametrize("radius", [-1, np.nan])
def test_a_radius_that_means_nothing_is_an_error(radius):
    with pytest.raises(OptionError, match="void border"):
        add_void_border(random_map(1), radius)


def test_an_array_that_does_not_fit_is_an_error():
    label_map = random_map(1)
    for out in (np.zeros((1, 99), np.uint8), np.zeros(label_map.shape, np.uint16)):
        with pytest.raises(OptionError, match="to write into"):
            add_void_border(label_map, 1, out)


def test_only_maps_of_whole_numbers_have_borders():
    for wrong in (np.zeros((4, 4)), np.zeros(16, np.uint8), np.zeros((4, 4), bool)):
        with pytest.raises(OptionError, match="uint8 or uint16"):
            add_void_border(wrong, 1)


def test_an_endless_radius_makes_everything_void_where_there_is_a_boundary():
    label_map = np.ones((6, 9), np.uint8)
    assert not (add_void_border(label_map, np.inf) == 255).any()
    label_map[0, 0] = 2
    assert (add_void_border(label_map, np.inf) == 255).all()
