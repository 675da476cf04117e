"""Simplifying and smoothing with the sheet over the canvas: one step, or none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.edits.shapes import add_shape
from labeler.core.shapes import ShapeKind, polygon
from labeler.gui.reshaping import ReshapingSheet
from tests.core.tilings import grid
from tests.datasets import make_dataset, shape, square, write_shapes
from tests.windows import Desk

# A grid of 2 x 3 cells with rough borders, which covers the image of 64 x 48 in part.
CELLS = [cell.points.tolist() for cell in grid(2, 3, 20.0, 5)]


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    folder = make_dataset(tmp_path / "set", 2)
    names = ["cat", "dog", "sky", "dog", "sky", "cat"]
    write_shapes(folder / "a1.jpg", [shape(name, points) for name, points in zip(names, CELLS, strict=True)])
    desk.open(folder)
    return desk


def sheet_of(desk: Desk) -> ReshapingSheet:
    found = desk.window.findChild(ReshapingSheet)
    assert isinstance(found, ReshapingSheet)
    return found


def begin(desk: Desk, name: str, *selection: int) -> ReshapingSheet:
    desk.document.select(selection)
    desk.window.actions_[name].trigger()
    return sheet_of(desk)


def slide(desk: Desk, place: int) -> None:
    """Move the slider, and let everything that waits come to pass."""
    sheet_of(desk).popup.slider.setValue(place)
    desk.qtbot.wait(1)
    desk.document.late.settle()


def add_square(desk: Desk) -> None:
    """A seventh shape, which simplifying cannot change."""
    desk.document.push(add_shape(desk.document.annotation, polygon("cat", square("cat", 24, 4)["points"])))


def pixels(desk: Desk) -> np.ndarray:
    return desk.document.label_map.label_map.copy()


@pytest.mark.parametrize("name", ["simplify", "smooth"])
def test_the_slider_is_one_step(open_desk: Desk, name: str):
    before, start = list(open_desk.shapes), pixels(open_desk)
    sheet = begin(open_desk, name, 0)
    for place in (20, 60, 90, 40):
        slide(open_desk, place)
    assert open_desk.shapes[0] is not before[0]
    sheet.popup.applied.emit()
    assert not sheet.popup.isVisible()
    history = open_desk.document.undo_stack
    assert history.count() == 1
    assert history.undoText() == f"{name.capitalize()} shape"
    after = list(open_desk.shapes)
    history.undo()
    assert all(now is then for now, then in zip(open_desk.shapes, before, strict=True))
    assert np.array_equal(pixels(open_desk), start)
    history.redo()
    assert all(now is then for now, then in zip(open_desk.shapes, after, strict=True))


@pytest.mark.parametrize("name", ["simplify", "smooth"])
def test_esc_puts_everything_back_and_leaves_no_step(open_desk: Desk, name: str):
    before, start = list(open_desk.shapes), pixels(open_desk)
    sheet = begin(open_desk, name, 0, 1)
    slide(open_desk, 80)
    sheet.popup.cancelled.emit()
    assert not sheet.popup.isVisible()
    assert open_desk.document.undo_stack.count() == 0
    assert all(now is then for now, then in zip(open_desk.shapes, before, strict=True))
    assert np.array_equal(pixels(open_desk), start)


@pytest.mark.parametrize("end", ["applied", "cancelled"])
def test_a_slider_that_was_brought_back_leaves_no_step(open_desk: Desk, end: str):
    open_desk.go_to(1)
    rough = polygon("cat", [(44, 30), (49, 31), (54, 30), (54, 40), (49, 39), (44, 40)])
    open_desk.document.push(add_shape(open_desk.document.annotation, rough))
    sheet = begin(open_desk, "simplify", 3)
    for place, steps in ((80, 2), (0, 1)):
        slide(open_desk, place)
        assert open_desk.document.undo_stack.count() == steps
    getattr(sheet.popup, end).emit()
    assert open_desk.document.undo_stack.count() == 1
    assert open_desk.shapes[3] is rough


def test_the_sheet_counts_vertices_and_pixels_exactly(open_desk: Desk):
    start = pixels(open_desk)
    sheet = begin(open_desk, "simplify", 0, 3)
    count = sum(len(open_desk.shapes[place].points) for place in (0, 3))
    for place in (0, 30, 90, 150, 60):
        slide(open_desk, place)
        now = sum(len(open_desk.shapes[place].points) for place in (0, 3))
        was = sum(len(CELLS[place]) for place in (0, 3))
        assert sheet.popup.vertices.text() == f"{was} → {now} vertices"
        changed = np.count_nonzero(pixels(open_desk) != start)
        assert sheet.popup.pixels.text() == f"{changed:,} px changed"
    assert count < sum(map(len, CELLS))


def test_neighbours_follow_or_stay(open_desk: Desk):
    before = list(open_desk.shapes)
    sheet = begin(open_desk, "simplify", 0)
    slide(open_desk, 70)
    assert open_desk.shapes[1] is not before[1]
    sheet.popup.neighbours.setChecked(False)
    open_desk.qtbot.wait(1)
    assert open_desk.shapes[1] is before[1]
    sheet.popup.neighbours.setChecked(True)
    open_desk.qtbot.wait(1)
    assert open_desk.shapes[1] is not before[1]
    sheet.apply()
    assert open_desk.document.undo_stack.count() == 1


def test_without_neighbours_that_may_follow_there_is_no_such_choice(open_desk: Desk):
    sheet = begin(open_desk, "simplify", *range(6))
    assert not sheet.popup.neighbours.isVisible()
    assert sheet.popup.vertices.text().startswith(f"{sum(map(len, CELLS))} →")


def test_corners_are_kept_on_demand(open_desk: Desk):
    add_square(open_desk)
    sheet = begin(open_desk, "smooth", 6)
    slide(open_desk, 60)
    assert len(open_desk.shapes[6].points) > 8
    sheet.popup.corners.setChecked(True)
    open_desk.qtbot.wait(1)
    assert len(open_desk.shapes[6].points) == 4


def test_what_changes_nothing_leaves_no_step(open_desk: Desk):
    add_square(open_desk)
    sheet = begin(open_desk, "simplify", 6)
    slide(open_desk, 40)
    sheet.apply()
    assert open_desk.document.undo_stack.count() == 1


def test_the_newest_place_of_the_slider_counts_even_if_enter_comes_at_once(open_desk: Desk):
    sheet = begin(open_desk, "simplify", 0)
    sheet.popup.slider.setValue(120)
    sheet.apply()
    few = len(open_desk.shapes[0].points)
    open_desk.document.undo_stack.undo()
    sheet = begin(open_desk, "simplify", 0)
    slide(open_desk, 120)
    assert len(open_desk.shapes[0].points) == few


def test_it_begins_with_what_was_used_last(open_desk: Desk):
    sheet = begin(open_desk, "simplify", 0)
    assert sheet.popup.amount.value() == 1.0
    slide(open_desk, 100)
    sheet.apply()
    begin(open_desk, "smooth", 1)
    assert sheet.popup.amount.value() == 2.0
    sheet.cancel()
    begin(open_desk, "simplify", 1)
    assert sheet.popup.amount.value() == 5.0


def test_the_one_sheet_ends_the_other_and_keeps_it(open_desk: Desk):
    begin(open_desk, "smooth", 0)
    open_desk.window.actions_["simplify"].trigger()
    sheet_of(open_desk).apply()
    assert open_desk.document.undo_stack.count() == 2


class TestElsewhere:
    """What else is done while the sheet is open ends it, and keeps what it came to."""

    @pytest.fixture
    def busy_desk(self, open_desk: Desk) -> Desk:
        begin(open_desk, "simplify", 0)
        slide(open_desk, 80)
        return open_desk

    def is_kept(self, desk: Desk) -> bool:
        return not sheet_of(desk).popup.isVisible() and sheet_of(desk)._work is None

    def test_another_selection(self, busy_desk: Desk):
        busy_desk.document.select((3,))
        assert self.is_kept(busy_desk)
        assert busy_desk.document.undo_stack.count() == 1

    def test_another_tool(self, busy_desk: Desk):
        busy_desk.window.actions_["tool_polygon"].trigger()
        assert self.is_kept(busy_desk)

    def test_another_image(self, busy_desk: Desk):
        document = busy_desk.document
        busy_desk.go_to(1)
        assert self.is_kept(busy_desk)
        assert document.undo_stack.count() == 1

    def test_another_edit(self, busy_desk: Desk):
        busy_desk.window.actions_["duplicate"].trigger()
        assert self.is_kept(busy_desk)
        assert busy_desk.document.undo_stack.count() == 2

    def test_another_name_of_its_class(self, busy_desk: Desk):
        window = busy_desk.window
        window.classes.rename(window.session.classes.find("cat").index, "lynx")
        assert self.is_kept(busy_desk)
        assert busy_desk.shapes[0].class_name == "lynx"

    def test_undo_takes_it_back(self, busy_desk: Desk):
        busy_desk.window.actions_["undo"].trigger()
        assert self.is_kept(busy_desk)
        assert busy_desk.shapes[0].points.tolist() == CELLS[0]

    def test_a_smaller_window_moves_it_along(self, busy_desk: Desk):
        busy_desk.window.resize(900, 700)
        busy_desk.qtbot.wait(1)
        popup, view = sheet_of(busy_desk).popup, busy_desk.window.view
        assert popup.geometry().right() == view.width() - 13


class TestRefusals:
    def test_what_has_no_outline(self, open_desk: Desk):
        before = open_desk.shapes[0]
        open_desk.document.annotation.shapes[0] = type(before)("cat", before.points[:2], kind=ShapeKind.LINE)
        begin(open_desk, "simplify", 0)
        assert "no outline" in open_desk.window.status.hint.text()
        assert sheet_of(open_desk)._work is None

    def test_what_is_locked(self, open_desk: Desk):
        open_desk.document.select((0,))
        open_desk.window.actions_["lock_shapes"].trigger()
        begin(open_desk, "smooth", 0)
        assert "locked" in open_desk.window.status.hint.text()
        assert not sheet_of(open_desk).popup.isVisible()

    def test_while_a_shape_is_begun(self, open_desk: Desk):
        open_desk.choose("cat")
        open_desk.document.select((0,))
        open_desk.window.actions_["tool_polygon"].trigger()
        open_desk.click(40, 45)
        open_desk.window.actions_["simplify"].trigger()
        assert not sheet_of(open_desk).popup.isVisible()
        QTest.keyClick(open_desk.window.view, Qt.Key.Key_Escape)
