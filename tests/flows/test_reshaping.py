"""Scaling, turning, mirroring, simplifying and converting in the real window, by mouse and keys."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from labeler.core.annotation_file import read_annotation
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import ShapeKind
from labeler.gui.reshaping import ReshapingSheet
from tests.core.tilings import coverage, grid
from tests.datasets import CLASSES, shape, write_photograph, write_shapes
from tests.flows.test_drawing_tools import drag, hint, mouse, move
from tests.windows import LEFT, Desk

Key = Qt.Key
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
SIZE = (160, 120)
NAMES = ["cat", "dog", "sky", "cat", "dog", "sky", "cat", "dog", "sky", "cat", "dog", "sky"]
# A tiling of the whole image with rough borders.
CELLS = [cell.points.tolist() for cell in grid(3, 4, 40.0, 11)]
BOX = [(40, 40), (80, 40), (80, 60), (40, 60)]


def opened(desk: Desk, folder: Path, shapes: list[dict]) -> Desk:
    folder.mkdir()
    (folder / "classes.csv").write_text(CLASSES, encoding="utf-8")
    write_shapes(write_photograph(folder / "a1.jpg", SIZE), shapes, SIZE)
    desk.open(folder)
    desk.window.view.setFocus()
    return desk


@pytest.fixture
def box_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on one rectangle of 40 x 20 pixels."""
    return opened(desk, tmp_path / "box", [shape("cat", [BOX[0], BOX[2]], "rectangle")])


@pytest.fixture
def tiled_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on an image that neighbours cover from border to border."""
    cells = [shape(name, points) for name, points in zip(NAMES, CELLS, strict=True)]
    return opened(desk, tmp_path / "tiles", cells)


def saved(desk: Desk) -> list[dict]:
    desk.wait_saved()
    path = desk.document.image.path.with_suffix(".json")
    return json.loads(path.read_text(encoding="utf-8"))["shapes"]


def pixels(desk: Desk) -> np.ndarray:
    return desk.document.label_map.label_map.copy()


def is_saved_as_shown(desk: Desk) -> bool:
    """Whether the file, read and rasterized anew, gives the label map of the canvas."""
    desk.wait_saved()
    annotation = read_annotation(desk.document.image.path.with_suffix(".json"))
    fresh = rasterize(annotation.shapes, SIZE, desk.document.classes)
    return bool(np.array_equal(fresh, pixels(desk)))


def scale_of(desk: Desk) -> float:
    viewport = desk.window.view.scene.viewport
    return viewport.scale / viewport.ratio


class TestTransform:
    def take(self, desk: Desk) -> None:
        desk.key("v", SHIFT)
        desk.click(60, 50)
        assert desk.document.selection == (0,)

    def test_a_handle_scales_and_undo_brings_the_box_back(self, box_desk: Desk):
        self.take(box_desk)
        drag(box_desk, (80, 60), (90, 70), (120, 80))
        left, top, right, bottom = box_desk.shapes[0].bounds
        assert (left, top) == (40, 40)
        assert (right, bottom) == pytest.approx((120, 80), abs=1)
        assert is_saved_as_shown(box_desk)
        assert saved(box_desk)[0]["shape_type"] == "rectangle"
        after = box_desk.shapes[0]
        box_desk.key(Key.Key_Z, CTRL)
        assert tuple(box_desk.shapes[0].bounds) == (40, 40, 80, 60)
        box_desk.key(Key.Key_Z, CTRL | SHIFT)
        assert box_desk.shapes[0] is after
        assert box_desk.document.undo_stack.count() == 1

    def test_the_knob_turns_by_steps_with_shift(self, box_desk: Desk):
        self.take(box_desk)
        reach = 24 / scale_of(box_desk)
        knob = (60, 40 - reach)
        move(box_desk, *knob)
        assert hint(box_desk).startswith("Drag to turn")
        mouse(box_desk, QEvent.Type.MouseButtonPress, knob, is_down=True)
        move(box_desk, 110, 49, held=SHIFT, is_down=True)
        assert box_desk.window.view.tool.draft.text == "90°"
        mouse(box_desk, QEvent.Type.MouseButtonRelease, (110, 49), SHIFT)
        assert tuple(box_desk.shapes[0].bounds) == (50, 30, 70, 70)
        assert box_desk.shapes[0].kind is ShapeKind.RECTANGLE
        move(box_desk, 60, 30 - reach)
        drag(box_desk, (60, 30 - reach), (100, 10), (105, 15))
        assert box_desk.shapes[0].kind is ShapeKind.ORIENTED_RECTANGLE
        assert is_saved_as_shown(box_desk)

    def test_a_drag_inside_moves_and_esc_puts_back(self, box_desk: Desk):
        self.take(box_desk)
        move(box_desk, 60, 50)
        mouse(box_desk, QEvent.Type.MouseButtonPress, (60, 50), is_down=True)
        move(box_desk, 80, 60, is_down=True)
        assert box_desk.shapes[0].bounds.left > 50
        QTest.keyClick(box_desk.window.view, Key.Key_Escape)
        assert tuple(box_desk.shapes[0].bounds) == (40, 40, 80, 60)
        assert box_desk.document.undo_stack.count() == 0
        mouse(box_desk, QEvent.Type.MouseButtonRelease, (80, 60))

    def test_alt_scales_about_the_centre(self, box_desk: Desk):
        self.take(box_desk)
        move(box_desk, 80, 60)
        mouse(box_desk, QEvent.Type.MouseButtonPress, (80, 60), is_down=True)
        move(box_desk, 90, 65, held=ALT, is_down=True)
        mouse(box_desk, QEvent.Type.MouseButtonRelease, (90, 65), ALT)
        assert tuple(box_desk.shapes[0].bounds) == pytest.approx((30, 35, 90, 65), abs=1)

    def test_the_frame_is_seen_and_goes_with_the_tool(self, box_desk: Desk):
        box_desk.document.select((0,))
        plain = box_desk.window.view.grab().toImage()
        box_desk.key("v", SHIFT)
        assert box_desk.window.view.grab().toImage() != plain
        box_desk.key("v")
        assert box_desk.window.view.tool.draft is None


class TestSheets:
    def popup(self, desk: Desk):
        return desk.window.findChild(ReshapingSheet).popup

    def test_simplify_keeps_the_tiling_and_is_one_step(self, tiled_desk: Desk):
        assert (coverage(tiled_desk.shapes, SIZE) == 1).all()
        start = pixels(tiled_desk)
        tiled_desk.key("a", CTRL)
        tiled_desk.key("l", CTRL | SHIFT)
        popup = self.popup(tiled_desk)
        assert popup.isVisible()
        for _ in range(12):
            QTest.keyClick(popup.slider, Key.Key_Right)
        tiled_desk.qtbot.wait(1)
        tiled_desk.document.late.settle()
        before, now = popup.vertices.text().split(" vertices")[0].split(" → ")
        assert int(now) < int(before) / 2
        assert popup.pixels.text() == f"{np.count_nonzero(pixels(tiled_desk) != start):,} px changed"
        assert (coverage(tiled_desk.shapes, SIZE) == 1).all()
        QTest.keyClick(popup.slider, Key.Key_Return)
        assert not popup.isVisible()
        assert tiled_desk.window.view.hasFocus()
        assert is_saved_as_shown(tiled_desk)
        tiled_desk.key(Key.Key_Z, CTRL)
        assert np.array_equal(pixels(tiled_desk), start)
        assert [each.points.tolist() for each in tiled_desk.shapes] == CELLS

    def test_smooth_takes_the_neighbours_along(self, tiled_desk: Desk):
        tiled_desk.click(60, 60)
        (chosen,) = tiled_desk.document.selection
        before = list(tiled_desk.shapes)
        tiled_desk.key("m", CTRL | SHIFT)
        popup = self.popup(tiled_desk)
        tiled_desk.qtbot.wait(1)
        changed = [now is not then for now, then in zip(tiled_desk.shapes, before, strict=True)]
        assert changed[chosen]
        assert sum(changed) >= 4
        assert (coverage(tiled_desk.shapes, SIZE) == 1).all()
        QTest.mouseClick(popup.neighbours, LEFT, pos=popup.neighbours.rect().center() / 8)
        tiled_desk.qtbot.waitUntil(lambda: tiled_desk.shapes[0] is before[0])
        QTest.mouseClick(popup.apply, LEFT)
        assert not popup.isVisible()

    def test_esc_on_the_canvas_puts_everything_back(self, tiled_desk: Desk):
        start = pixels(tiled_desk)
        tiled_desk.key("a", CTRL)
        tiled_desk.key("m", CTRL | SHIFT)
        tiled_desk.window.view.setFocus()
        QTest.keyClick(tiled_desk.window.view, Key.Key_Escape)
        assert not self.popup(tiled_desk).isVisible()
        assert tiled_desk.document.undo_stack.count() == 0
        assert np.array_equal(pixels(tiled_desk), start)
        assert len(tiled_desk.document.selection) == 12

    def test_a_freehand_shape_is_simplified_further(self, box_desk: Desk):
        box_desk.choose("dog")
        box_desk.key("f")
        around = np.linspace(0, 2 * np.pi, 60)
        drag(box_desk, *((120 + 25 * np.cos(turn), 80 + 25 * np.sin(turn)) for turn in around))
        drawn = len(box_desk.shapes[-1].points)
        box_desk.key("l", CTRL | SHIFT)
        popup = self.popup(box_desk)
        assert popup.vertices.text().startswith(f"{drawn} →")
        popup.amount.setValue(4)
        box_desk.qtbot.wait(1)
        assert len(box_desk.shapes[-1].points) < drawn
        QTest.keyClick(popup.amount, Key.Key_Enter)
        assert is_saved_as_shown(box_desk)
        box_desk.window.view.setFocus()
        box_desk.key(Key.Key_Z, CTRL)
        assert len(box_desk.shapes[-1].points) == drawn


class TestCommands:
    def trigger(self, desk: Desk, name: str) -> None:
        desk.window.actions_[name].trigger()

    def test_a_mirrored_tiling_has_no_gap_and_is_saved(self, tiled_desk: Desk):
        start = pixels(tiled_desk)
        tiled_desk.key("a", CTRL)
        self.trigger(tiled_desk, "mirror_left_right")
        assert np.array_equal(pixels(tiled_desk), start[:, ::-1])
        assert is_saved_as_shown(tiled_desk)
        self.trigger(tiled_desk, "mirror_top_bottom")
        assert np.array_equal(pixels(tiled_desk), start[::-1, ::-1])
        tiled_desk.key(Key.Key_Z, CTRL)
        tiled_desk.key(Key.Key_Z, CTRL)
        assert np.array_equal(pixels(tiled_desk), start)

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("to_polygon", "polygon"),
            ("to_oriented_rectangle", "oriented_rectangle"),
            ("to_circle", "circle"),
            ("to_ellipse", "polygon"),
        ],
    )
    def test_a_rectangle_becomes_another_kind_that_labelme_reads(self, box_desk: Desk, name: str, kind: str):
        box_desk.document.select((0,))
        before = box_desk.shapes[0]
        self.trigger(box_desk, name)
        assert saved(box_desk)[0]["shape_type"] == kind
        assert is_saved_as_shown(box_desk)
        box_desk.key(Key.Key_Z, CTRL)
        assert box_desk.shapes[0] is before
        box_desk.key(Key.Key_Z, CTRL | SHIFT)
        assert box_desk.shapes[0] is not before

    def test_a_polygon_becomes_the_box_around_it(self, tiled_desk: Desk):
        tiled_desk.click(60, 60)
        (chosen,) = tiled_desk.document.selection
        box = tiled_desk.shapes[chosen].bounds
        self.trigger(tiled_desk, "to_rectangle")
        assert tiled_desk.shapes[chosen].kind is ShapeKind.RECTANGLE
        assert tiled_desk.shapes[chosen].bounds == box
        assert is_saved_as_shown(tiled_desk)
