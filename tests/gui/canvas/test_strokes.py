"""Thick lines in pieces, and the outline that reads on any photograph."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from labeler.gui.canvas import strokes
from labeler.gui.canvas.outlines import polygon_of, thin_pen, transform_of
from labeler.gui.canvas.strokes import cut_outlines, draw_outline, pieces_of
from labeler.gui.canvas.viewport import Viewport
from tests.gui.canvas.conftest import rgb

CANVAS = (100, 80)


@pytest.fixture
def viewport() -> Viewport:
    """A canvas of 100 x 80 device pixels, the image at 4 x with its corner at the corner."""
    return viewport_of(1.0)


def viewport_of(ratio: float) -> Viewport:
    viewport = Viewport()
    viewport.ratio = ratio
    viewport.resize(CANVAS)
    viewport.show_image((25, 20))
    viewport.zoom_to(4.0)
    viewport.pan(-viewport.origin[0], -viewport.origin[1])
    return viewport


def path_of(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(polygon_of(np.array(points, float)))
    return path


def drawn(draw, ground: int = 90) -> np.ndarray:
    image = QImage(*CANVAS, QImage.Format.Format_RGB32)
    image.fill(QColor(ground, ground, ground))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
    return rgb(image)


@pytest.mark.parametrize("ground", [0, 90, 255])
def test_an_outline_is_dark_outside_and_light_inside_on_any_ground(viewport, ground):
    path = QPainterPath()
    path.addRect(2.5, 2.5, 10, 10)
    color = QColor(0, 0, 200)
    pixels = drawn(lambda painter: draw_outline(painter, path, viewport, color, is_closed=True), ground)
    row = pixels[30, 6:16].tolist()
    outside, inside = row[2], row[5]
    assert max(outside) <= 70
    assert row[3] == row[4] == [0, 0, 200]
    assert min(inside) >= 225


def test_a_line_has_its_casings_on_both_sides(viewport):
    path = path_of((2, 10), (22, 10))
    color = QColor(0, 0, 200)
    pixels = drawn(lambda painter: draw_outline(painter, path, viewport, color, is_closed=False))
    column = pixels[36:45, 40]
    assert (column[3:5] == (0, 0, 200)).all()
    assert column[2].min() > column[1].max()
    assert column[5].min() > column[6].max()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_pieces_look_like_the_path(ratio):
    viewport, color = viewport_of(ratio), QColor(200, 30, 30)
    path = path_of((3, 3), (20, 5), (18, 17), (9, 11), (4, 16), (3, 3))

    def as_path(painter: QPainter) -> None:
        painter.setTransform(transform_of(viewport))
        for layer, width in ((QColor(24, 24, 24), 5), (QColor(250, 250, 250), 3.5), (color, 2)):
            painter.setPen(thin_pen(layer, width * ratio))
            painter.drawPath(path)

    pieces = drawn(lambda painter: draw_outline(painter, path, viewport, color, is_closed=False))
    difference = np.abs(pieces - drawn(as_path)).max(axis=2)
    # But for the shape of corners, and a trace where pieces overlap.
    assert np.percentile(difference, 97) <= 40
    assert (difference > 100).mean() < 0.006 * ratio**2


@pytest.mark.parametrize("large", [10, 10_000])
def test_what_lies_in_a_hole_is_outside(viewport, large, monkeypatch):
    monkeypatch.setattr(strokes, "_LARGE", large)
    path = QPainterPath()
    path.addRect(2.5, 2.5, 15, 15)
    path.addRect(7.5, 7.5, 5, 5)
    color = QColor(0, 0, 200)
    row = drawn(lambda painter: draw_outline(painter, path, viewport, color, is_closed=True))[40, :, 0]
    assert row[8] < 60
    assert row[11] > 225
    assert row[28] > 225
    assert row[31] < 60


def test_a_polygon_far_larger_than_the_canvas_has_its_casings(viewport):
    path = QPainterPath()
    path.addRect(-9e5, 2.5, 2e6, 9e5)
    color = QColor(0, 0, 200)
    column = drawn(lambda painter: draw_outline(painter, path, viewport, color, is_closed=True))[:, 50, 0]
    assert column[8] < 60
    assert column[11] > 225


def test_pieces_are_short_and_cover_their_line():
    pieces = pieces_of(np.array(((10.0, 10), (90, 70))), CANVAS, 1.0, 0.0)
    lengths = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    assert lengths.max() <= 17
    assert pieces[0, :2].tolist() == [10, 10]
    assert pieces[-1, 2:] == pytest.approx([90, 70])
    assert (pieces[1:, 0] < pieces[:-1, 2]).all()


def test_lines_far_off_the_canvas_have_no_pieces_and_long_ones_few():
    far = np.array(((200.0, 10), (900, 70), (900, 5000)))
    assert pieces_of(far, CANVAS, 1.0, 2.0).shape == (0, 4)
    through = pieces_of(np.array(((-1e6, 40.0), (1e6, 41.0))), CANVAS, 1.0, 2.0)
    assert 5 <= len(through) <= 9
    assert (np.abs(through[:, 1] - 40.5) < 0.1).all()


def test_points_that_are_equal_or_few_are_no_lines():
    assert pieces_of(np.array(((5.0, 5), (5, 5), (5, 5))), CANVAS, 1.0, 2.0).shape == (0, 4)
    assert pieces_of(np.array(((5.0, 5),)), CANVAS, 1.0, 2.0).shape == (0, 4)


@given(
    st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=2, max_size=6),
    st.sampled_from([1.0, 2.0]),
)
def test_no_part_of_a_line_that_is_on_the_canvas_is_left_out(points, ratio):
    ring = np.array(points) / 3
    pieces = pieces_of(ring, CANVAS, ratio, 0.0)
    shares = np.linspace(0, 1, 400)[:, None, None]
    places = (ring[:-1] + np.diff(ring, axis=0) * shares).reshape(-1, 2)
    seen = places[(places >= 0).all(axis=1) & (places <= CANVAS).all(axis=1)]
    if len(seen) == 0 or not np.diff(ring, axis=0).any():
        return
    steps = pieces[:, 2:] - pieces[:, :2]
    along = np.einsum("nk,mnk->mn", steps, seen[:, None] - pieces[:, :2]) / np.einsum(
        "nk,nk->n", steps, steps
    )
    nearest = pieces[:, :2] + steps * np.clip(along, 0, 1)[..., None]
    assert np.hypot(*(seen[:, None] - nearest).T).min(axis=0).max() < 1e-6


def test_what_is_closed_is_filled_within_its_outline(viewport):
    path = QPainterPath()
    path.addRect(2.5, 2.5, 10, 10)
    color, fill = QColor(0, 0, 200), QColor(200, 0, 0, 128)
    pixels = drawn(lambda painter: draw_outline(painter, path, viewport, color, is_closed=True, fill=fill))
    assert (pixels[14:46, 14:46] == pixels[30, 30]).all()
    assert abs(pixels[30, 30, 0] - (200 * 128 + 90 * 127) // 255) <= 1
    assert (pixels[:7] == 90).all()
    assert (pixels[30, 11:13].min(axis=1) > 200).any()


def test_an_outline_is_kept_for_a_view_and_made_anew_for_another(qapp) -> None:
    path = QPainterPath()
    path.addRect(5, 5, 20, 10)
    viewport = Viewport()
    viewport.resize((200, 100))
    viewport.show_image((40, 20))
    first = strokes._outline_of(path, viewport)
    assert strokes._outline_of(path, viewport) is first
    viewport.zoom_by(2)
    second = strokes._outline_of(path, viewport)
    assert second is not first
    assert second.polygons[0].boundingRect().width() > first.polygons[0].boundingRect().width()


def test_outlines_of_hundreds_of_shapes_are_kept_and_the_longest_unused_go_first(
    viewport, monkeypatch
) -> None:
    monkeypatch.setattr(strokes, "_outlines", strokes._Outlines())
    paths = [path_of((2, 2), (20, 2), (20, 12)) for _ in range(400)]
    outlines = [strokes._outline_of(path, viewport) for path in paths]
    assert [strokes._outline_of(path, viewport) for path in paths] == outlines
    monkeypatch.setattr(strokes, "_MOST_PIECES", 3 * outlines[0].pieces)
    assert strokes._outline_of(paths[7], viewport) is outlines[7]
    assert len(strokes._outlines) == 3
    assert strokes._outline_of(paths[7], viewport) is outlines[7]
    assert strokes._outline_of(paths[0], viewport) is not outlines[0]


def test_an_outline_of_more_pieces_than_are_kept_is_kept_while_it_is_the_latest(
    viewport, monkeypatch
) -> None:
    monkeypatch.setattr(strokes, "_outlines", strokes._Outlines())
    monkeypatch.setattr(strokes, "_MOST_PIECES", 1)
    path, other = path_of((2, 2), (20, 2)), path_of((2, 2), (2, 12))
    first = strokes._outline_of(path, viewport)
    assert strokes._outline_of(path, viewport) is first
    strokes._outline_of(other, viewport)
    assert len(strokes._outlines) == 1
    assert strokes._outline_of(path, viewport) is not first


def test_with_a_clip_only_the_lines_near_it_are_drawn_and_look_the_same(qapp, monkeypatch) -> None:
    path = QPainterPath()
    path.addPolygon(polygon_of(np.random.default_rng(2).random((200, 2)) * (40, 20)))
    path.closeSubpath()
    viewport = Viewport()
    viewport.resize((400, 200))
    viewport.show_image((40, 20))

    def drawn() -> np.ndarray:
        image = QImage(400, 200, QImage.Format.Format_RGB32)
        image.fill(QColor(120, 120, 120))
        with QPainter(image) as painter:
            painter.setClipRect(100, 50, 60, 40)
            lines = strokes._outline_of(path, viewport).core
            counts.append((len(strokes._near(lines, painter, viewport)), len(lines.lines)))
            draw_outline(painter, path, viewport, QColor(255, 0, 0), is_closed=True)
        return rgb(image)

    counts: list[tuple[int, int]] = []
    near = drawn()
    monkeypatch.setattr(strokes, "_near", lambda lines, painter, viewport: lines.lines)
    assert np.array_equal(near, drawn())
    assert 0 < counts[0][0] < counts[0][1]


class TestMoved:
    """What was only moved keeps its lines, and looks as if it had been cut anew."""

    RING = ((3.0, 3), (12, 4), (11, 12), (5, 11), (3, 3))

    @pytest.fixture(autouse=True)
    def none_kept(self, monkeypatch):
        monkeypatch.setattr(strokes, "_outlines", strokes._Outlines())

    def moved(self, x: float, y: float) -> QPainterPath:
        return path_of(*((each[0] + x, each[1] + y) for each in self.RING))

    @pytest.mark.parametrize("ratio", [1.0, 1.5])
    @pytest.mark.parametrize("offset", [(1.0, 0.0), (2.37, 4.11), (-2.9, 5), (10.0, -2.5)])
    def test_it_keeps_its_lines_and_looks_the_same(self, offset, ratio, monkeypatch):
        viewport, color, fill = viewport_of(ratio), QColor(0, 0, 200), QColor(200, 0, 0, 90)
        first, path = self.moved(0, 0), self.moved(*offset)

        def picture() -> np.ndarray:
            return drawn(lambda each: draw_outline(each, path, viewport, color, is_closed=True, fill=fill))

        cut_anew = picture()
        monkeypatch.setattr(strokes, "_outlines", strokes._Outlines())
        cut_outlines([first], viewport)
        cut_outlines([path], viewport)
        outline = strokes._outline_of(path, viewport)
        assert outline.core is strokes._outline_of(first, viewport).core
        assert outline.offset == pytest.approx((4 * offset[0], 4 * offset[1]))
        assert np.abs(picture() - cut_anew).max() <= 2

    def test_moves_upon_moves_count_from_where_it_was_cut(self, viewport):
        paths = [self.moved(step / 3, step / 7) for step in range(10)]
        outlines = [strokes._outline_of(path, viewport) for path in paths]
        assert all(outline.casing is outlines[0].casing for outline in outlines)
        assert outlines[-1].offset == pytest.approx((12, 36 / 7))

    def test_what_lay_partly_off_the_canvas_is_cut_anew(self, viewport):
        beyond, path = self.moved(-9, 0), self.moved(5, 0)
        before, after = (strokes._outline_of(each, viewport) for each in (beyond, path))
        assert after.core is not before.core
        assert len(after.core.lines) > len(before.core.lines)
        assert after.offset == (0, 0)

    def test_a_ring_that_lay_off_the_canvas_is_not_forgotten(self, viewport):
        def pair(x: float) -> QPainterPath:
            path = QPainterPath()
            path.addRect(x, 5, 3, 3)
            path.addRect(x + 25, 5, 3, 3)
            return path

        before, after = (strokes._outline_of(pair(x), viewport) for x in (5, -10))
        assert after.core is not before.core

    def test_another_form_is_cut_anew(self, viewport):
        first = strokes._outline_of(self.moved(0, 0), viewport)
        other = strokes._outline_of(path_of((3, 3), (12, 4), (11, 12), (5, 11.01), (3, 3)), viewport)
        assert other.core is not first.core

    def test_what_is_no_longer_kept_lends_its_lines_to_nothing(self, viewport, monkeypatch):
        first = strokes._outline_of(self.moved(0, 0), viewport)
        monkeypatch.setattr(strokes, "_MOST_PIECES", 1)
        strokes._outline_of(path_of((2, 2), (20, 2)), viewport)
        assert strokes._outline_of(self.moved(1, 1), viewport).core is not first.core


def test_outlines_cut_together_are_those_cut_one_by_one(viewport, monkeypatch):
    generator = np.random.default_rng(6)
    paths = [path_of(*generator.uniform(-5, 30, (count, 2)).tolist()) for count in (2, 9, 3, 30)]
    paths.insert(2, QPainterPath())
    together, alone = strokes._Outlines(), strokes._Outlines()
    monkeypatch.setattr(strokes, "_outlines", together)
    cut_outlines(paths, viewport)
    assert len(together) == len(paths)
    several = [strokes._outline_of(path, viewport) for path in paths]
    monkeypatch.setattr(strokes, "_outlines", alone)
    for path, outline in zip(paths, several, strict=True):
        single = strokes._outline_of(path, viewport)
        assert single.casing.lines == outline.casing.lines
        assert single.core.lines == outline.core.lines
        assert all(map(np.array_equal, single.core.boxes, outline.core.boxes))
