"""Every edit, undo and redo keeps index, label map and selection in step, and gives one signal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from labeler.core.change import ClassesChanged, ShapesInserted, ShapesRemoved, ShapesReplaced
from labeler.core.edits.arrange import lower_shapes, raise_shapes
from labeler.core.edits.sequence import EditSequence
from labeler.core.edits.shapes import InsertShapes, ReplaceShapes, add_shape, delete_shapes, set_class
from labeler.core.edits.state import SetDone
from labeler.core.edits.vertices import move_shapes
from labeler.core.errors import ToolError
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.gui.document import Document
from tests.gui.documents import SIZE, Choice, box, document_of


def fresh(document: Document) -> np.ndarray:
    """The label map as it would be drawn from nothing."""
    index = ShapeIndex(document.annotation.shapes)
    return LiveLabelMap(document.annotation, SIZE, document.classes, index).label_map


def names(document: Document) -> list[str]:
    return [shape.class_name for shape in document.annotation.shapes]


def test_an_edit_is_applied_then_told_with_its_rectangle(qtbot) -> None:
    document = document_of()
    assert not document.label_map.label_map.any()
    with qtbot.waitSignal(document.changed) as signal:
        document.push(add_shape(document.annotation, box("dog", 3, 4)))
    change, rect = signal.args
    assert isinstance(change, ShapesInserted)
    assert tuple(rect) == (3, 4, 11, 12)
    assert (document.label_map.label_map[4:12, 3:11] == 2).all()
    assert document.index.boxes.tolist() == [[3, 4, 11, 12]]


def test_without_a_label_map_the_change_comes_without_a_rectangle(qtbot) -> None:
    document = document_of()
    with qtbot.waitSignal(document.changed) as signal:
        document.push(add_shape(document.annotation, box("dog", 3, 4)))
    assert signal.args[1] is None


def test_undo_and_redo_are_told_as_changes_too(qtbot) -> None:
    document = document_of(box("cat", 1, 1))
    changes = []
    document.changed.connect(lambda change, _: changes.append(type(change)))
    document.push(delete_shapes(document.annotation, [0]))
    document.undo_stack.undo()
    document.undo_stack.redo()
    assert changes == [ShapesRemoved, ShapesInserted, ShapesRemoved]
    assert document.undo_stack.undoText() == "Delete shape"


def test_the_selection_follows_its_shapes(qtbot) -> None:
    document = document_of(box("cat", 1, 1), box("dog", 20, 1), box("sky", 40, 1))
    document.select([2, 0, 2, 99, -1])
    assert document.selection == (0, 2)
    document.push(delete_shapes(document.annotation, [0]))
    assert document.selection == (1,)
    document.push(lower_shapes(document.annotation, [1]))
    assert document.selection == (0,)
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.selection == (2,)


def test_selecting_the_same_shapes_tells_nobody(qtbot) -> None:
    document = document_of(box("cat", 1, 1))
    document.select([0])
    with qtbot.assertNotEmitted(document.selection_changed):
        document.select([0])


def test_a_drag_is_one_step(qtbot) -> None:
    document = document_of(box("cat", 10, 10))
    for step in range(1, 5):
        document.push(move_shapes(document.annotation, [0], (1, step), SIZE, gesture="drag"))
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.annotation.shapes[0].points[0].tolist() == [10, 10]


def test_a_drag_that_is_taken_back_where_it_began_already_is_no_step(qtbot) -> None:
    document = document_of(box("cat", 10, 10))
    (start,) = document.annotation.shapes
    moved = box("cat", 12, 10)
    for before, after in ((start, moved), (moved, start), (start, start)):
        document.push(ReplaceShapes((0,), (before,), (after,), "Move", gesture="drag"))
    assert document.undo_stack.count() == 0
    assert document.annotation.shapes == [start]
    assert not document.is_dirty


def test_it_is_dirty_until_what_is_shown_is_what_was_saved(qtbot) -> None:
    document = document_of()
    assert not document.is_dirty
    with qtbot.waitSignal(document.dirty_changed, check_params_cb=lambda is_dirty: is_dirty):
        document.push(add_shape(document.annotation, box("cat", 1, 1)))
    state = document.state()
    document.push(add_shape(document.annotation, box("dog", 20, 1)))
    document.set_saved(state)
    assert document.is_dirty
    document.undo_stack.undo()
    assert not document.is_dirty
    document.undo_stack.undo()
    assert document.is_dirty
    document.undo_stack.redo()
    assert not document.is_dirty


def test_a_drag_that_goes_on_after_a_save_is_dirty_and_still_one_step(qtbot) -> None:
    document = document_of(box("cat", 10, 10))
    document.push(move_shapes(document.annotation, [0], (1, 0), SIZE, gesture="drag"))
    document.set_saved(document.state())
    document.push(move_shapes(document.annotation, [0], (1, 0), SIZE, gesture="drag"))
    assert document.is_dirty
    assert document.undo_stack.count() == 1


def test_an_edit_that_fails_leaves_no_step(qtbot) -> None:
    document = document_of(box("cat", 1, 1))
    edit = delete_shapes(document.annotation, [0])

    class Broken:
        text = "Break"
        gesture = None

        def apply(self, annotation):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        document.push(Broken())
    assert document.undo_stack.count() == 0
    document.push(edit)
    assert document.undo_stack.count() == 1


def test_a_read_only_image_refuses_with_its_reason(qtbot) -> None:
    document = document_of(box("cat", 1, 1))
    document.read_only_reason = "The file cannot be read."
    assert not document.is_editable(0)
    with pytest.raises(ToolError, match="The file cannot be read"):
        document.push(SetDone(True))
    assert not document.annotation.is_done


def test_a_new_class_table_of_new_indices_draws_anew(qtbot) -> None:
    choice = Choice()
    document = document_of(box("dog", 0, 0), choice=choice)
    assert (document.label_map.label_map[:8, :8] == 2).all()
    before, choice.classes = choice.classes, choice.classes.reindexed(2, 9)
    document.follow_classes(ClassesChanged(before, choice.classes))
    assert (document.label_map.label_map[:8, :8] == 9).all()
    assert not document.is_dirty


def test_a_new_name_reaches_shapes_and_every_step_of_the_history(qtbot) -> None:
    choice = Choice()
    document = document_of(box("dog", 0, 0), choice=choice)
    document.push(set_class(document.annotation, [0], "cat"))
    document.push(add_shape(document.annotation, box("dog", 20, 20)))
    document.push(delete_shapes(document.annotation, [1]))
    document.set_saved(document.state())
    before, choice.classes = choice.classes, choice.classes.renamed(2, "wolf")
    document.follow_classes(ClassesChanged(before, choice.classes, ("dog", "wolf")))
    assert document.is_dirty
    document.undo_stack.undo()
    assert names(document) == ["cat", "wolf"]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert names(document) == ["wolf"]
    assert (document.label_map.label_map == fresh(document)).all()


def test_a_rename_that_concerns_no_shape_saves_nothing(qtbot) -> None:
    choice = Choice()
    document = document_of(box("dog", 0, 0), choice=choice)
    before, choice.classes = choice.classes, choice.classes.renamed(1, "lion")
    document.follow_classes(ClassesChanged(before, choice.classes, ("cat", "lion")))
    assert not document.is_dirty


steps = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 40), st.integers(0, 30)), max_size=25)


@given(steps)
@how(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_after_any_edits_all_that_follows_equals_a_fresh_start(qtbot, steps) -> None:
    document = document_of(box("cat", 5, 5), box("dog", 9, 9))
    assert document.label_map is not None
    start = list(document.annotation.shapes)
    for kind, x, y in steps:
        annotation, count = document.annotation, len(document.annotation.shapes)
        place = x % count if count else None
        if kind == 0 or place is None:
            document.push(add_shape(annotation, box(("cat", "dog", "sky")[y % 3], x, y)))
        elif kind == 1:
            document.push(delete_shapes(annotation, [place]))
        elif kind == 2:
            document.push(move_shapes(annotation, [place], (y - 15, x - 20), SIZE))
        elif kind in (3, 4):
            edit = (raise_shapes if kind == 3 else lower_shapes)(annotation, [place])
            if edit is not None:
                document.push(edit)
        elif kind == 5:
            document.undo_stack.undo()
        else:
            document.undo_stack.redo()
        assert (document.label_map.label_map == fresh(document)).all()
        assert document.index.boxes.tolist() == ShapeIndex(document.annotation.shapes).boxes.tolist()
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.annotation.shapes == start
    assert not document.is_dirty


def test_a_sequence_of_edits_is_one_step_and_each_change_is_told_before_the_next_is_made(qtbot) -> None:
    document = document_of(box("cat", 2, 2), box("cat", 20, 2))
    told: list[tuple[type, list[str]]] = []
    document.changed.connect(lambda change, _rect: told.append((type(change), names(document))))
    recolored = set_class(document.annotation, [0], "dog")
    added = InsertShapes((2,), (box("sky", 40, 2),))
    document.push(EditSequence((recolored, added), "Do both"))
    assert told == [(ShapesReplaced, ["dog", "cat"]), (ShapesInserted, ["dog", "cat", "sky"])]
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Do both"
    told.clear()
    document.undo_stack.undo()
    assert told == [(ShapesRemoved, ["dog", "cat"]), (ShapesReplaced, ["cat", "cat"])]
    assert not document.is_dirty
    told.clear()
    document.undo_stack.redo()
    assert names(document) == ["dog", "cat", "sky"]
    assert len(document.index.boxes) == 3
    np.testing.assert_array_equal(document.label_map.label_map, fresh(document))
