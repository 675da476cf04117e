"""What is drawn over the picture to judge pixels: their borders, and a cross through the pointer."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from labeler.core.geometry import PixelRect
from labeler.gui.canvas.array_image import Surface, image_over
from labeler.gui.canvas.crosshair_layer import paint_crosshair
from labeler.gui.canvas.grid_layer import paint_grid
from labeler.gui.canvas.viewport import Viewport

BLACK, GREY, WHITE = 0xFF000000, 0xFF808080, 0xFFFFFFFF


def viewport_at(scale: float, ratio: float = 1.0, image=(40, 30), canvas=(200, 150)) -> Viewport:
    viewport = Viewport()
    viewport.ratio = ratio
    viewport.resize(canvas)
    viewport.show_image(image)
    viewport.zoom_to(scale)
    return viewport


def changed(draw, viewport: Viewport, ground: int = GREY) -> np.ndarray:
    """Which device pixels of a plain ground a layer changes."""
    width, height = viewport.size
    pixels = np.full((height, width), ground, np.uint32)
    image = image_over(pixels)
    with QPainter(image) as painter:
        draw(painter)
    return pixels != ground


def between_lines(grid: np.ndarray) -> np.ndarray:
    """A row of device pixels that is no line itself."""
    return grid[~grid.all(axis=1)][0]


def grid_of(viewport: Viewport, ground: int = GREY) -> np.ndarray:
    surface = Surface(*viewport.size)
    surface.pixels[:] = ground
    paint_grid(surface, viewport, PixelRect(0, 0, *viewport.size).intersected(viewport.image_rect))
    return surface.pixels != ground


@pytest.mark.parametrize(
    ("scale", "ratio", "is_there"), [(7.9, 1, False), (8, 1, True), (12, 2, False), (16, 2, True)]
)
def test_the_grid_is_there_from_800_percent_of_the_screen_on(scale, ratio, is_there):
    assert grid_of(viewport_at(scale, ratio)).any() == is_there


@pytest.mark.parametrize("ground", [BLACK, GREY, WHITE])
def test_the_grid_shows_on_any_ground(ground):
    assert grid_of(viewport_at(10), ground).any()


@pytest.mark.parametrize("scale", [8, 9.3, 17.77, 64])
def test_each_line_is_the_first_device_pixel_of_an_image_pixel(scale):
    viewport = viewport_at(scale)
    lines = np.flatnonzero(between_lines(grid_of(viewport)))
    starts = np.flatnonzero(np.diff(viewport.columns(-1, 200)))
    assert lines.tolist() == [start for start in starts.tolist() if viewport.image_rect.left < start < 200]


def test_the_grid_stays_within_the_image():
    viewport = viewport_at(10, image=(4, 3))
    left, top, right, bottom = viewport.image_rect
    outside = grid_of(viewport)
    outside[top:bottom, left:right] = False
    assert not outside.any()


@pytest.mark.parametrize("scale", [8, 9.3, 20])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_grid_of_a_part_is_that_part_of_the_grid(scale, ratio):
    viewport = viewport_at(scale * ratio, ratio)
    whole, parts = Surface(*viewport.size), Surface(*viewport.size)
    everything = PixelRect(0, 0, *viewport.size).intersected(viewport.image_rect)
    paint_grid(whole, viewport, everything)
    for left in range(everything.left, everything.right, 7):
        strip = everything._replace(left=left, right=min(left + 7, everything.right))
        paint_grid(parts, viewport, strip)
    assert (whole.pixels == parts.pixels).all()
    assert whole.pixels.any()


def test_lines_are_as_thick_as_the_screen_is_sharp():
    viewport = viewport_at(32, ratio=2.0)
    row = between_lines(grid_of(viewport))
    runs = np.diff(np.flatnonzero(np.diff(np.concatenate(([0], row.astype(int), [0])))))[::2]
    assert set(runs[1:-1].tolist()) == {2}


@pytest.mark.parametrize("ground", [BLACK, GREY, WHITE])
def test_the_cross_goes_through_the_pointer_and_leaves_it_free(ground):
    viewport = viewport_at(2)
    cross = changed(lambda painter: paint_crosshair(painter, viewport, QPointF(80.4, 60.7)), viewport, ground)
    assert cross[60, :70].all()
    assert cross[60, 90:].all()
    assert cross[:50, 80].all()
    assert cross[70:, 80].all()
    assert not cross[51:70, 71:90].any()
    assert cross.sum() == 200 - 20 + 150 - 20


def test_the_cross_at_the_border_of_the_canvas_stays_on_it():
    viewport = viewport_at(2)
    cross = changed(lambda painter: paint_crosshair(painter, viewport, QPointF(0, 0)), viewport)
    assert cross[0, 10:].all()
    assert cross[10:, 0].all()
    assert cross.sum() == 190 + 140
