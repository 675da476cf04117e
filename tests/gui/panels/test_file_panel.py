"""The file list opens what is picked, shows what is open, and stays where it is while files come and go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from labeler.core.annotation import ImageState
from labeler.core.dataset_scan import list_change
from labeler.core.image_facts import ImageFacts
from labeler.gui.models.file_model import FileModel
from labeler.gui.models.image_records import ImageFilter, Mark
from labeler.gui.panels.file_panel import FilePanel
from tests.gui.models.images import images

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
Key, Modifier = Qt.Key, Qt.KeyboardModifier
DONE = ImageFacts(ImageState.DONE)


@pytest.fixture
def panel(qtbot) -> FilePanel:
    model = FileModel()
    panel = FilePanel(model)
    model.setParent(panel)
    qtbot.addWidget(panel)
    model.set_images(images(f"{number:03}" for number in range(0, 400, 2)))
    panel.resize(280, 300)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def place(panel: FilePanel, row: int) -> QPoint:
    return panel.table.visualRect(panel._model.index(row, 0)).center()


def click(panel: FilePanel, row: int, modifiers=Modifier.NoModifier, button=LEFT) -> None:
    QTest.mouseClick(panel.table.viewport(), button, modifiers, place(panel, row))


def first_in_sight(panel: FilePanel) -> str:
    return panel._model.data(panel.table.indexAt(QPoint(2, 2)))


def names(panel: FilePanel) -> list[str]:
    model = panel._model
    return [model.data(model.index(row, 0))[:3] for row in range(model.rowCount())]


def change(panel: FilePanel, wanted) -> None:
    """The folder holds these numbers now."""
    panel._model.apply(list_change(panel._model.records.images, images(f"{each:03}" for each in wanted)))


def test_a_click_and_the_arrow_keys_pick_an_image(panel: FilePanel, qtbot) -> None:
    with qtbot.waitSignal(panel.image_chosen) as signal:
        click(panel, 3)
    assert signal.args == [3]
    with qtbot.waitSignal(panel.image_chosen) as signal:
        QTest.keyClick(panel.table, Key.Key_Down)
    assert signal.args == [4]


def test_several_rows_are_selected_without_opening_them(panel: FilePanel, qtbot) -> None:
    panel.show_current(2)
    with qtbot.assertNotEmitted(panel.image_chosen):
        click(panel, 4, Modifier.ControlModifier)
        click(panel, 6, Modifier.ShiftModifier | Modifier.ControlModifier)
        QTest.keyClick(panel.table, Key.Key_Down, Modifier.ShiftModifier)
    assert panel.selected() == [2, 4, 5, 6, 7]


def test_the_right_button_selects_for_the_menu_and_opens_nothing(panel: FilePanel, qtbot) -> None:
    panel.show_current(2)
    with qtbot.assertNotEmitted(panel.image_chosen):
        click(panel, 5, button=RIGHT)
    assert panel.selected() == [5]
    with qtbot.waitSignal(panel.menu_wanted) as signal:
        panel.table.customContextMenuRequested.emit(place(panel, 5))
    assert signal.args == [panel.table.viewport().mapToGlobal(place(panel, 5))]
    panel.mark_open()
    assert panel.selected() == [2]


def test_the_image_that_is_open_is_marked_and_in_sight(panel: FilePanel, qtbot) -> None:
    with qtbot.assertNotEmitted(panel.image_chosen):
        panel.show_current(150)
    assert panel.table.currentIndex().row() == 150
    assert panel.table.viewport().rect().contains(place(panel, 150))
    panel.show_current(None)
    assert not panel.table.selectionModel().hasSelection()


def test_letters_search_nothing(panel: FilePanel, qtbot) -> None:
    with qtbot.assertNotEmitted(panel.image_chosen):
        QTest.keyClick(panel.table, "1")
    assert not panel.table.selectionModel().hasSelection()


def test_typing_filters_and_esc_shows_all_again(panel: FilePanel) -> None:
    panel.start_filtering()
    QTest.keyClicks(panel.filter.field, "39")
    assert names(panel) == ["390", "392", "394", "396", "398"]
    QTest.keyClick(panel.filter.field, Key.Key_Escape)
    assert len(names(panel)) == 200
    assert panel.filter.field.text() == ""


def test_esc_without_a_filter_and_enter_lead_back_to_the_canvas(panel: FilePanel, qtbot) -> None:
    for widget in (panel.filter.field, panel.table):
        with qtbot.waitSignal(panel.left):
            QTest.keyClick(widget, Key.Key_Escape)
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(panel.table, Key.Key_Return)
    panel._model.set_filter(ImageFilter("9"))
    with qtbot.assertNotEmitted(panel.left):
        QTest.keyClick(panel.table, Key.Key_Escape)
    assert not panel._model.filter.is_on


def test_from_the_field_down_into_the_list(panel: FilePanel, qtbot) -> None:
    panel.show_current(2)
    QTest.keyClicks(panel.filter.field, "19")
    with qtbot.waitSignal(panel.image_chosen) as signal:
        QTest.keyClick(panel.filter.field, Key.Key_Down)
    assert signal.args == [95]
    assert panel.table.hasFocus()
    panel.show_current(95)
    with qtbot.assertNotEmitted(panel.image_chosen):
        QTest.keyClick(panel.filter.field, Key.Key_Return)


def test_an_image_that_the_filter_leaves_out_stays_the_open_one(panel: FilePanel, qtbot) -> None:
    panel.show_current(100)
    with qtbot.assertNotEmitted(panel.image_chosen):
        panel._model.set_filter(ImageFilter("39"))
        assert not panel.table.selectionModel().hasSelection()
        assert panel.table.verticalScrollBar().value() == 0
        panel._model.set_filter(ImageFilter())
    assert panel.selected() == [100]
    assert panel.table.viewport().rect().contains(place(panel, 100))


def test_when_nothing_passes_the_filter_a_button_takes_it_away(panel: FilePanel) -> None:
    panel._model.set_filter(ImageFilter("nothing"))
    assert not panel.table.isVisible()
    button = next(each for each in panel.findChildren(type(panel._clear)) if each.isVisible())
    QTest.mouseClick(button, LEFT)
    assert panel.table.isVisible()
    assert len(names(panel)) == 200


def test_rows_that_come_and_go_move_nothing_in_sight(panel: FilePanel, qtbot) -> None:
    panel.show_current(100)
    click(panel, 103, Modifier.ControlModifier)
    panel.table.verticalScrollBar().setValue(97 * 24 + 7)
    assert first_in_sight(panel) == "194.jpg"
    with qtbot.assertNotEmitted(panel.image_chosen), qtbot.assertNotEmitted(panel._model.modelReset):
        change(panel, [1, 2, 3, 5, 7, *range(20, 400, 2)])
    assert first_in_sight(panel) == "194.jpg"
    assert panel.table.visualRect(panel.table.indexAt(QPoint(2, 2))).top() == -7
    assert [panel._model.records.images[each].name for each in panel.selected()] == ["200.jpg", "206.jpg"]


def test_many_rows_that_come_at_once_move_nothing_either(panel: FilePanel) -> None:
    panel.show_current(100)
    panel.table.verticalScrollBar().setValue(150 * 24 + 5)
    change(panel, range(400))
    assert first_in_sight(panel) == "300.jpg"
    assert panel.table.visualRect(panel.table.indexAt(QPoint(2, 2))).top() == -5
    assert [panel._model.records.images[each].name for each in panel.selected()] == ["200.jpg"]


def test_an_open_image_that_went_opens_no_other(panel: FilePanel, qtbot) -> None:
    panel.show_current(100)
    with qtbot.assertNotEmitted(panel.image_chosen):
        change(panel, [each for each in range(0, 400, 2) if each != 200])
        panel.show_current(None)
    assert panel.selected() == []


def test_rows_are_24_pixels_high_and_higher_with_pictures(panel: FilePanel) -> None:
    class Pictures:
        """None is ready."""

        asked: list[str] = []  # noqa: RUF012

        def icon(self, path) -> None:
            self.asked.append(path.name)

    assert panel.table.rowHeight(0) == 24
    panel.table.verticalScrollBar().setValue(30 * 24)
    panel.show_pictures(Pictures())
    panel.grab()
    assert panel.table.rowHeight(0) == 56
    assert first_in_sight(panel) == "060.jpg"
    assert set(Pictures.asked) <= {f"{number:03}.jpg" for number in range(60, 76, 2)}
    assert "060.jpg" in Pictures.asked
    panel.show_pictures(None)
    assert panel.table.rowHeight(0) == 24


def test_progress_follows_the_images(panel: FilePanel) -> None:
    panel._model.set_facts({0: DONE, 1: DONE, 2: ImageFacts(problem="broken")})
    assert panel.progress.words() == "2 done, 1 with a problem, 197 not looked at yet"


def test_what_the_menu_asks_is_told_by_chips(panel: FilePanel) -> None:
    panel._model.set_facts({0: DONE, 5: ImageFacts.of(ImageState.IN_WORK, {"cat": 1})})
    panel.filter.changed.emit(ImageFilter(marks=frozenset((Mark.DONE, Mark.IN_WORK))))
    assert panel.selected() == []
    assert names(panel) == ["000", "010"]
    panel.filter.menu.aboutToShow.emit()
    classes = next(action.menu() for action in panel.filter.menu.actions() if action.menu() is not None)
    classes.actions()[0].trigger()
    assert names(panel) == ["010"]
    assert panel._model.filter.class_name == "cat"
