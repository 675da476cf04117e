"""The overview in the corner of the canvas."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from labeler.core.edits.shapes import add_shape
from labeler.core.object_numbers import distinct_colors
from labeler.core.shapes import polygon
from labeler.gui.canvas.minimap import Minimap
from labeler.gui.canvas.pyramid import ImagePyramid
from tests.gui.canvas.conftest import document_of, photograph, rgb

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SIZE = (300, 200)


@pytest.fixture
def minimap(view):
    view.resize(500, 420)
    view.set_document(document_of(size=SIZE))
    view.set_pyramid(ImagePyramid.of(photograph(*SIZE)))
    return Minimap(view)


def look(view, scale: float = 8.0) -> None:
    view.zoom_to(scale)
    view.repaint()


def test_it_is_there_only_while_the_image_does_not_fit(view, minimap):
    view.fit()
    assert not minimap.isVisible()
    look(view)
    assert minimap.isVisible()
    view.fit()
    assert not minimap.isVisible()


def test_it_can_be_switched_off(view, minimap):
    minimap.is_wanted = False
    look(view)
    assert not minimap.isVisible()


def test_it_lies_in_the_lower_right_corner_and_has_the_form_of_the_image(view, minimap):
    look(view)
    place = minimap.geometry()
    assert (place.right(), place.bottom()) == (500 - 12 - 1, 420 - 12 - 1)
    assert place.width() / place.height() == pytest.approx(1.5, abs=0.02)
    view.resize(700, 600)
    assert minimap.geometry().right() == 700 - 12 - 1


def test_a_small_canvas_keeps_its_room(view, minimap):
    view.resize(300, 250)
    look(view)
    assert not minimap.isVisible()


@pytest.mark.parametrize(("across", "down"), [(0.25, 0.5), (0.8, 0.7)])
def test_a_press_shows_the_place_that_was_pressed(view, minimap, across, down):
    look(view)
    QTest.mousePress(
        minimap, LEFT, NONE, QPoint(round(across * minimap.width()), round(down * minimap.height()))
    )
    place = view.scene.viewport.place
    assert (place.x, place.y) == pytest.approx((across, down), abs=0.01)
    assert place.scale == 8


def test_a_drag_follows_the_mouse(view, minimap):
    look(view)
    QTest.mousePress(minimap, LEFT, NONE, QPoint(20, 20))
    QTest.mouseMove(minimap, QPoint(100, 60))
    assert view.scene.viewport.place.x == pytest.approx(100 / minimap.width(), abs=0.01)
    QTest.mouseRelease(minimap, LEFT, NONE, QPoint(100, 60))
    before = view.scene.viewport.place
    QTest.mouseMove(minimap, QPoint(30, 30))
    assert view.scene.viewport.place == before


def test_presses_in_it_are_none_of_the_canvas(view, minimap, take):
    from labeler.tools.polygon import PolygonTool

    document = take(tool=PolygonTool, size=SIZE)
    view.set_pyramid(ImagePyramid.of(photograph(*SIZE)))
    look(view)
    QTest.mouseClick(minimap, LEFT, NONE, QPoint(50, 50))
    assert view.tool is not None
    assert not view.tool.is_busy
    assert document.annotation.shapes == []


def test_it_shows_the_label_map_and_follows_an_edit(view, minimap, qtbot):
    look(view)
    document = view.scene.document
    view.display.set_opacity(1.0)
    before = rgb(minimap.grab().toImage())
    document.push(add_shape(document.annotation, polygon("car", [(0, 0), (300, 0), (300, 200), (0, 200)])))
    view.repaint()
    qtbot.waitUntil(lambda: (rgb(minimap.grab().toImage()) != before).mean() > 0.5)


def test_hidden_shapes_and_colours_by_instance_are_as_on_the_canvas(view, minimap):
    squares = [[(x, 0), (x + 100, 0), (x + 100, 200), (x, 200)] for x in (0, 100, 200)]
    document = document_of(*(polygon("car", square) for square in squares), size=SIZE)
    view.set_document(document)
    document.visibility = SimpleNamespace(hidden_shapes=(1,), is_shape_visible=lambda place: place != 1)
    view.display.set_opacity(1.0)
    view.display.set_by_instance(True)
    look(view)
    first, hidden, last = (rgb(minimap._picture)[50, x] for x in (28, 84, 140))
    numbers = view.scene.base.objects.numbers
    assert [first.tolist(), last.tolist()] == distinct_colors(numbers[[0, 2]]).tolist()
    view.display.set_mode("image")
    minimap._draw()
    assert (rgb(minimap._picture)[50, 84] == hidden).all()


def test_the_frame_is_around_what_the_canvas_shows(view, minimap):
    view.scene.viewport.zoom_to(4.0)
    view.input.look_again()
    frame, visible = minimap._frame(), view.scene.viewport.visible
    assert frame.width() / minimap.width() == pytest.approx((visible.right - visible.left) / 300, abs=0.01)
    assert frame.left() / minimap.width() == pytest.approx(visible.left / 300, abs=0.01)
