"""Which shape each sampled pixel belongs to: what painting all pixels and then sampling gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import topmost as module
from labeler.core.errors import GeometryError
from labeler.core.rasterizer import paint
from labeler.core.shapes import Bitmap, Shape, ShapeKind, as_points, polygon
from labeler.core.topmost import recolor, topmost
from tests.reference.rings import HEIGHT, SIZE, WIDTH, some_rings


@pytest.fixture(params=["kernel", "stand-in"])
def engine(request, monkeypatch) -> str:
    """The kernel, and what stands in for it while it is being compiled."""
    if request.param == "stand-in":
        monkeypatch.setattr(module, "needs_stand_in", lambda kernel: kernel is module._paint_sampled)
    return request.param


both = pytest.mark.usefixtures("engine")
fast = settings(max_examples=120, deadline=None)


def sampled_of_all(shapes, rows, columns, size=SIZE) -> np.ndarray:
    whole = np.zeros(size[::-1], np.uint16)
    paint(whole, shapes, range(1, len(shapes) + 1))
    return whole[np.ix_(rows, columns)]


def samples(length: int):
    """Some of the pixels of a row or column, ascending, some of them several times."""
    return st.lists(st.integers(0, length - 1), max_size=2 * length).map(
        lambda places: np.array(sorted(places), np.intp)
    )


def shape_of(rings) -> Shape:
    points = [as_points(ring) for ring in rings]
    return Shape("car", points[0], holes=tuple(points[1:]))


@fast
@given(st.lists(some_rings, max_size=4), samples(HEIGHT), samples(WIDTH))
def test_samples_are_those_of_the_whole_map(rings, rows, columns):
    shapes = [shape_of(each) for each in rings]
    assert np.array_equal(topmost(shapes, rows, columns), sampled_of_all(shapes, rows, columns))


@settings(max_examples=40, deadline=None)
@given(st.lists(some_rings, max_size=3), samples(HEIGHT), samples(WIDTH))
def test_the_stand_in_gives_the_same_samples(rings, rows, columns):
    shapes = [shape_of(each) for each in rings]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "needs_stand_in", lambda kernel: True)
        stood_in = topmost(shapes, rows, columns)
    assert np.array_equal(stood_in, topmost(shapes, rows, columns))


@both
@pytest.mark.parametrize("step", [1, 3, 7])
def test_every_kind_of_shape_counts_by_its_place(step):
    bitmap = np.random.default_rng(0).random((40, 30)) > 0.4
    square = ((10, 10), (60, 10), (60, 60), (10, 60))
    shapes = [
        polygon("car", square, [((20, 20), (40, 20), (40, 40))]),
        Shape("car", as_points(((5, 5), (30, 12))), ShapeKind.RECTANGLE),
        Shape("car", as_points(((25.5, 30), (54.5, 69))), ShapeKind.MASK, bitmap=Bitmap(bitmap)),
        Shape("car", as_points(((0, 0), (80, 80))), ShapeKind.LINE),
        Shape("car", as_points(((60, 60), (75, 66))), ShapeKind.CIRCLE),
        Shape("car", as_points(())),
        polygon("car", ((70, 0), (80, 0), (60, 80))),
    ]
    rows, columns = np.arange(1, 80, step), np.arange(0, 80, step)
    found = topmost(shapes, rows, columns)
    assert found.dtype == np.int32
    assert np.array_equal(found, sampled_of_all(shapes, rows, columns, (80, 80)))
    assert set(np.unique(found).tolist()) == {0, 1, 2, 3, 5, 7}


@both
def test_a_shape_higher_than_a_band_is_whole(monkeypatch):
    monkeypatch.setattr(module, "BAND_WORDS", 3)
    monkeypatch.setattr(module, "_STRIP_ROWS", 2)
    ring = np.random.default_rng(3).random((40, 2)) * 200
    shapes = [polygon("car", ring), polygon("car", ring[::-1] / 2)]
    rows, columns = np.arange(0, 200, 3), np.arange(1, 200, 2)
    assert np.array_equal(topmost(shapes, rows, columns), sampled_of_all(shapes, rows, columns, (200, 200)))


@both
def test_without_shapes_or_pixels_there_is_nothing():
    nothing, some = np.array((), np.intp), np.arange(4)
    triangle = polygon("car", ((0, 0), (4, 0), (0, 4)))
    assert topmost([triangle], nothing, some).shape == (0, 4)
    assert topmost([triangle], some, nothing).shape == (4, 0)
    assert not topmost([], some, some).any()


def test_a_shape_that_cannot_be_drawn_is_refused():
    with pytest.raises(GeometryError):
        topmost([Shape("car", as_points(((0, 0),)), ShapeKind.RECTANGLE)], np.arange(3), np.arange(3))


@pytest.mark.parametrize("has_kernel", [True, False])
def test_words_of_shapes_take_the_place_of_others(monkeypatch, has_kernel):
    monkeypatch.setattr(module, "needs_stand_in", lambda kernel: not has_kernel)
    top = np.array(((0, 1, 2), (2, 1, 0)), np.int32)
    words = np.full((2, 3), 9, np.uint32)
    recolor(words, top, np.array((5, 6, 7), np.uint32), np.array((True, False, False)))
    assert words.tolist() == [[9, 6, 7], [7, 6, 9]]
