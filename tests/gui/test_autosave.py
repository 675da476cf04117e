"""Saving runs beside the window, writes consistent snapshots, and gives up nothing when it fails."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from labeler.core.annotation_file import read_annotation
from labeler.core.change import ClassesChanged
from labeler.core.dataset import Dataset
from labeler.core.edits.shapes import add_shape
from labeler.core.errors import FileChangedError, FileUnwritableError
from labeler.core.file_stamp import FileStamp
from labeler.gui.autosave import Autosave, SaveState
from labeler.gui.document import NEVER_SAVED
from labeler.settings import AUTOSAVE, AUTOSAVE_DELAY
from tests.gui.documents import box, session_on, show


class Setup:
    def __init__(self, folder: Path, settings) -> None:
        self.session = session_on(folder)
        self.autosave = Autosave(self.session, settings)
        self.document = self.show(0)

    def show(self, position: int):
        document = show(self.session, position)
        document.stamp = FileStamp.of(document.image.annotation_path)
        return document

    def draw(self, class_name: str = "sky", x: float = 30) -> None:
        self.document.push(add_shape(self.document.annotation, box(class_name, x, 30)))

    def saved(self) -> list[str]:
        path = self.document.image.annotation_path
        return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


@pytest.fixture
def setup(qtbot, tmp_path: Path, settings):
    made = Setup(tmp_path / "set", settings)
    yield made
    made.autosave.close()


def test_an_edit_is_saved_after_a_while(setup: Setup, qtbot) -> None:
    with qtbot.waitSignal(setup.autosave.saved):
        setup.draw()
    assert setup.saved() == ["cat", "dog", "void", "sky"]
    assert setup.autosave.state_of(setup.document) is SaveState.SAVED
    assert not setup.document.is_dirty


def test_an_undo_is_saved_too(setup: Setup, qtbot) -> None:
    with qtbot.waitSignal(setup.autosave.saved):
        setup.draw()
    with qtbot.waitSignal(setup.autosave.saved):
        setup.document.undo_stack.undo()
    assert setup.saved() == ["cat", "dog", "void"]


def test_switched_off_it_saves_only_on_request(setup: Setup, settings, qtbot) -> None:
    settings.set(AUTOSAVE, False)
    setup.draw()
    qtbot.wait(120)
    assert setup.autosave.state_of(setup.document) is SaveState.EDITED
    setup.autosave.leave(setup.document)
    assert setup.autosave.state_of(setup.document) is SaveState.EDITED
    with qtbot.waitSignal(setup.autosave.saved):
        setup.autosave.save_all()
    assert setup.saved()[-1] == "sky"


def test_switching_it_off_stops_what_was_about_to_be_saved_and_on_saves_at_once(
    setup: Setup, settings, qtbot
) -> None:
    setup.draw()
    settings.set(AUTOSAVE, False)
    qtbot.wait(120)
    assert setup.autosave.state_of(setup.document) is SaveState.EDITED
    with qtbot.waitSignal(setup.autosave.saved):
        settings.set(AUTOSAVE, True)


def test_a_shorter_delay_counts_for_what_waits_already(setup: Setup, settings, qtbot) -> None:
    settings.set(AUTOSAVE_DELAY, 600.0)
    setup.draw()
    with qtbot.waitSignal(setup.autosave.saved, timeout=2000):
        settings.set(AUTOSAVE_DELAY, 0.01)


def test_edits_during_a_write_are_not_in_it_and_are_saved_next(setup: Setup, qtbot, monkeypatch) -> None:
    goes_on, began = threading.Event(), threading.Event()
    write = Dataset.write_annotation

    def slow(dataset, image, annotation) -> bytes:
        began.set()
        assert goes_on.wait(5)
        return write(dataset, image, annotation)

    monkeypatch.setattr(Dataset, "write_annotation", slow)
    setup.draw("sky")
    setup.autosave.save_all()
    assert began.wait(5)
    assert setup.autosave.state_of(setup.document) is SaveState.SAVING
    setup.draw("dog", 10)
    with qtbot.waitSignal(setup.autosave.saved):
        goes_on.set()
    assert setup.saved() == ["cat", "dog", "void", "sky"]
    assert setup.document.is_dirty
    with qtbot.waitSignal(setup.autosave.saved):
        pass
    assert setup.saved() == ["cat", "dog", "void", "sky", "dog"]


@pytest.mark.parametrize("is_edited", [True, False])
def test_a_class_that_is_renamed_during_a_write_is_saved_by_its_new_name(
    setup: Setup, qtbot, monkeypatch, is_edited: bool
) -> None:
    goes_on, write = threading.Event(), Dataset.write_annotation

    def slow(dataset, image, annotation) -> bytes:
        assert goes_on.wait(5)
        return write(dataset, image, annotation)

    monkeypatch.setattr(Dataset, "write_annotation", slow)
    if is_edited:
        setup.draw("dog")
    else:
        setup.document.set_saved(NEVER_SAVED)
    setup.autosave.save_all()
    before = setup.session.classes
    renamed = before.renamed(before.find("dog").index, "wolf")
    setup.document.follow_classes(ClassesChanged(before, renamed, ("dog", "wolf")))
    with qtbot.waitSignals([setup.autosave.saved] * 2):
        goes_on.set()
    assert setup.saved() == ["cat", "wolf", "void", *["wolf"] * is_edited]
    assert not setup.document.is_dirty


def test_finish_writes_everything_before_it_returns(setup: Setup, settings) -> None:
    settings.set(AUTOSAVE, False)
    setup.draw()
    other = setup.show(1)
    other.push(add_shape(other.annotation, box("sky", 1, 30)))
    assert setup.autosave.finish() == {}
    assert setup.saved()[-1] == "sky"
    assert read_annotation(other.image.annotation_path).shapes[-1].class_name == "sky"


def test_a_failure_is_told_and_tried_again_at_the_next_edit(setup: Setup, full_disk, qtbot) -> None:
    full_disk.is_full = True
    with qtbot.waitSignal(setup.autosave.failed) as signal:
        setup.draw()
    assert isinstance(signal.args[1], FileUnwritableError)
    assert setup.autosave.state_of(setup.document) is SaveState.FAILED
    assert set(setup.autosave.finish()) == {setup.document.image.path}
    full_disk.is_full = False
    with qtbot.waitSignal(setup.autosave.saved):
        setup.draw("dog")
    assert setup.saved() == ["cat", "dog", "void", "sky", "dog"]
    assert setup.autosave.finish() == {}


def test_the_file_of_another_program_is_found_before_it_is_overwritten(setup: Setup, qtbot) -> None:
    path = setup.document.image.annotation_path
    path.write_text('{"shapes": []}')
    with qtbot.waitSignal(setup.autosave.failed) as signal:
        setup.draw()
    assert isinstance(signal.args[1], FileChangedError)
    assert path.read_text() == '{"shapes": []}'
    assert setup.autosave.state_of(setup.document) is SaveState.CHANGED_ON_DISK
    with qtbot.waitSignal(setup.autosave.saved):
        setup.autosave.overwrite(setup.document)
    assert setup.saved()[-1] == "sky"


def test_a_second_save_knows_the_first(setup: Setup, qtbot) -> None:
    for x in (10, 20, 30):
        with qtbot.waitSignal(setup.autosave.saved):
            setup.draw("sky", x)
    assert setup.saved().count("sky") == 3


def test_a_read_only_document_is_never_written(setup: Setup, qtbot) -> None:
    setup.draw()
    setup.document.read_only_reason = "The file cannot be read."
    before = setup.document.image.annotation_path.read_bytes()
    assert setup.autosave.finish() == {}
    assert setup.document.image.annotation_path.read_bytes() == before
    assert setup.autosave.state_of(setup.document) is SaveState.READ_ONLY


def test_an_image_without_a_file_gets_one_only_when_it_is_edited(setup: Setup, qtbot) -> None:
    setup.document.image.annotation_path.unlink()
    setup.show(1)
    setup.document = setup.show(0)
    setup.autosave.save_all()
    setup.autosave.finish()
    assert not setup.document.image.annotation_path.exists()
    setup.draw()
    setup.autosave.finish()
    assert setup.saved() == ["sky"]


def test_what_was_given_up_is_not_told_when_its_write_ends(setup: Setup, qtbot) -> None:
    setup.draw()
    setup.autosave.save_all()
    setup.session.open(None)
    with qtbot.assertNotEmitted(setup.autosave.saved, wait=100):
        assert setup.autosave.finish() == {}


def test_another_dataset_inherits_no_failures(setup: Setup, full_disk, qtbot) -> None:
    full_disk.is_full = True
    setup.draw()
    assert setup.autosave.finish()
    setup.session.open(None)
    assert setup.autosave.finish() == {}


def test_what_another_program_writes_right_after_us_is_not_taken_for_ours(
    setup: Setup, qtbot, monkeypatch
) -> None:
    write = Dataset.write_annotation
    path = setup.document.image.annotation_path

    def overtaken(dataset, image, annotation) -> bytes:
        data = write(dataset, image, annotation)
        path.write_text('{"shapes": []}')
        return data

    monkeypatch.setattr(Dataset, "write_annotation", overtaken)
    with qtbot.waitSignal(setup.autosave.saved):
        setup.draw()
    monkeypatch.setattr(Dataset, "write_annotation", write)
    with qtbot.waitSignal(setup.autosave.failed) as signal:
        setup.draw("dog")
    assert isinstance(signal.args[1], FileChangedError)
    assert path.read_text() == '{"shapes": []}'


def test_a_folder_that_goes_right_after_a_save_comes_back_as_saved(setup: Setup, qtbot, monkeypatch) -> None:
    write = Dataset.write_annotation
    folder = setup.session.dataset.folder
    away = folder.with_name("away")

    def moved(dataset, image, annotation) -> bytes:
        data = write(dataset, image, annotation)
        folder.rename(away)
        return data

    monkeypatch.setattr(Dataset, "write_annotation", moved)
    with qtbot.waitSignal(setup.autosave.saved):
        setup.draw()
    away.rename(folder)
    monkeypatch.setattr(Dataset, "write_annotation", write)
    with qtbot.waitSignal(setup.autosave.saved):
        setup.draw("dog", 10)
    assert setup.saved() == ["cat", "dog", "void", "sky", "dog"]


def test_a_folder_that_is_gone_is_not_made_anew(setup: Setup, qtbot) -> None:
    setup.autosave._retry.setInterval(50)
    folder = setup.session.dataset.folder
    folder.rename(folder.with_name("away"))
    with qtbot.waitSignal(setup.autosave.failed):
        setup.draw()
    assert not folder.exists()
    folder.with_name("away").rename(folder)
    with qtbot.waitSignal(setup.autosave.saved):
        pass
    assert setup.saved()[-1] == "sky"


def test_what_was_rescued_is_called_so_until_it_is_edited(setup: Setup, settings) -> None:
    settings.set(AUTOSAVE, False)
    setup.draw()
    setup.autosave.tell_recovered(setup.document)
    assert setup.autosave.state_of(setup.document) is SaveState.RECOVERED
    setup.draw("dog")
    assert setup.autosave.state_of(setup.document) is SaveState.EDITED
    setup.document.undo_stack.undo()
    assert setup.autosave.state_of(setup.document) is SaveState.RECOVERED
    setup.autosave.finish()
    assert setup.autosave.state_of(setup.document) is SaveState.SAVED


def test_a_conflict_waits_for_the_user(setup: Setup, qtbot) -> None:
    path = setup.document.image.annotation_path
    path.write_text('{"shapes": []}')
    setup.autosave.tell_changed(setup.document)
    assert setup.autosave.state_of(setup.document) is SaveState.CHANGED_ON_DISK
    setup.draw()
    assert setup.autosave.finish()
    assert path.read_text() == '{"shapes": []}'
    with qtbot.waitSignal(setup.autosave.saved):
        setup.autosave.overwrite(setup.document, FileStamp.of(path))
    assert setup.saved()[-1] == "sky"


def test_what_equals_its_file_needs_no_writing(setup: Setup, qtbot, settings) -> None:
    settings.set(AUTOSAVE, False)
    setup.draw()
    before = setup.document.image.annotation_path.read_bytes()
    with qtbot.waitSignal(setup.autosave.saved):
        setup.autosave.take_as_saved(setup.document, FileStamp.of(setup.document.image.annotation_path))
    assert not setup.document.is_dirty
    setup.autosave.finish()
    assert setup.document.image.annotation_path.read_bytes() == before


def test_after_it_was_closed_nothing_is_written(setup: Setup) -> None:
    setup.autosave.close()
    setup.draw()
    setup.autosave.save_all()
    setup.autosave.try_again()
    assert setup.autosave.state_of(setup.document) is SaveState.EDITED
