"""Comparing annotations: what is the same is matched by content, what changed by where it lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation, UnreadableShape
from labeler.core.annotation_compare import (
    ClassDifference,
    Difference,
    Kind,
    compare_annotations,
    compare_classes,
    same_shapes,
)
from labeler.core.classes import ClassTable
from labeler.core.shapes import Bitmap, Shape, ShapeKind, polygon
from tests.core.shape_edits import shape_lists


def box(class_name: str, left: float, top: float, side: float = 10, **fields) -> Shape:
    right, bottom = left + side, top + side
    return polygon(class_name, [(left, top), (right, top), (right, bottom), (left, bottom)], **fields)


def compared(mine: list[Shape], theirs: list[Shape]):
    return compare_annotations(Annotation(shapes=mine), Annotation(shapes=theirs))


def test_copies_are_equal():
    comparison = compared([box("cat", 0, 0), box("dog", 5, 5)], [box("cat", 0, 0), box("dog", 5, 5)])
    assert comparison.is_equal
    assert comparison.same_count == 2


def test_a_shape_of_one_side_only_is_told_with_its_place():
    comparison = compared([box("cat", 0, 0), box("dog", 50, 50)], [box("cat", 0, 0), box("sky", 90, 0)])
    assert comparison.differences == (
        Difference(Kind.ONLY_MINE, 1, None),
        Difference(Kind.ONLY_THEIRS, None, 1),
    )
    assert [comparison.count(kind) for kind in Kind] == [1, 1, 0]
    assert [shape.class_name for shape in comparison.new_shapes] == ["sky"]


def test_a_moved_shape_is_a_change_and_not_two():
    comparison = compared([box("cat", 0, 0)], [box("cat", 2, 1)])
    assert comparison.differences == (Difference(Kind.CHANGED, 0, 0),)
    assert comparison.bounds(comparison.differences[0]) == (0, 0, 12, 11)
    assert comparison.new_shapes == ()


def test_of_two_candidates_the_one_of_the_same_class_is_the_change():
    mine = [box("cat", 0, 0)]
    theirs = [box("dog", 0, 0), box("cat", 4, 4)]
    assert compared(mine, theirs).differences == (
        Difference(Kind.ONLY_THEIRS, None, 0),
        Difference(Kind.CHANGED, 0, 1),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"class_name": "dog"},
        {"group_id": 4},
        {"description": "behind the tree"},
        {"flags": {"occluded": True}},
        {"is_locked": True},
        {"extra": {"score": 0.5}},
        {"holes": (np.array([(2.0, 2.0), (4.0, 2.0), (4.0, 4.0)]),)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_every_field_of_a_shape_counts(changes):
    shape = box("cat", 0, 0)
    comparison = compared([shape], [replace(shape, **changes)])
    assert comparison.differences == (Difference(Kind.CHANGED, 0, 0),)


def test_masks_are_compared_by_their_pixels():
    def mask(pixels) -> Shape:
        return Shape("cat", [(0, 0), (1, 1)], ShapeKind.MASK, bitmap=Bitmap(np.array(pixels)))

    same, other = [[True, False], [True, True]], [[True, True], [True, True]]
    assert compared([mask(same)], [mask(same)]).is_equal
    assert compared([mask(same)], [mask(other)]).count(Kind.CHANGED) == 1


def test_points_without_area_are_matched_when_they_lie_alike():
    def point(x: float, **fields) -> Shape:
        return Shape("cat", [(x, 1)], ShapeKind.POINT, **fields)

    moved = compared([point(1)], [point(2)])
    assert (moved.count(Kind.ONLY_MINE), moved.count(Kind.ONLY_THEIRS)) == (1, 1)
    assert compared([point(1)], [point(1, group_id=3)]).count(Kind.CHANGED) == 1


def test_another_painting_order_is_a_difference_of_no_shape():
    a, b = box("cat", 0, 0), box("dog", 5, 5)
    comparison = compared([a, b], [b, a])
    assert comparison.differences == ()
    assert comparison.has_other_order
    assert not comparison.is_equal


def test_what_is_said_of_the_image_counts():
    mine = Annotation((8, 8), is_done=True, flags={"a": True}, extra={"x": 1})
    theirs = Annotation((8, 9), extra={"x": 2}, labeler_extra={"y": 1})
    assert compare_annotations(mine, theirs).parts == (
        "done mark",
        "image size",
        "flags",
        "keys of other programs",
    )


def test_unreadable_shapes_are_compared_by_content_and_not_by_the_file_they_name():
    mine = Annotation(unreadable=[UnreadableShape(0, {"label": 3}, "a.json: shape 1: label")])
    same = Annotation(unreadable=[UnreadableShape(0, {"label": 3}, "b.json: shape 1: label")])
    other = Annotation(unreadable=[UnreadableShape(0, {"label": 4}, "a.json: shape 1: label")])
    assert compare_annotations(mine, same).is_equal
    assert compare_annotations(mine, other).parts == ("shapes that cannot be read",)


def test_equal_shapes_are_matched_one_by_one():
    a = box("cat", 0, 0)
    assert same_shapes([a, a, a], [a, a]) == [(0, 0), (1, 1)]


@settings(deadline=None)
@given(shape_lists, shape_lists)
def test_every_shape_is_told_exactly_once(mine, theirs):
    comparison = compared(mine, theirs)
    lefts = [each.mine for each in comparison.differences if each.mine is not None]
    rights = [each.theirs for each in comparison.differences if each.theirs is not None]
    assert len(set(lefts)) == len(lefts) == len(mine) - comparison.same_count
    assert len(set(rights)) == len(rights) == len(theirs) - comparison.same_count


@settings(deadline=None)
@given(shape_lists, st.randoms())
def test_a_shuffled_list_has_no_shape_that_differs(mine, random):
    theirs = list(mine)
    random.shuffle(theirs)
    assert compared(mine, theirs).differences == ()


def test_class_tables_are_compared_by_index():
    mine = ClassTable().with_names(["cat", "dog"])
    theirs = mine.renamed(1, "puma").without(2).with_class("sky", 7)
    assert compare_classes(mine, theirs) == [
        ClassDifference(mine.at(1), theirs.at(1)),
        ClassDifference(mine.at(2), None),
        ClassDifference(None, theirs.at(7)),
    ]
    assert compare_classes(mine, mine) == []
