"""An annotation that was made for another size than its image has: not drawn on until the user chooses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.datasets import CLASSES, square, write_photograph, write_shapes
from tests.windows import Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SCALE, KEEP = "Scale shapes to the image", "Keep shapes, take the image's size"


@pytest.fixture
def image(desk: Desk, tmp_path: Path) -> Path:
    """An image of 64 x 48 pixels on the canvas whose annotation says 128 x 96."""
    image = write_photograph(tmp_path / "set" / "a.png")
    write_shapes(image, [square("cat", 20, 30, 40), square("dog", 100, 80)], (128, 96))
    (image.parent / "classes.csv").write_text(CLASSES, encoding="utf-8")
    desk.open(image.parent)
    desk.choose("cat")
    desk.window.view.setFocus()
    return image


def saved_size(image: Path) -> tuple[int, int]:
    content = json.loads(image.with_suffix(".json").read_text())
    return content["imageWidth"], content["imageHeight"]


def test_nothing_is_drawn_moved_or_deleted_until_the_sizes_agree(desk: Desk, image: Path) -> None:
    assert "made for 128 × 96" in desk.message("image:size")
    desk.draw((5, 5), (30, 5), (20, 30))
    assert "made for 128 × 96" in desk.window.status.hint.text()
    desk.window.commands.select_all()
    desk.key(Qt.Key.Key_Delete)
    desk.key(Qt.Key.Key_D, CTRL)
    desk.key(Qt.Key.Key_1)
    assert [shape.class_name for shape in desk.shapes] == ["cat", "dog"]
    assert not desk.document.is_dirty
    desk.key(Qt.Key.Key_M)  # the mark is no drawing
    assert desk.document.annotation.is_done


def test_shapes_are_scaled_drawn_on_saved_and_brought_back(desk: Desk, image: Path) -> None:
    desk.press_remedy("image:size", SCALE)
    assert not desk.message("image:size")
    assert desk.shapes[0].points.tolist() == [[10, 15], [30, 15], [30, 35], [10, 35]]
    assert desk.document.label_map.label_map[15, 10] == 1
    assert desk.document.label_map.label_map[40, 50] == 2
    desk.draw((5, 5), (30, 5), (20, 10))
    assert len(desk.shapes) == 3
    desk.wait_saved()
    assert saved_size(image) == (64, 48)
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.shapes[0].points[0].tolist() == [20, 30]
    assert "made for 128 × 96" in desk.message("image:size")
    assert desk.window.view.tool is None
    desk.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert not desk.message("image:size")
    assert desk.window.view.tool is not None


def test_shapes_stay_when_only_the_size_was_wrong(desk: Desk, image: Path) -> None:
    desk.press_remedy("image:size", KEEP)
    assert not desk.message("image:size")
    assert desk.shapes[0].points[0].tolist() == [20, 30]
    desk.wait_saved()
    assert saved_size(image) == (64, 48)
    assert desk.window.drawing.is_drawing is False
    desk.draw((5, 5), (30, 5), (20, 10))
    assert len(desk.shapes) == 3
