"""The window as a whole: opening, going from image to image, keys, commands, undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton

from labeler.core.annotation import ImageState
from labeler.core.image_facts import ImageFacts
from labeler.gui import sample
from labeler.gui.pages import NO_IMAGES
from labeler.settings import (
    LAST_FOLDER,
    Settings,
)
from labeler.tools.polygon import PolygonTool
from labeler.tools.select import SelectTool
from tests.datasets import make_dataset
from tests.windows import Desk

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on three images, the canvas in the focus."""
    desk.open(make_dataset(tmp_path / "set", 3))
    desk.window.view.setFocus()
    return desk


def name(desk: Desk) -> str:
    return desk.document.image.name


# Opening


def test_nothing_is_open_at_first_and_the_next_step_is_said(desk: Desk) -> None:
    window = desk.window
    assert window.pages.currentWidget() is window.welcome
    assert not window.context_row.isVisible()
    assert not window.actions_["export"].isEnabled()
    assert window.windowTitle() == "Labeler"


def test_a_folder_opens_on_its_first_image(open_desk: Desk) -> None:
    window = open_desk.window
    assert window.windowTitle() == "a1.jpg – set – Labeler"
    assert name(open_desk) == "a1.jpg"
    assert window.pages.currentWidget() is window.page
    assert window.file_panel.table.currentIndex().row() == 0
    assert window.class_panel.model.rowCount() == 5
    assert window.shape_panel.model.rowCount() == 3
    assert window.file_dock._title.detail.text() == "0 of 3 done"
    assert window.shape_dock._title.detail.text() == "3"
    assert window.status.size_text.text() == "64 × 48"


def test_an_image_opens_with_its_folder(desk: Desk, tmp_path: Path) -> None:
    desk.open(make_dataset(tmp_path / "set", 3) / "a2.jpg")
    assert name(desk) == "a2.jpg"
    assert len(desk.window.session.dataset.images) == 3


def test_a_folder_without_images_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.window.choosing.open_path(tmp_path)
    desk.qtbot.waitUntil(lambda: desk.window.session.dataset is not None)
    page = desk.window.empty
    assert desk.window.pages.currentWidget() is page
    assert page.sentence.text() == f"{tmp_path.name} holds no images that can be opened."
    assert page.hint.text() == NO_IMAGES
    assert [each.text() for each in page.findChildren(QPushButton)] == ["Open folder   Ctrl+U", "Open sample"]
    assert not desk.window.class_dock.isVisible()


def test_a_folder_that_cannot_be_opened_leaves_what_is_open(open_desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "classes.csv").write_text("no,such,columns\n1,2,3\n")
    open_desk.window.choosing.open_path(bad)
    open_desk.qtbot.waitUntil(lambda: bool(open_desk.message("opening")))
    assert "classes.csv" in open_desk.message("opening")
    assert name(open_desk) == "a1.jpg"


def test_another_folder_takes_the_place(open_desk: Desk, tmp_path: Path) -> None:
    open_desk.choose("cat")
    open_desk.window.choosing.open_path(make_dataset(tmp_path / "other", 1))
    open_desk.qtbot.waitUntil(lambda: open_desk.window.windowTitle().endswith("other – Labeler"))
    open_desk.wait_for_image()
    assert open_desk.window.session.current_class is None
    assert open_desk.window.file_panel._model.rowCount() == 1


def test_the_dialogs_open_what_is_chosen(desk: Desk, tmp_path: Path, monkeypatch, settings: Settings) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    desk.window.actions_["open_folder"].trigger()
    desk.wait_for_image()
    assert settings.get(LAST_FOLDER) == str(folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(folder / "a2.jpg"), ""))
    desk.window.actions_["open_image"].trigger()
    desk.qtbot.waitUntil(lambda: desk.window.session.document is not None and name(desk) == "a2.jpg")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    desk.window.actions_["open_folder"].trigger()
    assert name(desk) == "a2.jpg"


def test_the_sample_is_opened_as_a_copy(desk: Desk, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sample, "data_folder", lambda: tmp_path / "data")
    desk.window.actions_["open_sample"].trigger()
    desk.qtbot.waitUntil(lambda: desk.window.session.document is not None, timeout=10_000)
    assert desk.window.session.dataset.folder == tmp_path / "data" / "sample"
    assert (tmp_path / "data" / "sample" / "classes.csv").exists()


def drop(desk: Desk, *paths: Path) -> bool:
    """Drag files over the window and let them go; whether the window wanted them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(9, 9), copy, data, left, NONE)
    QApplication.sendEvent(desk.window, entering)
    if entering.isAccepted():
        QApplication.sendEvent(desk.window, QDropEvent(QPointF(9, 9), copy, data, left, NONE))
    return entering.isAccepted()


def test_a_folder_or_an_image_can_be_dropped(desk: Desk, tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 2)
    assert drop(desk, folder)
    desk.wait_for_image()
    assert drop(desk, folder / "a2.jpg")
    desk.qtbot.waitUntil(lambda: desk.window.session.document is not None and name(desk) == "a2.jpg")
    assert not drop(desk, folder / "classes.csv")
    assert not drop(desk, folder, tmp_path)


# From image to image


def test_d_and_a_and_the_paging_keys_go_on_and_back(open_desk: Desk) -> None:
    for key, expected in (("d", "a2"), ("d", "a3"), ("d", "a3"), ("a", "a2"), (Qt.Key.Key_PageDown, "a3")):
        open_desk.key(key)
        open_desk.wait_for_image()
        assert name(open_desk) == f"{expected}.jpg"
    open_desk.key(Qt.Key.Key_PageUp)
    open_desk.wait_for_image()
    assert name(open_desk) == "a2.jpg"
    assert open_desk.window.file_panel.table.currentIndex().row() == 1


def test_going_fast_ends_at_the_last_image(open_desk: Desk) -> None:
    shown = []
    open_desk.window.session.document_changed.connect(lambda doc: shown.append(doc and doc.image.name))
    open_desk.window.actions_["next_image"].trigger()
    open_desk.window.actions_["next_image"].trigger()
    open_desk.wait_for_image()
    assert name(open_desk) == "a3.jpg"
    # What was made ready ahead may flash by; nothing comes after what was asked for last.
    assert shown[-1] == "a3.jpg"
    assert shown.count("a3.jpg") == 1


def test_marking_done_is_counted_saved_and_undone(open_desk: Desk, tmp_path: Path) -> None:
    window = open_desk.window
    open_desk.key("m")
    assert open_desk.document.annotation.state is ImageState.DONE
    assert window.file_dock._title.detail.text() == "1 of 3 done"
    assert window.actions_["mark_done"].isChecked()
    open_desk.wait_saved()
    assert '"done"' in (tmp_path / "set" / "a1.json").read_text()
    open_desk.key("d", SHIFT)
    open_desk.wait_for_image()
    assert name(open_desk) == "a2.jpg"
    assert not window.actions_["mark_done"].isChecked()
    open_desk.key("a")
    open_desk.wait_for_image()
    open_desk.key(Qt.Key.Key_Z, CTRL)
    assert window.file_dock._title.detail.text() == "0 of 3 done"


def test_shift_d_skips_what_is_done(open_desk: Desk) -> None:
    open_desk.window.opening.file_model.set_facts({1: ImageFacts(ImageState.DONE)})
    open_desk.key("d", SHIFT)
    open_desk.wait_for_image()
    assert name(open_desk) == "a3.jpg"


# Keys and commands


def test_keys_take_up_tools(open_desk: Desk) -> None:
    window = open_desk.window
    assert isinstance(window.view.tool, SelectTool)
    open_desk.key("p")
    assert isinstance(window.view.tool, PolygonTool)
    assert window.actions_["tool_polygon"].isChecked()
    open_desk.key("v")
    assert isinstance(window.view.tool, SelectTool)
    open_desk.key("n")
    assert isinstance(window.view.tool, PolygonTool)
    open_desk.key("d")
    open_desk.wait_for_image()
    assert isinstance(window.view.tool, PolygonTool)


def test_letters_in_the_field_of_a_new_class_do_nothing_else(open_desk: Desk) -> None:
    field = open_desk.window.class_panel.new_name
    field.setFocus()
    QTest.keyClicks(field, "pdm12t")
    assert field.text() == "pdm12t"
    assert isinstance(open_desk.window.view.tool, SelectTool)
    assert name(open_desk) == "a1.jpg"
    assert not open_desk.document.annotation.is_done


def test_digits_choose_the_class_of_the_next_shape_or_of_the_selection(open_desk: Desk) -> None:
    open_desk.key("2")
    assert open_desk.window.session.current_class == "dog"
    open_desk.document.select([0])
    open_desk.key("3")
    assert open_desk.shapes[0].class_name == "sky"
    assert open_desk.window.session.current_class == "dog"
    open_desk.key("9")
    assert open_desk.window.session.current_class == "dog"


def test_while_drawing_a_digit_means_the_next_shape(open_desk: Desk) -> None:
    open_desk.choose("cat")
    open_desk.draw((5, 30), (20, 30), (12, 44))
    assert open_desk.document.selection == (3,)
    open_desk.key("2")
    assert open_desk.shapes[3].class_name == "cat"
    assert open_desk.window.session.current_class == "dog"


def test_shapes_are_deleted_copied_and_reordered_by_keys(open_desk: Desk) -> None:
    def order() -> list[str]:
        return [shape.class_name for shape in open_desk.shapes]

    open_desk.document.select([0])
    open_desk.key(Qt.Key.Key_BracketRight, CTRL)
    assert order() == ["dog", "cat", "void"]
    open_desk.key(Qt.Key.Key_BracketLeft, CTRL)
    assert order() == ["cat", "dog", "void"]
    open_desk.key(Qt.Key.Key_D, CTRL)
    assert order() == ["cat", "dog", "void", "cat"]
    assert open_desk.document.selection == (3,)
    open_desk.key(Qt.Key.Key_A, CTRL)
    assert open_desk.document.selection == (0, 1, 2, 3)
    open_desk.key(Qt.Key.Key_Delete)
    assert order() == []
    for _ in range(4):
        open_desk.key(Qt.Key.Key_Z, CTRL)
    assert order() == ["cat", "dog", "void"]


def test_ctrl_z_takes_a_vertex_back_before_it_undoes(open_desk: Desk) -> None:
    open_desk.choose("cat")
    open_desk.window.actions_["tool_polygon"].trigger()
    assert not open_desk.window.actions_["undo"].isEnabled()
    for place in ((5, 30), (20, 30), (12, 44)):
        open_desk.click(*place)
    assert open_desk.window.actions_["undo"].isEnabled()
    open_desk.key(Qt.Key.Key_Z, CTRL)
    assert len(open_desk.window.view.tool.draft.points) == 2
    open_desk.click(30, 40)
    open_desk.key(Qt.Key.Key_Return)
    assert len(open_desk.shapes) == 4
    assert open_desk.window.actions_["undo"].text() == "Undo add polygon"
    open_desk.key(Qt.Key.Key_Z, CTRL)
    assert len(open_desk.shapes) == 3
    open_desk.key(Qt.Key.Key_Y, CTRL)
    assert len(open_desk.shapes) == 4


def test_each_image_has_a_history_of_its_own(open_desk: Desk) -> None:
    open_desk.document.select([0])
    open_desk.key(Qt.Key.Key_Delete)
    open_desk.key("d")
    open_desk.wait_for_image()
    assert not open_desk.window.actions_["undo"].isEnabled()
    open_desk.key("a")
    open_desk.wait_for_image()
    open_desk.key(Qt.Key.Key_Z, CTRL)
    assert len(open_desk.shapes) == 3


def test_a_right_click_offers_what_can_be_done(open_desk: Desk) -> None:
    open_desk.document.select([0])
    view = open_desk.window.view
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, QPoint(40, 40), view.mapToGlobal(QPoint(40, 40))
    )
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert open_desk.window.actions_["delete"] in menu.actions()
    menu.close()


def test_the_menu_deletes_the_vertex_and_adds_one_on_the_edge_under_the_pointer(open_desk: Desk) -> None:
    def choose(x: float, y: float, text: str) -> None:
        view, place = open_desk.window.view, open_desk.place(x, y)
        QTest.mouseMove(view, place)
        QTest.mouseClick(view, Qt.MouseButton.RightButton, pos=place)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
        QApplication.sendEvent(view, event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [each.text() for each in menu.actions()[:2]] == [text, ""]
        menu.actions()[0].trigger()
        menu.close()

    open_desk.document.select([2])
    choose(42, 20, "Add vertex")
    assert len(open_desk.shapes[2].points) == 5
    choose(40, 20, "Delete vertex")
    assert len(open_desk.shapes[2].points) == 4
    assert [40, 20] not in open_desk.shapes[2].points.tolist()
    open_desk.key(Qt.Key.Key_Z, CTRL)
    open_desk.key(Qt.Key.Key_Z, CTRL)
    assert len(open_desk.shapes[2].points) == 4


def test_the_window_fits_on_a_screen_of_640_by_400(open_desk: Desk) -> None:
    window = open_desk.window
    window.resize(640, 372)
    QTest.qWait(20)
    assert (window.width(), window.height()) == (640, 372)
    for dock in (window.class_dock, window.shape_dock, window.file_dock):
        assert dock.isVisible()
        assert dock.geometry().bottom() < window.height()


def test_after_a_click_on_an_image_the_keys_are_the_canvas_s(open_desk: Desk) -> None:
    table = open_desk.window.file_panel.table
    table.setFocus()
    row = table.visualRect(table.model().index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=row)
    open_desk.wait_for_image()
    assert open_desk.window.opening.position == 1
    assert open_desk.window.view.hasFocus()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CTRL, row)
    assert table.hasFocus()
