"""The picture under the vectors is, pixel by pixel, the photograph and the label map as documented."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from labeler.core.edits.shapes import ReplaceShapes, add_shape, delete_shapes
from labeler.core.geometry import Bounds
from labeler.core.palette import voc_palette
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.gui import theme
from labeler.gui.canvas.label_layer import ViewMode
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.scene import Scene
from labeler.gui.canvas.viewport import Viewport
from tests.gui.canvas.conftest import document_of, photograph, rgb

CANVAS = (400, 300)
SIZE = (90, 70)
SHAPES = (
    polygon("road", ((-5, 3), (60, 8.5), (95, 40), (33.3, 66))),
    polygon("car", ((20, 10), (50, 14), (44, 50), (12, 40)), [((25, 20), (40, 22), (30, 35))]),
    polygon("void", ((60, 5), (88, 5), (88, 30), (60, 30))),
)


@pytest.fixture
def scene(qapp) -> Scene:
    """A scene without outlines, which alone are not exact pixels."""
    return scene_of(*SHAPES)


def scene_of(*shapes, size=SIZE, seed=0) -> Scene:
    scene = Scene()
    scene.viewport.resize(CANVAS)
    scene.base.outlines.is_on = scene.base.has_grid = False
    scene.base.image.pyramid = ImagePyramid.of(photograph(*size, seed=seed))
    scene.show_document(document_of(*shapes, size=size))
    return scene


def shown(scene: Scene) -> np.ndarray:
    return rgb(scene.base.updated(scene.viewport))


def drawn_anew(scene: Scene) -> np.ndarray:
    scene.base.invalidate()
    return shown(scene)


def product(values: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Qt's rounding of values * alpha / 255."""
    wide = values * alpha
    return (wide + (wide >> 8) + 128) >> 8


def sampled(values: np.ndarray, viewport: Viewport) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the documented rule samples of (H, W, ...) values, and the device rows and columns it goes to."""
    (left, top), scale = viewport.origin, viewport.scale
    columns = np.floor((np.arange(CANVAS[0]) + 0.5 - left) / scale).astype(int)
    rows = np.floor((np.arange(CANVAS[1]) + 0.5 - top) / scale).astype(int)
    across = np.flatnonzero((columns >= 0) & (columns < values.shape[1]))
    down = np.flatnonzero((rows >= 0) & (rows < values.shape[0]))
    return values[np.ix_(rows[down], columns[across])], down, across


def expected_overlay(scene: Scene, photo: np.ndarray, opacity: float) -> np.ndarray:
    document, viewport = scene.document, scene.viewport
    labels = rasterize(document.annotation.shapes, document.size, document.classes)
    labels, down, across = sampled(labels, viewport)
    alpha = np.where(labels == 0, 0, round(255 * opacity))[..., None]
    colors = voc_palette()[labels].astype(int)
    left, top = viewport.origin
    stripe = ((across - left)[None, :] + (down - top)[:, None]) % 8 < 3
    colors[(labels == 255) & stripe] = 0
    expected = np.empty((CANVAS[1], CANVAS[0], 3), int)
    expected[:] = theme.current().canvas.getRgb()[:3]
    below = sampled(photo, viewport)[0]
    expected[np.ix_(down, across)] = product(colors, alpha) + product(below, 255 - alpha)
    return expected


@pytest.mark.parametrize("scale", [1.0, 8.0, 2.0, 1.37, 3.77, 64.0])
def test_the_overlay_is_the_label_map_blended_over_the_photograph(scene, scale):
    scene.viewport.zoom_to(scale)
    scene.viewport.pan(13, -7)
    scene.base.labels.opacity = 0.45
    expected = expected_overlay(scene, rgb(photograph(*SIZE)), 0.45)
    assert (shown(scene) == expected).all()


@pytest.mark.parametrize("opacity", [0.0, 0.15, 1.0])
def test_the_overlay_is_as_opaque_as_asked(scene, opacity):
    scene.viewport.zoom_to(2.0)
    scene.base.labels.opacity = opacity
    if opacity == 0.0:
        scene.base.labels.label_map[:] = 255
    expected = expected_overlay(scene, rgb(photograph(*SIZE)), opacity)
    assert (shown(scene) == expected).all()


@pytest.mark.parametrize("scale", [0.3, 0.77, 1.0, 2.5, 8.0])
def test_in_labels_mode_each_pixel_is_the_palette_colour_of_its_class(qapp, scale):
    scene = scene_of(*(polygon("car", shape.points * 8) for shape in SHAPES), size=(720, 560))
    scene.base.labels.mode = ViewMode.LABELS
    scene.viewport.zoom_to(scale)
    document = scene.document
    labels = rasterize(document.annotation.shapes, document.size, document.classes)
    values, down, across = sampled(labels, scene.viewport)
    assert ((shown(scene)[np.ix_(down, across)] == voc_palette()[values]).all(axis=2) | (values == 255)).all()


def test_void_is_hatched_too_where_the_label_map_is_shown_alone(scene):
    scene.base.labels.mode = ViewMode.LABELS
    scene.viewport.zoom_to(4.0)
    x, y = scene.viewport.to_device(74, 12)
    seen = shown(scene)[int(y) : int(y) + 9, int(x) : int(x) + 9]
    assert set(map(tuple, seen.reshape(-1, 3).tolist())) == {tuple(voc_palette()[255].tolist()), (0, 0, 0)}


def test_in_image_mode_there_is_only_the_photograph(scene):
    scene.base.labels.mode = ViewMode.IMAGE
    scene.viewport.zoom_to(3.0)
    values, down, across = sampled(rgb(photograph(*SIZE)), scene.viewport)
    assert (shown(scene)[np.ix_(down, across)] == values).all()


@pytest.mark.parametrize("scale", [0.21, 0.37, 0.5, 0.61, 0.73, 0.99, 1.0, 1.3, 7.3, 64.0])
@pytest.mark.parametrize("step", [(5, 3), (-17, 0), (0, 41), (-120, -90), (399, 0), (500, 500)])
def test_a_pan_shows_the_same_as_drawing_everything_anew(qapp, scale, step):
    scene = scene_of(*(polygon("car", shape.points * 16) for shape in SHAPES), size=(1440, 1120))
    scene.base.has_grid = True
    scene.viewport.zoom_to(scale)
    shown(scene)
    scene.viewport.pan(*step)
    shown(scene)
    scene.viewport.pan(-step[0] // 2, 11)
    assert (shown(scene) == drawn_anew(scene)).all()


def test_the_grid_comes_and_goes_without_being_told(scene):
    scene.viewport.zoom_to(10.0)
    without = shown(scene)
    scene.base.has_grid = True
    assert (shown(scene) != without).any()
    scene.base.has_grid = False
    assert (shown(scene) == without).all()


def test_a_pan_moves_the_thin_outlines_along(scene):
    scene.base.outlines.is_on = True
    scene.viewport.zoom_to(3.0)
    shown(scene)
    scene.viewport.pan(31, -12)
    assert np.abs(shown(scene) - drawn_anew(scene)).max() <= 2


@pytest.mark.parametrize("scale", [0.3, 0.77, 1.0, 2.5, 8.0])
@pytest.mark.parametrize("has_outlines", [False, True])
def test_an_edit_shows_the_same_as_drawing_everything_anew(qapp, scale, has_outlines):
    scene = scene_of(*SHAPES)
    scene.base.outlines.is_on = has_outlines
    document = scene.document
    document.changed.connect(lambda change, rect: scene.base.mark(change.bounds))
    scene.viewport.zoom_to(scale)
    shown(scene)
    before = document.annotation.shapes[1]
    after = polygon("tree", before.points + 7.25)
    for edit in (
        ReplaceShapes((1,), (before,), (after,)),
        add_shape(document.annotation, polygon("road", ((70, 60), (88, 61), (80, 69.5)))),
        delete_shapes(document.annotation, (0,)),
    ):
        document.push(edit)
        seen = shown(scene)
        assert np.abs(seen - drawn_anew(scene)).max() <= (2 if has_outlines else 0)
    document.undo_stack.undo()
    assert np.abs(shown(scene) - drawn_anew(scene)).max() <= (2 if has_outlines else 0)


@pytest.mark.parametrize("scale", [2.5, 8.0, 30.0, 64.0])
def test_an_edit_between_pixels_shows_the_same_as_drawing_everything_anew(scene, scale):
    document = scene.document
    document.changed.connect(lambda change, rect: scene.base.mark(change.bounds))
    scene.viewport.zoom_to(scale)
    shown(scene)
    x, y = map(int, scene.viewport.to_image(CANVAS[0] / 2, CANVAS[1] / 2))
    left, top, right, bottom = x + 0.45, y + 0.4, x + 2.55, y + 2.55
    small = polygon("car", ((left, top), (right, top), (right, bottom), (left, bottom)))
    document.push(add_shape(document.annotation, small))
    assert (shown(scene) == drawn_anew(scene)).all()


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
def test_nothing_is_left_of_the_outline_of_what_is_deleted(scene, ratio):
    scene.base.outlines.is_on = True
    scene.resize(QSize(200, 150), ratio)
    document = scene.document
    document.changed.connect(lambda change, rect: scene.base.mark(change.bounds))
    dot = Shape("car", np.array([(31.0, 60.0)]), ShapeKind.POINT)
    whole = polygon("tree", ((14, 55), (28, 55), (28, 65), (14, 65)))
    document.push(add_shape(document.annotation, whole))
    document.push(add_shape(document.annotation, dot))
    assert np.abs(shown(scene) - drawn_anew(scene)).max() <= 4
    document.push(delete_shapes(document.annotation, (3, 4)))
    assert np.abs(shown(scene) - drawn_anew(scene)).max() <= 4


def test_an_edit_draws_nothing_beside_its_rectangle(scene):
    scene.viewport.zoom_to(4.0)
    shown(scene)
    scene.base.labels.palette = 255 - voc_palette()
    scene.base.mark(Bounds(20, 10, 30, 20))
    before, now = shown(scene_of(*SHAPES, seed=0)), shown(scene)
    del before
    everywhere = drawn_anew(scene)
    rect = scene.viewport.device_rect(Bounds(20, 10, 30, 20))
    inside = np.zeros(now.shape[:2], bool)
    inside[rect.top : rect.bottom, rect.left : rect.right] = True
    assert (now[inside] == everywhere[inside]).all()
    assert (now[~inside] != everywhere[~inside]).any()


def test_an_edit_in_the_same_frame_as_a_pan_is_seen_where_it_has_gone(scene):
    scene.viewport.zoom_to(4.0)
    shown(scene)
    document = scene.document
    document.changed.connect(lambda change, rect: scene.base.mark(change.bounds))
    document.push(delete_shapes(document.annotation, (1,)))
    scene.viewport.pan(60, 40)
    assert (shown(scene) == drawn_anew(scene)).all()


def test_many_edits_in_one_frame_are_all_seen(scene):
    scene.viewport.zoom_to(4.0)
    shown(scene)
    document = scene.document
    document.changed.connect(lambda change, rect: scene.base.mark(change.bounds))
    for step in range(40):
        triangle = np.array(((0, 0), (4, 0), (4, 4))) + np.array((step * 2.0, step * 1.5))
        document.push(add_shape(document.annotation, polygon("car", triangle)))
    assert (shown(scene) == drawn_anew(scene)).all()


def test_another_palette_needs_no_new_label_map(scene):
    scene.base.labels.mode = ViewMode.LABELS
    scene.viewport.zoom_to(4.0)
    shown(scene)
    scene.base.labels.palette = 255 - voc_palette()
    assert set(map(tuple, drawn_anew(scene).reshape(-1, 3))) <= {
        *map(tuple, (255 - voc_palette()).tolist()),
        QColor(theme.current().canvas).getRgb()[:3],
    }


def test_outlines_are_drawn_while_shapes_in_view_are_few(scene):
    without = drawn_anew(scene)
    scene.base.outlines.is_on = True
    assert (shown(scene) != without).any()
    scene.base.outlines.limit = 3
    assert (shown(scene) == without).all()


def test_in_labels_mode_there_are_no_outlines(scene):
    scene.base.labels.mode = ViewMode.LABELS
    without = drawn_anew(scene)
    scene.base.outlines.is_on = True
    assert (drawn_anew(scene) == without).all()


def test_a_photograph_of_another_size_than_the_document_is_shown_without_labels(scene):
    scene.base.image.pyramid = ImagePyramid.of(photograph(50, 50))
    scene.show_size(keeps_view=False)
    scene.viewport.zoom_to(2.0)
    values, down, across = sampled(rgb(photograph(50, 50)), scene.viewport)
    assert (shown(scene)[np.ix_(down, across)] == values).all()


def test_labels_are_shown_before_there_is_a_photograph(scene):
    scene.base.image.pyramid = None
    scene.show_size(keeps_view=True)
    scene.base.labels.mode = ViewMode.LABELS
    values, down, across = sampled(scene.base.labels.label_map, scene.viewport)
    is_right = (shown(scene)[np.ix_(down, across)] == voc_palette()[values]).all(axis=2)
    assert (is_right | (values == 255)).all()


def test_a_sharper_screen_shows_every_device_pixel(scene):
    scene.resize(QSize(200, 150), 2.0)
    assert scene.viewport.size == CANVAS
    scene.viewport.zoom_to(3.0)
    image = scene.base.updated(scene.viewport)
    assert image.devicePixelRatio() == 2.0
    values, down, across = sampled(rgb(photograph(*SIZE)), scene.viewport)
    is_background = sampled(scene.base.labels.label_map, scene.viewport)[0] == 0
    assert (rgb(image)[np.ix_(down, across)] == values)[is_background].all()
