from __future__ import annotations

from labeler.core.annotation import Annotation
from labeler.core.edits.sequence import EditSequence, joined, parts_of
from labeler.core.edits.shapes import InsertShapes, ReplaceShapes, delete_shapes, set_class
from labeler.core.shapes import polygon

TRIANGLE = [(0, 0), (4, 0), (4, 4)]


def test_a_plain_edit_is_its_own_only_part():
    edit = delete_shapes(Annotation((9, 9), [polygon("cat", TRIANGLE)]), [0])
    assert parts_of(edit) == (edit,)


def test_a_sequence_has_parts_that_are_carried_out_one_by_one():
    annotation = Annotation((9, 9), [polygon("cat", TRIANGLE)])
    recolored = set_class(annotation, [0], "dog")
    added = InsertShapes((1,), (polygon("cat", TRIANGLE),))
    sequence = EditSequence((recolored, added), "Do both")
    assert parts_of(sequence) == (recolored, added)
    for part in parts_of(sequence):
        part.apply(annotation)
    assert [shape.class_name for shape in annotation.shapes] == ["dog", "cat"]
    for part in reversed(parts_of(sequence)):
        part.revert(annotation)
    assert [shape.class_name for shape in annotation.shapes] == ["cat"]


def test_a_class_is_renamed_in_every_part():
    annotation = Annotation((9, 9), [polygon("cat", TRIANGLE)])
    sequence = EditSequence(
        (set_class(annotation, [0], "dog"), InsertShapes((1,), (polygon("cat", TRIANGLE),))), "Do both"
    )
    first, second = sequence.renamed("cat", "tiger").parts
    assert first.before[0].class_name == "tiger"
    assert second.shapes[0].class_name == "tiger"
    assert sequence.renamed("cat", "tiger").text == "Do both"
    assert sequence.gesture is None


def test_a_sequence_ends_the_drag_it_belongs_to():
    here, there = polygon("cat", TRIANGLE), polygon("dog", TRIANGLE)
    drag = ReplaceShapes((0,), (here,), (there,), "Move", gesture="drag")
    end = EditSequence((InsertShapes((1,), (here,)),), "Cut out", "drag", (0,))
    both = joined(drag, end)
    assert both.parts == (drag, *end.parts)
    assert (both.text, both.selects) == ("Cut out", (0,))
    annotation = Annotation((9, 9), [here])
    for part in parts_of(both):
        part.apply(annotation)
    assert annotation.shapes == [there, here]
    for part in reversed(parts_of(both)):
        part.revert(annotation)
    assert annotation.shapes == [here]
    assert joined(both, drag) is None
    assert joined(both, both) is None


def test_what_is_of_another_gesture_or_of_none_stays_a_step_of_its_own():
    here, there = polygon("cat", TRIANGLE), polygon("dog", TRIANGLE)
    drag = ReplaceShapes((0,), (here,), (there,), "Move", gesture="drag")
    alone = ReplaceShapes((0,), (here,), (there,), "Move")
    parts = (InsertShapes((1,), (here,)),)
    assert joined(drag, EditSequence(parts, "Cut out", "other")) is None
    assert joined(drag, EditSequence(parts, "Cut out")) is None
    assert joined(alone, EditSequence(parts, "Cut out")) is None
    assert joined(drag, ReplaceShapes((0,), (there,), (here,), "Move", gesture="drag")).after == (here,)
