"""The photograph at full size and at half, quarter, ... size."""

from __future__ import annotations

from threading import Thread

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from labeler.gui.canvas.pyramid import ImagePyramid
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
