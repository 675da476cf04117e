"""The table of colours through which the label map is seen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from labeler.core.geometry import PixelRect
from labeler.core.palette import voc_palette
from labeler.gui.canvas.array_image import Surface, image_over
from labeler.gui.canvas.label_layer import LabelLayer, ViewMode
from labeler.gui.canvas.viewport import Viewport
from tests.gui.canvas.conftest import rgb


def layer_of(label_map: np.ndarray) -> LabelLayer:
    layer = LabelLayer()
    layer.label_map = label_map
    return layer


def viewport_of(width: int, height: int, scale: float) -> Viewport:
    viewport = Viewport()
    viewport.resize((width, height))
    viewport.show_image((width, height))
    viewport.zoom_to(scale)
    return viewport


def painted(layer: LabelLayer, viewport: Viewport) -> np.ndarray:
    surface = Surface(*viewport.size)
    surface.pixels[:] = QColor(100, 150, 200).rgb()
    layer.paint(surface, viewport, PixelRect(0, 0, *viewport.size).intersected(viewport.image_rect))
    return rgb(image_over(surface.pixels))


def test_in_overlay_mode_background_is_transparent_and_classes_are_not():
    layer = LabelLayer()
    layer.opacity = 0.5
    table = layer.table()
    assert table[0] == 0
    assert set((table[1:] >> 24).tolist()) == {128}


def test_the_table_holds_the_colours_times_alpha_as_qt_rounds_them():
    layer = LabelLayer()
    layer.opacity = 0.45
    for index in (1, 21, 255):
        color = QColor(*voc_palette()[index].tolist())
        color.setAlpha(layer.alpha)
        image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        image.setPixel(0, 0, 0)
        with QPainter(image) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(0, 0, 1, 1, color)
        word = int(np.frombuffer(image.constBits(), np.uint32)[0])
        assert abs(int(layer.table()[index]) - word) <= 0x010101


def test_in_labels_mode_every_index_is_opaque_whatever_the_opacity():
    layer = LabelLayer()
    layer.opacity, layer.mode = 0.1, ViewMode.LABELS
    assert set((layer.table() >> 24).tolist()) == {255}
    assert layer.table()[5] & 0xFFFFFF == int.from_bytes(voc_palette()[5].tobytes(), "big")


@pytest.mark.parametrize("change", [{"mode": ViewMode.IMAGE}, {"opacity": 0.0}, {"label_map": None}])
def test_there_are_cases_in_which_nothing_is_drawn(change):
    layer = layer_of(np.full((30, 40), 7, np.uint8))
    for name, value in change.items():
        setattr(layer, name, value)
    assert (painted(layer, viewport_of(40, 30, 1.0)) == (100, 150, 200)).all()


def test_a_label_map_of_another_size_than_the_image_is_not_drawn():
    layer = layer_of(np.full((30, 41), 7, np.uint8))
    assert (painted(layer, viewport_of(40, 30, 1.0)) == (100, 150, 200)).all()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_void_is_hatched_every_eight_screen_pixels(ratio):
    layer = layer_of(np.full((60, 80), 255, np.uint8))
    viewport = viewport_of(80, 60, 1.0)
    viewport.ratio = ratio
    seen = painted(layer, viewport)
    row = seen[20, :, 0]
    stripes = row < np.median(row)
    starts = np.flatnonzero(stripes[1:] & ~stripes[:-1])
    assert set(np.diff(starts).tolist()) == {8 * ratio}
    assert (seen[20, :-1] == seen[21, 1:]).all() or (seen[20, 1:] == seen[21, :-1]).all()


def test_stripes_are_white_on_a_dark_colour_of_void():
    layer = layer_of(np.full((60, 80), 255, np.uint8))
    layer.opacity = 1.0
    layer.palette[255] = (20, 20, 40)
    seen = painted(layer, viewport_of(80, 60, 1.0))
    assert set(map(tuple, seen.reshape(-1, 3).tolist())) == {(20, 20, 40), (255, 255, 255)}


def test_a_class_is_not_hatched():
    layer = layer_of(np.full((60, 80), 254, np.uint8))
    assert len(np.unique(painted(layer, viewport_of(80, 60, 1.0)).reshape(-1, 3), axis=0)) == 1


@pytest.mark.parametrize("mode", [ViewMode.OVERLAY, ViewMode.LABELS])
def test_a_hidden_class_is_not_drawn_and_the_others_are(mode):
    layer = LabelLayer()
    layer.mode = mode
    before = layer.table()
    layer.hidden = frozenset({7, 255})
    table = layer.table()
    assert set(np.flatnonzero(table != before).tolist()) == {7, 255}
    assert not table[[7, 255]].any()


def test_hidden_void_has_no_stripes():
    layer = layer_of(np.full((60, 80), 255, np.uint8))
    layer.hidden = frozenset({255})
    assert (painted(layer, viewport_of(80, 60, 1.0)) == (100, 150, 200)).all()


def test_without_fill_only_the_stripes_of_void_are_drawn():
    layer = layer_of(np.repeat(np.array([[1, 255]], np.uint8), 30, axis=1).repeat(20, axis=0))
    layer.is_filled = False
    seen = (painted(layer, viewport_of(60, 20, 1.0)) != (100, 150, 200)).any(axis=2)
    assert not seen[:, :30].any()
    assert 0.3 < seen[:, 30:].mean() < 0.45


def test_where_the_label_map_is_alone_it_is_always_filled():
    layer = LabelLayer()
    layer.mode, layer.is_filled = ViewMode.LABELS, False
    assert set((layer.table() >> 24).tolist()) == {255}


@pytest.mark.parametrize("mode", list(ViewMode))
def test_unlabelled_pixels_are_loud_in_every_view_and_the_classes_as_they_were(mode):
    layer = LabelLayer()
    layer.mode = mode
    before = layer.table()
    layer.unlabelled_color = (255, 0, 200)
    table = layer.table()
    assert set(np.flatnonzero(table != before).tolist()) == {0}
    assert int(table[0]) >> 24 >= 190
    seen = painted(layer_with(layer, np.array([[0, 0, 7, 255]], np.uint8)), viewport_of(4, 1, 1.0))[0]
    red, green, blue = seen[0].tolist()
    assert red > 200
    assert green < 60
    assert blue > 180
    assert mode is not ViewMode.IMAGE or (seen[2:] == (100, 150, 200)).all()


def layer_with(layer: LabelLayer, label_map: np.ndarray) -> LabelLayer:
    layer.label_map = label_map
    return layer


def test_unlabelled_pixels_are_loud_also_where_classes_are_faint_or_hidden():
    layer = LabelLayer()
    layer.opacity, layer.hidden, layer.unlabelled_color = 0.0, frozenset({0, 7}), (255, 0, 200)
    assert int(layer.table()[0]) >> 24 == 190
    layer.opacity = 1.0
    assert int(layer.table()[0]) >> 24 == 255
    layer.unlabelled_color = None
    assert layer.table()[0] == 0
