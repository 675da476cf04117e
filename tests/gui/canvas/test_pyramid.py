"""The photograph at full size and at half, quarter, ... size."""

from __future__ import annotations

from concurrent.futures import CancelledError
from threading import Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from labeler.gui.canvas.array_image import image_over
from labeler.gui.canvas.pyramid import ImagePyramid, halvings_between, level_sizes
from tests.gui.canvas.conftest import photograph, rgb


@pytest.mark.parametrize("size", [(600, 400), (601, 401), (257, 1), (1, 1), (300, 131)])
def test_each_level_is_half_of_the_one_before_rounded_up(size):
    pyramid = ImagePyramid.of(photograph(*size))
    assert pyramid.size == size
    sizes = [(level.image.width(), level.image.height()) for level in pyramid.levels]
    halves = [((width + 1) // 2, (height + 1) // 2) for width, height in sizes]
    assert sizes[1:] == halves[:-1]
    assert max(sizes[-1]) <= 256


def test_the_first_level_is_the_image_itself():
    image = photograph(300, 131)
    assert (rgb(ImagePyramid.of(image).levels[0].image) == rgb(image)).all()


def test_a_pixel_of_a_level_is_the_mean_of_four():
    image = photograph(600, 150)
    half = rgb(ImagePyramid.of(image).levels[1].image)
    mean = rgb(image).reshape(75, 2, 300, 2, 3).mean(axis=(1, 3))
    assert np.abs(half - mean).max() <= 0.5
    assert abs((half - mean).mean()) <= 0.02


def test_an_odd_last_row_and_column_are_not_lost():
    image = QImage(301, 301, QImage.Format.Format_RGB32)
    image.fill(QColor(0, 0, 0))
    for place in range(301):
        image.setPixelColor(300, place, QColor(250, 0, 0))
        image.setPixelColor(place, 300, QColor(0, 250, 0))
    half = rgb(ImagePyramid.of(image).levels[1].image)
    assert half.shape[:2] == (151, 151)
    assert half[10, -1].tolist() == [250, 0, 0]
    assert half[-1, 10].tolist() == [0, 250, 0]
    assert half[10, -2].tolist() == [0, 0, 0]


def test_transparent_parts_become_white():
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    image.fill(QColor(200, 0, 0, 0))
    assert (rgb(ImagePyramid.of(image).levels[0].image) == 255).all()


def test_it_does_not_need_the_image_it_was_made_of():
    image = photograph(300, 131)
    expected = rgb(image)
    pyramid = ImagePyramid.of(image)
    image.fill(0)
    del image
    assert (rgb(pyramid.levels[0].image) == expected).all()


def test_it_can_be_built_in_a_thread():
    image, made = photograph(600, 400), []
    thread = Thread(target=lambda: made.append(ImagePyramid.of(image)))
    thread.start()
    thread.join()
    assert (rgb(made[0].levels[0].image) == rgb(image)).all()


def words_of(size: tuple[int, int], seed: int = 0):
    return np.random.default_rng(seed).integers(0, 1 << 24, size[::-1], np.uint32) | np.uint32(0xFF000000)


def test_words_are_kept_and_not_copied():
    words = words_of((300, 200))
    pyramid = ImagePyramid.over(words)
    assert pyramid.levels[0].pixels is words
    assert not pyramid.is_preview
    assert pyramid.byte_count == 4 * (300 * 200 + 150 * 100)


def test_smaller_levels_lie_where_they_are_told_to():
    given = []

    def allocate(height: int, width: int):
        given.append(np.zeros((height, width), np.uint32))
        return given[-1]

    pyramid = ImagePyramid.over(words_of((1100, 300)), allocate)
    assert [each.shape for each in given] == [(150, 550), (75, 275), (38, 138)]
    assert all(level.pixels is each for level, each in zip(pyramid.levels[1:], given, strict=True))


@pytest.mark.parametrize("size", [(1000, 700), (1001, 3), (1, 1), (256, 256), (257, 257)])
def test_the_sizes_of_levels_are_known_beforehand(size):
    levels = ImagePyramid.over(words_of(size)).levels
    assert level_sizes(size) == [level.pixels.shape[::-1] for level in levels]


def test_levels_that_are_there_already_make_the_same_pyramid():
    made = ImagePyramid.over(words_of((600, 300)))
    again = ImagePyramid.of_levels([level.pixels for level in made.levels])
    assert again.size == made.size
    assert [level.image for level in again.levels] == [level.image for level in made.levels]


def test_what_is_no_longer_wanted_is_not_halved():
    with pytest.raises(CancelledError):
        ImagePyramid.over(words_of((600, 300)), is_wanted=lambda: False)


@given(size=st.tuples(st.integers(1, 5000), st.integers(1, 5000)), count=st.integers(0, 5))
def test_halvings_are_counted_back(size, count):
    small = size
    for _ in range(count):
        small = ((small[0] + 1) // 2, (small[1] + 1) // 2)
    found = halvings_between(size, small)
    assert found <= count
    assert found == count or small == (1, 1)


def test_a_size_that_is_no_half_is_refused():
    with pytest.raises(ValueError, match="no halved size"):
        halvings_between((100, 100), (30, 25))


def test_a_preview_has_the_size_of_its_image_and_lacks_its_finest_levels():
    preview = ImagePyramid.over(words_of((300, 200)), preview_of=(1199, 799))
    assert preview.size == (1199, 799)
    assert preview.is_preview
    assert preview.halvings == 2
    for scale in (4, 1, 0.5, 0.25, 0.2):
        image, halvings = preview.level_for(scale)
        assert (image.width(), halvings) == (300, 2)
    for scale in (0.125, 0.01):
        image, halvings = preview.level_for(scale)
        assert (image.width(), halvings) == (150, 3)


def test_a_preview_is_drawn_where_its_image_will_be(view, qtbot):
    whole = ImagePyramid.of(blocks())
    preview = ImagePyramid.over(whole.levels[0].pixels[::4, ::4].copy(), preview_of=whole.size)
    view.resize(500, 400)
    view.set_document(None)
    for scale in (0.4, 0.7, 1, 2.5):
        view.set_pyramid(preview)
        view.zoom_to(scale)
        shown = view.scene.viewport.scale
        early = rgb(view.grab().toImage()).astype(int)
        view.set_pyramid(whole, keeps_view=True)
        late = rgb(view.grab().toImage()).astype(int)
        assert view.scene.viewport.scale == shown
        # Blocks are as wide as 40 image pixels: but for their borders both pictures are the same.
        assert (np.abs(early - late).max(axis=2) < 12).mean() > 0.75
        assert np.abs(early - late).mean() < 12


def blocks() -> QImage:
    """An image of 800 x 600 in blocks of one colour each."""
    colors = np.random.default_rng(3).integers(60, 200, (15, 20), np.uint32) * np.uint32(0x010101)
    words = np.kron(colors, np.ones((40, 40), np.uint32)) | np.uint32(0xFF000000)
    return image_over(np.ascontiguousarray(words)).copy()
