"""What a window left behind that ended without saving is offered back; drafts come back with their image."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.annotation_compare import compare_annotations
from labeler.core.dataset import open_dataset
from labeler.core.file_stamp import FileStamp
from labeler.core.recovery import KeptDraft, RecoveryFolder, recovery_folder, snapshot_now
from labeler.gui.autosave import SaveState
from labeler.gui.dialogs.compare_dialog import CompareDialog
from labeler.gui.safekeeping import LOCK
from labeler.gui.window_lock import take_lock
from labeler.settings import AUTOSAVE, Settings
from tests.datasets import make_dataset, square, write_shapes
from tests.gui.documents import box
from tests.windows import Desk

SHAPES, DRAFT = "recovery:shapes", "recovery:draft"
PLACES = ((5.0, 30.0), (30.0, 31.0), (20.0, 45.0))


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A dataset of three images; nothing is saved by itself."""
    settings.set(AUTOSAVE, False)
    return make_dataset(tmp_path / "set", 3)


@pytest.fixture
def root(settings: Settings) -> Path:
    return settings.path.parent / "data" / "recovery"


def leave_behind(root: Path, folder: Path, number: int = 1, window: str = "12-dead") -> RecoveryFolder:
    """What is left of a window that was killed after a shape of class sky was added to an image."""
    left = RecoveryFolder(recovery_folder(root, folder) / window)
    dataset = open_dataset(folder)
    image = dataset.images[number - 1]
    annotation = dataset.read_annotation(image)
    annotation.shapes.append(box("sky", 30, 30))
    left.keep(snapshot_now(image.name, annotation, FileStamp.of(image.annotation_path)))
    return left


def open_and_look(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    desk.qtbot.waitUntil(lambda: not desk.window.recovery.is_busy)


def names(desk: Desk) -> list[str]:
    return [shape.class_name for shape in desk.shapes]


def labels(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def kept(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.suffix in (".json", ".draft")]


def test_shapes_are_offered_and_restored_as_a_step_to_undo(desk: Desk, folder: Path, root: Path) -> None:
    leave_behind(root, folder)
    open_and_look(desk, folder)
    assert desk.message(SHAPES) == (
        "Labeler ended before 1 image was saved: a1.jpg (1 shape more than its file)."
    )
    assert names(desk) == ["cat", "dog", "void"]
    desk.press_remedy(SHAPES, "Restore")
    assert names(desk) == ["cat", "dog", "void", "sky"]
    assert desk.document.is_dirty
    assert desk.window.status.save_state.text() == SaveState.RECOVERED.value
    assert (desk.document.label_map.label_map == 7).sum() == 64
    assert labels(folder / "a1.json") == ["cat", "dog", "void"]
    assert not desk.message(SHAPES)
    desk.window.undoing.undo()
    assert names(desk) == ["cat", "dog", "void"]
    assert not desk.document.is_dirty
    desk.window.undoing.redo()
    desk.window.autosave.save_all()
    desk.wait_saved()
    assert labels(folder / "a1.json")[-1] == "sky"


def test_what_is_restored_is_kept_again_until_it_is_saved(desk: Desk, folder: Path, root: Path) -> None:
    left = leave_behind(root, folder)
    open_and_look(desk, folder)
    desk.press_remedy(SHAPES, "Restore")
    desk.window.safekeeping.wait()
    assert left.is_empty
    (path,) = kept(root)
    assert labels(path)[-1] == "sky"
    desk.window.autosave.save_all()
    desk.wait_saved()
    desk.window.safekeeping.wait()
    assert kept(root) == []


def test_several_images_are_restored_at_once_and_one_is_shown(desk: Desk, folder: Path, root: Path) -> None:
    leave_behind(root, folder, 2)
    leave_behind(root, folder, 3)
    open_and_look(desk, folder)
    assert "2 images were saved: a2.jpg" in desk.message(SHAPES)
    desk.press_remedy(SHAPES, "Restore")
    desk.wait_for_image()
    assert desk.document.image.name == "a2.jpg"
    assert names(desk)[-1] == "sky"
    desk.go_to(2)
    assert names(desk)[-1] == "sky"
    assert len([each for each in desk.window.session.documents if each.is_dirty]) == 2


def test_discard_removes_it_for_good(desk: Desk, make_desk, folder: Path, root: Path) -> None:
    leave_behind(root, folder)
    open_and_look(desk, folder)
    desk.press_remedy(SHAPES, "Discard")
    assert not desk.message(SHAPES)
    assert kept(root) == []
    assert names(desk) == ["cat", "dog", "void"]
    assert not desk.document.is_dirty
    desk.window.close()
    assert not root.exists() or list(root.rglob("*")) == []


def test_what_is_not_decided_is_offered_again(desk: Desk, make_desk, folder: Path, root: Path) -> None:
    left = leave_behind(root, folder)
    open_and_look(desk, folder)
    assert desk.window.close()
    assert not left.is_empty
    again = make_desk()
    open_and_look(again, folder)
    assert again.message(SHAPES)


def test_a_snapshot_that_was_saved_after_all_is_not_told(desk: Desk, folder: Path, root: Path) -> None:
    left = leave_behind(root, folder)
    own = json.loads((folder / "a1.json").read_text())["shapes"]
    write_shapes(folder / "a1.jpg", [*own, square("sky", 30, 30, 8)])
    open_and_look(desk, folder)
    assert not desk.message(SHAPES)
    assert left.is_empty


def test_a_file_that_changed_since_is_told_and_not_overwritten_unasked(
    desk: Desk, folder: Path, root: Path
) -> None:
    leave_behind(root, folder)
    write_shapes(folder / "a1.jpg", [square("dog", 1, 1)])
    open_and_look(desk, folder)
    assert "Another program has changed a1.jpg since" in desk.message(SHAPES)
    desk.press_remedy(SHAPES, "Restore")
    assert names(desk) == ["cat", "dog", "void", "sky"]
    desk.window.autosave.save_all()
    desk.qtbot.waitUntil(lambda: "was not overwritten" in desk.message("disk:a1.jpg"))
    assert labels(folder / "a1.json") == ["dog"]
    desk.window.undoing.undo()
    assert names(desk) == ["dog"]


def test_compare_goes_from_image_to_image(desk: Desk, folder: Path, root: Path) -> None:
    leave_behind(root, folder, 1)
    leave_behind(root, folder, 2)
    open_and_look(desk, folder)
    desk.press_remedy(SHAPES, "Compare")
    first = wait_for_dialog(desk, "Compare a1.jpg")
    assert "1 shape differs: 1 only in the rescued copy; 3 are the same" in first.headline.text()
    QTest.mouseClick(first.buttons["Restore"], Qt.MouseButton.LeftButton)
    second = wait_for_dialog(desk, "Compare a2.jpg")
    assert "a1.jpg" not in desk.message(SHAPES)
    QTest.mouseClick(second.buttons["Discard"], Qt.MouseButton.LeftButton)
    assert not desk.message(SHAPES)
    assert names(desk)[-1] == "sky"
    desk.window.safekeeping.wait()
    assert len(kept(root)) == 1


def wait_for_dialog(desk: Desk, title: str) -> CompareDialog:
    def found() -> CompareDialog | None:
        dialogs = desk.window.findChildren(CompareDialog)
        return next((each for each in dialogs if each.windowTitle() == title and each.isVisible()), None)

    desk.qtbot.waitUntil(lambda: found() is not None, timeout=10_000)
    dialog = found()
    assert dialog is not None
    return dialog


def test_what_another_window_keeps_is_its_own(desk: Desk, folder: Path, root: Path) -> None:
    left = leave_behind(root, folder)
    lock = take_lock(left.path / LOCK)
    open_and_look(desk, folder)
    assert not desk.message(SHAPES)
    assert not left.is_empty
    lock.unlock()


def test_the_last_of_several_snapshots_is_offered(desk: Desk, folder: Path, root: Path) -> None:
    leave_behind(root, folder, window="11-dead")
    newest = leave_behind(root, folder, window="10-dead")
    dataset = open_dataset(folder)
    annotation = dataset.read_annotation(dataset.images[0])
    annotation.shapes += [box("sky", 1, 1), box("sky", 9, 9)]
    newest.keep(snapshot_now("a1.jpg", annotation, None))
    open_and_look(desk, folder)
    assert "2 shapes more" in desk.message(SHAPES)


def draw_half(desk: Desk, class_name: str = "cat") -> None:
    desk.choose(class_name)
    desk.window.view.setFocus()
    desk.key(Qt.Key.Key_P)
    for place in PLACES:
        desk.click(*place)


def points(desk: Desk) -> list[tuple[float, float]]:
    tool = desk.window.view.tool
    return [] if tool is None or tool.draft is None else list(tool.draft.points)


def test_closing_keeps_the_draft_for_the_next_session(desk: Desk, make_desk, folder: Path) -> None:
    desk.open(folder)
    draw_half(desk)
    before = points(desk)
    assert len(before) == 3
    assert desk.window.close()
    again = make_desk()
    open_and_look(again, folder)
    assert points(again) == before
    assert again.window.session.current_class == "cat"
    assert again.window.actions_["tool_polygon"].isChecked()
    again.window.view.setFocus()
    again.key(Qt.Key.Key_Return)
    assert names(again)[-1] == "cat"
    again.window.safekeeping.wait()


def test_a_finished_draft_does_not_come_back(desk: Desk, make_desk, folder: Path, root: Path) -> None:
    desk.open(folder)
    draw_half(desk)
    desk.key(Qt.Key.Key_Escape)
    desk.window.safekeeping.wait()
    assert kept(root) == []
    assert desk.window.close()
    again = make_desk()
    open_and_look(again, folder)
    assert points(again) == []


def test_reloading_an_image_keeps_its_draft(desk: Desk, folder: Path) -> None:
    desk.open(folder)
    draw_half(desk)
    before = points(desk)
    desk.window.opening.reload(desk.document)
    desk.wait_for_image()
    assert points(desk) == before


def test_another_dataset_and_back_keeps_the_draft(desk: Desk, folder: Path, tmp_path: Path) -> None:
    desk.open(folder)
    draw_half(desk)
    before = points(desk)
    desk.window.choosing.open_path(make_dataset(tmp_path / "other", 1))
    desk.qtbot.waitUntil(lambda: desk.window.session.dataset.folder.name == "other")
    desk.wait_for_image()
    assert points(desk) == []
    desk.window.choosing.open_path(folder)
    desk.qtbot.waitUntil(lambda: desk.window.session.dataset.folder == folder)
    desk.wait_for_image()
    desk.qtbot.waitUntil(lambda: points(desk) == before)


def test_a_draft_on_another_image_is_told_and_shown(desk: Desk, folder: Path, root: Path) -> None:
    left = RecoveryFolder(recovery_folder(root, folder) / "12-dead")
    left.keep_draft("a3.jpg", KeptDraft("tool_polygon", "dog", {"points": [[1.5, 2], [3, 4.25]]}))
    open_and_look(desk, folder)
    assert desk.message(DRAFT) == "A shape that was begun in a3.jpg is kept."
    desk.press_remedy(DRAFT, "Show it")
    desk.qtbot.waitUntil(lambda: points(desk) == [(1.5, 2), (3, 4.25)])
    assert desk.window.session.current_class == "dog"
    assert not desk.message(DRAFT)
    desk.window.safekeeping.wait()
    assert left.is_empty


def test_a_draft_can_be_dropped_without_looking(desk: Desk, folder: Path, root: Path) -> None:
    left = RecoveryFolder(recovery_folder(root, folder) / "12-dead")
    left.keep_draft("a3.jpg", KeptDraft("tool_polygon", "dog", {"points": [[1, 2]]}))
    open_and_look(desk, folder)
    desk.press_remedy(DRAFT, "Drop it")
    desk.window.safekeeping.wait()
    assert kept(root) == []
    desk.go_to(2)
    assert points(desk) == []


@pytest.mark.parametrize(
    "draft",
    [
        KeptDraft("tool_of_tomorrow", "cat", {"x": 1}),
        KeptDraft("tool_polygon", "cat", {"points": "?"}),
        KeptDraft("tool_polygon", "no such class", {"points": [[1, 2]]}),
    ],
    ids=lambda draft: draft.tool,
)
def test_a_strange_draft_hurts_nobody(desk: Desk, folder: Path, root: Path, draft: KeptDraft) -> None:
    RecoveryFolder(recovery_folder(root, folder) / "12-dead").keep_draft("a1.jpg", draft)
    open_and_look(desk, folder)
    assert len(points(desk)) <= 1
    assert desk.window.session.current_class is None


def test_snapshots_of_images_that_cannot_be_opened_wait(desk: Desk, folder: Path, root: Path) -> None:
    left = leave_behind(root, folder)
    (folder / "a1.json").write_text("{ broken")
    open_and_look(desk, folder)
    assert not desk.message(SHAPES)
    assert not left.is_empty


def test_a_snapshot_holds_all_that_the_canvas_showed(desk: Desk, folder: Path, root: Path) -> None:
    desk.open(folder)
    desk.choose("sky")
    desk.draw(*PLACES)
    desk.window.commands.toggle_done()
    desk.qtbot.waitUntil(lambda: [path.suffix for path in kept(root)] == [".json"])
    dataset = desk.window.session.dataset
    folder_of_window = RecoveryFolder(desk.window.safekeeping.folder.path)
    (snapshot,) = folder_of_window.snapshots({"a1.jpg": dataset.images[0].annotation_path})
    assert compare_annotations(snapshot.annotation, desk.document.annotation).is_equal
