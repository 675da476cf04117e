"""Where the canvas looks, and what helps the eye there, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from labeler.core.edits.shapes import add_shape
from labeler.core.shapes import polygon
from labeler.gui.canvas.loupe import Loupe
from labeler.gui.canvas.minimap import Minimap
from labeler.settings import CROSSHAIR, KEEP_ZOOM, MINIMAP, PIXEL_GRID
from tests.datasets import CLASSES, write_photograph
from tests.windows import NONE, Desk

A = polygon("cat", [(10, 10), (20, 10), (20, 16), (10, 16)])
B = polygon("dog", [(50, 30), (60, 30), (60, 36), (50, 36)])
C = polygon("cat", [(30, 30), (40, 30), (40, 40), (30, 40)])


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Desk:
    """A window on a dataset of two images, the first with three shapes."""
    folder = tmp_path / "data"
    for name in ("a1.jpg", "a2.jpg"):
        write_photograph(folder / name)
    (folder / "classes.csv").write_text(CLASSES)
    desk.open(folder)
    for shape in (A, B, C):
        desk.document.push(add_shape(desk.document.annotation, shape))
    desk.document.select(())
    return desk


def viewport(desk: Desk):
    return desk.window.view.scene.viewport


def middle(desk: Desk) -> tuple[float, float]:
    place, (width, height) = viewport(desk).place, viewport(desk).image_size
    return place.x * width, place.y * height


class TestZoom:
    def test_to_the_selection_by_key(self, opened):
        opened.document.select((1,))
        opened.window.view.setFocus()
        opened.key(Qt.Key.Key_Z)
        assert middle(opened) == pytest.approx((55, 33), abs=0.5)
        visible = viewport(opened).visible
        assert visible.left < 50
        assert visible.right > 60
        assert visible.right - visible.left < 64

    def test_to_the_class_of_the_selection(self, opened):
        opened.document.select((2,))
        opened.window.actions_["zoom_class"].trigger()
        assert middle(opened) == pytest.approx((25, 25), abs=0.5)

    def test_to_the_current_class_when_nothing_is_selected(self, opened):
        opened.choose("cat")
        opened.window.actions_["zoom_class"].trigger()
        assert middle(opened) == pytest.approx((25, 25), abs=0.5)

    def test_to_void_under_labelmes_name_for_it_too(self, opened):
        for name, left in (("__ignore__", 5), ("void", 35)):
            places = [(left, 5), (left + 10, 5), (left + 10, 15), (left, 15)]
            opened.document.push(add_shape(opened.document.annotation, polygon(name, places)))
        opened.document.select(())
        opened.choose("void")
        opened.window.actions_["zoom_class"].trigger()
        assert middle(opened) == pytest.approx((25, 10), abs=0.5)

    def test_without_selection_and_class_nothing_moves(self, opened):
        before = viewport(opened).place
        opened.window.session.choose_class(None)
        opened.window.actions_["zoom_selection"].trigger()
        opened.window.actions_["zoom_class"].trigger()
        assert viewport(opened).place == before

    def test_a_tiny_shape_is_not_enlarged_beyond_use(self, opened):
        dot = polygon("cat", [(5, 5), (6, 5), (6, 6)])
        opened.document.push(add_shape(opened.document.annotation, dot))
        opened.document.select((3,))
        opened.window.actions_["zoom_selection"].trigger()
        assert viewport(opened).scale == 16


class TestPreviousZoom:
    def test_goes_back_step_by_step(self, opened):
        window = opened.window
        places = [viewport(opened).place]
        for position in (0, 1):
            opened.document.select((position,))
            window.actions_["zoom_selection"].trigger()
            places.append(viewport(opened).place)
        for place in (places[1], places[0], places[0]):
            window.actions_["previous_zoom"].trigger()
            assert viewport(opened).place == pytest.approx(place, abs=1e-3)

    def test_steps_of_the_wheel_that_follow_one_another_are_one(self, opened, qtbot):
        window = opened.window
        qtbot.wait(700)
        before = viewport(opened).place
        for _ in range(5):
            window.actions_["zoom_in"].trigger()
        window.actions_["previous_zoom"].trigger()
        assert viewport(opened).place == pytest.approx(before, abs=1e-3)

    def test_a_pan_is_no_step(self, opened, qtbot):
        window = opened.window
        opened.document.select((0,))
        window.actions_["zoom_selection"].trigger()
        qtbot.wait(700)
        viewport(opened).pan(-20, -10)
        window.view.input.look_again()
        qtbot.wait(700)
        panned = viewport(opened).place
        window.actions_["fit"].trigger()
        window.actions_["previous_zoom"].trigger()
        assert viewport(opened).place == pytest.approx(panned, abs=1e-3)

    def test_another_image_begins_anew(self, opened):
        opened.document.select((0,))
        opened.window.actions_["zoom_selection"].trigger()
        opened.go_to(1)
        fitted = viewport(opened).place
        opened.window.actions_["previous_zoom"].trigger()
        assert viewport(opened).place == fitted


class TestKeepZoom:
    def test_off_each_image_is_fitted(self, opened):
        opened.window.view.zoom_to(9.0)
        opened.go_to(1)
        assert viewport(opened).is_fitted

    def test_on_scale_and_place_stay_from_image_to_image(self, opened, settings):
        opened.window.actions_["keep_zoom"].trigger()
        assert settings.get(KEEP_ZOOM)
        opened.document.select((1,))
        opened.window.actions_["zoom_selection"].trigger()
        before = viewport(opened).place
        opened.go_to(1)
        assert viewport(opened).place == pytest.approx(before, abs=0.01)

    def test_a_fitted_image_is_followed_by_a_fitted_one(self, opened):
        opened.window.actions_["keep_zoom"].trigger()
        opened.window.actions_["fit"].trigger()
        opened.go_to(1)
        assert viewport(opened).is_fitted


def hold_loupe(desk: Desk) -> None:
    desk.window.view.setFocus()
    for x in (29, 30):  # a pointer that is there already, since another test, would not move
        QTest.mouseMove(desk.window.view, desk.place(x, 20))
    QTest.keyPress(desk.window.view, Qt.Key.Key_Q, NONE)


class TestAids:
    @pytest.mark.parametrize(
        ("name", "setting"), [("minimap", MINIMAP), ("pixel_grid", PIXEL_GRID), ("crosshair", CROSSHAIR)]
    )
    def test_each_can_be_switched_and_is_remembered(self, opened, settings, name, setting):
        before = settings.get(setting)
        assert opened.window.actions_[name].isChecked() == before
        opened.window.actions_[name].trigger()
        assert settings.get(setting) != before
        settings.set(setting, before)
        assert opened.window.actions_[name].isChecked() == before

    def test_the_overview_comes_with_the_zoom_and_goes_with_its_switch(self, opened, settings):
        overview = opened.window.view.findChild(Minimap)
        opened.window.view.zoom_to(64.0)
        assert overview.isVisible()
        settings.set(MINIMAP, False)
        assert not overview.isVisible()

    def test_the_loupe_is_there_while_its_key_is_down(self, opened):
        view = opened.window.view
        loupe = view.findChild(Loupe)
        hold_loupe(opened)
        assert loupe.isVisible()
        QTest.keyRelease(view, Qt.Key.Key_Q, NONE)
        assert not loupe.isVisible()

    def test_the_loupe_does_not_stay_when_the_keys_go_elsewhere(self, opened):
        view = opened.window.view
        loupe = view.findChild(Loupe)
        hold_loupe(opened)
        opened.window.class_panel.new_name.setFocus()
        assert not loupe.isVisible()

    def test_grid_and_cross_reach_the_canvas(self, opened, settings):
        scene = opened.window.view.scene
        settings.set(CROSSHAIR, True)
        settings.set(PIXEL_GRID, False)
        assert (scene.has_crosshair, scene.base.has_grid) == (True, False)
