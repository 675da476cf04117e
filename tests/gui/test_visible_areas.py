"""The areas of shapes follow the edits."""

from __future__ import annotations

import pytest

from labeler.core.edits.arrange import lower_shapes
from labeler.core.edits.shapes import add_shape, delete_shapes
from labeler.core.shapes import Shape, ShapeKind
from labeler.gui.document import Document
from labeler.gui.visible_areas import VisibleAreas
from tests.gui.documents import box, document_of


@pytest.fixture
def document(qtbot) -> Document:
    return document_of(box("cat", 1, 1), box("dog", 6, 6), box("cat", 40, 1))


@pytest.fixture
def areas(document: Document):
    areas = VisibleAreas()
    areas.set_document(document)
    yield areas
    areas.close()


def known(areas: VisibleAreas, qtbot) -> list[int | None]:
    """All areas, once they have been counted."""
    assert areas._document is not None
    count = len(areas._document.annotation.shapes)

    def ask() -> bool:
        for position in range(count):
            areas.area_of(position)
        return all(areas._is_known)

    qtbot.waitUntil(ask)
    return [areas.area_of(position) for position in range(count)]


def test_areas_become_known_when_they_are_asked_for(areas, qtbot):
    assert areas.area_of(0) is None
    with qtbot.waitSignal(areas.changed):
        pass
    assert areas.area_of(0) == 55


def test_all_of_them(areas, qtbot):
    assert known(areas, qtbot) == [55, 64, 64]


def test_they_follow_every_kind_of_edit(areas, document, qtbot):
    assert known(areas, qtbot) == [55, 64, 64]
    document.push(lower_shapes(document.annotation, [1]))
    assert known(areas, qtbot) == [55, 64, 64]
    document.push(delete_shapes(document.annotation, [1]))
    assert known(areas, qtbot) == [64, 64]
    document.push(add_shape(document.annotation, box("sky", 40, 1)))
    assert known(areas, qtbot) == [64, 0, 64]
    document.undo_stack.undo()
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert known(areas, qtbot) == [55, 64, 64]


def test_only_shapes_that_the_edit_touches_are_counted_anew(areas, document, qtbot):
    known(areas, qtbot)
    document.push(add_shape(document.annotation, box("sky", 40, 1)))
    assert areas._is_known == [True, True, False, False]
    assert areas.area_of(2) == 64  # the old one, until the new one is known


def test_points_and_lines_have_none(areas, document, qtbot):
    line = Shape("cat", [(0, 0), (30, 30)], ShapeKind.LINE)
    document.push(add_shape(document.annotation, line))
    assert known(areas, qtbot)[-1] is None


def test_another_document_begins_anew(areas, qtbot):
    known(areas, qtbot)
    other = document_of(box("cat", 1, 1))
    areas.set_document(other)
    assert areas.area_of(0) is None
    assert known(areas, qtbot) == [64]
    areas.set_document(None)


def test_closing_while_it_counts_leaves_nothing_running(document, qtbot):
    areas = VisibleAreas()
    areas.set_document(document)
    areas.area_of(0)
    qtbot.wait(1)
    areas.close()
    areas.close()
