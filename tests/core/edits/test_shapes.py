from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.change import ShapesInserted, ShapesRemoved, ShapesReordered, ShapesReplaced
from labeler.core.edits import shapes as shapes_edits
from labeler.core.edits.shapes import (
    DeleteShapes,
    InsertShapes,
    ReorderShapes,
    ReplaceShapes,
    add_shape,
    delete_shapes,
    set_class,
)
from labeler.core.geometry import Bounds
from labeler.core.shapes import polygon
from tests.core.shape_edits import edits, shape_lists, shapes


def square(name, left=0.0):
    return polygon(name, [[left, 0], [left + 1, 0], [left + 1, 1], [left, 1]])


A, B, C, D = (square(name, left) for left, name in enumerate("abcd"))


@given(st.data(), shape_lists)
def test_undo_restores_and_redo_repeats_every_edit(data, before):
    annotation = Annotation(shapes=list(before))
    edit = data.draw(edits(len(before)))(before)
    done = edit.apply(annotation)
    after = list(annotation.shapes)
    undone = edit.revert(annotation)
    assert annotation.shapes == before
    assert edit.apply(annotation) == done
    assert annotation.shapes == after
    assert undone.bounds == done.bounds


@given(st.data(), shape_lists)
def test_the_list_of_shapes_stays_the_same_object(data, before):
    annotation = Annotation(shapes=list(before))
    held = annotation.shapes
    data.draw(edits(len(before)))(before).apply(annotation)
    assert annotation.shapes is held


@given(st.data(), shape_lists)
def test_no_shape_that_changed_reaches_out_of_the_box_of_the_change(data, before):
    annotation = Annotation(shapes=list(before))
    change = data.draw(edits(len(before)))(before).apply(annotation)
    kept = {id(shape) for shape in annotation.shapes} & {id(shape) for shape in before}
    for shape in before + annotation.shapes:
        if id(shape) not in kept:
            assert Bounds.around((shape.bounds, change.bounds)) == change.bounds


@given(st.data(), shape_lists)
def test_many_edits_undo_in_reverse_order(data, before):
    annotation = Annotation(shapes=list(before))
    done = []
    for _ in range(5):
        done.append(data.draw(edits(len(annotation.shapes)))(annotation.shapes))
        done[-1].apply(annotation)
    for edit in reversed(done):
        edit.revert(annotation)
    assert annotation.shapes == before


def test_inserted_shapes_come_to_stand_at_their_positions():
    annotation = Annotation(shapes=[A, B])
    change = InsertShapes((0, 2), (C, D)).apply(annotation)
    assert annotation.shapes == [C, A, D, B]
    assert change == ShapesInserted((0, 2), Bounds(2, 0, 4, 1))


@pytest.mark.parametrize("count", [1, 5, 63, 64, 300])
def test_many_shapes_are_put_in_and_taken_out_as_few_are(count, monkeypatch):
    generator = np.random.default_rng(count)
    all_of = [square("car", number) for number in range(500)]
    positions = tuple(sorted(generator.choice(500, count, replace=False).tolist()))
    left = [shape for place, shape in enumerate(all_of) if place not in positions]
    for few in (0, 1000):
        monkeypatch.setattr(shapes_edits, "_FEW", few)
        annotation = Annotation(shapes=list(all_of))
        edit = delete_shapes(annotation, positions)
        edit.apply(annotation)
        assert annotation.shapes == left
        edit.revert(annotation)
        assert annotation.shapes == all_of


def test_a_new_shape_goes_on_top():
    annotation = Annotation(shapes=[A, B])
    edit = add_shape(annotation, C, "Add polygon")
    assert edit.text == "Add polygon"
    edit.apply(annotation)
    assert annotation.shapes == [A, B, C]
    assert edit.revert(annotation) == ShapesRemoved((2,), C.bounds)


def test_shapes_are_deleted_in_any_order_of_positions():
    annotation = Annotation(shapes=[A, B, C, D])
    edit = delete_shapes(annotation, [3, 1])
    assert edit.text == "Delete 2 shapes"
    assert edit.apply(annotation) == ShapesRemoved((1, 3), Bounds(1, 0, 4, 1))
    assert annotation.shapes == [A, C]
    assert delete_shapes(annotation, [0]).text == "Delete shape"


def test_a_change_of_class_touches_only_shapes_of_another_class():
    annotation = Annotation(shapes=[A, B, C])
    edit = set_class(annotation, [2, 0, 1], "b")
    assert edit.positions == (0, 2)
    assert edit.apply(annotation) == ShapesReplaced((0, 2), Bounds(0, 0, 3, 1))
    assert [shape.class_name for shape in annotation.shapes] == ["b", "b", "b"]
    assert np.array_equal(annotation.shapes[0].points, A.points)
    assert set_class(annotation, [0, 1], "b") is None


def test_shapes_are_brought_into_another_order_and_back():
    annotation = Annotation(shapes=[A, B, C])
    edit = ReorderShapes((2, 0, 1), Bounds(0, 0, 3, 1))
    assert edit.apply(annotation) == ShapesReordered((2, 0, 1), Bounds(0, 0, 3, 1))
    assert annotation.shapes == [C, A, B]
    assert edit.revert(annotation) == ShapesReordered((1, 2, 0), Bounds(0, 0, 3, 1))
    assert annotation.shapes == [A, B, C]


def test_replacements_of_one_drag_are_one_step():
    first = ReplaceShapes((0,), (A,), (B,), gesture=1)
    both = first.merged(ReplaceShapes((0,), (B,), (C,), gesture=1))
    assert (both.before, both.after) == ((A,), (C,))
    annotation = Annotation(shapes=[C])
    both.revert(annotation)
    assert annotation.shapes == [A]


def test_replacements_of_other_drags_or_shapes_are_steps_of_their_own():
    edit = ReplaceShapes((0,), (A,), (B,), gesture=1)
    assert edit.merged(ReplaceShapes((0,), (B,), (C,), gesture=2)) is None
    assert edit.merged(ReplaceShapes((1,), (B,), (C,), gesture=1)) is None
    assert edit.merged(InsertShapes((0,), (C,), gesture=1)) is None
    single = ReplaceShapes((0,), (A,), (B,))
    assert single.merged(ReplaceShapes((0,), (B,), (C,))) is None


def test_a_drag_that_ends_where_it_began_is_empty():
    assert ReplaceShapes((0,), (A,), (A,)).is_empty
    assert not ReplaceShapes((0, 1), (A, B), (A, C)).is_empty


def test_a_known_box_of_change_is_kept_and_grows_when_drags_merge():
    small, next_to_it = Bounds(0, 0, 1, 1), Bounds(1, 0, 2, 1)
    first = ReplaceShapes((0,), (A,), (B,), gesture=1, dirty=small)
    assert first.apply(Annotation(shapes=[A])).bounds == small
    later = ReplaceShapes((0,), (B,), (C,), gesture=1, dirty=next_to_it)
    assert first.merged(later).dirty == Bounds(0, 0, 2, 1)
    assert first.merged(ReplaceShapes((0,), (B,), (C,), gesture=1)).dirty is None


def test_additions_deletions_and_orders_are_never_merged():
    for edit in (InsertShapes((0,), (A,)), DeleteShapes((0,), (A,)), ReorderShapes((0,), A.bounds)):
        assert edit.merged(edit) is None


@given(st.data(), shape_lists)
def test_after_a_class_was_renamed_undo_never_brings_the_old_name_back(data, before):
    annotation = Annotation(shapes=list(before))
    edit = data.draw(edits(len(before)))(before)
    edit.apply(annotation)
    renaming = set_class(
        annotation,
        [place for place, shape in enumerate(annotation.shapes) if shape.class_name == "car"],
        "bus",
    )
    if renaming is not None:
        renaming.apply(annotation)
    renamed = edit.renamed("car", "bus")
    renamed.revert(annotation)
    expected = ["bus" if shape.class_name == "car" else shape.class_name for shape in before]
    assert [shape.class_name for shape in annotation.shapes] == expected
    renamed.apply(annotation)
    assert "car" not in [shape.class_name for shape in annotation.shapes]


@given(shapes)
def test_renaming_leaves_shapes_of_other_classes_as_they_are(shape):
    edit = InsertShapes((0,), (shape,)).renamed("bus", "van")
    assert edit.shapes[0] is shape
