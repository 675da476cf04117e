"""Outlines, fill, colours and opacity: by key, by menu and by the settings, and kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from labeler.settings import BY_INSTANCE, FILL, OUTLINES, OVERLAY_OPACITY, Settings
from tests.datasets import make_dataset
from tests.windows import Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def open_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 2))
    desk.window.view.setFocus()
    return desk


def outlines(desk: Desk) -> tuple[bool, bool]:
    """Whether all shapes have outlines, and whether the selected and hovered ones do."""
    scene = desk.window.view.scene
    return scene.base.outlines.is_on, scene.shapes.is_on


def checked(desk: Desk, *names: str) -> list[bool]:
    return [desk.window.actions_[name].isChecked() for name in names]


def test_outlines_of_all_of_the_selection_or_none(open_desk: Desk, settings: Settings) -> None:
    names = ("show_shapes", "outlines_of_selection")
    assert outlines(open_desk) == (True, True)
    assert checked(open_desk, *names) == [True, False]
    open_desk.key("t", SHIFT)
    assert outlines(open_desk) == (False, True)
    assert checked(open_desk, *names) == [True, True]
    assert settings.get(OUTLINES) == "selection"
    open_desk.key("t")
    assert outlines(open_desk) == (False, False)
    assert checked(open_desk, *names) == [False, False]
    open_desk.key("t")
    assert outlines(open_desk) == (False, True), "they come back as they were"
    open_desk.key("t", SHIFT)
    assert outlines(open_desk) == (True, True)


def test_fill_and_colours_by_instance_have_keys(open_desk: Desk, settings: Settings) -> None:
    base = open_desk.window.view.scene.base
    open_desk.key("t", CTRL)
    assert not base.labels.is_filled
    assert not settings.get(FILL)
    open_desk.key("i")
    assert base.objects.by_instance
    assert settings.get(BY_INSTANCE)
    assert checked(open_desk, "fill_classes", "color_by_instance") == [False, True]


def test_keys_make_the_labels_stronger_and_fainter(open_desk: Desk, settings: Settings) -> None:
    slider, labels = open_desk.window.context_row._slider, open_desk.window.view.scene.base.labels
    open_desk.key(".")
    assert labels.opacity == 0.55
    assert slider.value() == 55
    for _ in range(8):
        open_desk.key(",")
    assert labels.opacity == 0.0
    assert settings.get(OVERLAY_OPACITY) == 0.0
    for _ in range(11):
        open_desk.key(".")
    assert labels.opacity == 1.0


def test_what_was_chosen_is_there_in_the_next_window(make_desk, settings: Settings, tmp_path: Path) -> None:
    for setting, value in ((OUTLINES, "none"), (FILL, False), (BY_INSTANCE, True), (OVERLAY_OPACITY, 0.3)):
        settings.set(setting, value)
    desk = make_desk()
    desk.open(make_dataset(tmp_path / "set", 1))
    base = desk.window.view.scene.base
    assert outlines(desk) == (False, False)
    assert (base.labels.is_filled, base.objects.by_instance, base.labels.opacity) == (False, True, 0.3)
    assert checked(desk, "show_shapes", "fill_classes", "color_by_instance") == [False, False, True]


def test_a_setting_changed_elsewhere_is_applied_at_once(open_desk: Desk, settings: Settings) -> None:
    settings.set(OVERLAY_OPACITY, 0.8)
    settings.set(OUTLINES, "selection")
    assert open_desk.window.view.scene.base.labels.opacity == 0.8
    assert outlines(open_desk) == (False, True)
    assert checked(open_desk, "outlines_of_selection") == [True]


def test_one_button_above_the_canvas_lists_the_options(open_desk: Desk) -> None:
    menu = open_desk.window.context_row.options.menu()
    assert [action.objectName() for action in menu.actions() if not action.isSeparator()] == [
        *("show_shapes", "outlines_of_selection", "fill_classes", "color_by_instance"),
        *("opacity_up", "opacity_down", "show_all"),
    ]
