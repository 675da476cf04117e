"""What the history keeps of an edit does and undoes the same, bit for bit, and holds no more than differs."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.edits.packed import PackedReplace, ShapeDelta, packed
from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import DeleteShapes, InsertShapes, ReplaceShapes
from labeler.core.geometry import Bounds
from labeler.core.shapes import Shape, polygon

HOLE = [(2.0, 2.0), (4.0, 2.0), (3.0, 4.0)]


def ring(count: int, start: float = 0.0) -> np.ndarray:
    return np.arange(start, start + 2 * count).reshape(count, 2)


def with_vertex(shape: Shape, vertex: int, x: float, y: float) -> Shape:
    points = shape.points.copy()
    points[vertex] = (x, y)
    return replace(shape, points=points)


def is_same(one: Shape, other: Shape) -> bool:
    """Whether two shapes are the same, coordinates bit for bit."""
    for field in fields(Shape):
        mine, its = getattr(one, field.name), getattr(other, field.name)
        if field.name == "points":
            mine, its = mine.tobytes(), its.tobytes()
        if field.name == "holes":
            mine, its = [hole.tobytes() for hole in mine], [hole.tobytes() for hole in its]
        if mine != its:
            return False
    return True


def check(before: list[Shape], after: list[Shape]) -> ReplaceShapes | PackedReplace:
    """Pack the replacement of all shapes, and see that it does and undoes what it did."""
    positions = tuple(range(len(before)))
    kept = packed(ReplaceShapes(positions, tuple(before), tuple(after), "Change"))
    annotation = Annotation((100, 100), list(before))
    for _ in range(2):
        done = kept.apply(annotation)
        assert all(map(is_same, annotation.shapes, after))
        undone = kept.revert(annotation)
        assert all(map(is_same, annotation.shapes, before))
        assert done == undone
    return kept


def size_of(kept) -> int:
    """How many bytes of coordinates an edit holds."""
    if not isinstance(kept, PackedReplace):
        return sum(shape.points.nbytes for shape in kept.before + kept.after)
    splices = [splice for step in kept.steps if isinstance(step, ShapeDelta) for splice in step.splices]
    return sum(len(splice.before) + len(splice.after) for splice in splices)


def test_a_moved_vertex_costs_two_places():
    shape = polygon("car", ring(3000))
    assert size_of(check([shape], [with_vertex(shape, 1500, -1, -2)])) == 32


@pytest.mark.parametrize("vertex", [0, 1, 7, 8])
def test_a_vertex_that_came_or_went_costs_one_place(vertex):
    shape = polygon("car", ring(8), [HOLE])
    grown = replace(shape, points=np.insert(shape.points, vertex, (-1, -2), axis=0))
    assert size_of(check([shape], [grown])) == 16
    assert size_of(check([grown], [shape])) == 16


def test_a_vertex_doubled_in_place_is_told_apart():
    shape = polygon("car", [(0, 0), (5, 5), (5, 5), (9, 0)])
    check([shape], [replace(shape, points=np.insert(shape.points, 1, (5, 5), axis=0))])


def test_zero_and_minus_zero_are_not_the_same():
    shape = polygon("car", [(0.0, 0.0), (5, 5), (9, 0), (4, 1)])
    check([shape], [with_vertex(shape, 0, -0.0, 0.0)])


def test_a_vertex_of_a_hole_and_of_the_exterior_together():
    shape = polygon("car", ring(8), [HOLE, ring(8, 20.0)])
    holes = (shape.holes[0], with_vertex(polygon("x", shape.holes[1]), 2, 7, 7).points)
    changed = replace(with_vertex(shape, 3, 1, 1), holes=holes)
    assert size_of(check([shape], [changed])) == 64


def test_a_shape_that_moved_as_a_whole_is_kept_as_it_is():
    shape = polygon("car", ring(8))
    kept = check([shape], [replace(shape, points=shape.points + 1)])
    assert isinstance(kept, ReplaceShapes)


def test_one_that_moved_as_a_whole_beside_one_of_which_a_vertex_did():
    moved, bent = polygon("car", ring(8)), polygon("car", ring(40))
    kept = check([moved, bent], [replace(moved, points=moved.points + 1), with_vertex(bent, 2, 1, 1)])
    assert isinstance(kept, PackedReplace)
    assert [isinstance(step, ShapeDelta) for step in kept.steps] == [False, True]


def test_a_new_hole_is_kept_whole():
    shape = polygon("car", ring(8))
    check([shape], [replace(shape, holes=(np.array(HOLE),))])


def test_fields_are_kept_without_the_rings():
    shape = polygon("car", ring(3000))
    changed = replace(shape, class_name="road", group_id=4, is_locked=True, flags={"far": True})
    assert size_of(check([shape], [changed])) == 0


def test_a_class_that_was_renamed_is_never_brought_back():
    shape, moved = polygon("car", ring(40)), polygon("car", ring(8))
    after = [replace(shape, class_name="road"), replace(moved, points=moved.points + 1)]
    kept = packed(ReplaceShapes((0, 1), (shape, moved), tuple(after), "Change"))
    annotation = Annotation(
        (9, 9), [replace(after[0], class_name="road"), replace(after[1], class_name="van")]
    )
    kept = kept.renamed("car", "van")
    kept.revert(annotation)
    assert [each.class_name for each in annotation.shapes] == ["van", "van"]
    kept.apply(annotation)
    assert [each.class_name for each in annotation.shapes] == ["road", "van"]


def test_the_rectangle_stays_as_small_as_it_was():
    shape = polygon("car", ring(40))
    edit = ReplaceShapes((0,), (shape,), (with_vertex(shape, 2, 1, 1),), dirty=Bounds(1, 1, 5, 5))
    assert packed(edit).apply(Annotation((9, 9), [shape])).bounds == Bounds(1, 1, 5, 5)


def test_without_a_rectangle_it_is_that_of_all_shapes_before_and_after():
    shape = polygon("car", ring(40))
    edit = ReplaceShapes((0,), (shape,), (with_vertex(shape, 2, -100, 1),))
    expected = edit.apply(Annotation((9, 9), [shape])).bounds
    assert packed(edit).apply(Annotation((9, 9), [shape])).bounds == expected


def test_parts_of_a_sequence_are_packed_each():
    shape = polygon("car", ring(40))
    edit = ReplaceShapes((0,), (shape,), (with_vertex(shape, 2, 1, 1),))
    sequence = packed(EditSequence((edit, InsertShapes((1,), (shape,))), "Both", selects=(1,)))
    assert isinstance(sequence.parts[0], PackedReplace)
    assert (sequence.text, sequence.selects) == ("Both", (1,))


def test_what_inserts_or_deletes_is_kept_as_it_is():
    shape = polygon("car", ring(40))
    for edit in (InsertShapes((0,), (shape,)), DeleteShapes((0,), (shape,))):
        assert packed(edit) is edit


def test_nothing_is_merged_into_it():
    shape = polygon("car", ring(40))
    edit = ReplaceShapes((0,), (shape,), (with_vertex(shape, 2, 1, 1),), gesture="drag")
    assert packed(edit).merged(edit) is None


NUMBERS = st.integers(0, 2).map(float)
RINGS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=8)
SHAPES = st.builds(polygon, st.sampled_from(["car", "road"]), RINGS, st.lists(RINGS, max_size=2))


@given(st.lists(st.tuples(SHAPES, SHAPES), min_size=1, max_size=3))
@settings(max_examples=200)
def test_any_two_versions_are_told_apart_and_brought_back(pairs):
    check([before for before, _ in pairs], [after for _, after in pairs])
