"""Shapes are pasted into many images at once, each a step of its own, and what is left out is named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from labeler.gui.paste_many import PasteMany
from tests.datasets import make_dataset, square, write_photograph, write_shapes
from tests.windows import Desk

_Flag = QItemSelectionModel.SelectionFlag


@pytest.fixture
def many_desk(desk: Desk, tmp_path: Path) -> Desk:
    """Six images, the first on the canvas, and two shapes on the clipboard."""
    desk.open(make_dataset(tmp_path / "set", 6))
    QGuiApplication.clipboard().setText(json.dumps([square("cat", 1, 1), square("sky", 20, 20, group_id=3)]))
    return desk


def choose(desk: Desk, rows: Sequence[int]) -> None:
    selection, model = desk.window.file_panel.table.selectionModel(), desk.window.opening.file_model
    selection.clearSelection()
    for row in rows:
        selection.select(model.index(row, 0), _Flag.Select | _Flag.Rows)


def paste(desk: Desk, rows: Sequence[int]) -> None:
    choose(desk, rows)
    desk.window.actions_["paste_into_images"].trigger()
    desk.wait_for_jobs()
    desk.qtbot.waitUntil(lambda: desk.message("paste:many") != "")


def on_disk(desk: Desk, row: int) -> list[str]:
    path = desk.window.session.dataset.images[row].annotation_path
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def histories(desk: Desk) -> dict[str, list[str]]:
    stacks = {each.image.name: each.undo_stack for each in desk.window.session.documents}
    return {name: [stack.text(at) for at in range(stack.count())] for name, stack in sorted(stacks.items())}


def test_every_image_gets_a_step_of_its_own_and_is_saved(many_desk: Desk) -> None:
    paste(many_desk, [0, 2, 5])
    assert histories(many_desk) == {f"a{number}.jpg": ["Paste 2 shapes"] for number in (1, 3, 6)}
    assert many_desk.message("paste:many") == "Pasted 2 shapes into 3 images."
    documents = many_desk.window.session.documents
    many_desk.qtbot.waitUntil(lambda: not any(document.is_dirty for document in documents))
    for row in (0, 2, 5):
        assert on_disk(many_desk, row) == ["cat", "dog", "void", "cat", "sky"]
    assert on_disk(many_desk, 1) == ["cat", "dog", "void"]
    assert many_desk.document.image.name == "a1.jpg"


def test_each_is_undone_by_itself_once_it_is_shown(many_desk: Desk) -> None:
    paste(many_desk, [1, 2])
    many_desk.go_to(2)
    assert len(many_desk.shapes) == 5
    many_desk.window.actions_["undo"].trigger()
    assert len(many_desk.shapes) == 3
    many_desk.go_to(1)
    assert len(many_desk.shapes) == 5


def test_all_are_taken_back_at_once_but_where_one_went_on(many_desk: Desk) -> None:
    paste(many_desk, [0, 1, 2])
    many_desk.document.select([0])
    many_desk.window.actions_["delete"].trigger()
    many_desk.press_remedy("paste:many", "Take back")
    counts = {each.image.name: len(each.annotation.shapes) for each in many_desk.window.session.documents}
    assert counts == {"a1.jpg": 4, "a2.jpg": 3, "a3.jpg": 3}
    assert many_desk.message("paste:many").startswith("1 image kept the shapes")


def test_what_is_left_out_is_named_with_its_reason(many_desk: Desk) -> None:
    folder = many_desk.window.session.dataset.folder
    (folder / "a2.json").write_text("{")
    write_shapes(folder / "a3.jpg", [], (30, 30))
    (folder / "a4.jpg").unlink()
    many_desk.document.read_only_reason = "It is read-only."
    paste(many_desk, range(6))
    text = many_desk.message("paste:many")
    assert text.startswith("Pasted 2 shapes into 2 of 6 images. Not into a1.jpg: It is read-only. ")
    assert "a2.json: cannot be read as JSON" in text
    assert "a3.jpg: a3.jpg has 64 × 48 pixels, but its annotation was made for 30 × 30" in text
    assert text.endswith("Nor into 1 image more.")
    assert list(histories(many_desk)) == ["a1.jpg", "a5.jpg", "a6.jpg"]


def test_the_action_names_what_is_selected(many_desk: Desk) -> None:
    action = many_desk.window.actions_["paste_into_images"]
    choose(many_desk, [1, 2, 4])
    assert (action.text(), action.isEnabled()) == ("Paste into 3 images", True)
    choose(many_desk, [4])
    assert action.text() == "Paste into the selected image"
    choose(many_desk, [])
    assert (action.text(), action.isEnabled()) == ("Paste into selected images", False)


def test_the_list_s_own_menu_offers_it(many_desk: Desk) -> None:
    choose(many_desk, [1, 2])
    panel = many_desk.window.file_panel
    panel.menu_wanted.emit(panel.mapToGlobal(panel.rect().center()))
    (menu,) = (each for each in many_desk.window.findChildren(QMenu) if each.isVisible())
    assert "Paste into 2 images" in [action.text() for action in menu.actions()]
    menu.close()


def test_the_list_says_what_the_images_hold_now(many_desk: Desk) -> None:
    folder = many_desk.window.session.dataset.folder
    write_photograph(folder / "b.jpg")
    many_desk.window.opening.surveying.look_again()
    records = many_desk.window.opening.file_model.records
    many_desk.qtbot.waitUntil(lambda: records.position("b.jpg") is not None)
    place = records.position("b.jpg")
    paste(many_desk, [place])
    assert records.facts[place].counts == (1, 1)
    many_desk.press_remedy("paste:many", "Take back")
    assert records.facts[place].counts == ()


def test_groups_are_fresh_in_each_image_where_they_must_be(many_desk: Desk) -> None:
    folder = many_desk.window.session.dataset.folder
    write_shapes(folder / "a3.jpg", [square("sky", 1, 1, group_id=3)])
    paste(many_desk, [1, 2])
    groups = {
        each.image.name: each.annotation.shapes[-1].group_id
        for each in many_desk.window.session.documents[1:]
    }
    assert groups == {"a2.jpg": 3, "a3.jpg": 1}


def test_many_images_can_be_cancelled_and_what_is_done_is_told(many_desk: Desk) -> None:
    choose(many_desk, range(6))
    many_desk.window.jobs.started.connect(lambda job: job.cancel())
    many_desk.window.actions_["paste_into_images"].trigger()
    many_desk.qtbot.waitUntil(lambda: many_desk.message("paste:many") != "")
    text = many_desk.message("paste:many")
    assert text.startswith("Pasted 2 shapes into ")
    assert text.endswith(" of 6 images. The rest was cancelled.")
    assert "a1.jpg" in histories(many_desk)  # it was open, and done at once


def test_one_at_a_time(many_desk: Desk) -> None:
    choose(many_desk, range(6))
    action = many_desk.window.actions_["paste_into_images"]
    action.trigger()
    action.trigger()
    assert "still being pasted" in many_desk.window.status.hint.text()
    many_desk.wait_for_jobs()
    many_desk.qtbot.waitUntil(lambda: many_desk.message("paste:many") == "Pasted 2 shapes into 6 images.")


def test_another_dataset_ends_it(many_desk: Desk, tmp_path: Path) -> None:
    choose(many_desk, range(6))
    many_desk.window.actions_["paste_into_images"].trigger()
    many_desk.open(make_dataset(tmp_path / "other", 2))
    many_desk.wait_for_jobs()
    assert many_desk.message("paste:many") == ""
    assert not any(each.is_dirty for each in many_desk.window.session.documents)
    paste(many_desk, [0])
    assert many_desk.message("paste:many") == "Pasted 2 shapes into 1 image."


def test_a_read_only_dataset_is_left_alone(many_desk: Desk) -> None:
    many_desk.window.session.read_only_reason = "Another window labels this dataset."
    choose(many_desk, [1])
    many_desk.window.actions_["paste_into_images"].trigger()
    assert many_desk.window.status.hint.text() == "Another window labels this dataset."
    assert len(many_desk.window.session.documents) == 1


def test_what_is_pasted_while_the_image_is_on_its_way_is_not_lost(many_desk: Desk) -> None:
    window = many_desk.window
    window.loader.forget()
    choose(many_desk, [4])
    pasting = next(each for each in window.children() if isinstance(each, PasteMany))
    window.loader.opened.disconnect(window.opening.arrival._on_opened)
    late = []
    window.loader.opened.connect(late.append)
    window.opening.go_to(4)
    many_desk.qtbot.waitUntil(lambda: bool(late))
    choose(many_desk, [4])
    pasting.paste()
    many_desk.wait_for_jobs()
    many_desk.qtbot.waitUntil(lambda: window.session.document_of(late[0].image) is not None)
    window.loader.opened.connect(window.opening.arrival._on_opened)
    window.opening.arrival._on_opened(late[0])
    assert len(many_desk.shapes) == 5
    assert many_desk.document.label_map.label_map[2, 2] == 1


def test_unknown_classes_are_offered_for_adding(many_desk: Desk) -> None:
    QGuiApplication.clipboard().setText(json.dumps([square("horse", 1, 1)]))
    paste(many_desk, [1, 2])
    assert "Annotations name horse" in many_desk.message("classes:missing")
    assert "2 shapes" in many_desk.message("classes:missing")
