"""The ring around the place that a list leads to."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from labeler.core.geometry import PixelRect
from labeler.gui import theme
from labeler.gui.canvas.marker_layer import paint_marker
from labeler.gui.canvas.viewport import Viewport
from tests.gui.canvas.conftest import rgb

GREY = (90, 90, 90)


def seen(box: PixelRect, scale: float, ratio: float = 1.0) -> np.ndarray:
    """(300, 400) bool: the pixels that the ring around a box of a 100 x 80 image covers."""
    viewport = Viewport()
    viewport.ratio = ratio
    viewport.resize((400, 300))
    viewport.show_image((100, 80))
    viewport.zoom_to(scale)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(*GREY))
    with QPainter(image) as painter:
        paint_marker(painter, viewport, box)
    return rgb(image)


def extent(pixels: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero((pixels != GREY).any(axis=2))
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_single_pixel_is_ringed_so_that_it_is_found(ratio):
    left, top, right, bottom = extent(seen(PixelRect(50, 40, 51, 41), 1.0, ratio))
    assert right - left == pytest.approx(28 * ratio + 5 * ratio, abs=3)
    assert bottom - top == right - left
    assert (left + right) / 2 == pytest.approx(200.5, abs=1)


def test_the_ring_lies_around_the_place_and_leaves_it_free():
    pixels = seen(PixelRect(40, 30, 60, 50), 4.0)
    left, top, right, bottom = extent(pixels)
    assert (right - left, bottom - top) == pytest.approx((80 + 2 * 8 + 5, 80 + 2 * 8 + 5), abs=3)
    inside = pixels[top + 14 : bottom - 14, left + 14 : right - 14]
    assert (inside == GREY).all()


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_ring_has_the_accent_between_a_dark_and_a_light_casing(qapp, name):
    theme.apply(qapp, name)
    row = seen(PixelRect(40, 30, 60, 50), 4.0)[150]
    accent = QColor(theme.current().accent).getRgb()[:3]
    assert (row == accent).all(axis=1).any()
    assert row.max() > 200
    assert row.min() < 60
    theme.apply(qapp, "dark")
