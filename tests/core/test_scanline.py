import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.exact import TERMS
from labeler.core.scanline import BAND_WORDS, paint_rings
from labeler.core.scanline_numpy import paint_rings_plainly
from tests.reference.oracle import inside, painted
from tests.reference.rings import HEIGHT, SIZE, WIDTH, kernel_arguments, rings, some_rings

WHOLE = (0, 0, 0, 0, WIDTH, HEIGHT)


def by_kernel(canvas, frame, points, rings, shapes, words=BAND_WORDS):
    paint_rings(canvas, frame, points, rings, shapes, np.empty(words, np.uint64), np.empty(TERMS))


def fill(shapes, paint=by_kernel, frame=WHOLE, size=SIZE, dtype=np.uint8, **options):
    canvas = np.zeros(size[::-1], dtype)
    paint(canvas, np.array(frame, np.int64), *kernel_arguments(shapes), **options)
    return canvas


both = pytest.mark.parametrize("paint", [by_kernel, paint_rings_plainly], ids=["kernel", "numpy"])


@both
@settings(max_examples=250, deadline=None)
@given(some_rings)
def test_a_shape_of_any_rings_has_the_pixels_of_rational_arithmetic(paint, shape):
    assert np.array_equal(fill([(shape, 1)], paint), inside(shape, SIZE))


@both
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(some_rings, st.integers(0, 255)), max_size=5))
def test_shapes_paint_in_order(paint, shapes):
    assert np.array_equal(fill(shapes, paint), painted(shapes, SIZE))


@both
@settings(max_examples=100, deadline=None)
@given(rings, st.integers(0, WIDTH), st.integers(0, HEIGHT), st.integers(0, WIDTH), st.integers(0, HEIGHT))
def test_a_clip_changes_no_decision_inside_and_no_pixel_outside(paint, ring, left, top, width, height):
    right, bottom = min(left + width, WIDTH), min(top + height, HEIGHT)
    expected = np.zeros((HEIGHT, WIDTH), np.uint8)
    expected[top:bottom, left:right] = fill([([ring], 7)])[top:bottom, left:right]
    assert np.array_equal(fill([([ring], 7)], paint, (0, 0, left, top, right, bottom)), expected)


@both
def test_the_canvas_may_stand_anywhere_in_the_image(paint):
    ring = [(-3.0, -2.0), (9.5, 1.5), (4.25, 11.0)]
    frame = (-5, -4, -5, -4, WIDTH - 5, HEIGHT - 4)
    assert np.array_equal(fill([([ring], 1)], paint, frame), inside([ring], SIZE, origin=(-5, -4)))


@both
def test_bands_do_not_show(paint, monkeypatch):
    monkeypatch.setattr("labeler.core.scanline_numpy._BAND_SIZE", 8)
    rng = np.random.default_rng(3)
    ring = (rng.random((60, 2)) * (WIDTH + 4, HEIGHT + 4) - 2).tolist()
    options = {"words": 1} if paint is by_kernel else {}
    assert np.array_equal(fill([([ring], 1)], paint, **options), inside([ring], SIZE))


def test_strips_do_not_show():
    rng = np.random.default_rng(4)
    size = (900, 7000)
    shapes = [([(rng.random((4, 2)) * size).tolist()], number + 1) for number in range(12)]
    frame = (0, 0, 0, 0, *size)
    together = fill(shapes, by_kernel, frame, size)
    alone = np.zeros(size[::-1], np.uint8)
    for shape in shapes:
        by_kernel(alone, np.array(frame), *kernel_arguments([shape]))
    assert np.array_equal(together, alone)


@both
def test_wide_shapes_cross_the_words_of_the_bit_matrix(paint):
    size = (300, 3)
    for left, right in ((0, 300), (63, 64), (64, 65), (63.5, 128.5), (1, 299.5), (127, 192), (-9, 900)):
        ring = [(left, -1.0), (right, -1.0), (right, 9.0), (left, 9.0)]
        filled = fill([([ring], 1)], paint, (0, 0, 0, 0, *size), size)
        assert np.array_equal(filled, inside([ring], size)), (left, right)


@both
def test_sixteen_bits_hold_the_numbers_of_many_objects(paint):
    ring = [(2.0, 2.0), (9.0, 2.0), (9.0, 9.0), (2.0, 9.0)]
    assert np.count_nonzero(fill([([ring], 60000)], paint, dtype=np.uint16) == 60000) == 49


@both
def test_nothing_is_painted_for_nothing(paint):
    assert not fill([([[]], 1), ([[(3.0, 3.0)]], 2), ([[], [(1.0, 1.0), (5.0, 9.0)]], 3)], paint).any()


def test_the_stand_in_paints_the_very_pixels_of_the_kernel_at_full_size():
    rng = np.random.default_rng(5)
    size = (700, 500)
    shapes = [([(rng.random((n, 2)) * 800 - 50).tolist()], n) for n in (3, 5, 12, 200)]
    shapes += [([(rng.integers(-40, 1500, (n, 2)) / 2).tolist()], n + 1) for n in (3, 5, 12, 200)]
    frame = (0, 0, 0, 0, *size)
    kernel, plain = (fill(shapes, paint, frame, size) for paint in (by_kernel, paint_rings_plainly))
    assert np.array_equal(kernel, plain)
