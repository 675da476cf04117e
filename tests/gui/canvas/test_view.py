"""The canvas as a whole: documents, photographs, tools and what it tells the window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from labeler.core.change import ClassesChanged
from labeler.core.edits.shapes import add_shape, delete_shapes
from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.shapes import polygon
from labeler.gui import theme
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.view import CanvasView
from labeler.tools.polygon import PolygonTool
from labeler.tools.select import SelectTool
from tests.gui.canvas.conftest import Hand, document_of, photograph, rgb

SQUARE = ((10, 10), (40, 10), (40, 30), (10, 30))


def seen(view: CanvasView) -> np.ndarray:
    return rgb(view.grab().toImage())


def draw(hand: Hand, *places) -> None:
    for place in places:
        hand.click(*hand.at(*place))


class TestDrawing:
    def test_real_mouse_events_draw_a_polygon_that_is_then_selected(self, view, hand, take):
        document = take(tool=PolygonTool)
        view.zoom_to(6.0)
        draw(hand, *SQUARE, SQUARE[0])
        (shape,) = document.annotation.shapes
        assert shape.points.tolist() == [list(map(float, place)) for place in SQUARE]
        assert shape.class_name == "car"
        assert document.selection == (0,)
        assert document.label_map.label_map[20, 20] == 1

    def test_the_polygon_is_one_step_that_undo_takes_back(self, view, hand, take):
        document = take(tool=PolygonTool)
        draw(hand, *SQUARE, SQUARE[0])
        assert document.undo_stack.count() == 1
        document.undo_stack.undo()
        assert document.annotation.shapes == []
        assert not document.label_map.label_map.any()

    def test_a_double_click_ends_the_polygon(self, view, hand, take):
        document = take(tool=PolygonTool)
        draw(hand, *SQUARE[:3])
        hand.double_click(*hand.at(*SQUARE[3]))
        assert len(document.annotation.shapes[0].points) == 4

    def test_the_borders_of_the_image_can_be_reached_exactly(self, view, hand, take):
        take(tool=PolygonTool)
        for place in ((1, 1), (399, 1), (399, 299), (1, 299)):
            hand.click(*place)
        hand.double_click(1, 200)
        (shape,) = view.scene.document.annotation.shapes
        assert shape.points[:4].tolist() == [[0, 0], [60, 0], [60, 40], [0, 40]]

    def test_what_is_drawn_is_seen_at_once(self, view, hand, take):
        take(tool=PolygonTool)
        view.display.set_outlines("none")
        view.display.set_mode("labels")
        draw(hand, *SQUARE, SQUARE[0])
        x, y = (int(value) for value in hand.at(25, 20))
        assert seen(view)[y, x].tolist() == [128, 0, 0]

    def test_drawing_without_a_class_is_told_to_the_window(self, view, hand, take, qtbot):
        document = take(tool=PolygonTool)
        document._choice.current_class = None
        with qtbot.waitSignal(view.tool_refused) as refused:
            hand.click(100, 100)
        assert isinstance(refused.args[0], NoCurrentClassError)

    def test_a_read_only_document_refuses_with_its_sentence(self, view, hand, take, qtbot):
        document = take(tool=PolygonTool)
        document.read_only_reason = "Another program holds this image."
        with qtbot.waitSignal(view.tool_refused) as refused:
            draw(hand, *SQUARE, SQUARE[0])
        assert str(refused.args[0]) == "Another program holds this image."

    def test_dragging_a_vertex_is_one_step_and_draws_the_label_map_anew(self, view, hand, take):
        document = take(polygon("car", SQUARE), tool=SelectTool)
        view.zoom_to(6.0)
        hand.move(*hand.at(10, 10))
        hand.drag(hand.at(10, 10), hand.at(8, 8), hand.at(6, 7), hand.at(5, 5))
        assert document.annotation.shapes[0].points[0].tolist() == [5, 5]
        assert document.undo_stack.count() == 1
        assert document.label_map.label_map[7, 7] == 1


class TestTakingBack:
    def test_with_unfinished_work_the_last_vertex_goes(self, view, hand, take):
        take(tool=PolygonTool)
        draw(hand, *SQUARE[:2])
        assert view.take_back()
        assert len(view.tool.draft.points) == 1

    def test_without_unfinished_work_there_is_nothing_to_take_back(self, view, take):
        assert not view.take_back()
        take(tool=PolygonTool)
        assert not view.take_back()

    def test_in_the_middle_of_a_drag_nothing_else_is_undone(self, view, hand, take):
        take(polygon("car", SQUARE), tool=SelectTool)
        hand.press(*hand.at(25, 20))
        assert view.take_back()


class TestDocuments:
    def test_another_document_is_shown_and_the_tool_of_the_first_dropped(self, view, hand, take):
        first = take(polygon("car", SQUARE), tool=PolygonTool)
        hand.click(100, 100)
        take(polygon("road", SQUARE))
        assert view.tool is None
        view.display.set_mode("labels")
        assert seen(view)[150, 200].tolist() == [0, 128, 0]
        first.push(delete_shapes(first.annotation, (0,)))
        assert seen(view)[150, 200].tolist() == [0, 128, 0]

    def test_a_drag_is_put_back_when_another_document_comes(self, view, hand, take):
        first = take(polygon("car", SQUARE), tool=SelectTool)
        hand.press(*hand.at(25, 20))
        hand.move(*hand.at(30, 20), Qt.MouseButton.LeftButton)
        take()
        assert first.undo_stack.count() == 0
        assert first.annotation.shapes[0].points[0].tolist() == [10, 10]

    def test_the_view_stays_when_the_document_has_the_size_of_the_photograph(self, view, take):
        view.zoom_to(10.0)
        take()
        assert view.scene.viewport.scale == 10.0

    def test_an_edit_from_elsewhere_is_seen(self, view, take):
        document = take(polygon("car", SQUARE))
        view.display.set_mode("labels")
        seen(view)
        document.push(delete_shapes(document.annotation, (0,)))
        assert seen(view)[150, 200].tolist() == [0, 0, 0]
        document.undo_stack.undo()
        assert seen(view)[150, 200].tolist() == [128, 0, 0]

    def test_a_selection_from_elsewhere_is_seen(self, view, take):
        document = take(polygon("car", SQUARE))
        before = seen(view)
        document.select((0,))
        assert (seen(view) != before).any()

    def test_a_recoloured_class_is_seen_without_rasterizing(self, view, take):
        document = take(polygon("car", SQUARE))
        view.display.set_mode("labels")
        seen(view)
        before = document.label_map.label_map.copy()
        table = document.classes.recolored(1, (1, 2, 3))
        document._choice.classes = table
        document.follow_classes(ClassesChanged(document.classes, table))
        assert seen(view)[150, 200].tolist() == [1, 2, 3]
        assert (document.label_map.label_map == before).all()

    def test_a_palette_can_be_tried(self, view, take):
        document = take(polygon("car", SQUARE))
        view.display.set_mode("labels")
        palette = document.palette
        palette[1] = (9, 8, 7)
        view.display.set_palette(palette)
        assert seen(view)[150, 200].tolist() == [9, 8, 7]

    def test_the_label_map_shows_before_the_photograph_is_there(self, qtbot):
        view = CanvasView()
        qtbot.addWidget(view)
        view.resize(400, 300)
        document = document_of(polygon("car", SQUARE))
        document.setParent(view)
        view.set_document(document)
        view.display.set_mode("labels")
        assert seen(view)[150, 200].tolist() == [128, 0, 0]


class TestShowing:
    def test_a_new_photograph_is_fitted_unless_the_view_is_to_be_kept(self, view):
        view.zoom_to(10.0)
        view.set_pyramid(ImagePyramid.of(photograph(60, 40, 1)), keeps_view=True)
        assert view.scene.viewport.scale == 10.0
        view.set_pyramid(ImagePyramid.of(photograph(60, 40, 2)))
        assert view.scene.viewport.is_fitted

    def test_zooming_around_the_middle_keeps_the_middle(self, view):
        before = view.scene.viewport.to_image(200, 150)
        view.zoom_by(1.5)
        view.zoom_to(20.0)
        assert view.scene.viewport.to_image(200, 150) == pytest.approx(before, abs=0.1)
        view.fit()
        assert view.scene.viewport.is_fitted

    def test_the_label_map_alone_the_photograph_alone_and_both(self, view, take):
        take(polygon("car", SQUARE))
        view.display.set_outlines("none")
        colors = {}
        for mode in ("overlay", "labels", "image"):
            view.display.set_mode(mode)
            colors[mode] = seen(view)[150, 200]
        assert colors["labels"].tolist() == [128, 0, 0]
        mixed = 0.45 * colors["labels"] + 0.55 * colors["image"]
        assert np.abs(colors["overlay"] - mixed).max() <= 2

    def test_the_opacity_of_the_overlay_can_be_set(self, view, take):
        take(polygon("car", SQUARE))
        view.display.set_outlines("none")
        view.display.set_opacity(1.0)
        assert seen(view)[150, 200].tolist() == [128, 0, 0]

    def test_shapes_can_be_hidden(self, view, take):
        document = take(polygon("car", SQUARE))
        view.display.set_opacity(0.0)
        document.select((0,))
        view.display.set_outlines("none")
        hidden = seen(view)
        view.display.set_mode("image")
        assert (seen(view) == hidden).all()

    def test_an_empty_canvas_says_a_sentence(self, qtbot):
        view = CanvasView()
        qtbot.addWidget(view)
        view.resize(300, 100)
        view.set_empty_text("")
        plain = seen(view)
        assert (plain == theme.current().canvas.getRgb()[:3]).all()
        view.set_empty_text("Open a folder of images.")
        assert (seen(view) != plain).any()
        view.set_pyramid(ImagePyramid.of(photograph(20, 20)))
        view.set_pyramid(None)
        assert (seen(view) != plain).any()

    def test_another_theme_is_seen(self, view, monkeypatch):
        seen(view)
        monkeypatch.setattr(theme, "_current", theme.LIGHT)
        view.setPalette(QPalette(theme.LIGHT.window))
        assert seen(view)[1, 1].tolist() == list(theme.LIGHT.canvas.getRgb()[:3])

    def test_a_resized_canvas_shows_the_photograph_again(self, view, qtbot):
        view.resize(500, 350)
        qtbot.waitUntil(lambda: view.scene.viewport.size == (500, 350))
        assert seen(view).shape == (350, 500, 3)

    def test_a_screen_of_another_sharpness_is_followed(self, view):
        view.scene.viewport.ratio = 3.0
        QApplication.sendEvent(view, QEvent(QEvent.Type.DevicePixelRatioChange))
        assert view.scene.viewport.ratio == 1.0

    def test_the_pixels_on_screen_are_those_of_the_kept_picture(self, view, take):
        take(polygon("car", SQUARE))
        assert (seen(view) == rgb(view.scene.base.updated(view.scene.viewport))).all()


class TestTelling:
    def test_the_pixel_under_the_mouse_is_told(self, view, hand, qtbot):
        view.zoom_to(6.0)
        with qtbot.waitSignal(view.pointer_moved) as moved:
            hand.move(*hand.at(12.5, 7.9))
        assert moved.args == [(12, 7)]
        with qtbot.assertNotEmitted(view.pointer_moved):
            hand.move(*hand.at(12.9, 7.5))
        with qtbot.waitSignal(view.pointer_moved) as moved:
            hand.move(*hand.at(60.1, 7))
        assert moved.args == [None]

    def test_leaving_the_canvas_is_told(self, view, hand, qtbot):
        hand.move(*hand.at(12, 7))
        with qtbot.waitSignal(view.pointer_moved) as moved:
            QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
        assert moved.args == [None]

    def test_no_pixel_is_told_while_the_document_of_a_new_photograph_is_on_its_way(
        self, view, hand, take, qtbot
    ):
        take()
        hand.move(*hand.at(12, 7))
        with qtbot.waitSignal(view.pointer_moved) as moved:
            view.set_pyramid(ImagePyramid.of(photograph(600, 400)))
        assert moved.args == [None]
        with qtbot.waitSignal(view.pointer_moved) as moved:
            take(size=(600, 400))
        assert moved.args[0] is not None

    def test_the_zoom_is_told_when_it_changes(self, view, qtbot):
        with qtbot.waitSignal(view.zoom_changed) as changed:
            view.zoom_to(3.0)
        assert changed.args == [3.0]
        with qtbot.assertNotEmitted(view.zoom_changed):
            view.zoom_to(3.0)

    def test_the_hint_of_the_tool_is_told_when_it_changes(self, view, hand, take, qtbot):
        document = take(polygon("car", SQUARE))
        with qtbot.waitSignal(view.hint_changed) as told:
            view.set_tool(SelectTool(document))
        assert told.args == [view.tool.hint]
        with qtbot.waitSignal(view.hint_changed) as told:
            hand.move(*hand.at(25, 20))
        assert told.args[0].startswith("Click to select")
        view.set_tool(None)
        assert view.tool is None

    def test_unfinished_work_is_told_also_when_the_hint_stays(self, view, hand, take):
        take(polygon("car", SQUARE), tool=SelectTool)
        told = []
        view.busy_changed.connect(told.append)
        hand.press(*hand.at(25, 20))
        hint = view.tool.hint
        hand.release(*hand.at(25, 20))
        assert view.tool.hint == hint
        assert told == [True, False]

    def test_the_cursor_is_that_of_the_tool(self, view, hand, take):
        document = take(polygon("car", SQUARE), tool=PolygonTool)
        assert view.cursor().shape() is Qt.CursorShape.CrossCursor
        view.set_tool(SelectTool(document))
        document.select((0,))
        view.zoom_to(6.0)
        for place, shape in (
            ((10, 10), Qt.CursorShape.PointingHandCursor),
            ((25, 20), Qt.CursorShape.SizeAllCursor),
            ((3, 3), Qt.CursorShape.ArrowCursor),
        ):
            hand.move(*hand.at(*place))
            assert view.cursor().shape() is shape

    def test_a_refused_gesture_changes_nothing(self, view, hand, take, qtbot):
        document = take(tool=PolygonTool)
        draw(hand, *SQUARE[:2])
        with qtbot.waitSignal(view.tool_refused) as refused:
            hand.double_click(*hand.at(*SQUARE[1]))
        assert isinstance(refused.args[0], ToolError)
        assert document.undo_stack.count() == 0
        assert len(view.tool.draft.points) == 2

    def test_the_swatch_of_the_class_follows_the_cursor_while_drawing(self, view, hand, take):
        take(tool=PolygonTool)
        hand.move(100, 100)
        assert (seen(view)[116:122, 116:122] == (128, 0, 0)).all()
        hand.move(150, 100)
        assert (seen(view)[116:122, 166:172] == (128, 0, 0)).all()


def test_any_sequence_of_edits_shows_the_label_map_of_the_document(view, take):
    document = take(polygon("car", SQUARE))
    view.display.set_mode("labels")
    view.display.set_outlines("none")
    view.zoom_to(5.0)
    generator = np.random.default_rng(3)
    for _ in range(30):
        count = len(document.annotation.shapes)
        if count and generator.random() < 0.4:
            document.push(delete_shapes(document.annotation, (int(generator.integers(count)),)))
        else:
            name = ("car", "road", "tree", "void")[int(generator.integers(4))]
            points = generator.uniform(-5, 65, (5, 2))
            document.push(add_shape(document.annotation, polygon(name, points)))
        if generator.random() < 0.3:
            document.undo_stack.undo()
        view.scene.viewport.pan(int(generator.integers(-40, 40)), int(generator.integers(-40, 40)))
        pixels = seen(view)
        rect = view.scene.viewport.image_rect
        columns = view.scene.viewport.columns(0, 400)
        rows = view.scene.viewport.rows(0, 300)
        across = slice(max(0, rect.left), min(400, rect.right))
        down = slice(max(0, rect.top), min(300, rect.bottom))
        labels = document.label_map.label_map[np.ix_(rows[down], columns[across])]
        is_equal = (pixels[down, across] == document.palette[labels]).all(axis=2)
        # Void has its stripes.
        assert is_equal[labels != 255].all()
