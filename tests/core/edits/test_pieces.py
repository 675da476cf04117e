"""Shapes become their pieces in their place, as one step that undo takes back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.edits.pieces import replace_by_pieces
from labeler.core.edits.sequence import EditSequence, parts_of, selected_after
from labeler.core.edits.shapes import DeleteShapes, ReplaceShapes
from labeler.core.geometry import Bounds
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import polygon
from tests.core.shape_edits import shape_lists
from tests.core.shape_edits import shapes as any_shape
from tests.tools.desk import Desk

SIZE = (24, 24)


def square(x, class_name="car", **fields):
    return polygon(class_name, ((x, 0), (x + 4, 0), (x + 4, 4), (x, 4)), **fields)


def names(annotation) -> list[str]:
    return [shape.description for shape in annotation.shapes]


def told(*descriptions, **fields):
    return [square(0, description=each, **fields) for each in descriptions]


def carried_out(annotation, edit):
    for part in parts_of(edit):
        part.apply(annotation)


def test_the_pieces_of_each_shape_stand_where_it_stood():
    annotation = Annotation(SIZE, told("a", "b", "c", "d", "e"))
    edit = replace_by_pieces(
        annotation, {3: told("d1", "d2"), 1: told("b1", "b2", "b3"), 2: [], 4: told("e1")}, "Split"
    )
    carried_out(annotation, edit)
    assert names(annotation) == ["a", "b1", "b2", "b3", "d1", "d2", "e1"]
    assert selected_after(edit) == (1, 2, 3, 4, 5, 6)
    assert edit.text == "Split"
    assert {part.text for part in edit.parts} == {"Split"}


@pytest.mark.parametrize(
    ("pieces", "kind"),
    [
        ({0: told("a1"), 1: told("b1")}, ReplaceShapes),
        ({0: [], 1: []}, DeleteShapes),
        ({0: told("a1"), 1: []}, EditSequence),
        ({0: told("a1", "a2")}, EditSequence),
    ],
    ids=["one each", "none", "one and none", "two"],
)
def test_the_edit_is_as_plain_as_it_can_be(pieces, kind):
    annotation = Annotation(SIZE, told("a", "b"))
    assert type(replace_by_pieces(annotation, pieces, "Clip")) is kind


def test_several_pieces_are_one_group():
    annotation = Annotation(SIZE, [square(0), square(5), square(9, group_id=2), square(14, group_id=1)])
    carried_out(
        annotation,
        replace_by_pieces(
            annotation,
            {place: [annotation.shapes[place]] * count for place, count in enumerate((2, 2, 2, 1))},
            "Split",
        ),
    )
    assert [shape.group_id for shape in annotation.shapes] == [3, 3, 4, 4, 2, 2, 1]


def test_a_single_piece_keeps_its_group_or_none():
    annotation = Annotation(SIZE, [square(0)])
    carried_out(annotation, replace_by_pieces(annotation, {0: [square(3)]}, "Clip"))
    assert annotation.shapes[0].group_id is None


def test_edits_of_one_drag_merge():
    annotation = Annotation(SIZE, told("a"))
    first = replace_by_pieces(
        annotation, {0: told("b")}, "Simplify", gesture="slider", dirty=Bounds(0, 0, 1, 1)
    )
    first.apply(annotation)
    second = replace_by_pieces(
        annotation, {0: told("c")}, "Simplify", gesture="slider", dirty=Bounds(2, 2, 3, 3)
    )
    merged = first.merged(second)
    assert merged.dirty == (0, 0, 3, 3)
    assert merged.after[0].description == "c"


def test_the_box_of_a_smaller_change_counts_only_where_no_piece_is_added():
    annotation = Annotation(SIZE, told("a"))
    box = Bounds(1, 1, 2, 2)
    assert replace_by_pieces(annotation, {0: told("b")}, "Cut", dirty=box).dirty == box
    several = replace_by_pieces(annotation, {0: told("b", "c")}, "Cut", dirty=box)
    assert several.parts[0].dirty is None


@settings(max_examples=80, deadline=None)
@given(shape_lists, st.data())
def test_undo_gives_the_old_shapes_and_the_old_label_map(shapes, data):
    shapes = [replace(shape, class_name="car") for shape in shapes]
    desk = Desk(*shapes, size=SIZE)
    before = desk.pixels().copy()
    live = LiveLabelMap(desk.annotation, SIZE, desk.classes, ShapeIndex(list(shapes)))
    places = data.draw(st.sets(st.integers(0, len(shapes) - 1)) if shapes else st.just(set()))
    pieces = {place: data.draw(st.lists(any_shape, max_size=3)) for place in places}
    if not pieces:
        return
    edit = replace_by_pieces(desk.annotation, pieces, "Cut")
    live._index = desk.index
    for part in parts_of(edit):
        change = part.apply(desk.annotation)
        desk.index.update(change)
        live.update(change)
    assert np.array_equal(live.label_map, desk.pixels())
    assert len(desk.shapes) == len(shapes) + sum(len(each) - 1 for each in pieces.values())
    for part in reversed(parts_of(edit)):
        change = part.revert(desk.annotation)
        desk.index.update(change)
        live.update(change)
    assert all(now is then for now, then in zip(desk.shapes, shapes, strict=True))
    assert np.array_equal(live.label_map, before)
