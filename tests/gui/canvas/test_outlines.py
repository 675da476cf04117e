"""Outlines as paths, and how they are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from labeler.core.classes import ClassTable
from labeler.core.palette import voc_palette
from labeler.core.shapes import Bitmap, Shape, ShapeKind, as_points, polygon
from labeler.gui import theme
from labeler.gui.canvas.outlines import class_color, outline_of, polygon_of
from labeler.gui.canvas.viewport import Viewport

SQUARE = ((2, 2), (12, 2), (12, 12), (2, 12))


@pytest.fixture
def viewport() -> Viewport:
    """100 x 100 device pixels, the image at 4 x with its corner at the corner."""
    viewport = Viewport()
    viewport.resize((100, 100))
    viewport.show_image((25, 25))
    viewport.zoom_to(4.0)
    return viewport


def test_points_become_a_polygon_exactly():
    points = np.array([(0.1, -2.5), (1e7, 3.3), (1 / 3, 0)])
    polygon = polygon_of(points)
    assert [(point.x(), point.y()) for point in polygon] == [tuple(point) for point in points.tolist()]


def test_a_polygon_without_points_is_empty():
    assert polygon_of(np.empty((0, 2))).isEmpty()


def test_the_outline_of_a_polygon_has_its_hole(viewport):
    path = outline_of(polygon("car", SQUARE, [((5, 5), (9, 5), (9, 9), (5, 9))]), viewport)
    assert path.contains(QPointF(4, 4))
    assert not path.contains(QPointF(7, 7))


@pytest.mark.parametrize(
    ("kind", "points", "box"),
    [
        (ShapeKind.RECTANGLE, ((12, 12), (2, 4)), (2, 4, 12, 12)),
        (ShapeKind.CIRCLE, ((10, 10), (13, 10)), (7, 7, 13, 13)),
        (ShapeKind.LINE, ((2, 2), (12, 4)), (2, 2, 12, 4)),
        (ShapeKind.POINT, ((10, 10),), (9.25, 9.25, 10.75, 10.75)),
    ],
)
def test_every_kind_has_its_outline(viewport, kind, points, box):
    rect = outline_of(Shape("car", as_points(points), kind), viewport).boundingRect()
    assert (rect.left(), rect.top(), rect.right(), rect.bottom()) == pytest.approx(box, abs=0.02)


def test_the_outline_of_a_mask_is_its_box(viewport):
    shape = Shape("car", as_points(((2, 3), (5, 4))), ShapeKind.MASK, bitmap=Bitmap(np.ones((2, 4), bool)))
    rect = outline_of(shape, viewport).boundingRect()
    assert (rect.left(), rect.top(), rect.right(), rect.bottom()) == (2, 3, 6, 5)


def test_a_line_is_not_closed(viewport):
    line = Shape("car", as_points(((2, 2), (12, 2), (12, 12))), ShapeKind.LINESTRIP)
    path = outline_of(line, viewport)
    assert path.currentPosition() == QPointF(12, 12)


def test_the_colour_is_that_of_the_class_or_a_warning():
    classes = ClassTable().with_names(["car"])
    assert class_color("car", classes, voc_palette()) == QColor(128, 0, 0)
    assert class_color("plane", classes, voc_palette()) == theme.current().warning
    assert class_color(None, classes, voc_palette()) == theme.current().warning
