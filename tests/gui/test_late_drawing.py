"""Large drags: the label map waits until the hand rests, and is exact then."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from labeler.core.change import ShapesReplaced
from labeler.core.edits.shapes import add_shape, delete_shapes
from labeler.core.handles import Handle
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Shape, polygon
from labeler.gui import late_drawing
from labeler.gui.canvas.view import CanvasView
from labeler.gui.document import Document
from labeler.tools.select import SelectTool
from tests.gui.canvas.conftest import Hand, document_of
from tests.vertices import moved_vertex

SIZE = (200, 150)
LARGE = polygon("car", ((10, 10), (190, 15), (180, 140), (20, 130)))
SMALL = polygon("road", ((100, 60), (110, 60), (105, 72)))


@pytest.fixture(autouse=True)
def little_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drag of 400 pixels is put off, one of 4,000 until the hand rests."""
    monkeypatch.setattr(late_drawing, "_FEW", 400)
    monkeypatch.setattr(late_drawing, "_MANY", 4000)


@pytest.fixture
def document(qapp) -> Document:
    document = document_of(LARGE, SMALL, size=SIZE)
    assert document.label_map is not None
    return document


def drag(document: Document, *place: float, position: int = 0, gesture: object = "drag") -> None:
    handle = Handle(position, 0, 1)
    document.push(moved_vertex(document.annotation, handle, place, index=document.index, gesture=gesture))


def fresh(document: Document) -> np.ndarray:
    return rasterize(document.annotation.shapes, document.size, document.classes)


def is_exact(document: Document) -> bool:
    return bool((document.label_map.label_map == fresh(document)).all())


def heard(document: Document) -> list[tuple[object, object]]:
    changes: list[tuple[object, object]] = []
    document.changed.connect(lambda change, rect: changes.append((change, rect)))
    return changes


def test_a_large_drag_draws_nothing_until_it_is_settled(document):
    before = document.label_map.label_map.copy()
    changes = heard(document)
    for x in range(180, 120, -10):
        drag(document, x, 20)
    assert document.late.is_waiting
    assert (document.label_map.label_map == before).all()
    assert [rect for _, rect in changes] == [None] * 6
    document.late.settle()
    assert is_exact(document)
    assert not document.late.is_waiting


def test_what_was_drawn_late_is_told_once_with_the_box_around_all_of_it(document):
    drag(document, 150, 20)
    drag(document, 60, 90)
    changes = heard(document)
    document.late.settle()
    document.late.settle()
    ((change, rect),) = changes
    assert isinstance(change, ShapesReplaced)
    assert change.positions == (0,)
    assert change.bounds.left <= 10
    assert change.bounds.right >= 190
    assert rect.right >= 190


def test_a_large_drag_is_drawn_when_the_hand_rests(document, qtbot):
    drag(document, 150, 20)
    assert not is_exact(document)
    qtbot.waitUntil(lambda: not document.late.is_waiting)
    assert is_exact(document)


def test_moves_of_a_middling_drag_that_arrive_together_are_drawn_once(document, monkeypatch):
    drawn = []
    update = document.label_map.update
    monkeypatch.setattr(document.label_map, "update", lambda change: drawn.append(change) or update(change))
    for step in range(200):
        drag(document, 130 + step % 7, 30 + step % 5, position=1)
    assert not drawn
    QApplication.processEvents()
    assert len(drawn) == 1
    assert is_exact(document)


def test_small_drags_and_edits_that_are_no_drag_are_drawn_at_once(document):
    drag(document, 112, 62, position=1)
    assert is_exact(document)
    drag(document, 150, 30, gesture=None)
    assert is_exact(document)
    assert not document.late.is_waiting


@pytest.mark.parametrize("end", ["insert", "delete", "undo"])
def test_another_edit_draws_what_waited_as_well(document, end):
    drag(document, 150, 20)
    changes = heard(document)
    if end == "insert":
        document.push(add_shape(document.annotation, SMALL))
    elif end == "delete":
        document.push(delete_shapes(document.annotation, (1,)))
    else:
        document.undo_stack.undo()
    assert is_exact(document)
    assert not document.late.is_waiting
    assert changes[-1][1].width >= 170


def test_nothing_waits_for_a_label_map_that_is_dropped(document):
    drag(document, 150, 20)
    document.drop_label_map()
    assert not document.late.is_waiting
    changes = heard(document)
    document.late.settle()
    assert not changes
    assert is_exact(document)


def test_without_a_label_map_nothing_waits(qapp):
    document = document_of(LARGE, size=SIZE)
    drag(document, 150, 20)
    assert not document.late.is_waiting
    assert is_exact(document)


class TestOnTheCanvas:
    @pytest.fixture
    def view(self, qtbot, document) -> CanvasView:
        view = CanvasView()
        qtbot.addWidget(view)
        view.resize(400, 300)
        view.set_document(document)
        view.set_tool(SelectTool(document))
        view.show()
        qtbot.waitExposed(view)
        document.select((0,))
        return view

    def test_letting_go_draws_at_once(self, view, document):
        hand = Hand(view)
        hand.drag(hand.at(190, 15), hand.at(150, 40), hand.at(120, 50))
        assert not document.late.is_waiting
        assert is_exact(document)
        assert document.annotation.shapes[0] is not LARGE

    def test_escape_puts_back_and_draws_at_once(self, view, document):
        hand = Hand(view)
        hand.press(*hand.at(190, 15))
        hand.move(*hand.at(120, 50), Qt.MouseButton.LeftButton)
        assert document.late.is_waiting
        view.act(view.tool.cancel)
        assert not document.late.is_waiting
        assert document.annotation.shapes[0] is LARGE
        assert is_exact(document)

    def test_while_dragging_the_outline_follows_and_the_label_map_stays(self, view, document):
        hand = Hand(view)
        hand.press(*hand.at(190, 15))
        hand.move(*hand.at(185, 20), Qt.MouseButton.LeftButton)
        before = view.grab().toImage()
        hand.move(*hand.at(150, 40), Qt.MouseButton.LeftButton)
        assert view.grab().toImage() != before
        assert document.late.is_waiting

    def test_a_flood_of_moves_builds_no_queue(self, view, document, monkeypatch):
        hand, drawn, painted = Hand(view), [], []
        view.painted.connect(lambda: painted.append(1))
        update = document.label_map.update
        monkeypatch.setattr(
            document.label_map, "update", lambda change: drawn.append(change) or update(change)
        )
        hand.press(*hand.at(190, 15))
        for step in range(1000):
            place = QPointF(*hand.at(180 - step % 60, 20 + step % 40))
            button = Qt.MouseButton.LeftButton
            event = QMouseEvent(
                QEvent.Type.MouseMove,
                place,
                view.mapToGlobal(place),
                Qt.MouseButton.NoButton,
                button,
                hand.held,
            )
            QApplication.postEvent(view, event)
        QApplication.processEvents()
        assert len(painted) <= 3
        assert len(drawn) <= 1
        hand.release(*hand.at(150, 30))
        assert is_exact(document)


def shapes_of(generator: np.random.Generator) -> Shape:
    return polygon(("car", "road", "void")[int(generator.integers(3))], generator.uniform(-9, 200, (5, 2)))


def test_after_any_sequence_of_drags_and_edits_the_label_map_is_that_of_the_shapes(document):
    generator = np.random.default_rng(4)
    for step in range(150):
        count = len(document.annotation.shapes)
        match int(generator.integers(6)):
            case 0:
                document.push(add_shape(document.annotation, shapes_of(generator)))
            case 1 if count > 2:
                document.push(delete_shapes(document.annotation, (int(generator.integers(count)),)))
            case 2:
                document.undo_stack.undo()
            case 3:
                document.undo_stack.redo()
            case _:
                position = int(generator.integers(count))
                drag(document, *generator.uniform(0, 150, 2).tolist(), position=position, gesture=step // 9)
        if generator.random() < 0.3:
            document.late.settle()
        if not document.late.is_waiting:
            assert is_exact(document)
    document.late.settle()
    assert is_exact(document)
