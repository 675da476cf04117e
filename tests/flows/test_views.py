"""Judging labels by eye: every view of the canvas, by keys and mouse, down to the pixels it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from labeler.gui.models.class_model import EYE, NAME
from labeler.jobs.export import export
from tests.datasets import indices, make_dataset, square, write_shapes
from tests.windows import LEFT, Desk

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
CAT, DOG, VOID = (128, 0, 0), (0, 128, 0), (224, 224, 192)
# Places well inside a cat, a dog, void, another cat, and nothing.
IN_CAT, IN_DOG, IN_VOID, IN_OTHER_CAT, IN_NOTHING = (5, 5), (25, 10), (45, 12), (10, 36), (55, 40)


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    """A window on an image of two cats, a dog and void; the canvas in the focus, without outlines."""
    folder = make_dataset(tmp_path / "set", 1)
    shapes = [square("cat", 2, 2), square("dog", 20, 5), square("void", 40, 8), square("cat", 5, 30)]
    write_shapes(folder / "a1.jpg", shapes)
    desk.open(folder)
    desk.window.view.setFocus()
    desk.key("t")
    QTest.mouseMove(desk.window.view, QPoint(1, 1))
    return desk


def color(desk: Desk, place: tuple[float, float]) -> tuple[int, ...]:
    """What the canvas shows at a place of the image."""
    picture = desk.window.view.grab().toImage()
    return QColor(picture.pixelColor(desk.place(*place))).getRgb()[:3]


def colors_around(desk: Desk, place: tuple[float, float]) -> set[tuple[int, ...]]:
    """What the canvas shows on a line of some pixels about a place."""
    picture, middle = desk.window.view.grab().toImage(), desk.place(*place)
    return {picture.pixelColor(middle + QPoint(x, 0)).getRgb()[:3] for x in range(-8, 9)}


def photograph(desk: Desk, place: tuple[float, float]) -> tuple[int, ...]:
    """What the photograph alone shows there."""
    actions = desk.window.actions_
    before = next(name for name in ("view_overlay", "view_labels", "view_image") if actions[name].isChecked())
    actions["view_image"].trigger()
    seen = color(desk, place)
    actions[before].trigger()
    return seen


def click_row(desk: Desk, class_name: str, column: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    table, model = desk.window.class_panel.table, desk.window.class_panel.model
    place = table.visualRect(model.index(model.row_of(class_name), column)).center()
    QTest.mouseClick(table.viewport(), LEFT, modifiers, place)


def test_tab_shows_both_then_the_label_map_then_the_photograph(open_desk: Desk) -> None:
    untouched = photograph(open_desk, IN_CAT)
    assert color(open_desk, IN_CAT) not in (CAT, untouched)
    open_desk.key(Qt.Key.Key_Tab)
    assert [color(open_desk, place) for place in (IN_CAT, IN_DOG, IN_NOTHING)] == [CAT, DOG, (0, 0, 0)]
    open_desk.key(Qt.Key.Key_Tab)
    assert color(open_desk, IN_CAT) == untouched
    open_desk.key(Qt.Key.Key_Tab)
    assert color(open_desk, IN_CAT) not in (CAT, untouched)


def test_keys_lead_from_the_photograph_to_the_plain_colours(open_desk: Desk) -> None:
    for _ in range(5):
        open_desk.key(",")
    assert color(open_desk, IN_CAT) == photograph(open_desk, IN_CAT)
    for _ in range(10):
        open_desk.key(".")
    assert color(open_desk, IN_CAT) == CAT


@pytest.mark.parametrize("tabs", [0, 1])
def test_void_is_hatched_in_every_view_whatever_its_colour(open_desk: Desk, tabs) -> None:
    window = open_desk.window
    for _ in range(tabs):
        open_desk.key(Qt.Key.Key_Tab)
    for _ in range(6):
        open_desk.key(".")
    assert colors_around(open_desk, IN_VOID) == {VOID, (0, 0, 0)}
    window.classes.change("Change colour", lambda table: table.recolored(255, CAT))
    assert colors_around(open_desk, IN_VOID) == {CAT, (255, 255, 255)}
    assert colors_around(open_desk, IN_CAT) == {CAT}


def test_without_fill_the_photograph_is_seen_and_void_keeps_its_stripes(open_desk: Desk) -> None:
    open_desk.key("t", CTRL)
    assert color(open_desk, IN_CAT) == photograph(open_desk, IN_CAT)
    assert len(colors_around(open_desk, IN_VOID)) > 3
    open_desk.key("t")
    border = {color(open_desk, (2 + step / 50, 7)) for step in range(-10, 11)}
    assert any(abs(red - 128) < 40 and green < 60 for red, green, _ in border), "the outline of the cat"


def test_outlines_of_the_selection_only(open_desk: Desk) -> None:
    open_desk.key("t", SHIFT)
    window = open_desk.window
    plain = window.view.grab().toImage()
    open_desk.click(*IN_CAT)
    QTest.mouseMove(window.view, QPoint(1, 1))
    selected = window.view.grab().toImage()
    assert selected != plain
    open_desk.key(Qt.Key.Key_Escape)
    assert window.view.grab().toImage() == plain


def test_each_instance_can_have_its_own_colour(open_desk: Desk) -> None:
    open_desk.key(Qt.Key.Key_Tab)
    assert color(open_desk, IN_CAT) == color(open_desk, IN_OTHER_CAT)
    open_desk.key("i")
    seen = [color(open_desk, place) for place in (IN_CAT, IN_DOG, IN_OTHER_CAT)]
    assert len({*seen, CAT, DOG}) == 5
    assert color(open_desk, IN_NOTHING) == (0, 0, 0)
    open_desk.document.select([0])
    open_desk.key(Qt.Key.Key_Delete)
    assert color(open_desk, IN_OTHER_CAT) == seen[2]
    open_desk.key("z", CTRL)
    open_desk.document.select(())
    assert [color(open_desk, place) for place in (IN_CAT, IN_DOG, IN_OTHER_CAT)] == seen


def test_a_class_is_hidden_by_its_eye_and_comes_back(open_desk: Desk) -> None:
    before = color(open_desk, IN_CAT)
    click_row(open_desk, "cat", EYE)
    assert color(open_desk, IN_CAT) == photograph(open_desk, IN_CAT)
    assert color(open_desk, IN_DOG) != photograph(open_desk, IN_DOG)
    open_desk.key("h", SHIFT)
    assert color(open_desk, IN_CAT) == before


def test_a_class_is_seen_alone(open_desk: Desk) -> None:
    click_row(open_desk, "dog", NAME, ALT)
    for place in (IN_CAT, IN_VOID, IN_OTHER_CAT):
        assert color(open_desk, place) == photograph(open_desk, place)
    assert color(open_desk, IN_DOG) != photograph(open_desk, IN_DOG)
    click_row(open_desk, "dog", NAME, ALT)
    assert color(open_desk, IN_CAT) != photograph(open_desk, IN_CAT)


def test_a_hidden_shape_leaves_the_photograph_and_the_others_of_its_class(open_desk: Desk) -> None:
    other = color(open_desk, IN_OTHER_CAT)
    open_desk.window.visibility.hide_shapes([0], True)
    assert color(open_desk, IN_CAT) == photograph(open_desk, IN_CAT)
    assert color(open_desk, IN_OTHER_CAT) == other


def test_what_is_hidden_is_exported_all_the_same(open_desk: Desk, tmp_path: Path) -> None:
    visibility = open_desk.window.visibility
    visibility.solo("dog")
    visibility.hide_shapes([1], True)
    open_desk.choose("cat")
    open_desk.window.actions_["mark_done"].trigger()
    open_desk.wait_saved()
    for _ in export(open_desk.window.session.dataset, tmp_path / "out"):
        pass
    label_map = indices(tmp_path / "out" / "SegmentationClass" / "a1.png")
    assert [label_map[y, x] for x, y in (IN_CAT, IN_DOG, IN_VOID)] == [1, 2, 255]
