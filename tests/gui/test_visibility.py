"""What is hidden in the window: classes and shapes, through edits, images and changes of the class table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from labeler.core.change import ClassesChanged
from labeler.core.edits.arrange import raise_shapes
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.edits.shapes import add_shape, delete_shapes
from labeler.core.shapes import polygon
from labeler.gui.document import Document
from labeler.gui.session import Session
from labeler.gui.visibility import Visibility
from tests.gui.documents import SIZE, box, session_on, show

SHAPES = (box("cat", 2, 2), box("dog", 20, 2), box("cat", 40, 2), box("void", 2, 30))


@pytest.fixture
def session(qapp, tmp_path: Path) -> Session:
    return session_on(tmp_path / "set")


@pytest.fixture
def visibility(session: Session) -> Visibility:
    return Visibility(session)


@pytest.fixture
def document(session: Session, visibility: Visibility) -> Document:
    """The first image of the dataset on the canvas, with four shapes."""
    document = show(session, 0)
    count = len(document.annotation.shapes)
    if count:
        document.push(delete_shapes(document.annotation, range(count)))
    for shape in SHAPES:
        document.push(add_shape(document.annotation, shape))
    return document


def seen(document: Document) -> list[int]:
    return [place for place in range(len(document.annotation.shapes)) if document.is_visible(place)]


def test_at_first_everything_is_seen(visibility: Visibility, document: Document) -> None:
    assert visibility.hides_nothing
    assert seen(document) == [0, 1, 2, 3]
    assert visibility.hidden_indices() == frozenset()


def test_a_hidden_class_takes_its_shapes_along(visibility, document, session, qtbot) -> None:
    with qtbot.waitSignal(visibility.changed):
        visibility.hide_class("cat", True)
    assert seen(document) == [1, 3]
    assert visibility.hidden_indices() == {session.classes.find("cat").index}
    with qtbot.assertNotEmitted(visibility.changed):
        visibility.hide_class("cat", True)
    with qtbot.waitSignal(visibility.changed):
        visibility.hide_class("cat", False)
    assert seen(document) == [0, 1, 2, 3]


def test_a_class_alone_hides_all_others_and_gives_them_back(visibility, document, session) -> None:
    visibility.hide_class("dog", True)
    visibility.solo("cat")
    assert seen(document) == [0, 2]
    assert session.classes.find("cat").index not in visibility.hidden_indices()
    assert len(visibility.hidden_indices()) == len(session.classes) - 1
    visibility.solo(None)
    assert visibility.hidden_classes == {"dog"}


def test_showing_a_class_beside_one_that_is_alone_leaves_the_others_hidden(visibility, document) -> None:
    visibility.solo("cat")
    visibility.hide_class("dog", False)
    assert visibility.solo_class is None
    assert seen(document) == [0, 1, 2]


def test_hiding_the_class_that_is_alone_shows_the_others_again(visibility, document) -> None:
    visibility.solo("cat")
    visibility.hide_class("cat", True)
    assert seen(document) == [1, 3]


def test_the_names_of_labelme_stand_for_void_and_background(visibility, document) -> None:
    document.push(add_shape(document.annotation, box("__ignore__", 20, 30)))
    visibility.hide_class("void", True)
    assert seen(document) == [0, 1, 2]


def test_shapes_are_hidden_one_by_one(visibility, document, qtbot) -> None:
    with qtbot.waitSignal(visibility.changed):
        visibility.hide_shapes([2, 0], True)
    assert visibility.hidden_shapes == (0, 2)
    assert seen(document) == [1, 3]
    visibility.hide_shapes([0], False)
    assert visibility.hidden_shapes == (2,)
    with qtbot.waitSignal(visibility.changed):
        visibility.show_all()
    assert visibility.hides_nothing
    with qtbot.assertNotEmitted(visibility.changed):
        visibility.show_all()


def test_hidden_shapes_are_followed_through_every_edit_and_its_undo(visibility, document) -> None:
    shapes = document.annotation.shapes
    hidden = shapes[1]
    visibility.hide_shapes([1], True)
    found: list[bool] = []
    # Whoever hears of the change finds the hidden shape where it now is.
    document.changed.connect(lambda: found.append(seen(document) == _all_but(document, hidden)))
    document.push(delete_shapes(document.annotation, (0,)))
    assert visibility.hidden_shapes == (0,)
    document.push(raise_shapes(document.annotation, (0,)))
    assert visibility.hidden_shapes == (1,)
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert visibility.hidden_shapes == (1,)
    assert found == [True] * 4
    document.push(delete_shapes(document.annotation, (1,)))
    assert visibility.hidden_shapes == ()


def _all_but(document: Document, hidden: object) -> list[int]:
    return [place for place, shape in enumerate(document.annotation.shapes) if shape is not hidden]


def test_what_is_hidden_is_neither_selected_nor_taken_hold_of(visibility, document) -> None:
    document.select(range(4))
    visibility.hide_shapes([0], True)
    assert document.selection == (1, 2, 3)
    visibility.hide_class("dog", True)
    assert document.selection == (2, 3)
    assert [document.is_editable(place) for place in range(4)] == [False, False, True, True]


def test_another_image_has_no_hidden_shapes_but_the_same_hidden_classes(
    visibility, document, session, qtbot
) -> None:
    visibility.hide_shapes([0], True)
    visibility.hide_class("dog", True)
    with qtbot.waitSignal(visibility.changed):
        other = show(session, 1)
    other.push(add_shape(other.annotation, polygon("dog", np.array([(0, 0), SIZE, (0, SIZE[1])]))))
    assert visibility.hidden_shapes == ()
    assert not other.is_visible(len(other.annotation.shapes) - 1)
    # A document off the canvas hides nothing.
    assert document.is_visible(0)


def test_another_dataset_begins_with_everything_seen(visibility, document, session) -> None:
    visibility.hide_class("dog", True)
    session.open(session.dataset)
    assert visibility.hides_nothing
    assert not visibility.is_shape_visible(0)  # there is no image


def test_a_hidden_class_stays_hidden_under_its_new_name(visibility, document, session, qtbot) -> None:
    visibility.hide_class("dog", True)
    visibility.solo("cat")
    table = session.classes
    for old, new in (("dog", "wolf"), ("cat", "lynx")):
        after = table.renamed(table.find(old).index, new)
        with qtbot.waitSignal(visibility.changed):
            session.push_classes(ReplaceClasses(table, after, "Rename class", (old, new)))
        table = after
    assert visibility.solo_class == "lynx"
    assert visibility.hidden_classes == {"wolf"}
    session.class_history.undo()
    assert visibility.solo_class == "cat"


def test_a_class_that_is_deleted_is_not_hidden_any_more(visibility, document, session) -> None:
    table = session.classes
    for hide in (visibility.solo, lambda name: visibility.hide_class(name, True)):
        hide("dog")
        session._tell(ClassesChanged(table, table.without(table.find("dog").index)))
        assert visibility.hides_nothing


def test_shapes_of_a_locked_class_are_seen_but_not_taken_hold_of(visibility, document, session) -> None:
    table = session.classes
    cat = table.find("cat")
    after = table.with_row(cat.index, cat.with_lock(True))
    session.push_classes(ReplaceClasses(table, after, "Lock class"))
    assert seen(document) == [0, 1, 2, 3]
    assert [document.is_editable(place) for place in range(4)] == [False, True, False, True]
    session.class_history.undo()
    assert document.is_editable(0)


def with_visibility(table, name: str, is_visible: bool):
    row = table.find(name)
    return table.with_row(row.index, row.with_visibility(is_visible))


def test_a_window_begins_with_what_the_class_table_hides(session: Session, visibility: Visibility) -> None:
    dataset = session.dataset
    assert dataset is not None
    dataset.classes = with_visibility(dataset.classes, "dog", False)
    session.open(dataset)
    assert visibility.hidden_classes == {"dog"}


def test_what_the_table_says_of_a_class_holds_at_once_and_is_undone(visibility, document, session) -> None:
    table = session.classes
    session.push_classes(ReplaceClasses(table, with_visibility(table, "cat", False)))
    assert seen(document) == [1, 3]
    session.class_history.undo()
    assert seen(document) == [0, 1, 2, 3]


def test_an_eye_that_was_shut_for_now_stays_shut_when_the_table_changes_elsewhere(
    visibility, document, session
) -> None:
    visibility.hide_class("cat", True)
    table = session.classes
    session.push_classes(ReplaceClasses(table, with_visibility(table, "dog", False)))
    assert visibility.hidden_classes == {"cat", "dog"}
    table = session.classes
    session.push_classes(ReplaceClasses(table, table.recolored(1, (1, 2, 3))))
    assert visibility.hidden_classes == {"cat", "dog"}
