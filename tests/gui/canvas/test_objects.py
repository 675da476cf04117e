"""What the label map cannot tell: hidden shapes, instances in colours of their own, borders without fill."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from labeler.core.edits.arrange import raise_shapes
from labeler.core.edits.properties import set_group
from labeler.core.edits.shapes import InsertShapes, ReplaceShapes, delete_shapes
from labeler.core.object_numbers import distinct_colors
from labeler.core.palette import voc_palette
from labeler.core.rasterizer import paint, rasterize
from labeler.core.shapes import polygon
from labeler.gui import theme
from labeler.gui.canvas import object_layer
from labeler.gui.canvas.display import Display
from labeler.gui.canvas.label_layer import ViewMode
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.scene import Scene
from labeler.gui.canvas.viewport import Place
from tests.gui.canvas.conftest import document_of, photograph, rgb
from tests.gui.canvas.test_base_image import CANVAS, drawn_anew, sampled, shown

SIZE = (90, 70)
SHAPES = (
    polygon("car", ((2, 3), (40, 5), (38, 30), (4, 33))),
    polygon("car", ((20, 10), (60, 14), (54, 50), (12, 40)), [((30, 22), (40, 24), (33, 32))], group_id=1),
    polygon("void", ((60, 5), (88, 5), (88, 30), (60, 30))),
    polygon("car", ((60, 40), (85, 40), (85, 66)), group_id=1),
    polygon("road", ((5, 45), (50, 48), (40, 68), (3, 66))),
)
SCALES = (0.3, 0.77, 1.0, 2.5, 8.0)


class Hidden(SimpleNamespace):
    """What is hidden, as the window's Visibility tells it."""

    hidden_shapes: tuple[int, ...] = ()

    def is_shape_visible(self, position: int) -> bool:
        return position not in self.hidden_shapes

    def follow(self, change: object) -> None:
        return None


@pytest.fixture
def scene(qapp) -> Scene:
    scene = Scene()
    scene.viewport.resize(CANVAS)
    scene.base.outlines.is_on = scene.base.has_grid = False
    scene.base.labels.mode = ViewMode.LABELS
    scene.base.image.pyramid = ImagePyramid.of(photograph(*SIZE))
    document = document_of(*SHAPES, size=SIZE)
    scene.show_document(document)
    document.changed.connect(lambda change, rect: scene.base.objects.follow(change))
    document.changed.connect(lambda change, rect: scene.base.mark(change.bounds))
    return scene


def hide(scene: Scene, *positions: int) -> None:
    scene.document.visibility = Hidden(hidden_shapes=positions)
    scene.base.invalidate()


def in_image(scene: Scene, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the canvas shows of the image, and the values that its pixels sample."""
    values, down, across = sampled(values, scene.viewport)
    return shown(scene)[np.ix_(down, across)], values


def painted_in(scene: Scene, values: list[int]) -> np.ndarray:
    numbers = np.zeros(SIZE[::-1], np.uint16)
    paint(numbers, scene.document.annotation.shapes, values)
    return numbers


def label_map(scene: Scene) -> np.ndarray:
    return rasterize(scene.document.annotation.shapes, SIZE, scene.document.classes)


@pytest.mark.parametrize("scale", SCALES)
def test_each_instance_has_one_colour_in_every_pixel_it_shows(scene, scale):
    scene.base.objects.by_instance = True
    scene.viewport.zoom_to(scale)
    numbers = scene.base.objects.numbers
    assert numbers[1] == numbers[3] != numbers[0]
    seen, expected = in_image(scene, painted_in(scene, [*numbers[:2], 0, *numbers[3:]]))
    classes = in_image(scene, label_map(scene))[1]
    is_object = (classes != 0) & (classes != 255)
    assert (seen == distinct_colors(expected))[is_object].all()
    assert (seen[classes == 0] == 0).all()
    assert set(map(tuple, seen[classes == 255].tolist())) <= {(0, 0, 0), tuple(voc_palette()[255].tolist())}


def test_over_the_photograph_instances_are_as_opaque_as_classes(scene):
    scene.viewport.zoom_to(4.0)
    labels = scene.base.labels
    labels.mode, labels.opacity = ViewMode.OVERLAY, 1.0
    scene.base.objects.by_instance = True
    x, y = (int(place) for place in scene.viewport.to_device(10, 50))
    color = distinct_colors(scene.base.objects.numbers)[4]
    assert (shown(scene)[y, x] == color).all()
    labels.opacity = 0.0
    assert (drawn_anew(scene)[y, x] == rgb(photograph(*SIZE))[50, 10]).all()


def test_a_colour_stays_with_its_instance_through_edits(scene):
    scene.base.objects.by_instance = True
    scene.viewport.zoom_to(4.0)
    x, y = (int(place) for place in scene.viewport.to_device(10, 50))
    before = shown(scene)[y, x].tolist()
    document = scene.document
    shapes = document.annotation.shapes
    moved = replace(shapes[4], points=shapes[4].points + 0.5)
    for make in (
        lambda: InsertShapes((0,), (polygon("tree", ((70, 2), (80, 2), (80, 9))),)),
        lambda: delete_shapes(document.annotation, (1,)),
        lambda: ReplaceShapes((4,), (shapes[4],), (moved,)),
    ):
        document.push(make())
        assert shown(scene)[y, x].tolist() == before
        assert (shown(scene) == drawn_anew(scene)).all()
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
        assert shown(scene)[y, x].tolist() == before


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("by_instance", [False, True])
def test_the_pixels_of_a_hidden_shape_are_not_drawn(scene, scale, by_instance):
    scene.viewport.zoom_to(scale)
    scene.base.objects.by_instance = by_instance
    before = shown(scene)
    hide(scene, 0, 4)
    top = painted_in(scene, [1, 0, 0, 0, 1])
    after, is_hidden = in_image(scene, top)
    _, down, across = sampled(top, scene.viewport)
    assert (after[is_hidden == 1] == theme.current().canvas.getRgb()[:3]).all()
    assert (after == before[np.ix_(down, across)])[is_hidden == 0].all()


def test_over_the_photograph_a_hidden_shape_leaves_it_untouched(scene):
    scene.base.labels.mode = ViewMode.OVERLAY
    scene.viewport.zoom_to(4.0)
    hide(scene, 2)
    seen, photo = in_image(scene, rgb(photograph(*SIZE)))
    is_void = in_image(scene, label_map(scene))[1] == 255
    assert (seen == photo)[is_void].all()


@pytest.mark.parametrize("scale", [0.77, 3.0])
def test_edits_above_and_below_a_hidden_shape_show_the_same_as_drawing_everything_anew(scene, scale):
    scene.viewport.zoom_to(scale)
    hide(scene, 0)
    shown(scene)
    document = scene.document
    document.push(raise_shapes(document.annotation, (3,)))
    assert (shown(scene) == drawn_anew(scene)).all()
    shape = document.annotation.shapes[1]
    document.push(ReplaceShapes((1,), (shape,), (replace(shape, points=shape.points + 3),)))
    assert (shown(scene) == drawn_anew(scene)).all()
    scene.viewport.pan(-31, 17)
    assert (shown(scene) == drawn_anew(scene)).all()


def test_the_photograph_alone_shows_nothing_of_all_this(scene):
    scene.base.labels.mode = ViewMode.IMAGE
    scene.base.objects.by_instance = True
    hide(scene, 0)
    scene.viewport.zoom_to(2.0)
    seen, photo = in_image(scene, rgb(photograph(*SIZE)))
    assert (seen == photo).all()


# Borders


@pytest.fixture
def bare(scene: Scene) -> Scene:
    """A scene without fill, with more shapes in view than have outlines."""
    labels = scene.base.labels
    labels.mode, labels.is_filled = ViewMode.OVERLAY, False
    scene.base.outlines.is_on, scene.base.outlines.limit = True, 1
    return scene


def borders(values: np.ndarray, scene: Scene) -> np.ndarray:
    """Which device pixels have another value to the right or below; those past the canvas are not known."""
    values = sampled(values.astype(int), scene.viewport)[0]
    is_border = np.zeros(values.shape, bool)
    is_border[:, :-1] |= values[:, :-1] != values[:, 1:]
    is_border[:-1] |= values[:-1] != values[1:]
    return is_border


@pytest.mark.parametrize("scale", SCALES)
def test_without_fill_the_borders_of_classes_are_drawn_however_many_shapes_there_are(bare, scale):
    bare.viewport.zoom_to(scale)
    classes = label_map(bare)
    seen, photo = in_image(bare, rgb(photograph(*SIZE)))
    if scale < 1:
        bare.base.labels.mode = ViewMode.IMAGE
        _, down, across = sampled(classes, bare.viewport)
        photo = drawn_anew(bare)[np.ix_(down, across)]
    is_border, shows = borders(classes, bare), in_image(bare, classes)[1]
    is_known = np.zeros(is_border.shape, bool)
    is_known[:-1, :-1] = True
    assert (seen == photo)[~is_border & is_known & (shows != 255)].all()
    inside = is_border & (shows != 0)
    assert (seen == voc_palette()[shows])[inside].all()
    outside = is_border & (shows == 0)
    assert set(map(tuple, seen[outside].tolist())) <= set(map(tuple, voc_palette()[[1, 2, 255]].tolist()))


def test_few_shapes_have_outlines_instead(bare):
    bare.viewport.zoom_to(4.0)
    as_borders = drawn_anew(bare)
    bare.base.outlines.limit = 300
    assert (shown(bare) != as_borders).any()
    bare.base.outlines.is_on = False
    assert (shown(bare) != as_borders).any()


def test_borders_run_between_instances_too(bare):
    bare.viewport.zoom_to(4.0)
    bare.base.objects.by_instance = True
    numbers = bare.base.objects.numbers
    seen, objects = in_image(bare, painted_in(bare, [*numbers[:2], 0, *numbers[3:]]))
    is_border = borders(painted_in(bare, [*numbers[:2], 0, *numbers[3:]]), bare)
    assert (seen == distinct_colors(objects))[is_border & (objects != 0)].all()


def test_hidden_classes_and_shapes_have_no_border(bare):
    bare.viewport.zoom_to(4.0)
    hide(bare, 0, 1, 3)
    bare.base.labels.hidden = frozenset({255, 2})
    seen, photo = in_image(bare, rgb(photograph(*SIZE)))
    assert (seen == photo).all()
    bare.base.objects.by_instance = True
    bare.base.invalidate()
    assert (in_image(bare, rgb(photograph(*SIZE)))[0] == photo).all()


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
def test_borders_after_pans_and_edits_are_those_of_drawing_everything_anew(bare, ratio):
    bare.viewport.ratio = ratio
    bare.viewport.zoom_to(3.0)
    shown(bare)
    document = bare.document
    for step in ((17, -9), (-40, 3)):
        bare.viewport.pan(*step)
        shape = document.annotation.shapes[1]
        document.push(ReplaceShapes((1,), (shape,), (replace(shape, points=shape.points - 1.5),)))
        assert (shown(bare) == drawn_anew(bare)).all()


def test_outlines_have_the_colours_of_their_instances(scene):
    scene.base.labels.mode = ViewMode.OVERLAY
    scene.base.outlines.is_on = True
    scene.viewport.zoom_to(3.0)
    by_class = shown(scene)
    scene.base.objects.by_instance = True
    scene.base.labels.opacity = 0.0
    assert (drawn_anew(scene) != by_class).any()
    color = distinct_colors(scene.base.objects.numbers)[4]
    assert (np.abs(shown(scene) - color.astype(int)).max(axis=2) < 40).any()


# The options of the display


def test_each_option_is_one_repaint(scene):
    repaints = []
    display = Display(scene, lambda: repaints.append(1))
    for set_option, value in (
        (display.set_opacity, 0.3),
        (display.set_mode, "overlay"),
        (display.set_outlines, "selection"),
        (display.set_filled, False),
        (display.set_by_instance, True),
        (display.set_palette, voc_palette()),
        (display.set_hidden, {3, 4}),
    ):
        set_option(value)
    assert len(repaints) == 7
    base, labels = scene.base, scene.base.labels
    assert (labels.opacity, labels.mode, labels.is_filled) == (0.3, ViewMode.OVERLAY, False)
    assert (labels.hidden, base.objects.by_instance) == (frozenset({3, 4}), True)


@pytest.mark.parametrize(
    ("which", "shapes", "selection"), [("all", 1, 1), ("selection", 0, 1), ("none", 0, 0)]
)
def test_outlines_of_all_of_the_selection_or_none(scene, which, shapes, selection):
    Display(scene, lambda: None).set_outlines(which)
    assert (scene.base.outlines.is_on, scene.shapes.is_on) == (shapes, selection)


@pytest.mark.parametrize("by_instance", [False, True])
def test_many_shapes_are_laid_out_once_and_show_the_same(scene, monkeypatch, by_instance):
    scene.viewport.zoom_to(3.0)
    scene.base.objects.by_instance = by_instance
    hide(scene, 1)
    few = drawn_anew(scene)
    monkeypatch.setattr(object_layer, "_FEW", 0)
    assert (drawn_anew(scene) == few).all()
    assert scene.base.objects._layout is not None
    monkeypatch.undo()
    assert (drawn_anew(scene) == few).all()
    document = scene.document
    document.push(delete_shapes(document.annotation, (4,)))
    assert scene.base.objects._layout is None
    assert (shown(scene) == drawn_anew(scene)).all()


def test_shapes_of_unknown_classes_are_not_counted_among_those_laid_out(scene, monkeypatch):
    monkeypatch.setattr(object_layer, "_FEW", 0)
    document = scene.document
    document.push(InsertShapes((2,), (polygon("unheard of", ((0, 0), (80, 0), (80, 60))),)))
    scene.base.objects.by_instance = True
    scene.viewport.zoom_to(3.0)
    numbers = scene.base.objects.numbers
    values = [*numbers[:2], 0, 0, *numbers[4:]]
    top = np.zeros(SIZE[::-1], np.uint16)
    kept = [place for place in range(6) if place != 2]
    paint(top, [document.annotation.shapes[place] for place in kept], [values[place] for place in kept])
    seen, expected = in_image(scene, top)
    assert (seen == distinct_colors(expected))[expected != 0].all()


def test_another_group_is_seen_at_once_in_colours_by_instance(view, take):
    document = take(*SHAPES)
    view.display.set_outlines("none")
    view.display.set_by_instance(True)
    before = rgb(view.grab().toImage())
    edit = set_group(document.annotation, [0], 1)
    assert edit is not None
    document.push(edit)
    grouped = rgb(view.grab().toImage())
    assert (grouped != before).any()
    view.repaint_all()
    assert (rgb(view.grab().toImage()) == grouped).all()


@pytest.mark.parametrize("scale", [8.0, 40.0])
def test_a_hidden_shape_leaves_nothing_of_the_pixels_at_its_border(scene, scale):
    small = polygon("road", ((30.45, 20.4), (33.55, 20.4), (33.55, 23.55), (30.45, 23.55)))
    document = document_of(small, size=SIZE)
    scene.show_document(document)
    hide(scene, 0)
    scene.viewport.go_to(Place(scale, 32 / SIZE[0], 22 / SIZE[1]))
    seen, index = in_image(scene, document.label_map.label_map)
    assert index.any()
    assert (seen[index > 0] == theme.current().canvas.getRgb()[:3]).all()


def test_in_coverage_mode_no_instance_has_the_colour_of_what_is_unlabelled(scene):
    scene.viewport.zoom_to(3.0)
    scene.base.objects.by_instance = True
    number = int(scene.base.objects.numbers[0])
    same = tuple(distinct_colors(np.array([number], np.int32))[0].tolist())
    scene.base.labels.unlabelled_color = same
    seen, objects = in_image(scene, painted_in(scene, [number, 0, 0, 0, 0]))
    assert (objects == number).any()
    assert not (seen[objects == number] == same).all(axis=1).any()
    labels = in_image(scene, label_map(scene))[1]
    assert (seen[labels == 0] == same).all()
