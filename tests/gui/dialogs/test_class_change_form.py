"""The fields of changes of classes ask for what they show, and say what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from labeler.core.class_changes import (
    ClassChange,
    DeleteClass,
    MergeClasses,
    Part,
    ReindexClasses,
    RenameClass,
    SplitClass,
)
from labeler.core.dataset import open_dataset
from labeler.core.draining import drained
from labeler.core.errors import FileUnwritableError
from labeler.gui.dialogs.class_change_fields import (
    DeleteFields,
    MergeFields,
    ReindexFields,
    RenameFields,
    SplitFields,
)
from labeler.gui.dialogs.class_change_form import ChangeSource, ClassChangeForm
from labeler.gui.dialogs.job_dialog import JobDialog
from labeler.gui.dialogs.result_list import ResultList
from labeler.gui.job_runner import JobRunner
from labeler.jobs.change_classes import Preview, Result
from labeler.jobs.step import Summary
from tests.datasets import make_dataset, tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 2)


@pytest.fixture
def source(folder: Path) -> ChangeSource:
    return ChangeSource(folder, open_dataset(folder).classes, frozenset(("a2.jpg",)), dict, lambda: 0)


@pytest.fixture
def form(source: ChangeSource, qtbot) -> ClassChangeForm:
    form = ClassChangeForm(source)
    qtbot.addWidget(form)
    return form


def turn_to(form: ClassChangeForm, title: str):
    form.kind.setCurrentText(title)
    return form.page


def finish(form: ClassChangeForm, *, is_preview: bool) -> object:
    result = drained(form.steps(is_preview=is_preview))
    form.show_result(result)
    return result


@pytest.mark.parametrize(
    "request_",
    [
        RenameClass("dog", "wolf"),
        ReindexClasses({"dog": 9}),
        MergeClasses(("cat", "dog"), "sky"),
        MergeClasses(("cat", "dog"), "animal"),
        DeleteClass("dog", None, 0),
        DeleteClass("dog", "sky", 7),
        SplitClass("dog", "wolf", Part(text="wild")),
    ],
)
def test_what_was_asked_for_elsewhere_is_what_the_fields_ask_for(form, request_: ClassChange) -> None:
    form.ask([request_])
    if isinstance(request_, SplitClass):
        form.page.text.setText("wild")
    assert form.page.changes() == [request_]
    assert form.problem() == ""


def test_only_the_fields_of_one_change_are_shown(form, qtbot) -> None:
    form.show()
    shown = [page.title for page in form.pages if page.isVisible()]
    assert shown == ["Rename"]
    turn_to(form, "Split off")
    assert [page.title for page in form.pages if page.isVisible()] == ["Split off"]
    assert form.minimumHeight() >= form.page.sizeHint().height()


def test_fields_of_all_pages_begin_at_one_line(form) -> None:
    assert len({label.minimumWidth() for page in form.pages for label in page.labels()}) == 1


def test_what_is_missing_is_said(form, tmp_path) -> None:
    told = {}
    for page in form.pages:
        turn_to(form, page.title)
        told[page.title] = form.problem()
    assert told == {
        "Rename": "Type the new name.",
        "Change index": "The classes have these indices already.",
        "Merge": "Tick the classes that shall become one.",
        "Delete": "Tick the classes to delete.",
        "Split off": "Type the name of the new class.",
    }
    turn_to(form, "Rename").new.setText("lion")
    form.labels.set_paths(tmp_path / "nowhere")
    assert form.problem().endswith("nowhere: there is no such folder.")


def test_what_cannot_be_is_said_in_the_words_of_the_change(form) -> None:
    page = turn_to(form, "Rename")
    assert isinstance(page, RenameFields)
    page.new.setText("dog")
    assert "Merge 'cat' into it" in form.problem()


def test_a_taken_index_is_exchanged(form) -> None:
    page = turn_to(form, "Change index")
    assert isinstance(page, ReindexFields)
    page.name.setCurrentText("dog")
    assert page.index.value() == 2
    page.index.setValue(7)
    assert page.exchange.text() == "sky gets 2 in exchange."
    assert page.changes() == [ReindexClasses({"dog": 7, "sky": 2})]
    page.index.setValue(9)
    assert page.exchange.text() == ""


def test_classes_are_ticked(form) -> None:
    page = turn_to(form, "Merge")
    assert isinstance(page, MergeFields)
    page.names.item(0).setCheckState(Qt.CheckState.Checked)
    assert form.problem() == "Choose the class that they become, or type a new name."
    page.into.setEditText("beast")
    assert "at least one other" in form.problem()
    page.names.item(1).setCheckState(Qt.CheckState.Checked)
    assert page.changes() == [MergeClasses(("cat", "dog"), "beast")]


def test_a_click_on_a_row_or_space_ticks_a_class(form) -> None:
    page = turn_to(form, "Delete")
    form.show()
    checks = page.names
    place = checks.visualItemRect(checks.item(1)).center()
    QTest.mouseClick(checks.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert checks.names() == ["dog"]
    QTest.keyClick(checks, Qt.Key.Key_Down)
    QTest.keyClick(checks, Qt.Key.Key_Space)
    assert checks.names() == ["dog", "sky"]
    QTest.mouseClick(checks.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert checks.names() == ["sky"]


def test_pixels_go_where_shapes_go_unless_one_says_otherwise(form) -> None:
    page = turn_to(form, "Delete")
    assert isinstance(page, DeleteFields)
    assert page.pixels_to.currentText() == "background"
    page.names.tick(["cat", "dog"])
    page.shapes_to.setCurrentText("sky")
    assert page.pixels_to.currentText() == "sky"
    page.pixels_to.setCurrentText("void")
    assert page.changes() == [DeleteClass("cat", "sky", 255), DeleteClass("dog", "sky", 255)]
    page.shapes_to.setCurrentText("dog")
    assert form.problem() == "dog is deleted itself. Choose another class."
    page.shapes_to.setCurrentIndex(0)
    assert page.pixels_to.currentText() == "background"


def test_a_part_is_named_by_selected_images_flag_words_and_group(form) -> None:
    page = turn_to(form, "Split off")
    assert isinstance(page, SplitFields)
    page.new_name.setText("lion")
    assert "Say which part" in form.problem()
    assert page.uses_images.text() == "in the 1 image selected in the list of images"
    page.uses_images.setChecked(True)
    page.flag.setText("wild")
    page.text.setText("big")
    page.has_group.setChecked(True)
    page.group.setValue(4)
    assert page.changes() == [
        SplitClass("cat", "lion", Part(frozenset(("a2.jpg",)), "wild", "big", 4)),
    ]
    assert form.problem() == ""


def test_without_selected_images_there_is_nothing_to_tick(source, qtbot) -> None:
    page = SplitFields(source.classes)
    qtbot.addWidget(page)
    assert not page.uses_images.isEnabled()


def test_a_preview_counts_and_the_change_hands_its_result_on(source, folder, qtbot) -> None:
    taken: list[Result] = []
    form = ClassChangeForm(source, take=taken.append)
    qtbot.addWidget(form)
    turn_to(form, "Rename").new.setText("lion")
    assert form.action_text() == "Rename"
    before = tree(folder)
    assert isinstance(finish(form, is_preview=True), Preview)
    assert tree(folder) == before
    assert form.action_text() == "Rename in 2 files"
    assert form.preview_text(Summary()).endswith("the history of the class table begins anew.")
    form.pages[0].old.setCurrentText("sky")
    assert form.action_text() == "Rename"
    assert isinstance(finish(form, is_preview=False), Result)
    assert [result.is_done for result in taken] == [True]
    assert form.end_text(Summary()).startswith("Changed: 0 annotations")
    assert form.target() == folder


def test_files_that_hinder_it_are_counted(form, folder) -> None:
    (folder / "a1.json").write_text("{ no JSON")
    turn_to(form, "Rename").new.setText("lion")
    finish(form, is_preview=True)
    assert form.preview_text(Summary()).endswith("1 file cannot be, so nothing will be changed.")
    finish(form, is_preview=False)
    assert form.end_text(Summary()) == "Nothing was changed: 1 file cannot be."


def test_what_cannot_be_saved_keeps_the_change_from_beginning(source, folder, qtbot) -> None:
    path = folder / "a1.json"
    failing = ChangeSource(
        *(source.folder, source.classes, source.selected),
        lambda: {path: FileUnwritableError(path, "No space left")},
        lambda: 1,
    )
    form = ClassChangeForm(failing)
    qtbot.addWidget(form)
    assert form.make_ready().startswith("Nothing was changed: not everything could be saved.")
    assert form.end_text(Summary()) == "Nothing was changed."


@pytest.mark.parametrize("place", range(5))
def test_names_of_120_characters_make_no_form_wider(folder: Path, qtbot, place: int) -> None:
    short = form_on_page(folder, qtbot, place).minimumSizeHint().width()
    long = "a name that goes on and on " * 5
    text = (folder / "classes.csv").read_text()
    (folder / "classes.csv").write_text(text.replace("cat", long[:120]).replace("dog", long[2:122]))
    form = form_on_page(folder, qtbot, place)
    if form.page.title == "Change index":
        form.page.index.setValue(2)
        assert long[2:122].strip() in form.page.exchange.text()
    # A list of names is as wide as it may be, which is what the dialog has room for.
    assert form.minimumSizeHint().width() <= max(short, 640 - 2 * 16)
    assert form.sizeHint().width() <= 640


def form_on_page(folder: Path, qtbot, place: int) -> ClassChangeForm:
    form = ClassChangeForm(ChangeSource(folder, open_dataset(folder).classes, frozenset(), dict, lambda: 0))
    qtbot.addWidget(form)
    form.kind.setCurrentIndex(place)
    return form


def test_what_is_missing_of_a_change_that_was_asked_for_has_the_keys(source, qtbot) -> None:
    form = ClassChangeForm(source)
    form.ask((RenameClass("cat", ""),))
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = JobDialog(form, JobRunner(parent), ResultList(Path("/")), parent)
    dialog.show()
    assert dialog.focusWidget() is form.page.new
