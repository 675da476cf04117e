"""The list of images in the window: filtered, walked through, marked, and followed on the disk."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from labeler.core.annotation import ImageState
from labeler.core.file_stamp import FileStamp
from labeler.gui import dataset_watch, file_commands
from labeler.gui.file_commands import FileCommands
from labeler.gui.models.image_records import ImageFilter, Mark
from labeler.settings import FILE_THUMBNAILS
from tests.datasets import make_dataset, square, write_photograph, write_shapes
from tests.windows import Desk

Key = Qt.Key


@pytest.fixture(autouse=True)
def looks_soon(monkeypatch) -> None:
    """Waiting is for people."""
    monkeypatch.setattr(dataset_watch, "SHORT", 20)


@pytest.fixture
def list_desk(desk: Desk, tmp_path: Path) -> Desk:
    """Five images: a1 to a3 in work, a4 done, and one without a file in a folder."""
    folder = make_dataset(tmp_path / "set", 4)
    write_shapes(folder / "a4.jpg", [square("sky", 1, 1)], labeler={"state": "done"})
    write_photograph(folder / "day2" / "b.jpg")
    desk.open(folder)
    return desk


def model_of(desk: Desk):
    return desk.window.opening.file_model


def names(desk: Desk) -> list[str]:
    model = model_of(desk)
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def marks(desk: Desk) -> list[str]:
    return [mark.value for mark in model_of(desk).records.marks]


def opened(desk: Desk) -> str:
    desk.wait_for_image()
    return desk.document.image.name


def commands(desk: Desk) -> FileCommands:
    return desk.window.findChild(FileCommands)


def state_in(path: Path) -> str | None:
    return json.loads(path.read_text()).get("labeler", {}).get("state")


def folder_of(desk: Desk) -> Path:
    dataset = desk.window.session.dataset
    assert dataset is not None
    return dataset.folder


def test_every_state_is_known_and_counted(list_desk: Desk) -> None:
    assert marks(list_desk) == ["in work", "in work", "in work", "done", "unlabelled"]
    assert list_desk.window.file_dock._title.detail.text() == "1 of 5 done"
    assert list_desk.window.file_panel.progress.words() == "1 done, 3 in work, 1 unlabelled"


def test_keys_walk_through_what_the_filter_shows(list_desk: Desk) -> None:
    model_of(list_desk).set_filter(ImageFilter(class_name="sky"))
    assert names(list_desk) == ["a4.jpg"]
    assert opened(list_desk) == "a1.jpg"
    list_desk.window.actions_["next_image"].trigger()
    assert opened(list_desk) == "a4.jpg"
    model_of(list_desk).set_filter(ImageFilter(marks=frozenset((Mark.IN_WORK, Mark.DONE))))
    list_desk.window.actions_["next_image"].trigger()
    assert opened(list_desk) == "a4.jpg"
    list_desk.window.actions_["previous_image"].trigger()
    assert opened(list_desk) == "a3.jpg"


def test_the_next_undone_image_is_one_that_is_shown(list_desk: Desk) -> None:
    model_of(list_desk).set_filter(ImageFilter(marks=frozenset((Mark.IN_WORK, Mark.DONE))))
    list_desk.go_to(2)
    list_desk.window.actions_["next_undone"].trigger()
    assert opened(list_desk) == "a1.jpg"


def test_marking_done_leaves_the_filtered_list_and_not_the_canvas(list_desk: Desk) -> None:
    model = model_of(list_desk)
    model.set_filter(ImageFilter(marks=frozenset((Mark.IN_WORK,))))
    list_desk.window.actions_["mark_done"].trigger()
    list_desk.qtbot.waitUntil(lambda: names(list_desk) == ["a2.jpg", "a3.jpg"])
    assert opened(list_desk) == "a1.jpg"
    list_desk.window.actions_["next_undone"].trigger()
    assert opened(list_desk) == "a2.jpg"


def test_a_class_is_found_as_soon_as_it_is_saved(list_desk: Desk) -> None:
    list_desk.choose("sky")
    list_desk.draw((2, 2), (12, 2), (12, 12))
    list_desk.wait_saved()
    model_of(list_desk).set_filter(ImageFilter(class_name="sky"))
    assert names(list_desk) == ["a1.jpg", "a4.jpg"]


def test_the_key_of_the_search_leads_to_its_field(list_desk: Desk) -> None:
    list_desk.window.file_dock.hide()
    list_desk.window.actions_["find_image"].trigger()
    assert list_desk.window.file_panel.filter.field.hasFocus()
    list_desk.key("b")
    assert names(list_desk) == ["day2/b.jpg"]
    assert list_desk.window.file_dock._title.detail.text() == "1 of 5 shown"
    for _ in range(2):
        list_desk.key(Key.Key_Escape)
    assert len(names(list_desk)) == 5
    assert list_desk.window.file_dock._title.detail.text() == "1 of 5 done"
    assert list_desk.window.view.hasFocus()


def test_images_that_come_and_go_are_followed(list_desk: Desk) -> None:
    folder = folder_of(list_desk)
    list_desk.go_to(2)
    write_shapes(write_photograph(folder / "a2b.jpg"), [square("cat", 1, 1)])
    (folder / "a1.jpg").unlink()
    list_desk.qtbot.waitUntil(
        lambda: names(list_desk) == ["a2.jpg", "a2b.jpg", "a3.jpg", "a4.jpg", "day2/b.jpg"]
    )
    list_desk.wait_for_jobs()
    assert marks(list_desk) == ["in work", "in work", "in work", "done", "unlabelled"]
    assert list_desk.window.opening.position == 2
    assert opened(list_desk) == "a3.jpg"
    assert list_desk.window.file_panel.selected() == [2]
    list_desk.window.actions_["previous_image"].trigger()
    assert opened(list_desk) == "a2b.jpg"


def test_a_folder_that_comes_is_followed_too(list_desk: Desk) -> None:
    folder = folder_of(list_desk)
    write_photograph(folder / "day3" / "c.jpg")
    list_desk.qtbot.waitUntil(lambda: names(list_desk)[-1] == "day3/c.jpg")
    list_desk.wait_for_jobs()
    write_photograph(folder / "day3" / "d.jpg")
    list_desk.qtbot.waitUntil(lambda: names(list_desk)[-1] == "day3/d.jpg")


def test_an_open_image_that_went_stays_with_its_shapes_until_one_goes_on(list_desk: Desk) -> None:
    folder = folder_of(list_desk)
    list_desk.go_to(1)
    list_desk.choose("cat")
    list_desk.draw((2, 2), (12, 2), (12, 12))
    (folder / "a2.jpg").rename(folder / "hidden.bak")
    list_desk.qtbot.waitUntil(lambda: "a2.jpg" not in names(list_desk))
    window = list_desk.window
    assert window.opening.position is None
    assert list_desk.document.image.name == "a2.jpg"
    assert len(list_desk.shapes) == 4
    assert "a2.jpg is not in its folder any more" in list_desk.message("image:gone")
    (folder / "hidden.bak").rename(folder / "a2.jpg")
    list_desk.qtbot.waitUntil(lambda: window.opening.position == 1)
    assert not list_desk.message("image:gone")
    (folder / "a2.jpg").unlink()
    list_desk.qtbot.waitUntil(lambda: window.opening.position is None)
    window.actions_["next_image"].trigger()
    assert opened(list_desk) == "a3.jpg"


def test_the_last_image_that_goes_and_the_first_that_comes(list_desk: Desk) -> None:
    folder = folder_of(list_desk)
    for path in folder.glob("*.jpg"):
        path.unlink()
    shutil.rmtree(folder / "day2")
    list_desk.qtbot.waitUntil(lambda: names(list_desk) == [])
    assert list_desk.document.image.name == "a1.jpg"
    write_photograph(folder / "z.jpg")
    list_desk.qtbot.waitUntil(lambda: names(list_desk) == ["z.jpg"])
    list_desk.window.actions_["next_image"].trigger()
    assert opened(list_desk) == "z.jpg"


def test_an_empty_folder_shows_the_first_image_that_comes(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    desk.window.choosing.open_path(tmp_path / "new")
    desk.qtbot.waitUntil(lambda: desk.window.session.dataset is not None)
    desk.wait_for_jobs()
    write_photograph(tmp_path / "new" / "first.jpg")
    desk.qtbot.waitUntil(lambda: desk.window.session.document is not None)
    assert opened(desk) == "first.jpg"
    assert desk.window.view.isVisible()


def test_what_another_program_writes_shows_in_the_row(list_desk: Desk, qtbot) -> None:
    folder = folder_of(list_desk)
    with qtbot.assertNotEmitted(list_desk.window.opening.surveying.files_changed):
        write_shapes(folder / "a3.jpg", [square("sky", 1, 1)], labeler={"state": "done"})
        list_desk.window.opening.surveying.look_again()
        qtbot.waitUntil(lambda: marks(list_desk)[2] == "done")
    assert model_of(list_desk).records.facts[2].classes == ("sky",)


def test_a_class_that_another_program_brings_is_offered(list_desk: Desk) -> None:
    folder = folder_of(list_desk)
    write_shapes(write_photograph(folder / "c.jpg"), [square("zebra", 1, 1)])
    list_desk.qtbot.waitUntil(lambda: "zebra" in list_desk.message("classes:missing"))


def test_a_change_of_an_open_file_is_told_once_and_own_saves_are_not(list_desk: Desk, qtbot) -> None:
    surveying = list_desk.window.opening.surveying
    told: list[set[Path]] = []
    surveying.files_changed.connect(told.append)
    list_desk.choose("cat")
    for left in (2, 20, 40):
        list_desk.draw((left, 2), (left + 9, 2), (left, 12))
        list_desk.wait_saved()
        surveying.look_again()
        list_desk.wait_for_jobs()
    list_desk.window.classes.add(["tree"])
    surveying.look_again()
    list_desk.wait_for_jobs()
    document = list_desk.document
    document.stamp = replace(document.stamp, modified=0)
    surveying.look_again()
    document.stamp = replace(document.stamp)  # read or written meanwhile
    list_desk.wait_for_jobs()
    assert told == []
    document.stamp = FileStamp.of(document.image.annotation_path)
    list_desk.window.conflicts.check = lambda: None  # what follows is not of this test
    path = list_desk.document.image.annotation_path
    path.write_text('{"shapes": []}')
    for _ in range(2):
        surveying.look_again()
        list_desk.wait_for_jobs()
    assert told == [{path}]


def test_a_folder_that_cannot_be_read_is_told_and_read_again(list_desk: Desk) -> None:
    folder = folder_of(list_desk)
    away = folder.with_name("away")
    folder.rename(away)
    list_desk.window.opening.surveying.look_again()
    list_desk.qtbot.waitUntil(lambda: "is not there any more" in list_desk.message("dataset:gone"))
    assert len(names(list_desk)) == 5
    assert list_desk.window.opening.surveying._watch.is_slow
    away.rename(folder)
    list_desk.window.opening.surveying.look_again()
    list_desk.qtbot.waitUntil(lambda: not list_desk.message("dataset:gone"))


def test_broken_annotations_and_photographs_are_problems_with_their_reason(list_desk: Desk) -> None:
    folder = folder_of(list_desk)
    (folder / "a2.json").write_text("{ no JSON")
    (folder / "a3.jpg").write_bytes(b"no photograph")
    list_desk.window.opening.surveying.look_again()  # the system tells of new files, not of what is in them
    list_desk.qtbot.waitUntil(lambda: marks(list_desk)[1] == "problem")
    list_desk.window.opening.go_to(2)
    list_desk.qtbot.waitUntil(lambda: marks(list_desk)[2] == "problem")
    reason = model_of(list_desk).index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "a2.json" in reason
    write_photograph(folder / "a3.jpg", (30, 20))
    list_desk.go_to(0)
    list_desk.go_to(2)
    assert "made for 64 × 48" in model_of(list_desk).records.problem(2)
    list_desk.press_remedy("image:size", "Scale shapes to the image")
    assert marks(list_desk)[2] == "in work"


def test_several_images_are_marked_open_or_not(list_desk: Desk, qtbot) -> None:
    folder = folder_of(list_desk)
    images = list_desk.window.session.dataset.images
    commands(list_desk).mark(images, True)
    list_desk.wait_for_jobs()
    qtbot.waitUntil(lambda: marks(list_desk) == ["done"] * 5)
    list_desk.wait_saved()
    assert [state_in(Path(image.annotation_file)) for image in images] == ["done"] * 5
    assert json.loads((folder / "a4.json").read_text())["shapes"][0]["label"] == "sky"
    assert json.loads((folder / "day2" / "b.json").read_text())["imageWidth"] == 64
    list_desk.window.actions_["undo"].trigger()
    assert marks(list_desk)[0] == "in work"
    commands(list_desk).mark(images[3:], False)
    list_desk.wait_for_jobs()
    qtbot.waitUntil(lambda: marks(list_desk)[3:] == ["in work", "unlabelled"])


def test_a_mark_that_cannot_be_written_is_told_and_tried_again(list_desk: Desk, full_disk) -> None:
    images = list_desk.window.session.dataset.images
    full_disk.is_full = True
    commands(list_desk).mark([images[2]], True)
    list_desk.qtbot.waitUntil(lambda: "1 image could not be marked" in list_desk.message("files:marked"))
    assert marks(list_desk)[2] == "in work"
    full_disk.is_full = False
    list_desk.press_remedy("files:marked", "Retry")
    list_desk.qtbot.waitUntil(lambda: marks(list_desk)[2] == "done")
    assert not list_desk.message("files:marked")


def entries(list_desk: Desk) -> dict[str, bool]:
    """The entries of the menu that is open, and whether they can be used."""
    menu = next(
        each for each in list_desk.window.findChildren(QMenu) if each.isVisible() and not each.title()
    )
    found = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    menu.close()
    return found


def test_the_menu_offers_what_makes_sense(list_desk: Desk) -> None:
    panel = list_desk.window.file_panel
    place = panel.mapToGlobal(panel.rect().center())
    panel.menu_wanted.emit(place)
    assert entries(list_desk) == {
        "Mark done": True,
        "Mark not done": False,
        "Open containing folder": True,
        "Copy path": True,
        "Reload from disk": True,
        "Paste into the selected image": True,
    }
    panel.table.selectAll()
    panel.menu_wanted.emit(place)
    found = entries(list_desk)
    assert found["Mark 5 images done"]
    assert found["Mark 5 images not done"]
    list_desk.window.session.read_only_reason = "Somebody else writes here."
    panel.menu_wanted.emit(place)
    assert not entries(list_desk)["Mark 5 images done"]
    commands(list_desk).mark(list_desk.window.session.dataset.images, True)
    assert marks(list_desk)[0] == "in work"


def test_paths_are_copied_one_a_line(list_desk: Desk) -> None:
    images = list_desk.window.session.dataset.images
    commands(list_desk).copy_paths(images[:2])
    assert QGuiApplication.clipboard().text() == f"{images[0].path}\n{images[1].path}"


def test_the_folder_is_opened_or_told(list_desk: Desk, monkeypatch) -> None:
    shown: list[Path] = []
    problems = ["No program of this desktop opens folders.", ""]

    def reveal(path: Path) -> str:
        shown.append(path)
        return problems.pop(0)

    monkeypatch.setattr(file_commands, "reveal", reveal)
    list_desk.go_to(1)
    list_desk.window.actions_["open_containing_folder"].trigger()
    assert list_desk.message("files:folder") == "No program of this desktop opens folders."
    list_desk.window.actions_["open_containing_folder"].trigger()
    assert not list_desk.message("files:folder")
    assert [path.name for path in shown] == ["a2.jpg", "a2.jpg"]


def test_reloading_asks_before_edits_are_given_up(list_desk: Desk) -> None:
    from labeler.settings import AUTOSAVE

    list_desk.window.settings.set(AUTOSAVE, False)
    image = list_desk.document.image
    write_shapes(image.path, [square("dog", 1, 1)])
    commands(list_desk).reload([image])
    list_desk.wait_for_image()
    list_desk.qtbot.waitUntil(lambda: len(list_desk.shapes) == 1)
    list_desk.window.actions_["mark_done"].trigger()
    commands(list_desk).reload([image])
    assert "Edits of a1.jpg are not saved" in list_desk.message("files:reload")
    assert list_desk.document.annotation.state is ImageState.DONE
    list_desk.press_remedy("files:reload", "Reload without saving")
    list_desk.wait_for_image()
    list_desk.qtbot.waitUntil(lambda: list_desk.document.annotation.state is ImageState.IN_WORK)


def test_small_pictures_come_and_go_with_their_setting(list_desk: Desk, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LABELER_CONFIG_DIR", str(tmp_path / "config"))
    table = list_desk.window.file_panel.table
    list_desk.window.actions_["file_thumbnails"].trigger()
    assert list_desk.window.settings.get(FILE_THUMBNAILS)
    assert table.rowHeight(0) == 56
    pictures = list_desk.window.file_panel._delegate.pictures
    image = list_desk.document.image
    list_desk.qtbot.waitUntil(lambda: pictures.icon(image.path) is not None, timeout=15_000)
    list_desk.window.settings.set(FILE_THUMBNAILS, False)
    assert table.rowHeight(0) == 24
    assert not list_desk.window.actions_["file_thumbnails"].isChecked()
