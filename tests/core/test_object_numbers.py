"""Numbers that stay with objects through edits, and the colours that they stand for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.change import ClassesChanged
from labeler.core.classes import ClassTable
from labeler.core.coverage_color import MAGENTA, NEAR, lab
from labeler.core.edits.arrange import raise_shapes
from labeler.core.edits.shapes import InsertShapes, ReplaceShapes, delete_shapes, set_class
from labeler.core.instance_map import objects_of
from labeler.core.object_numbers import ObjectNumbers, distinct_colors
from labeler.core.shapes import Shape, polygon

CLASSES = ClassTable().with_names(["car", "road"])
TRIANGLE = ((0, 0), (4, 0), (0, 4))


def shape(class_name: str = "car", group_id: int | None = None) -> Shape:
    return polygon(class_name, TRIANGLE, group_id=group_id)


def numbered(*shapes: Shape) -> tuple[Annotation, ObjectNumbers]:
    annotation = Annotation((8, 8), list(shapes))
    return annotation, ObjectNumbers(annotation.shapes)


def test_shapes_of_one_class_and_group_are_one_object():
    shapes = (shape(), shape(group_id=1), shape("road", 1), shape(group_id=1), shape("road"), shape())
    annotation, objects = numbered(*shapes)
    numbers = objects.numbers.tolist()
    groups = [[place for place in range(6) if numbers[place] == number] for number in dict.fromkeys(numbers)]
    assert groups == objects_of(annotation.shapes, CLASSES)
    assert min(numbers) > 0


def test_a_number_stays_when_others_come_and_go():
    annotation, objects = numbered(shape(), shape(), shape())
    kept = annotation.shapes[1], objects.numbers[1]
    edits = (
        InsertShapes((0, 2), (shape(), shape("road"))),
        delete_shapes(annotation, (1,)),
        InsertShapes((3,), (shape(),)),
    )
    for edit in edits:
        objects.follow(edit.apply(annotation))
        assert objects.numbers[annotation.shapes.index(kept[0])] == kept[1]
        assert len(set(objects.numbers.tolist())) == len(annotation.shapes)
    objects.follow(raise_shapes(annotation, (0,)).apply(annotation))
    assert objects.numbers[annotation.shapes.index(kept[0])] == kept[1]


def test_an_edit_of_a_shape_keeps_its_number():
    annotation, objects = numbered(shape(), shape())
    before = objects.numbers.tolist()
    moved = replace(annotation.shapes[0], points=annotation.shapes[0].points + 3)
    objects.follow(ReplaceShapes((0,), (annotation.shapes[0],), (moved,)).apply(annotation))
    objects.follow(set_class(annotation, (1,), "road").apply(annotation))
    assert objects.numbers.tolist() == before


def test_what_is_deleted_and_comes_back_has_its_number_again():
    annotation, objects = numbered(shape(), shape(), shape())
    before = objects.numbers.tolist()
    edit = delete_shapes(annotation, (0, 2))
    objects.follow(edit.apply(annotation))
    objects.follow(edit.revert(annotation))
    assert objects.numbers.tolist() == before


def test_what_is_deleted_comes_back_with_its_number_though_its_class_was_renamed_meanwhile():
    annotation, objects = numbered(shape(), shape("road"), shape())
    before = objects.numbers.tolist()
    edit = delete_shapes(annotation, (1, 2))
    objects.follow(edit.apply(annotation))
    renamed = CLASSES.renamed(2, "street")
    objects.follow(ClassesChanged(CLASSES, renamed, ("road", "street")))
    objects.follow(edit.renamed("road", "street").revert(annotation))
    assert annotation.shapes[1].class_name == "street"
    assert objects.numbers.tolist() == before


def test_a_shape_that_leaves_its_group_becomes_an_object_of_its_own():
    annotation, objects = numbered(shape(group_id=5), shape(group_id=5))
    before = annotation.shapes[0]
    edit = ReplaceShapes((0,), (before,), (replace(before, group_id=None),))
    objects.follow(edit.apply(annotation))
    first, second = objects.numbers.tolist()
    assert first != second
    objects.follow(edit.revert(annotation))
    assert objects.numbers.tolist() == [second, second]


def test_a_group_keeps_its_number_when_its_class_is_renamed():
    annotation, objects = numbered(shape(group_id=5), shape())
    before = objects.numbers.tolist()
    annotation.shapes[:] = [replace(each, class_name="lorry") for each in annotation.shapes]
    objects.follow(ClassesChanged(CLASSES, CLASSES.renamed(1, "lorry"), ("car", "lorry")))
    objects.follow(InsertShapes((2,), (shape("lorry", 5),)).apply(annotation))
    assert objects.numbers.tolist() == [*before, before[0]]


steps = st.lists(st.tuples(st.sampled_from("idr"), st.integers(0, 9)), max_size=20)


@settings(max_examples=80, deadline=None)
@given(steps)
def test_after_any_edits_each_shape_has_one_number(steps):
    annotation, objects = numbered(shape(), shape())
    known = dict(zip(annotation.shapes, objects.numbers.tolist(), strict=True))
    for kind, place in steps:
        count = len(annotation.shapes)
        if kind == "i":
            edit = InsertShapes((min(place, count),), (shape(),))
        elif kind == "d" and count:
            edit = delete_shapes(annotation, (place % count,))
        else:
            edit = raise_shapes(annotation, (place % count,)) if count else None
        if edit is None:
            continue
        objects.follow(edit.apply(annotation))
        if place % 3 == 0:
            objects.follow(edit.revert(annotation))
        for each, number in zip(annotation.shapes, objects.numbers.tolist(), strict=True):
            assert known.setdefault(each, number) == number
    assert len(set(known.values())) == len(known)


def test_colours_of_numbers_in_a_row_are_far_apart():
    colors = distinct_colors(np.arange(1, 9, dtype=np.int32)).astype(int)
    apart = np.abs(colors[:, None] - colors[None]).max(axis=2)
    assert apart[~np.eye(8, dtype=bool)].min() > 40
    assert colors.max(axis=1).min() > 120  # none is near black


@pytest.mark.parametrize("avoided", [MAGENTA, (0, 255, 0), (255, 255, 0)])
def test_no_colour_is_like_the_one_to_be_avoided_and_the_others_stay(avoided):
    numbers = np.arange(1, 4097, dtype=np.int32)
    usual, colors = distinct_colors(numbers), distinct_colors(numbers, avoided)
    assert np.linalg.norm(lab(colors) - lab([avoided]), axis=1).min() >= NEAR
    is_changed = (usual != colors).any(axis=1)
    assert 0 < is_changed.mean() < 0.25
    assert np.linalg.norm(lab(usual[is_changed]) - lab([avoided]), axis=1).max() < NEAR


def test_there_is_a_colour_for_any_number():
    assert distinct_colors(np.array([1, 4097, 10**9], np.int32)).shape == (3, 3)
    assert (distinct_colors(np.array([7], np.int32)) == distinct_colors(np.array([7], np.int32))).all()
