import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from labeler.core.errors import GeometryError
from labeler.core.geometry import PixelRect
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Bitmap, Shape, ShapeKind, polygon

SIZE = (40, 30)
CLASSES = {"cat": 1, "dog": 2}
SQUARE = [(5, 5), (15, 5), (15, 15), (5, 15)]


def labelme(*shapes, **options):
    return rasterize(shapes, SIZE, CLASSES, compat="labelme", **options)


def shape_of(kind, points, class_name="cat", **fields):
    return Shape(class_name=class_name, points=np.array(points, float), kind=kind, **fields)


def mask_of(kind, points):
    """One boolean mask, drawn as labelme's documentation of its masks says."""
    mask = Image.new("L", SIZE)
    draw = ImageDraw.Draw(mask)
    points = [tuple(map(float, point)) for point in points]
    if kind is ShapeKind.CIRCLE:
        (x, y), edge = points
        radius = math.dist((x, y), edge)
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], outline=1, fill=1)
    elif kind is ShapeKind.RECTANGLE:
        draw.rectangle(points, outline=1, fill=1)
    else:
        draw.polygon(points, outline=1, fill=1)
    return np.array(mask, bool)


def test_a_square_of_ten_pixels_has_121_as_labelme_draws_it():
    assert np.count_nonzero(labelme(polygon("cat", SQUARE))) == 121


@pytest.mark.parametrize("seed", range(5))
def test_every_kind_has_the_mask_of_labelme(seed):
    rng = np.random.default_rng(seed)
    for kind, count in (
        (ShapeKind.POLYGON, 7),
        (ShapeKind.ORIENTED_RECTANGLE, 4),
        (ShapeKind.RECTANGLE, 2),
        (ShapeKind.CIRCLE, 2),
    ):
        points = (
            np.sort(rng.uniform(2, 28, (count, 2)), axis=0) if count == 2 else rng.uniform(-5, 45, (count, 2))
        )
        assert np.array_equal(labelme(shape_of(kind, points)), mask_of(kind, points)), kind


def test_later_shapes_paint_over_earlier_ones_and_eat_the_shared_edge():
    right = [(15, 5), (25, 5), (25, 15), (15, 15)]
    label_map = labelme(polygon("cat", SQUARE), polygon("dog", right))
    assert np.count_nonzero(label_map == 1) == 110
    assert np.count_nonzero(label_map == 2) == 121


def test_corners_of_a_rectangle_may_come_in_any_order():
    corners = shape_of(ShapeKind.RECTANGLE, [(15, 5), (5, 15)])
    assert np.count_nonzero(labelme(corners)) == 121


def test_a_window_is_cut_out_of_the_whole():
    shape = polygon("cat", [(3.3, 2.2), (30.1, 9.9), (12.4, 27.7)])
    part = labelme(shape, window=PixelRect(5, 4, 21, 50))
    assert part.flags.owndata
    assert np.array_equal(part, labelme(shape)[4:, 5:21])


def test_a_hole_shows_what_lies_below_but_for_its_outline():
    below = polygon("dog", [(0, 0), (39, 0), (39, 29), (0, 29)])
    label_map = labelme(below, polygon("cat", SQUARE, [[(8, 8), (12, 8), (12, 12), (8, 12)]]))
    assert np.count_nonzero(label_map == 1) == 121 - 9
    assert label_map[10, 10] == 2


def test_bitmaps_are_painted_as_they_are_and_cut_at_the_image():
    pixels = np.ones((6, 8), bool)
    pixels[2, 3] = False
    label_map = labelme(shape_of(ShapeKind.MASK, [(36, -2), (43, 3)], bitmap=Bitmap(pixels)), background=255)
    expected = np.full((30, 40), 255)
    expected[:4, 36:] = 1
    expected[0, 39] = 255
    assert np.array_equal(label_map, expected)


def test_points_lines_and_polygons_of_two_vertices_give_no_pixels():
    shapes = [shape_of(kind, SQUARE) for kind in (ShapeKind.POINT, ShapeKind.LINESTRIP)]
    assert not labelme(*shapes, polygon("cat", SQUARE[:2]), polygon("cat", np.empty((0, 2)))).any()


@pytest.mark.parametrize("value", [np.nan, np.inf, 2.0**21])
def test_what_pillow_cannot_draw_is_an_error(value):
    with pytest.raises(GeometryError, match="Shape 2 has a vertex"):
        labelme(polygon("cat", SQUARE), polygon("cat", [(0, 0), (9, 0), (value, 9)]))
