"""How the photographs of a dataset are shown, and compared with bare ones, in the real window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from labeler.core.adjustment import Adjustment, Channel
from labeler.gui.adjusting import Adjusting, adjustment_of, texts_of
from labeler.gui.canvas.swipe import Swipe
from labeler.settings import ADJUSTMENTS
from tests.datasets import CLASSES, write_photograph
from tests.gui.canvas.conftest import rgb
from tests.windows import Desk

BRIGHT = Adjustment(brightness=60)


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    for name in ("first", "second"):
        for number in (1, 2):
            write_photograph(tmp_path / name / f"a{number}.png")
        (tmp_path / name / "classes.csv").write_text(CLASSES)
    return [tmp_path / "first", tmp_path / "second"]


@pytest.fixture
def opened(desk: Desk, folders) -> Desk:
    desk.open(folders[0])
    return desk


def adjusting_of(desk: Desk) -> Adjusting:
    found = desk.window.view.findChild(Adjusting)
    assert isinstance(found, Adjusting)
    return found


def seen(desk: Desk) -> np.ndarray:
    """The colours of the canvas, after all that is waiting was done."""
    desk.qtbot.wait(10)
    return rgb(desk.window.view.grab().toImage())


class TestAdjusting:
    def test_the_canvas_shows_it_and_the_button_says_so(self, opened):
        before = seen(opened).mean()
        adjusting_of(opened).set(BRIGHT)
        assert seen(opened).mean() > before + 10
        assert opened.window.actions_["adjust"].isChecked()

    def test_the_label_map_and_the_file_are_none_of_its_business(self, opened):
        adjusting_of(opened).set(BRIGHT)
        assert not opened.document.is_dirty
        assert opened.document.undo_stack.count() == 0

    def test_a_key_brings_the_photograph_back_as_it_is(self, opened):
        before = seen(opened)
        adjusting_of(opened).set(replace(BRIGHT, channel=Channel.RED))
        assert not np.array_equal(seen(opened), before)
        opened.window.view.setFocus()
        opened.key(Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
        assert np.array_equal(seen(opened), before)
        assert not opened.window.actions_["adjust"].isChecked()

    def test_the_sheet_comes_with_its_key_and_acts_at_every_step(self, opened):
        adjusting = adjusting_of(opened)
        opened.window.view.setFocus()
        opened.key(Qt.Key.Key_J)
        assert adjusting._popup.isVisible()
        assert not opened.window.actions_["adjust"].isChecked()
        before = seen(opened).mean()
        adjusting._popup.brightness.setValue(50)
        assert adjusting.adjustment == Adjustment(brightness=50)
        assert seen(opened).mean() > before + 10
        adjusting._popup.hide()

    def test_it_holds_for_all_images_of_the_dataset_and_for_no_other(self, opened, folders):
        adjusting_of(opened).set(BRIGHT)
        opened.go_to(1)
        opened.qtbot.wait(10)
        assert opened.window.view.scene.base.image.adjustment == BRIGHT
        opened.open(folders[1])
        opened.qtbot.waitUntil(lambda: opened.window.session.dataset.folder == folders[1])
        assert opened.window.view.scene.base.image.adjustment == Adjustment()
        opened.open(folders[0])
        opened.qtbot.waitUntil(lambda: opened.window.session.dataset.folder == folders[0])
        assert opened.window.view.scene.base.image.adjustment == BRIGHT

    def test_what_is_as_usual_is_not_remembered(self, opened, settings):
        adjusting_of(opened).set(BRIGHT)
        assert list(settings.get(ADJUSTMENTS).values()) == [["brightness=60"]]
        adjusting_of(opened).set(Adjustment())
        assert settings.get(ADJUSTMENTS) == {}


@given(
    st.builds(
        Adjustment,
        brightness=st.integers(-100, 100),
        contrast=st.integers(-100, 100),
        gamma=st.floats(0.2, 5),
        channel=st.sampled_from(Channel),
        is_stretched=st.booleans(),
        clipped=st.floats(0, 20),
        by_channel=st.booleans(),
    )
)
def test_what_is_remembered_comes_back(adjustment):
    assert adjustment_of(texts_of(adjustment)) == adjustment


@pytest.mark.parametrize(
    "texts", [["brightness=much"], ["channel=infrared"], ["gamma=0"], ["contrast=1000"], ["nonsense"]]
)
def test_what_cannot_be_shown_is_not(texts):
    assert adjustment_of(texts) == Adjustment()


class TestBeside:
    def test_the_bare_photograph_stands_beside_the_canvas(self, opened):
        twin = opened.window.page.twin
        assert not twin.isVisible()
        opened.window.actions_["beside"].trigger()
        assert twin.isVisible()
        opened.window.actions_["beside"].trigger()
        assert not twin.isVisible()

    def test_one_way_to_compare_ends_the_other(self, opened):
        actions, swipe = opened.window.actions_, opened.window.view.findChild(Swipe)
        actions["swipe"].trigger()
        assert swipe.isVisible()
        actions["beside"].trigger()
        assert not swipe.isVisible()
        assert opened.window.view.scene.base.split is None
        actions["swipe"].trigger()
        assert not opened.window.page.twin.isVisible()
        assert opened.window.view.scene.base.split is not None

    def test_shapes_are_drawn_on_as_ever(self, opened):
        opened.window.actions_["swipe"].trigger()
        opened.choose("cat")
        opened.draw((5, 5), (30, 5), (30, 30))
        assert len(opened.shapes) == 1
