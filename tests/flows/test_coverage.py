"""Coverage mode in the real window: what is unlabelled is seen, and its gaps are given away by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import labeler
from labeler.core.coverage_color import MAGENTA
from labeler.gui.coverage import share_text
from labeler.settings import GAP_SIZE
from tests.datasets import make_dataset, square, write_shapes
from tests.windows import LEFT, Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
# A cat all over the image but 25, 16, 9 and 4 pixels, which are 54 of 64 x 48.
HOLES = ((5, 5), (20, 4), (35, 3), (50, 2))
UNLABELLED = 54


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = make_dataset(tmp_path / "set", 3)
    image = sorted(folder.glob("*.jpg"))[0]
    write_shapes(image, [square("cat", 0, 0, 64), *(square("background", x, 10, side) for x, side in HOLES)])
    return folder


@pytest.fixture
def covered(desk: Desk, folder: Path) -> Desk:
    """A window on that image, in coverage mode, once its gaps are known."""
    desk.open(folder)
    desk.window.view.setFocus()
    desk.key("u")
    wait_for_rows(desk, 4)
    return desk


def panel_of(desk: Desk):
    return desk.window.coverage.panel


def wait_for_rows(desk: Desk, count: int) -> None:
    panel = panel_of(desk)
    desk.qtbot.waitUntil(lambda: panel.model.rowCount() == count and not desk.window.coverage.finder._job)


def dock_heights(desk: Desk) -> list[int]:
    return [dock.height() for dock in (desk.window.class_dock, desk.window.shape_dock)]


def pixels(desk: Desk) -> np.ndarray:
    return desk.document.label_map.label_map.copy()


def seen_color(desk: Desk, x: float, y: float) -> tuple[int, int, int]:
    """What the canvas shows at a place of the image."""
    picture = desk.window.view.grab().toImage()
    return picture.pixelColor(desk.place(x, y) * picture.devicePixelRatio()).getRgb()[:3]


def is_magenta(color: tuple[int, int, int]) -> bool:
    return color[0] > 190 and color[1] < 90 and color[2] > 140


def test_u_shows_what_is_unlabelled_in_every_view_and_hides_it_again(covered):
    window = covered.window
    assert window.actions_["coverage"].isChecked()
    for _ in range(3):
        window.actions_["next_view"].trigger()
        assert is_magenta(seen_color(covered, 7.5, 12.5))
        assert not is_magenta(seen_color(covered, 15.5, 30.5))
    covered.key("u")
    assert not is_magenta(seen_color(covered, 7.5, 12.5))
    assert not window.coverage.dock.isVisible()
    assert window.view.hasFocus()


def test_the_list_is_there_only_in_coverage_mode(desk, folder):
    desk.open(folder)
    dock = desk.window.coverage.dock
    assert not dock.isVisible()
    heights = dock_heights(desk)
    desk.window.actions_["coverage"].trigger()
    assert dock.isVisible()
    assert panel_of(desk).table.hasFocus()
    desk.qtbot.waitUntil(lambda: dock.height() > heights[1] + 20)
    desk.window.actions_["coverage"].trigger()
    assert not dock.isVisible()
    desk.qtbot.waitUntil(lambda: dock_heights(desk) == pytest.approx(heights, abs=2))


def test_the_button_tells_the_share_live(covered):
    button = covered.window.context_row.widgetForAction(covered.window.actions_["coverage"])
    share = UNLABELLED / (64 * 48)
    covered.qtbot.waitUntil(lambda: button.text() == share_text(share))
    assert button.text() == "1.8 %"
    covered.key(Qt.Key.Key_Return)
    covered.key(Qt.Key.Key_Return)
    covered.qtbot.waitUntil(lambda: button.text() == share_text((UNLABELLED - 25) / (64 * 48)))


def test_all_gaps_are_filled_by_keys_alone_and_the_export_has_them(covered, tmp_path):
    before = pixels(covered)
    for _ in range(5):
        covered.key(Qt.Key.Key_Return)
    assert (before == 0).sum() == UNLABELLED
    assert (pixels(covered) == 1).all()
    covered.wait_saved()
    covered.window.autosave.finish()
    labeler.export(covered.window.session.dataset.folder, tmp_path / "voc")
    png, _ = labeler.read_label_png(next((tmp_path / "voc" / "SegmentationClass").glob("a1.png")))
    assert (png == 1).all()
    objects, _ = labeler.read_label_png(next((tmp_path / "voc" / "SegmentationObject").glob("a1.png")))
    assert (objects == 1).all()


def test_the_list_goes_on_by_itself_and_the_canvas_follows(covered):
    covered.key(Qt.Key.Key_Down)
    view = covered.window.view
    for _, side in HOLES:
        gap = panel_of(covered).current
        assert gap.pixels == side * side
        assert view.scene.marked == gap.box
        middle = view.scene.viewport.to_device((gap.box.left + gap.box.right) / 2, 0)[0]
        assert middle == pytest.approx(view.scene.viewport.size[0] / 2, abs=2)
        covered.key(Qt.Key.Key_Return)
    assert view.scene.marked is None


def test_undo_from_the_list_brings_a_gap_back(covered):
    before = pixels(covered)
    covered.key(Qt.Key.Key_Return)
    covered.key(Qt.Key.Key_Return)
    assert (pixels(covered) != before).sum() == 25
    covered.key("z", CTRL)
    np.testing.assert_array_equal(pixels(covered), before)
    wait_for_rows(covered, 4)
    covered.key("z", CTRL | SHIFT)
    assert (pixels(covered) != before).sum() == 25


def test_a_digit_chooses_the_class_that_shift_enter_gives(covered):
    covered.document.select([0])
    covered.key(Qt.Key.Key_Down)
    covered.key("2")
    assert covered.window.session.current_class == "dog"
    covered.key(Qt.Key.Key_Return, SHIFT)
    assert (pixels(covered) == 2).sum() == 25
    assert covered.shapes[0].class_name == "cat"


def test_what_cannot_be_done_is_said_in_the_status_line(covered):
    covered.key(Qt.Key.Key_Down)
    covered.key(Qt.Key.Key_Return, SHIFT)
    assert "Choose a class first" in covered.window.status.hint.text()


def test_the_status_line_says_what_the_keys_of_the_list_do_while_they_are_its(covered):
    hint = covered.window.status.hint
    assert "Shift+Enter: to the current class" in hint.text()
    covered.window.view.hint_changed.emit("Click to select")
    covered.window.status.show_hint("Click to select")
    covered.qtbot.waitUntil(lambda: "Shift+Enter: to the current class" in hint.text())
    covered.key(Qt.Key.Key_Escape)
    covered.qtbot.waitUntil(covered.window.view.hasFocus)
    assert "Shift+Enter" not in covered.window.status.hint.text()


def test_buttons_do_what_keys_do(covered):
    panel = panel_of(covered)
    QTest.mouseClick(panel.give_all, LEFT)
    assert (pixels(covered) == 0).sum() == 25
    wait_for_rows(covered, 1)
    covered.key(Qt.Key.Key_Down)
    QTest.mouseClick(panel.leave, LEFT)
    assert panel.model.rowCount() == 0
    panel.show_left.click()
    assert panel.model.rowCount() == 1


def test_a_polygon_over_a_gap_takes_it_off_the_list(covered):
    covered.choose("dog")
    covered.window.view.fit()
    covered.draw((4, 9), (11, 9), (11, 16), (4, 16))
    wait_for_rows(covered, 3)
    assert panel_of(covered).model.gap_at(0).pixels == 16


def test_the_next_image_brings_its_own_gaps_and_the_keys_stay_in_the_list(covered):
    covered.key(Qt.Key.Key_Down)
    covered.key("d")
    covered.wait_for_image()
    desk = covered
    desk.qtbot.waitUntil(
        lambda: desk.window.opening.position == 1 and desk.window.session.document is not None
    )
    assert desk.window.view.scene.marked is None
    assert desk.window.coverage.dock.isVisible()
    assert panel_of(desk).table.hasFocus()
    desk.key("a")
    desk.wait_for_image()
    wait_for_rows(desk, 4)


def test_full_screen_has_no_list(covered):
    dock = covered.window.coverage.dock
    covered.window.actions_["full_screen"].trigger()
    covered.qtbot.waitUntil(lambda: not dock.isVisible())
    assert is_magenta(seen_color(covered, 7.5, 12.5))
    covered.window.actions_["full_screen"].trigger()
    covered.qtbot.waitUntil(dock.isVisible)


def test_a_window_that_was_closed_in_coverage_mode_opens_without_it(
    covered, make_desk: Callable[[], Desk], folder
):
    assert covered.window.close()
    again = make_desk()
    again.open(folder)
    assert not again.window.coverage.dock.isVisible()
    assert again.window.shape_dock.isVisible()
    assert not is_magenta(seen_color(again, 7.5, 12.5))


def test_the_size_of_slivers_is_a_setting(covered):
    panel = panel_of(covered)
    panel.below.setValue(5)
    assert covered.window.settings.get(GAP_SIZE) == 5
    wait_for_rows(covered, 4)
    assert panel.give_all.text() == "Give all 1"
    covered.window.settings.set(GAP_SIZE, 17)
    assert panel.below.value() == 17
    wait_for_rows(covered, 4)
    assert panel.give_all.text() == "Give all 3"


def test_another_colour_is_taken_while_a_class_has_magenta(covered):
    from labeler.core.edits.classes import ReplaceClasses

    session = covered.window.session
    classes = session.classes
    session.push_classes(ReplaceClasses(classes, classes.recolored(1, MAGENTA), "Change colour"))
    assert not is_magenta(seen_color(covered, 7.5, 12.5))
    session.class_history.undo()
    assert is_magenta(seen_color(covered, 7.5, 12.5))


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (0.0000001, "<0.1 %"),
        (0.032, "3.2 %"),
        (0.5, "50.0 %"),
        (0.9995, ">99.9 %"),
        (1.0, "100 %"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(share, text):
    assert share_text(share) == text
