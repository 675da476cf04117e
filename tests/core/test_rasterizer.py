import os
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import compiled, rasterizer
from labeler.core.classes import ClassTable
from labeler.core.errors import GeometryError, OptionError, UnknownClassError
from labeler.core.geometry import PixelRect
from labeler.core.rasterizer import class_indices, not_rasterized, paint, rasterize
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, polygon
from tests.reference.oracle import bitmap_inside, inside, painted
from tests.reference.rings import FAR, HEIGHT, SIZE, WIDTH, some_rings

CLASSES = {"cat": 1, "dog": 2, "sky": 3}
NAMES = ["cat", "dog", "sky"]
SQUARE = [(5, 5), (15, 5), (15, 15), (5, 15)]


def shape_of(kind, points, class_name="cat", **fields):
    return Shape(class_name=class_name, points=np.array(points, float), kind=kind, **fields)


def shape_of_rings(rings, class_name="cat"):
    exterior, *holes = rings
    as_arrays = [np.array(ring, float).reshape(-1, 2) for ring in (exterior, *holes)]
    return polygon(class_name, as_arrays[0], as_arrays[1:])


shape_lists = st.lists(st.tuples(some_rings, st.sampled_from(NAMES)), max_size=5)


def test_a_square_of_ten_pixels_has_a_hundred():
    label_map = rasterize([polygon("cat", SQUARE)], (20, 20), CLASSES)
    assert label_map.dtype == np.uint8
    assert label_map.flags.c_contiguous
    assert np.count_nonzero(label_map == 1) == 100
    assert label_map[5:15, 5:15].all()


@settings(max_examples=60, deadline=None)
@given(shape_lists, st.sampled_from([0, 255]))
def test_the_label_map_is_that_of_rational_arithmetic(shapes, background):
    expected = painted([(rings, CLASSES[name]) for rings, name in shapes], SIZE, background)
    drawn = [shape_of_rings(rings, name) for rings, name in shapes]
    assert np.array_equal(rasterize(drawn, SIZE, CLASSES, background=background), expected)


@settings(max_examples=60, deadline=None)
@given(shape_lists, st.integers(-3, 20), st.integers(-3, 20), st.integers(0, 20), st.integers(0, 20))
def test_a_window_is_that_window_of_the_whole(shapes, left, top, width, height):
    drawn = [shape_of_rings(rings, name) for rings, name in shapes]
    window = PixelRect(left, top, left + width, top + height)
    whole = rasterize(drawn, SIZE, CLASSES)
    part = whole[max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)]
    assert np.array_equal(rasterize(drawn, SIZE, CLASSES, window=window), part)


def mesh(rng, snap):
    """Triangles over a grid of jittered vertices that reaches beyond the image, as exterior rings."""
    x, y = np.meshgrid(np.arange(-4.0, WIDTH + 8, 4), np.arange(-4.0, HEIGHT + 8, 4))
    vertices = np.stack((x, y), axis=-1)
    inner = vertices[1:-1, 1:-1]
    inner += rng.uniform(-0.9, 0.9, inner.shape)
    vertices = vertices if snap is None else np.round(vertices / snap) * snap
    for row in range(len(vertices) - 1):
        for column in range(len(vertices[0]) - 1):
            a, b = vertices[row, column], vertices[row, column + 1]
            c, d = vertices[row + 1, column + 1], vertices[row + 1, column]
            yield from ([(a, b, c), (c, d, a)] if rng.random() < 0.5 else [(b, c, d), (d, a, b)])


@pytest.mark.parametrize("snap", [None, 0.5, 1.0, 1 / 3], ids=["float", "half", "whole", "third"])
@pytest.mark.parametrize("seed", range(6))
def test_neighbours_tile_the_plane_without_gap_or_overlap_in_any_order(snap, seed):
    rng = np.random.default_rng(seed)
    triangles = [np.roll(ring, rng.integers(3), axis=0)[:: rng.choice([1, -1])] for ring in mesh(rng, snap)]
    cover = sum(rasterize([polygon("cat", ring)], SIZE, CLASSES).astype(int) for ring in triangles)
    assert (cover == 1).all()
    shapes = [polygon(str(number + 1), ring) for number, ring in enumerate(triangles)]
    classes = {str(number + 1): number % 254 + 1 for number in range(len(triangles))}
    one = rasterize(shapes, SIZE, classes)
    assert np.array_equal(
        one, rasterize([shapes[place] for place in rng.permutation(len(shapes))], SIZE, classes)
    )


@settings(max_examples=80, deadline=None)
@given(st.floats(1, 16), st.floats(1, 12), st.floats(50, FAR), st.integers(3, 12))
def test_a_fan_of_far_triangles_covers_every_pixel_once(x, y, far, count):
    turn = np.arange(count) * (2 * np.pi / count)
    rim = np.clip(np.column_stack((x + far * np.cos(turn), y + far * np.sin(turn))), -FAR, FAR)
    fan = [np.array([(x, y), rim[place - 1], rim[place]]) for place in range(count)]
    cover = sum(rasterize([polygon("cat", ring)], SIZE, CLASSES).astype(int) for ring in fan)
    assert (cover == 1).all()


def test_a_hole_shows_what_lies_below():
    below = polygon("dog", [(0, 0), (17, 0), (17, 13), (0, 13)])
    ring = polygon("cat", [(2, 2), (12, 2), (12, 12), (2, 12)], [[(4, 4), (9, 4), (9, 9), (4, 9)]])
    label_map = rasterize([below, ring], SIZE, CLASSES)
    assert label_map[5, 5] == 2
    assert label_map[3, 3] == 1
    assert np.count_nonzero(label_map == 1) == 100 - 25


def test_rectangles_take_their_corners_in_any_order():
    for corners in ([(2, 3), (9, 8)], [(9, 8), (2, 3)], [(2, 8), (9, 3)]):
        label_map = rasterize([shape_of(ShapeKind.RECTANGLE, corners)], SIZE, CLASSES)
        assert np.count_nonzero(label_map) == 35
        assert label_map[3:8, 2:9].all()


def test_oriented_rectangles_and_ellipses_are_the_polygons_of_their_points():
    points = [(3.2, 1.5), (12.1, 4.5), (10.4, 9.9), (1.5, 6.9)]
    for kind, fields in (
        (ShapeKind.ORIENTED_RECTANGLE, {}),
        (ShapeKind.ELLIPSE, {"ellipse": Ellipse(7, 6, 4, 3)}),
    ):
        label_map = rasterize([shape_of(kind, points, **fields)], SIZE, CLASSES)
        assert np.array_equal(label_map, inside([points], SIZE))


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 17), st.floats(0, 13), st.floats(0, 12))
def test_circles_hold_the_centres_within_their_radius(x, y, radius):
    shape = shape_of(ShapeKind.CIRCLE, [(x, y), (x, y + radius)])
    label_map = rasterize([shape], SIZE, CLASSES)
    columns, rows = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
    distance = np.hypot(columns - x, rows - y)
    assert label_map[distance < radius - 1 / 128].all()
    assert not label_map[distance > radius + 1 / 128].any()
    assert np.array_equal(label_map, inside([shape.rings[0].tolist()], SIZE))


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.floats(-9, 20), st.floats(-9, 20), st.integers(0, 2**32))
def test_bitmaps_give_each_pixel_what_lies_under_its_centre(width, height, x, y, seed):
    pixels = np.random.default_rng(seed).random((height, width)) < 0.5
    for offset in ((x, y), (np.floor(x) + 0.5, round(y))):
        shape = shape_of(
            ShapeKind.MASK, [offset, (offset[0] + width, offset[1] + height)], bitmap=Bitmap(pixels)
        )
        assert np.array_equal(rasterize([shape], SIZE, CLASSES), bitmap_inside(pixels, offset, SIZE))


def test_bitmaps_keep_their_place_in_the_painting_order():
    bitmap = Bitmap(np.ones((6, 6), bool))
    mask = shape_of(ShapeKind.MASK, [(4, 4), (9, 9)], "dog", bitmap=bitmap)
    below, above = (
        polygon("cat", [(0, 0), (8, 0), (8, 8), (0, 8)]),
        polygon("sky", [(6, 6), (9, 6), (9, 9), (6, 9)]),
    )
    label_map = rasterize([below, mask, above], SIZE, CLASSES)
    assert (label_map[3, 3], label_map[5, 5], label_map[7, 7], label_map[9, 9]) == (1, 2, 3, 2)
    part = rasterize([below, mask, above], SIZE, CLASSES, window=PixelRect(5, 5, 9, 12))
    assert np.array_equal(part, label_map[5:12, 5:9])


def test_points_and_lines_give_no_pixels_and_are_named():
    kinds = [ShapeKind.POINT, ShapeKind.POINTS, ShapeKind.LINE, ShapeKind.LINESTRIP]
    shapes = [shape_of(kind, SQUARE, "someone's own") for kind in kinds]
    shapes.insert(2, polygon("cat", SQUARE))
    assert not_rasterized(shapes) == [0, 1, 3, 4]
    assert class_indices(shapes, CLASSES) == [0, 0, 1, 0, 0]
    assert np.array_equal(rasterize(shapes, (20, 20), CLASSES), rasterize([shapes[2]], (20, 20), CLASSES))


def test_degenerate_shapes_give_no_pixels():
    degenerate = [
        [],
        [(3, 3)],
        [(1, 1), (9, 9)],
        [(1, 1), (9, 9), (5, 5)],
        [(2, 2)] * 5,
        [(0.5, 0.5), (9.5, 0.5)],
    ]
    assert not rasterize(
        [polygon("cat", ring or np.empty((0, 2))) for ring in degenerate], SIZE, CLASSES
    ).any()


@pytest.mark.parametrize("name", ["", " car", "car "])
def test_the_remedy_for_a_name_that_no_class_can_have_is_another_class(name):
    shape = polygon(name, [(0, 0), (3, 0), (3, 3)])
    with pytest.raises(
        UnknownClassError, match=r"No class can be called so .* Give the shape another class\.$"
    ):
        rasterize([shape], (4, 4), {"car": 1})


def test_an_unknown_class_is_an_error_that_names_file_shape_and_remedy(tmp_path):
    shapes = [polygon("cat", SQUARE), polygon("cow", SQUARE)]
    with pytest.raises(UnknownClassError) as caught:
        rasterize(shapes, SIZE, ClassTable().with_class("cat"), path=tmp_path / "a.json")
    assert caught.value.shape_number == 2
    assert str(tmp_path / "a.json") in str(caught.value)
    assert "Add 'cow'" in str(caught.value)


def test_names_of_labelme_stand_for_background_and_void():
    shapes = [polygon("__ignore__", SQUARE), polygon("_background_", [(7, 7), (9, 7), (9, 9), (7, 9)])]
    for classes in (ClassTable(), CLASSES):
        label_map = rasterize(shapes, (20, 20), classes)
        assert np.count_nonzero(label_map == 255) == 96
        assert label_map[8, 8] == 0


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 2.0**41])
def test_a_vertex_that_cannot_be_drawn_exactly_is_an_error_before_anything_is_painted(value):
    bad = polygon("cat", [(0, 0), (9, 0), (value, 9)])
    mask = shape_of(ShapeKind.MASK, [(1, 1), (2, 2)], bitmap=Bitmap(np.ones((2, 2), bool)))
    canvas = np.zeros((20, 20), np.uint8)
    with pytest.raises(GeometryError, match="Shape 3 has a vertex"):
        paint(canvas, [polygon("cat", SQUARE), mask, bad], [1, 1, 1])
    assert not canvas.any()
    with pytest.raises(GeometryError, match="Shape 1 has a vertex"):
        paint(canvas, [shape_of(ShapeKind.MASK, [(value, 1)], bitmap=mask.bitmap)], [1])


def test_the_farthest_vertices_are_drawn():
    ring = [(-FAR, -FAR), (FAR, -FAR), (FAR, FAR)]
    label_map = rasterize([polygon("cat", ring)], SIZE, CLASSES)
    assert np.array_equal(label_map, inside([ring], SIZE))
    assert label_map[0, 0] == 1


def test_shapes_without_what_their_kind_needs_are_errors():
    for shape in (
        shape_of(ShapeKind.RECTANGLE, [(1, 1)]),
        shape_of(ShapeKind.CIRCLE, [(1, 1)]),
        shape_of(ShapeKind.MASK, [(1, 1), (2, 2)]),
        shape_of(ShapeKind.MASK, np.empty((0, 2)), bitmap=Bitmap(np.ones((2, 2), bool))),
    ):
        for compat in (None, "labelme"):
            with pytest.raises(GeometryError, match="Shape 2 is a"):
                rasterize([polygon("cat", SQUARE), shape], SIZE, CLASSES, compat=compat)


def test_options_that_mean_nothing_are_errors():
    square = [polygon("cat", SQUARE)]
    for options in ({"background": 256}, {"background": -1}, {"compat": "cvat"}):
        with pytest.raises(OptionError):
            rasterize(square, SIZE, CLASSES, **options)
    with pytest.raises(OptionError):
        rasterize(square, (-1, 5), CLASSES)
    with pytest.raises(OptionError, match="index 256"):
        rasterize(square, SIZE, {"cat": 256})
    for canvas in (np.zeros((4, 4), np.int64), np.zeros(4, np.uint8), np.zeros((4, 8), np.uint8)[:, ::2]):
        with pytest.raises(OptionError):
            paint(canvas, square, [1])
    with pytest.raises(OptionError, match="256"):
        paint(np.zeros((4, 4), np.uint8), square, [256])


def test_an_image_without_pixels_has_an_empty_label_map():
    assert rasterize([polygon("cat", SQUARE)], (0, 7), CLASSES).shape == (7, 0)
    assert rasterize([polygon("cat", SQUARE)], SIZE, CLASSES, window=PixelRect(30, 2, 40, 5)).shape == (3, 0)


def test_an_image_may_be_wider_than_the_working_room_of_the_kernel():
    label_map = rasterize(
        [polygon("cat", [(3, 0), (4_999_998, 0), (4_999_998, 1), (3, 1)])], (5_000_000, 2), CLASSES
    )
    assert label_map[0].sum() == 4_999_995
    assert label_map[1].sum() == 0


def test_a_clip_leaves_the_rest_of_the_canvas_alone():
    canvas = np.full((20, 20), 9, np.uint16)
    paint(canvas, [polygon("cat", SQUARE)], [500], origin=(-2, 1), clip=PixelRect(6, 6, 9, 30))
    expected = np.full((20, 20), 9)
    expected[5:14, 8:11] = 500
    assert np.array_equal(canvas, expected)


@pytest.mark.parametrize("processors", [1, 2, 3, 7, None])
def test_bands_that_are_painted_at_once_are_those_of_the_whole(processors, monkeypatch):
    generator = np.random.default_rng(8)
    shapes = [polygon("car", generator.uniform(-20, 220, (6, 2))) for _ in range(40)]
    clip = PixelRect(3, 5, 190, 118)
    whole, banded = np.zeros((131, 201), np.uint8), np.zeros((131, 201), np.uint8)
    values = list(range(1, 41))
    paint(whole, shapes, values, clip=clip)
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(rasterizer, "_PART_PIXELS", 1000)
    paint(banded, shapes, values, clip=clip)
    assert (banded == whole).all()
    assert len(np.unique(whole)) > 20


def test_the_stand_in_paints_while_another_thread_is_warming_up(monkeypatch):
    kernel = rasterizer.paint_rings
    monkeypatch.setattr(kernel, "_runs", {})
    monkeypatch.setattr(compiled, "_warming", [threading.get_ident() + 1])
    shapes = [polygon("cat", SQUARE), polygon("dog", [(1, 2), (9, 4), (3.5, 11)])]
    waiting = rasterize(shapes, SIZE, CLASSES)
    assert not kernel.is_ready
    monkeypatch.undo()
    assert np.array_equal(waiting, rasterize(shapes, SIZE, CLASSES))
    assert kernel.is_ready


def test_the_stand_in_paints_for_good_where_nothing_can_be_compiled(monkeypatch):
    monkeypatch.setattr(rasterizer.paint_rings, "is_hopeless", True)
    monkeypatch.setattr(rasterizer.paint_rings, "_runs", {})
    assert np.count_nonzero(rasterize([polygon("cat", SQUARE)], (20, 20), CLASSES)) == 100
