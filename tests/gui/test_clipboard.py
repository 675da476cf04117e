"""Copy, cut and paste keep places, make copies of their own, and say in words what they refuse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from labeler.core import clipboard_text
from labeler.core.clipboard_text import shapes_of_text
from labeler.core.shapes import polygon
from tests.datasets import make_dataset, shape, square, write_photograph, write_shapes
from tests.windows import Desk


@pytest.fixture
def paste_desk(desk: Desk, tmp_path: Path) -> Desk:
    """Three images of three shapes; the second is on the canvas."""
    desk.open(make_dataset(tmp_path / "set", 3))
    desk.go_to(1)
    return desk


def do(desk: Desk, *names: str) -> None:
    for name in names:
        desk.window.actions_[name].trigger()


def classes(desk: Desk) -> list[str]:
    return [shape.class_name for shape in desk.shapes]


def said(desk: Desk) -> str:
    return desk.window.status.hint.text()


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_what_is_pasted_lies_where_it_was_on_top_and_selected(paste_desk: Desk) -> None:
    paste_desk.document.select([0, 1])
    do(paste_desk, "copy", "paste")
    assert classes(paste_desk) == ["cat", "dog", "void", "cat", "dog"]
    assert paste_desk.document.selection == (3, 4)
    assert np.array_equal(paste_desk.shapes[3].points, paste_desk.shapes[0].points)
    assert paste_desk.document.undo_stack.undoText() == "Paste 2 shapes"
    do(paste_desk, "undo")
    assert classes(paste_desk) == ["cat", "dog", "void"]
    do(paste_desk, "redo")
    assert len(paste_desk.shapes) == 5


def test_shapes_go_to_another_image(paste_desk: Desk) -> None:
    paste_desk.document.select([1])
    do(paste_desk, "copy")
    points = paste_desk.shapes[1].points
    paste_desk.go_to(2)
    do(paste_desk, "paste")
    assert classes(paste_desk) == ["cat", "dog", "void", "dog"]
    assert np.array_equal(paste_desk.shapes[3].points, points)


def test_the_clipboard_names_image_and_size(paste_desk: Desk) -> None:
    paste_desk.document.select([0])
    do(paste_desk, "copy")
    content = json.loads(QGuiApplication.clipboard().text())
    assert (content["imagePath"], content["imageWidth"], content["imageHeight"]) == ("a2.jpg", 64, 48)
    assert said(paste_desk) == "1 shape copied."


def test_cutting_copies_and_deletes_in_one_step(paste_desk: Desk) -> None:
    paste_desk.document.select([0, 2])
    do(paste_desk, "cut")
    assert classes(paste_desk) == ["dog"]
    assert paste_desk.document.undo_stack.undoText() == "Cut 2 shapes"
    do(paste_desk, "undo")
    assert classes(paste_desk) == ["cat", "dog", "void"]
    do(paste_desk, "paste")
    assert classes(paste_desk)[3:] == ["cat", "void"]


def test_a_locked_shape_is_copied_but_not_cut_and_its_copy_is_free(paste_desk: Desk) -> None:
    paste_desk.shapes[0] = replace(paste_desk.shapes[0], is_locked=True)
    paste_desk.document.select([0])
    do(paste_desk, "cut")
    assert "locked" in said(paste_desk)
    assert QGuiApplication.clipboard().text() == ""
    do(paste_desk, "copy", "paste")
    assert [shape.is_locked for shape in paste_desk.shapes] == [True, False, False, False]


def test_of_a_mixed_selection_what_is_free_is_cut(paste_desk: Desk) -> None:
    paste_desk.shapes[0] = replace(paste_desk.shapes[0], is_locked=True)
    paste_desk.document.select([0, 1])
    do(paste_desk, "cut")
    assert classes(paste_desk) == ["cat", "void"]
    assert [shape.class_name for shape in shapes_of_text(QGuiApplication.clipboard().text())] == ["dog"]


def test_pasted_groups_join_none_that_is_there(paste_desk: Desk) -> None:
    for place in (0, 1):
        paste_desk.shapes[place] = replace(paste_desk.shapes[place], group_id=4)
    paste_desk.document.select([0, 1])
    do(paste_desk, "copy", "paste", "paste")
    assert [shape.group_id for shape in paste_desk.shapes] == [4, 4, None, 1, 1, 2, 2]


def test_what_lies_outside_is_said_and_can_be_pasted_inside(paste_desk: Desk) -> None:
    put(json.dumps([square("cat", 100, 60)]))
    do(paste_desk, "paste")
    assert paste_desk.shapes[3].bounds.left == 100
    assert said(paste_desk) == "1 shape outside the image · Undo, and Ctrl+Shift+V pastes into the image."
    do(paste_desk, "undo", "paste_inside")
    assert tuple(paste_desk.shapes[3].bounds) == (54, 38, 64, 48)
    assert paste_desk.document.selection == (3,)


def test_what_is_larger_than_the_image_is_cut_off_when_pasted_inside(paste_desk: Desk) -> None:
    put(json.dumps([square("cat", -20, -20, 200)]))
    do(paste_desk, "paste_inside")
    assert tuple(paste_desk.shapes[3].bounds) == (0, 0, 64, 48)


def test_of_a_corner_around_the_whole_image_nothing_is_pasted_inside(paste_desk: Desk) -> None:
    around = [(-90, -90), (190, -90), (190, -80), (-80, -80), (-80, 190), (-90, 190)]
    put(json.dumps([shape("cat", around)]))
    do(paste_desk, "paste_inside")
    assert "Nothing of what was copied" in said(paste_desk)
    assert len(paste_desk.shapes) == 3
    assert not paste_desk.document.undo_stack.canUndo()


@pytest.mark.parametrize("name", ["paste", "paste_inside", "paste_into_images"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no shapes"),
        ("a shopping list", "holds no shapes"),
        ("[{}]", "Shape 1 on the clipboard is broken"),
    ],
)
def test_a_clipboard_without_shapes_is_told_in_a_sentence(
    paste_desk: Desk, name: str, text: str, words: str
) -> None:
    put(text)
    do(paste_desk, name)
    assert words in said(paste_desk)
    assert paste_desk.document.undo_stack.count() == 0


def test_too_much_is_not_copied(paste_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard_text, "MOST_BYTES", 10)
    paste_desk.document.select([0])
    do(paste_desk, "cut")
    assert "Nothing was copied" in said(paste_desk)
    assert len(paste_desk.shapes) == 3


def test_nothing_is_pasted_where_nothing_may_be_drawn(paste_desk: Desk) -> None:
    paste_desk.document.select([0])
    do(paste_desk, "copy")
    paste_desk.document.read_only_reason = "This image is read-only."
    do(paste_desk, "paste")
    assert said(paste_desk) == "This image is read-only."
    do(paste_desk, "cut")
    assert (said(paste_desk), len(paste_desk.shapes)) == ("This image is read-only.", 3)


def test_nothing_is_painted_over_a_protected_class(paste_desk: Desk) -> None:
    session = paste_desk.window.session
    void = session.classes.find("void")
    session.dataset.classes = session.classes.with_row(void.index, void.with_protection(True))
    put(json.dumps([square("cat", 40, 20, 4), square("cat", 38, 18, 8)]))
    do(paste_desk, "paste")
    assert len(paste_desk.shapes) == 4  # the one that covered void alone is gone, the other has a hole
    assert len(paste_desk.shapes[3].holes) == 1


def test_an_unknown_class_is_offered_for_adding(paste_desk: Desk) -> None:
    put(json.dumps([square("horse", 1, 1)]))
    do(paste_desk, "paste")
    assert "Annotations name horse" in paste_desk.message("classes:missing")
    paste_desk.press_remedy("classes:missing", "Add class")
    assert paste_desk.window.session.classes.find("horse") is not None
    assert paste_desk.shapes[3].class_name == "horse"


class TestPreviousImage:
    def test_all_of_it_is_copied_from_the_disk(self, paste_desk: Desk) -> None:
        do(paste_desk, "copy_previous")
        paste_desk.qtbot.waitUntil(lambda: len(paste_desk.shapes) == 6)
        assert classes(paste_desk)[3:] == ["cat", "dog", "void"]
        assert paste_desk.document.selection == (3, 4, 5)
        assert paste_desk.document.undo_stack.undoText() == "Copy 3 shapes"

    def test_or_as_it_is_in_memory(self, paste_desk: Desk) -> None:
        paste_desk.document.select([0])
        do(paste_desk, "delete")
        paste_desk.go_to(2)
        do(paste_desk, "copy_previous")
        assert classes(paste_desk)[3:] == ["dog", "void"]

    def test_the_first_image_has_none_before(self, paste_desk: Desk) -> None:
        paste_desk.go_to(0)
        do(paste_desk, "copy_previous")
        assert "first image of the list" in said(paste_desk)

    def test_what_lies_outside_is_said_but_is_not_on_the_clipboard(self, paste_desk: Desk) -> None:
        folder = paste_desk.window.session.dataset.folder
        write_shapes(folder / "a1.jpg", [square("cat", 100, 60)])
        do(paste_desk, "copy_previous")
        paste_desk.qtbot.waitUntil(lambda: said(paste_desk) == "1 shape outside the image.")

    def test_an_empty_one_has_nothing_to_copy(self, desk: Desk, tmp_path: Path) -> None:
        for name in ("a.jpg", "b.jpg"):
            write_photograph(tmp_path / "set" / name)
        desk.open(tmp_path / "set")
        desk.go_to(1)
        do(desk, "copy_previous")
        desk.qtbot.waitUntil(lambda: "a.jpg, the image before this one, has no shapes" in said(desk))

    def test_what_cannot_be_read_is_told(self, paste_desk: Desk) -> None:
        folder = paste_desk.window.session.dataset.folder
        write_shapes(folder / "a1.jpg", [square("cat", 1, 1), {"label": 4}])
        do(paste_desk, "copy_previous")
        paste_desk.qtbot.waitUntil(lambda: "1 shape of a1.jpg cannot be read" in said(paste_desk))
        assert len(paste_desk.shapes) == 4
        (folder / "a1.json").write_text("{")
        do(paste_desk, "copy_previous")
        paste_desk.qtbot.waitUntil(lambda: "a1.json: cannot be read as JSON" in said(paste_desk))

    def test_another_image_on_the_canvas_by_then_gets_nothing(self, paste_desk: Desk) -> None:
        do(paste_desk, "copy_previous")
        paste_desk.go_to(2)
        paste_desk.wait_for_jobs()
        paste_desk.qtbot.wait(20)
        assert len(paste_desk.shapes) == 3


def test_without_an_image_every_command_is_harmless(desk: Desk) -> None:
    put(json.dumps([square("cat", 1, 1)]))
    for name in ("copy", "cut", "paste", "paste_inside", "copy_previous", "paste_into_images"):
        assert not desk.window.actions_[name].isEnabled()
        desk.window.actions_[name].setEnabled(True)
        desk.window.actions_[name].trigger()
    assert desk.window.session.document is None


def test_a_vertex_that_is_no_number_is_told(paste_desk: Desk) -> None:
    # It is put there behind the back of the document: nothing else shall look at it.
    paste_desk.qtbot.waitUntil(lambda: paste_desk.window.faults.is_settled)
    paste_desk.shapes[0] = polygon("cat", [(0, 0), (np.nan, 1), (2, 2)])
    paste_desk.document.select([0])
    do(paste_desk, "copy")
    assert "no finite number" in said(paste_desk)
