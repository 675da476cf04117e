"""From gap to gap: each is shown, given, or left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.edits.classes import ReplaceClasses
from labeler.core.edits.shapes import add_shape
from labeler.gui.canvas.view import CanvasView
from labeler.gui.gap_finder import GapFinder
from labeler.gui.gap_work import GapWork
from labeler.gui.panels.gap_panel import GapPanel
from labeler.gui.session import Session
from labeler.settings import GAP_SIZE, Settings
from tests.gui.documents import box, session_on, show

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Bench:
    """A canvas and the list of gaps, without a window around them."""

    def __init__(self, folder: Path, qtbot) -> None:
        self.qtbot = qtbot
        self.session: Session = session_on(folder / "set")
        table = self.session.classes.with_names(["cat", "dog"])
        self.session.push_classes(ReplaceClasses(self.session.classes, table, "Add classes"))
        self.view = CanvasView()
        self.view.resize(400, 300)
        self.session.document_changed.connect(self.view.set_document)
        self.panel = GapPanel()
        for widget in (self.view, self.panel):
            qtbot.addWidget(widget)
            widget.show()
            qtbot.waitExposed(widget)
        self.settings = Settings(folder / "settings.json")
        self.finder = GapFinder(self.session, self.session)
        self.work = GapWork(self.panel, self.finder, self.session, self.view, self.settings)
        self.refusals: list[str] = []
        self.work.refused.connect(self.refusals.append)

    def show(self, *shapes, position: int = 0) -> None:
        """Bring an image with these shapes to the canvas, and wait for its gaps."""
        document = show(self.session, position)
        for shape in shapes:
            document.push(add_shape(document.annotation, shape))
        self.look()

    def look(self) -> None:
        self.work.begin()
        with self.qtbot.waitSignal(self.finder.found):
            self.finder.search(self.settings.get(GAP_SIZE))

    def look_again(self) -> None:
        """Wait for the look that follows an edit."""
        with self.qtbot.waitSignal(self.finder.found):
            pass

    def key(self, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.panel.table, key, modifiers)

    @property
    def document(self):
        return self.session.document

    @property
    def sizes(self) -> list[int]:
        return [self.panel.model.gap_at(row).pixels for row in range(self.panel.model.rowCount())]

    @property
    def pixels(self) -> np.ndarray:
        return self.document.label_map.label_map.copy()


# A cat all over the image, and holes of 25, 16, 9 and 4 pixels in it.
CAT = box("cat", 0, 0, 64)
HOLES = [box("background", left, 10, side) for left, side in ((5, 5), (20, 4), (35, 3), (50, 2))]


@pytest.fixture
def bench(tmp_path: Path, qtbot) -> Iterator[Bench]:
    bench = Bench(tmp_path, qtbot)
    yield bench
    bench.finder.close()


def test_the_largest_gap_comes_first_and_nothing_moves_before_it_is_asked_for(bench):
    bench.show(CAT, *HOLES)
    assert bench.view.scene.viewport.is_fitted
    assert bench.sizes == [25, 16, 9, 4]
    assert bench.panel.current is None
    assert bench.view.scene.marked is None


def test_enter_leads_to_the_first_gap_and_then_gives_one_after_the_other(bench):
    bench.show(CAT, *HOLES)
    before = bench.pixels
    bench.key(Qt.Key.Key_Return)
    assert bench.panel.current.pixels == 25
    assert bench.view.scene.marked == (5, 10, 10, 15)
    np.testing.assert_array_equal(bench.pixels, before)
    bench.key(Qt.Key.Key_Return)
    assert (bench.pixels != before).sum() == 25
    assert bench.sizes == [16, 9, 4]
    assert bench.view.scene.marked == (20, 10, 24, 14)
    for _ in range(3):
        bench.key(Qt.Key.Key_Return)
    assert (bench.pixels == 1).all()
    assert bench.sizes == []
    assert bench.view.scene.marked is None
    count = len(bench.document.annotation.shapes)
    bench.key(Qt.Key.Key_Return)
    assert len(bench.document.annotation.shapes) == count


def test_a_gap_is_shown_large_and_in_the_middle_and_alone(bench):
    bench.show(CAT, *HOLES)
    bench.document.select([0, 1])
    bench.key(Qt.Key.Key_Down)
    viewport = bench.view.scene.viewport
    left, top = viewport.to_device(5, 10)
    right, bottom = viewport.to_device(10, 15)
    assert (left + right, top + bottom) == (pytest.approx(400, abs=2), pytest.approx(300, abs=2))
    assert bottom - top == pytest.approx(80)  # at 1600 %
    assert bench.document.selection == ()


def test_enter_leads_back_to_a_gap_that_was_lost_from_sight(bench):
    bench.show(CAT, *HOLES)
    bench.key(Qt.Key.Key_Down)
    bench.view.scene.viewport.pan(-900, 0)
    before = bench.pixels
    bench.key(Qt.Key.Key_Return)
    np.testing.assert_array_equal(bench.pixels, before)
    bench.key(Qt.Key.Key_Return)
    assert (bench.pixels != before).sum() == 25


def test_shift_enter_gives_to_the_current_class(bench):
    bench.show(CAT, *HOLES)
    bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_Return, SHIFT)
    assert "Choose a class first" in bench.refusals[0]
    bench.session.choose_class("dog")
    assert bench.panel.give_class.text() == "To dog"
    bench.key(Qt.Key.Key_Return, SHIFT)
    assert (bench.pixels == 2).sum() == 25
    assert bench.sizes == [16, 9, 4]
    bench.session.choose_class("background")
    bench.key(Qt.Key.Key_Return, SHIFT)
    assert "of the current class already" in bench.refusals[1]


def test_giving_is_one_step_that_undo_takes_back(bench):
    bench.show(CAT, *HOLES)
    before, steps = bench.pixels, bench.document.undo_stack.count()
    cat = len(bench.document.annotation.shapes) - 5
    bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_Return)
    assert bench.document.undo_stack.count() == steps + 1
    assert bench.document.undo_stack.undoText() == "Give gap"
    bench.document.undo_stack.undo()
    np.testing.assert_array_equal(bench.pixels, before)
    assert bench.document.annotation.shapes[cat].group_id is None
    bench.look_again()
    assert bench.sizes == [25, 16, 9, 4]
    bench.document.undo_stack.redo()
    assert (bench.pixels != before).sum() == 25
    assert bench.document.annotation.shapes[cat].group_id == 1


def test_all_slivers_are_given_as_one_step(bench):
    bench.show(CAT, *HOLES)
    steps = bench.document.undo_stack.count()
    QTest.mouseClick(bench.panel.give_all, Qt.MouseButton.LeftButton)
    assert bench.document.undo_stack.count() == steps + 1
    assert bench.sizes == [25]
    assert (bench.pixels == 0).sum() == 25
    assert bench.document.undo_stack.undoText() == "Give 3 gaps"
    bench.look_again()
    assert bench.sizes == [25]
    assert not bench.panel.give_all.isEnabled()


def test_what_is_left_stays_out_of_the_list_until_it_is_asked_for(bench):
    bench.show(CAT, *HOLES)
    bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_L)
    assert bench.sizes == [16, 9, 4]
    assert bench.view.scene.marked == (20, 10, 24, 14)
    bench.key(Qt.Key.Key_L)
    bench.look()
    assert bench.sizes == [9, 4]
    assert bench.panel.give_all.text() == "Give all 2"
    bench.panel.show_left.click()
    assert bench.sizes == [25, 16, 9, 4]
    bench.panel.mark(0)
    bench.key(Qt.Key.Key_L)
    bench.panel.show_left.click()
    assert bench.sizes == [25, 9, 4]


def test_what_is_left_is_left_for_its_image_only(bench):
    bench.show(CAT, *HOLES)
    bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_L)
    bench.show(CAT, *HOLES, position=1)
    assert bench.sizes == [25, 16, 9, 4]
    show(bench.session, 0)
    bench.look()
    assert bench.sizes == [16, 9, 4]


def test_a_note_says_that_there_is_nothing_to_do(bench):
    bench.show(CAT)
    assert bench.sizes == []
    assert "nothing is smaller than 20 px" in bench.panel.note.text()
    bench.show(CAT, HOLES[0], position=1)
    bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_L)
    assert "All gaps were left" in bench.panel.note.text()


def test_a_speck_without_a_neighbour_is_refused_in_words(bench):
    cover = box("background", 0, 0, 64)
    bench.show(box("dog", 0, 0, 30), cover, box("cat", 30, 20, 20), box("background", 32, 18, 24))
    speck = [gap for gap in bench.work._gaps if gap.neighbour is None]
    for gap in speck:
        bench.panel.mark(bench.panel.model.row_of(gap))
        bench.work.give_to_neighbour()
    assert len(bench.refusals) == len(speck)


def test_an_image_that_is_read_only_refuses_gifts(bench):
    bench.show(CAT, *HOLES)
    before = bench.pixels
    bench.document.read_only_reason = "It is read-only."
    bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_Return)
    np.testing.assert_array_equal(bench.pixels, before)
    assert bench.refusals == ["It is read-only."]
    assert bench.sizes == [25, 16, 9, 4]


def test_escape_gives_the_keys_back_to_the_canvas(bench, qtbot):
    bench.show(CAT, *HOLES)
    bench.view.activateWindow()
    bench.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(bench.view.hasFocus)


def test_without_a_mark_there_is_nothing_to_give_or_to_leave(bench):
    bench.show(CAT, *HOLES)
    before = bench.pixels
    bench.work.give_to_neighbour()
    bench.work.give_to_class()
    bench.work.leave()
    np.testing.assert_array_equal(bench.pixels, before)
    assert bench.sizes == [25, 16, 9, 4]
    assert bench.refusals == []


def test_after_all_slivers_were_given_the_canvas_stays_where_it_is(bench):
    bench.show(CAT, *HOLES)
    bench.panel.mark(1)
    place = bench.view.scene.viewport.origin
    bench.work.give_all_slivers()
    assert bench.sizes == [25]
    assert bench.panel.current is None
    assert bench.view.scene.marked is None
    assert bench.view.scene.viewport.origin == place


def test_a_search_that_fails_says_why(bench, monkeypatch):
    from labeler.core.errors import OptionError

    def refuse(*_args, **_options):
        raise OptionError("The image is too large.")

    bench.show(CAT)
    monkeypatch.setattr("labeler.core.gaps.scan_gaps", refuse)
    bench.work.begin()
    bench.finder.search(20)
    bench.qtbot.waitUntil(lambda: bench.panel.note.text() == "The image is too large.")


def test_many_gifts_tell_how_far_they_are(bench):
    bench.show(CAT, *HOLES)
    bench.work._gifts.progressed.emit(0.4)
    assert bench.panel.give_all.text() == "Giving… 40 %"
    bench.work._gifts.made.emit(None)
    assert bench.panel.give_all.text() == "Give all 3"
