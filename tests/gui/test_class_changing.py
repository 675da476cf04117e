"""Classes are changed over the whole dataset from the window, which shows afterwards what the files hold."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.class_changes import DeleteClass, MergeClasses, ReindexClasses
from labeler.core.class_file import read_classes
from labeler.core.dataset import open_dataset
from labeler.core.label_png import write_label_png
from labeler.core.rasterizer import rasterize
from labeler.gui import job_window
from labeler.gui.dialogs.class_change_form import ClassChangeForm
from labeler.gui.dialogs.job_dialog import JobDialog
from labeler.gui.drawing import UNFINISHED
from labeler.jobs import changed_files
from tests.datasets import SIZE, indices, make_dataset, tree
from tests.windows import Desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 3))
    return desk


@pytest.fixture
def labels(open_desk: Desk, tmp_path: Path) -> Path:
    """Label images of the dataset."""
    folder = tmp_path / "labels"
    folder.mkdir()
    dataset = open_dataset(tmp_path / "set")
    for image in dataset.images:
        label_map = rasterize(dataset.read_annotation(image).shapes, SIZE, dataset.classes)
        write_label_png(folder / f"{image.id}.png", label_map, dataset.classes.palette())
    return folder


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds every annotation of a change back until it is set."""
    event = threading.Event()
    new_annotation = changed_files.new_annotation

    def wait(*arguments):
        assert event.wait(10)
        return new_annotation(*arguments)

    monkeypatch.setattr(changed_files, "new_annotation", wait)
    yield event
    event.set()


def names(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def dialog_of(desk: Desk) -> JobDialog:
    (dialog,) = (each for each in desk.window.findChildren(JobDialog) if each.isVisible())
    return dialog


def form_of(dialog: JobDialog) -> ClassChangeForm:
    assert isinstance(dialog.form, ClassChangeForm)
    return dialog.form


def run(desk: Desk, dialog: JobDialog) -> None:
    """Preview, and then the change itself."""
    for button in (dialog.preview_button, dialog.run_button):
        QTest.mouseClick(button, LEFT)
        desk.qtbot.waitUntil(lambda: not dialog.is_running, timeout=20_000)


def test_a_merge_is_previewed_carried_out_and_shown(open_desk: Desk, labels: Path, tmp_path: Path) -> None:
    window, folder = open_desk.window, tmp_path / "set"
    before = tree(tmp_path / "set")
    open_desk.choose("dog")
    window.class_changing.open(MergeClasses(("cat", "dog"), "animal"))
    dialog = dialog_of(open_desk)
    form_of(dialog).labels.set_paths(labels)
    assert dialog.preview_button.isEnabled()
    QTest.mouseClick(dialog.preview_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not dialog.is_running)
    assert dialog.headline.text().startswith("3 annotations with 6 shapes, 3 label images with")
    assert "cannot be undone; the history of the class table and 1 open image begins anew" in (
        dialog.headline.text()
    )
    assert dialog.run_button.text() == "Merge in 6 files"
    assert dialog.results.rowCount() == 6
    assert tree(folder) == before
    QTest.mouseClick(dialog.run_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not dialog.is_running)
    assert dialog.headline.text().startswith("Changed: 3 annotations with 6 shapes")
    open_desk.wait_for_image()
    assert [shape.class_name for shape in open_desk.shapes] == ["animal", "animal", "void"]
    assert [row.name for row in window.session.classes.user_rows] == ["animal", "sky"]
    assert window.session.current_class == "animal"
    assert names(folder / "a3.json") == ["animal", "animal", "void"]
    assert 2 not in indices(labels / "a1.png")
    assert open_desk.message("classes:changed").startswith("Classes changed: 3 annotations")
    open_desk.wait_for_jobs()
    assert open_desk.message("classes:missing") == ""
    open_desk.draw((30, 30), (50, 30), (40, 45))
    open_desk.wait_saved()
    assert len(names(folder / "a1.json")) == 4


def test_what_is_not_saved_is_saved_first(open_desk: Desk, tmp_path: Path) -> None:
    open_desk.choose("cat")
    open_desk.draw((30, 30), (50, 30), (40, 45))
    open_desk.window.class_changing.open(DeleteClass("dog"))
    run(open_desk, dialog_of(open_desk))
    open_desk.wait_for_image()
    assert [shape.class_name for shape in open_desk.shapes] == ["cat", "void", "cat"]
    assert names(tmp_path / "set" / "a1.json") == ["cat", "void", "cat"]


def test_exchanged_indices_need_no_counting(open_desk: Desk, labels: Path, tmp_path: Path) -> None:
    open_desk.window.class_changing.open(ReindexClasses({"cat": 2}))
    dialog = dialog_of(open_desk)
    form_of(dialog).labels.set_paths(labels)
    old = indices(labels / "a2.png")
    run(open_desk, dialog)
    assert read_classes(tmp_path / "set" / "classes.csv").index_of_name["dog"] == 1
    assert ((indices(labels / "a2.png") == 2) == (old == 1)).all()
    open_desk.wait_for_image()
    assert open_desk.document.label_map.label_map.max() == 255


def test_nothing_can_be_edited_while_files_are_rewritten(open_desk: Desk, gate: threading.Event) -> None:
    window = open_desk.window
    gate.set()
    window.class_changing.open(DeleteClass("dog"))
    dialog = dialog_of(open_desk)
    QTest.mouseClick(dialog.preview_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not dialog.is_running)
    gate.clear()
    QTest.mouseClick(dialog.run_button, LEFT)
    assert "are being changed" in window.session.read_only_reason
    assert "are being changed" in open_desk.document.read_only_reason
    window.class_changing.open()
    assert dialog_of(open_desk) is dialog
    gate.set()
    open_desk.qtbot.waitUntil(lambda: not dialog.is_running)
    assert window.session.read_only_reason == ""
    open_desk.wait_for_image()
    assert open_desk.document.read_only_reason == ""


def test_a_cancelled_change_leaves_everything_as_it_was(
    open_desk: Desk, gate: threading.Event, tmp_path: Path
) -> None:
    window = open_desk.window
    gate.set()
    before = tree(tmp_path / "set")
    window.class_changing.open(DeleteClass("dog"))
    dialog = dialog_of(open_desk)
    QTest.mouseClick(dialog.preview_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not dialog.is_running)
    gate.clear()
    QTest.mouseClick(dialog.run_button, LEFT)
    QTest.mouseClick(dialog.close_button, LEFT)
    gate.set()
    open_desk.qtbot.waitUntil(lambda: not dialog.is_running)
    assert dialog.headline.text() == "Cancelled. Nothing was changed."
    assert tree(tmp_path / "set") == before
    assert window.session.read_only_reason == ""
    assert open_desk.document.read_only_reason == ""


def test_a_file_that_hinders_it_is_listed_and_leads_to_the_image(open_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "set" / "a2.json").write_text("{ no JSON")
    open_desk.window.class_changing.open(DeleteClass("dog"))
    dialog = dialog_of(open_desk)
    QTest.mouseClick(dialog.preview_button, LEFT)
    open_desk.qtbot.waitUntil(lambda: not dialog.is_running)
    assert dialog.headline.text().endswith("1 file cannot be, so nothing will be changed.")
    assert not dialog.run_button.isEnabled()
    row = next(
        row for row in range(dialog.results.rowCount()) if dialog.results.item(row, 1).text() == "failed"
    )
    dialog.results.itemActivated.emit(dialog.results.item(row, 2))
    open_desk.qtbot.waitUntil(lambda: open_desk.window.opening.position == 1)


def test_a_row_of_a_label_image_leads_to_its_file(
    open_desk: Desk, labels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(job_window, "reveal", lambda path: shown.append(path) or "")
    open_desk.window.class_changing.open(ReindexClasses({"cat": 2}))
    dialog = dialog_of(open_desk)
    form_of(dialog).labels.set_paths(labels)
    run(open_desk, dialog)
    dialog.results.itemActivated.emit(dialog.results.item(0, 0))
    assert shown == [labels / "a1.png"]
    open_desk.press_remedy("classes:changed", "Show mapping.csv")
    assert shown[-1].name == "mapping.csv"


def test_the_refusal_of_a_class_in_use_leads_here(open_desk: Desk) -> None:
    window = open_desk.window
    window.classes.reindex(1, 9)
    open_desk.qtbot.waitUntil(lambda: open_desk.message("classes:refused") != "")
    open_desk.press_remedy("classes:refused", "Change over the dataset…")
    dialog = dialog_of(open_desk)
    assert form_of(dialog).page.changes() == [ReindexClasses({"cat": 9})]
    dialog.close()
    window.classes.delete(2)
    open_desk.qtbot.waitUntil(lambda: "dog has" in open_desk.message("classes:refused"))
    open_desk.press_remedy("classes:refused", "Change over the dataset…")
    assert form_of(dialog_of(open_desk)).page.changes() == [DeleteClass("dog", None, 0)]


def test_the_menu_begins_with_the_current_class_and_the_last_export(open_desk: Desk, tmp_path: Path) -> None:
    window = open_desk.window
    (tmp_path / "set-voc" / "SegmentationClass").mkdir(parents=True)
    open_desk.choose("dog")
    window.actions_["change_classes"].trigger()
    form = form_of(dialog_of(open_desk))
    assert form.page.title == "Rename"
    assert form.page.old.currentText() == "dog"
    assert form.labels.paths() == [tmp_path / "set-voc" / "SegmentationClass"]
    assert form.problem() == "Type the new name."


def test_a_shape_that_is_begun_is_finished_first(open_desk: Desk, tmp_path: Path) -> None:
    before = tree(tmp_path / "set")
    open_desk.choose("dog")
    open_desk.window.actions_["tool_polygon"].trigger()
    open_desk.click(5, 40)
    open_desk.window.class_changing.open(DeleteClass("dog"))
    dialog = dialog_of(open_desk)
    QTest.mouseClick(dialog.preview_button, LEFT)
    assert not dialog.is_running
    assert dialog.problem.text() == UNFINISHED
    assert tree(tmp_path / "set") == before
    dialog.close()
    QTest.keyClick(open_desk.window.view, Qt.Key.Key_Escape)


def test_a_dataset_that_is_read_only_says_why(open_desk: Desk) -> None:
    open_desk.window.session.read_only_reason = "Another window has it."
    open_desk.window.class_changing.open()
    assert open_desk.message("classes:changed") == "Another window has it."


def test_a_change_that_was_broken_off_is_told_when_the_dataset_is_opened(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.core.staged_files import leave_marked, make_files

    folder = make_dataset(tmp_path / "set", 1)
    leave_marked(folder, make_files(folder, 2), monkeypatch)
    desk.open(folder)
    assert desk.message("opening:recovered").endswith("completed in 2 files.")
