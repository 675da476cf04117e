"""The pixels that differ are those in which two fresh rasterizations differ, at any size."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from labeler.core import pixel_compare
from labeler.core.annotation import Annotation
from labeler.core.annotation_compare import compare_annotations
from labeler.core.classes import ClassTable
from labeler.core.pixel_compare import compare_pixels
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Shape, polygon
from tests.core.shape_edits import shape_lists

CLASSES = ClassTable().with_names(["car", "tree", "road"])
SIZE = (24, 20)


def compared(mine: list[Shape], theirs: list[Shape], **options):
    comparison = compare_annotations(Annotation(shapes=mine), Annotation(shapes=theirs))
    return compare_pixels(comparison, SIZE, CLASSES, **options)


def square(class_name: str, left: float, top: float, side: float = 4) -> Shape:
    right, bottom = left + side, top + side
    return polygon(class_name, [(left, top), (right, top), (right, bottom), (left, bottom)])


@settings(deadline=None)
@given(shape_lists, shape_lists)
def test_counts_are_those_of_whole_label_maps(mine, theirs):
    found = compared(mine, theirs)
    left, right = rasterize(mine, SIZE, CLASSES), rasterize(theirs, SIZE, CLASSES)
    differs = left != right
    assert found.count == differs.sum()
    assert (found.mine == np.bincount(left[differs], minlength=256)).all()
    assert (found.theirs == np.bincount(right[differs], minlength=256)).all()


@settings(deadline=None)
@given(shape_lists, shape_lists)
def test_pictures_are_the_label_maps_around_the_differences(mine, theirs):
    found = compared(mine, theirs)
    rect = found.rect
    for picture, shapes in zip(found.pictures, (mine, theirs), strict=True):
        assert (picture == rasterize(shapes, SIZE, CLASSES, window=rect)).all()


def test_large_pictures_leave_rows_and_columns_out(monkeypatch):
    monkeypatch.setattr(pixel_compare, "_STRIP", 60)
    mine, theirs = [square("car", 0, 0, 20)], [square("tree", 2, 3, 20)]
    found = compared(mine, theirs, side=7)
    assert found.stride == 4
    whole = rasterize(mine, SIZE, CLASSES, window=found.rect)
    assert (found.pictures[0] == whole[::4, ::4]).all()
    assert max(found.pictures[0].shape) <= 7
    assert found.count == (rasterize(mine, SIZE, CLASSES) != rasterize(theirs, SIZE, CLASSES)).sum()


def test_another_order_shows_the_whole_image():
    shapes = [square("car", 0, 0), square("tree", 2, 2)]
    found = compared(shapes, shapes[::-1])
    assert found.rect == (0, 0, *SIZE)
    assert found.count == 4


def test_equal_annotations_have_no_picture():
    found = compared([square("car", 0, 0)], [square("car", 0, 0)])
    assert found.rect.is_empty
    assert found.count == 0
    assert found.pictures[0].size == 0


def test_a_shape_of_an_unknown_class_gives_no_pixels_as_on_the_canvas():
    assert compared([], [square("lost", 0, 0)]).count == 0


def test_a_vertex_that_is_no_number_hurts_nobody():
    broken = polygon("car", [(0, 0), (float("nan"), 3), (4, 4)])
    assert compared([], [broken, square("car", 0, 0)]).count == 16


def test_a_vertex_far_away_shows_the_whole_image():
    far = polygon("car", [(0, 0), (float("inf"), 3), (4, 4)])
    assert compared([], [far]).rect == (0, 0, *SIZE)
