"""Draw behind, protected classes, fill and wand in the real window: undone, redone and saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

import labeler
from labeler.core.class_file import read_classes
from tests.datasets import SIZE, make_dataset, shape, write_shapes
from tests.windows import LEFT, Desk

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
CAT, DOG, SKY = 1, 2, 7
BORDER = [(30.3, 0), (27.6, 20.1), (33.9, 48)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Images; the first has a cat at the left with a border at an angle, and a photograph of two greys."""
    folder = make_dataset(tmp_path / "set", 2)
    grey = np.full((SIZE[1], SIZE[0]), 90, np.uint8)
    grey[10:30, 40:60] = 150
    Image.fromarray(grey).save(folder / "a0.png")
    write_shapes(folder / "a0.png", [shape("cat", [(0, 0), *BORDER, (0, 48)])])
    return folder


@pytest.fixture
def opened(desk: Desk, folder: Path) -> Desk:
    desk.open(folder)
    desk.choose("dog")
    desk.window.view.setFocus()
    return desk


def pixels(desk: Desk) -> np.ndarray:
    return desk.document.label_map.label_map.copy()


def saved_pixels(desk: Desk) -> np.ndarray:
    """The label map of the file as it is on the disk."""
    desk.wait_saved()
    dataset = labeler.open_dataset(desk.document.image.path.parent)
    image = next(each for each in dataset.images if each.name == desk.document.image.name)
    annotation = dataset.read_annotation(image)
    return labeler.rasterize(annotation.shapes, desk.document.size, dataset.classes)


def press(desk: Desk, x: float, y: float, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseMove(desk.window.view, desk.place(x, y))
    QTest.mousePress(desk.window.view, LEFT, modifiers, desk.place(x, y))


def release(desk: Desk, x: float, y: float, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseRelease(desk.window.view, LEFT, modifiers, desk.place(x, y))


def undone_redone_and_saved(desk: Desk, before: np.ndarray) -> None:
    """The last step goes and comes back by keys, and the file has it."""
    after = pixels(desk)
    assert (after != before).any()
    desk.key("z", CTRL)
    np.testing.assert_array_equal(pixels(desk), before)
    desk.key("y", CTRL)
    np.testing.assert_array_equal(pixels(desk), after)
    np.testing.assert_array_equal(saved_pixels(desk), after)


def test_ctrl_b_draws_behind_along_the_vertices_of_the_neighbour(opened):
    before = pixels(opened)
    opened.key("b", CTRL)
    opened.draw((10, 5), (50, 5), (50, 40), (10, 40))
    after = pixels(opened)
    np.testing.assert_array_equal(after[before == CAT], CAT)
    assert (after[6:40, 36:50] == DOG).all()
    assert (27.6, 20.1) in map(tuple, opened.shapes[-1].points.tolist())
    undone_redone_and_saved(opened, before)
    opened.key("b", CTRL)
    opened.draw((10, 5), (50, 5), (50, 40), (10, 40))
    assert (pixels(opened)[6:39, 11:49] == DOG).all()


def test_where_all_is_taken_the_status_line_says_what_to_do(opened):
    opened.key("b", CTRL)
    opened.draw((2, 2), (20, 2), (20, 30))
    assert len(opened.shapes) == 1
    assert "switch off Draw behind" in status_text(opened)


def status_text(desk: Desk) -> str:
    """Every text in the status bar."""
    return " ".join(label.text() for label in desk.window.status.findChildren(QLabel))


def test_the_menu_of_the_button_chooses_what_is_painted_over(opened):
    window = opened.window
    window.actions_["tool_polygon"].trigger()
    button = window.context_row.tool_options.fields["is_behind"]
    assert button.text() == "Behind"
    menu = button.menu()
    menu.popup(window.mapToGlobal(QPoint(400, 80)))
    rows = {action.data(): action for action in menu.actions() if action.data()}
    assert [name for name, action in rows.items() if action.isChecked()] == ["background"]
    for name in ("cat", "background"):
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(rows[name]).center())
    assert menu.isVisible(), "one click after the other"
    assert [name for name, action in rows.items() if action.isChecked()] == ["cat"]
    menu.close()
    assert button.text() == "Over cat"
    assert window.actions_["draw_behind"].isChecked()
    before = pixels(opened)
    opened.draw((10, 5), (50, 5), (50, 40), (10, 40))
    np.testing.assert_array_equal(pixels(opened)[before == 0], 0)
    assert (pixels(opened)[6:39, 11:25] == DOG).all()
    window.classes.rename(CAT, "tiger")
    assert (button.text(), window.session.options.paints_over) == ("Over tiger", {"tiger"})
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.data() == "tiger").trigger()
    assert button.text() == "Behind", "none chosen means background"


def test_the_choice_ends_with_the_dataset_and_the_switch_stays(opened, folder, tmp_path):
    opened.window.actions_["tool_polygon"].trigger()
    window = opened.window
    button = window.context_row.tool_options.fields["is_behind"]
    button.menu().aboutToShow.emit()
    next(action for action in button.menu().actions() if action.data() == "cat").trigger()
    assert button.text() == "Over 2"
    opened.open(make_dataset(tmp_path / "other", 1))
    assert button.text() == "Behind"
    assert window.session.options.paints_over == frozenset()
    assert window.session.options.is_behind


def test_a_protected_class_keeps_its_pixels_from_every_tool_and_its_mark_is_undone(opened, folder):
    window = opened.window
    opened.choose("cat")
    window.actions_["protect_class"].trigger()
    row = read_classes(folder / "classes.csv").find("cat")
    assert row is not None
    assert row.is_protected
    assert window.actions_["protect_class"].isChecked()
    opened.choose("dog")
    assert not window.actions_["protect_class"].isChecked()
    before = pixels(opened)
    opened.draw((10, 5), (50, 5), (50, 40), (10, 40))
    np.testing.assert_array_equal(pixels(opened)[before == CAT], CAT)
    undone_redone_and_saved(opened, before)
    opened.key("b")
    press(opened, 10, 20)
    release(opened, 10, 20)
    np.testing.assert_array_equal(pixels(opened)[before == CAT], CAT)
    window.class_panel.setFocus()
    window.session.class_history.undo()
    row = read_classes(folder / "classes.csv").find("cat")
    assert row is not None
    assert not row.is_protected


def test_the_list_of_classes_shows_a_shield_and_says_what_it_means(opened):
    panel = opened.window.class_panel
    opened.choose("cat")
    plain = panel.table.grab().toImage()
    opened.window.actions_["protect_class"].trigger()
    assert panel.table.grab().toImage() != plain
    tips = [
        panel.model.index(panel.model.row_of(name), 3).data(Qt.ItemDataRole.ToolTipRole)
        for name in ("cat", "dog")
    ]
    assert ["protected" in tip for tip in tips] == [True, False]


def test_g_fills_the_region_that_is_clicked(opened):
    before = pixels(opened)
    opened.key("g")
    opened.click(50, 5)
    after = pixels(opened)
    np.testing.assert_array_equal(after, np.where(before == 0, DOG, before))
    assert BORDER[1] in map(tuple, opened.shapes[-1].points.tolist())
    undone_redone_and_saved(opened, before)
    opened.click(50, 5)
    assert "This is dog already" in status_text(opened)


def test_the_region_under_the_pointer_is_seen_before_the_click(opened):
    view = opened.window.view
    opened.key("g")
    bare = view.grab().toImage().pixelColor(opened.place(50, 40))
    QTest.mouseMove(view, opened.place(45, 35))
    opened.qtbot.waitUntil(lambda: view.tool.draft is not None)
    assert view.grab().toImage().pixelColor(opened.place(50, 40)) != bare
    assert not opened.window.drawing.is_busy


def test_ctrl_r_fills_the_rest_of_the_image(opened):
    before = pixels(opened)
    opened.key("r", CTRL)
    opened.qtbot.waitUntil(lambda: len(opened.shapes) == 2)
    np.testing.assert_array_equal(pixels(opened), np.where(before == 0, DOG, before))
    assert opened.document.selection == (1,)
    undone_redone_and_saved(opened, before)
    opened.key("r", CTRL)
    opened.qtbot.waitUntil(lambda: "Nothing is left to fill" in status_text(opened))


def test_filling_the_rest_needs_a_class_that_says_something(opened):
    opened.choose("background")
    opened.key("r", CTRL)
    assert "background already" in status_text(opened)
    opened.window.session.choose_class(None)
    opened.key("r", CTRL)
    assert "Choose a class first" in status_text(opened)
    assert len(opened.shapes) == 1


def test_an_edit_while_the_rest_is_filled_is_not_lost_and_it_is_said(opened):
    opened.key("r", CTRL)
    opened.document.select((0,))
    opened.window.actions_["delete"].trigger()
    assert "fill the rest once more" in status_text(opened)
    opened.wait_for_jobs()
    assert opened.shapes == []


def test_the_wand_takes_the_tolerance_of_the_drag_and_shows_it_above_the_canvas(opened):
    window = opened.window
    opened.key("s")
    before = pixels(opened)
    opened.qtbot.waitUntil(lambda: opened.document.photograph is not None)
    press(opened, 50, 20)
    place = opened.place(50, 20)
    assert np.count_nonzero(window.view.tool.draft.mask.pixels) == 400
    QTest.mouseMove(window.view, place + QPoint(200, 0))
    assert window.session.options.wand_tolerance == 74
    assert np.count_nonzero(window.view.tool.draft.mask.pixels) == SIZE[0] * SIZE[1]
    field = window.context_row.tool_options.fields["wand_tolerance"]
    opened.qtbot.waitUntil(lambda: field.value() == 74)
    QTest.mouseMove(window.view, place - QPoint(40, 0))
    QTest.mouseRelease(window.view, LEFT, pos=place - QPoint(40, 0))
    opened.key(Qt.Key.Key_Return)
    expected = before.copy()
    expected[10:30, 40:60] = DOG
    np.testing.assert_array_equal(pixels(opened), expected)
    undone_redone_and_saved(opened, before)


def test_the_wand_adds_with_shift_takes_away_with_alt_and_esc_drops(opened):
    view = opened.window.view
    opened.key("s")
    opened.qtbot.waitUntil(lambda: opened.document.photograph is not None)
    for place, modifiers, count in (((5, 5), None, 2672), ((50, 20), SHIFT, 3072), ((5, 5), ALT, 400)):
        press(opened, *place, modifiers or Qt.KeyboardModifier.NoModifier)
        release(opened, *place, modifiers or Qt.KeyboardModifier.NoModifier)
        assert np.count_nonzero(view.tool.draft.mask.pixels) == count
    opened.key(Qt.Key.Key_Backspace)
    assert np.count_nonzero(view.tool.draft.mask.pixels) == 3072
    opened.key(Qt.Key.Key_Escape)
    assert view.tool.draft is None
    assert len(opened.shapes) == 1


def test_a_number_in_the_field_changes_what_the_wand_has_picked(opened):
    window = opened.window
    opened.key("s")
    opened.qtbot.waitUntil(lambda: opened.document.photograph is not None)
    press(opened, 50, 20)
    release(opened, 50, 20)
    window.context_row.tool_options.fields["wand_tolerance"].setValue(200)
    assert np.count_nonzero(window.view.tool.draft.mask.pixels) == SIZE[0] * SIZE[1]


def test_the_wand_asks_for_a_class_and_then_waits_for_no_release(opened):
    window = opened.window
    window.session.choose_class(None)
    opened.key("s")
    opened.qtbot.waitUntil(lambda: opened.document.photograph is not None)
    press(opened, 50, 20)
    release(opened, 50, 20)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.class_chosen.emit("dog")
    popup.close()
    assert np.count_nonzero(window.view.tool.draft.mask.pixels) == 400
    tolerance = window.session.options.wand_tolerance
    QTest.mouseMove(window.view, opened.place(60, 20))
    assert window.session.options.wand_tolerance == tolerance


def test_the_photograph_is_lent_only_to_the_image_on_the_canvas(opened):
    first = opened.document
    opened.qtbot.waitUntil(lambda: first.photograph is not None)
    assert first.photograph.shape == (SIZE[1], SIZE[0], 4)
    assert first.photograph[20, 50, :3].tolist() == [150, 150, 150]
    opened.go_to(1)
    assert first.photograph is None
    opened.qtbot.waitUntil(lambda: opened.document.photograph is not None)


def test_a_right_click_on_a_class_offers_to_protect_it(opened):
    window = opened.window
    opened.choose("cat")
    table = window.class_panel.table
    place = table.visualRect(window.class_panel.model.index(1, 3)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert window.actions_["protect_class"] in menu.actions()
    menu.close()


def test_what_is_pasted_over_a_protected_class_loses_what_lies_there(opened):
    opened.draw((10, 5), (50, 5), (50, 40), (10, 40))
    opened.key("x", CTRL)
    assert len(opened.shapes) == 1
    opened.choose("cat")
    opened.window.actions_["protect_class"].trigger()
    before = pixels(opened)
    opened.key("v", CTRL)
    np.testing.assert_array_equal(pixels(opened)[before == CAT], CAT)
    undone_redone_and_saved(opened, before)
