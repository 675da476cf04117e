"""A session keeps documents with a history, the current class, and the history of the class table."""

from __future__ import annotations

import gc
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from labeler.core.class_file import read_classes
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.edits.shapes import add_shape
from labeler.core.errors import FileChangedError
from tests.gui.documents import box, session_on, show


def rename(session, index: int, name: str) -> None:
    before = session.classes
    row = before.at(index)
    session.push_classes(ReplaceClasses(before, before.renamed(index, name), "Rename", (row.name, name)))


def test_a_document_without_a_history_is_not_kept(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    first = show(session, 0)
    show(session, 1)
    assert session.document_of(first.image) is None
    assert [document.image.name for document in session.documents] == ["a2.jpg"]


def test_a_document_with_a_history_is_kept_without_its_label_map(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    first = show(session, 0)
    drawn = first.label_map
    first.push(add_shape(first.annotation, box("sky", 1, 1)))
    show(session, 1)
    assert session.document_of(first.image) is first
    assert show(session, 0) is first
    assert first.label_map is not drawn
    assert (first.label_map.label_map == drawn.label_map).all()
    assert first.undo_stack.canUndo()


def test_opening_another_dataset_leaves_everything_behind(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    document = show(session, 0)
    document.push(add_shape(document.annotation, box("sky", 1, 1)))
    session.choose_class("cat")
    rename(session, 1, "lion")
    session.open(None)
    assert session.document is None
    assert session.documents == []
    assert session.current_class is None
    assert session.class_history.count() == 0
    assert len(session.classes) == 2


def test_a_class_edit_is_written_at_once_and_undone_in_the_file_too(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    rename(session, 1, "lion")
    assert read_classes(tmp_path / "classes.csv").find("lion") is not None
    session.class_history.undo()
    assert read_classes(tmp_path / "classes.csv").find("cat") is not None


def test_the_current_class_follows_its_name_and_goes_with_its_class(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    session.choose_class("cat")
    rename(session, 1, "lion")
    assert session.current_class == "lion"
    session.class_history.undo()
    assert session.current_class == "cat"
    before = session.classes
    session.push_classes(ReplaceClasses(before, before.without(1)))
    assert session.current_class is None


def test_choosing_the_same_class_tells_nobody(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    session.choose_class("cat")
    with qtbot.assertNotEmitted(session.current_class_changed):
        session.choose_class("cat")


def test_every_document_follows_before_anybody_is_told(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    document = show(session, 0)
    seen = []
    session.classes_changed.connect(lambda _: seen.append(document.annotation.shapes[0].class_name))
    rename(session, 1, "lion")
    assert seen == ["lion"]


def test_a_preview_is_neither_written_nor_remembered(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    before = (tmp_path / "classes.csv").read_bytes()
    session.preview_classes(session.classes.recolored(1, (1, 2, 3)))
    assert session.classes.at(1).color == (1, 2, 3)
    assert (tmp_path / "classes.csv").read_bytes() == before
    assert session.class_history.count() == 0


def test_a_class_table_that_another_program_wrote_is_told(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    (tmp_path / "classes.csv").write_text("index,name,color\n5,bird,#010203\n")
    with qtbot.waitSignal(session.class_file_saved) as signal:
        rename(session, 1, "lion")
    assert isinstance(signal.args[0], FileChangedError)
    session.reload_classes()
    assert session.classes.at(5).name == "bird"
    assert not session.class_history.canUndo()


def test_forgetting_the_document_on_the_canvas_empties_it(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)
    document = show(session, 0)
    with qtbot.waitSignal(session.document_changed) as signal:
        session.forget(document)
    assert signal.args == [None]
    assert session.documents == []


def test_a_document_that_only_its_own_connections_know_is_deleted_safely(qtbot, tmp_path: Path) -> None:
    session = session_on(tmp_path)

    def draw_and_listen() -> None:
        document = show(session, 0)
        document.changed.connect(lambda: document.select([0]))
        document.push(add_shape(document.annotation, box("sky", 1, 1)))

    draw_and_listen()
    for _ in range(3):
        session.open(None)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    assert session.documents == []
