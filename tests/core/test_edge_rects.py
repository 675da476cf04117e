"""Rectangles along edges hold every pixel that an edge comes near, and cost what the edges are long."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.edge_rects import as_items, bands, edges_of, rects_along
from labeler.core.geometry import PixelRect
from labeler.core.rasterizer import paint
from labeler.core.shapes import as_points, polygon
from tests.reference.rings import HEIGHT, WIDTH, centres, floats, huge, rings_of, whole

RECT = PixelRect(0, 0, WIDTH, HEIGHT)
near = st.one_of(*(rings_of(each, 6) for each in (floats, whole, centres, huge)))


def pixels(rings) -> np.ndarray:
    painted = np.zeros((HEIGHT, WIDTH), np.uint8)
    shape = polygon("car", rings[0], rings[1:])
    paint(painted, [shape], [1])
    return painted


@settings(max_examples=150, deadline=None)
@given(near, near)
def test_a_moved_ring_changes_pixels_in_the_rectangles_only_if_they_touch_an_edge(ring, other):
    """Where a pixel and its right neighbour differ, an edge passes between their centres."""
    rings = [as_points(ring), as_points(other)]
    held = np.zeros((HEIGHT, WIDTH), bool)
    for rect in rects_along(edges_of(rings), RECT):
        assert rect == rect.intersected(RECT)
        held[rect.top : rect.bottom, rect.left : rect.right] = True
    painted = pixels(rings)
    changes = painted[:, 1:] != painted[:, :-1]
    assert held[:, 1:][changes].all()
    assert held[:, :-1][changes].all()


def test_a_long_edge_is_followed_in_steps():
    image = PixelRect(0, 0, 30_000, 30_000)
    edges = edges_of([as_points(((0, 0), (30_000, 29_000)))])
    rects = rects_along(edges[:1], image)
    assert sum(rect.width * rect.height for rect in rects) < 30_000 * 300
    assert (rects[0].left, rects[0].top) == (0, 0)
    assert rects[-1].right == 30_000


def test_short_edges_share_a_rectangle():
    turn = np.linspace(0, 6, 200)
    ring = as_points(np.column_stack((50 + 40 * np.cos(turn), 50 + 40 * np.sin(turn))))
    assert len(rects_along(edges_of([ring]), PixelRect(0, 0, 1000, 1000))) == 1


def test_edges_everywhere_are_one_look_at_all():
    rings = [as_points(((x, 0), (x, 13), (x + 1, 13))) for x in range(0, 17, 3)]
    assert rects_along(edges_of(rings), RECT) == [RECT]


def test_an_edge_far_outside_has_no_rectangle():
    edges = edges_of([as_points(((-500, -500), (-20, 900), (-1e12, 4)))])
    assert rects_along(edges, RECT) == []
    assert rects_along(edges[:0], RECT) == []


def test_an_edge_is_the_same_item_whichever_way_it_runs():
    ring = as_points(((0, 0), (4, 0), (2, 3), (2, -3)))
    there, back = as_items(edges_of([ring])), as_items(edges_of([ring[::-1]]))
    assert set(there.tolist()) == set(back.tolist())
    assert len(set(there.tolist())) == 4
    assert len(as_items(edges_of([]))) == 0


def test_bands_make_up_the_rectangle(monkeypatch):
    monkeypatch.setattr("labeler.core.edge_rects._BAND_PIXELS", 40)
    parts = list(bands(PixelRect(2, 1, 12, 11)))
    assert parts == [PixelRect(2, top, 12, min(top + 4, 11)) for top in (1, 5, 9)]
    assert list(bands(PixelRect(3, 3, 3, 9))) == []


def test_an_outline_of_pixels_is_looked_at_along_its_course_only():
    image = PixelRect(0, 0, 4000, 4000)
    stair = [(step // 2 + step % 2, step // 2) for step in range(6000)]
    edges = edges_of([as_points(stair)])[:-1]
    rects = rects_along(edges, image)
    held = np.zeros((3010, 3010), bool)
    for rect in rects:
        held[rect.top : rect.bottom, rect.left : rect.right] = True
    along = np.arange(2999)
    assert held[along, along].all()
    assert held[along, along + 1].all()
    assert np.count_nonzero(held) < 3000 * 300
    assert all(rect.width * rect.height <= 1 << 16 for rect in rects)


def test_edges_far_from_each_other_stay_apart():
    edges = edges_of([as_points(((x, y), (x + 1, y), (x, y + 1))) for x in (5, 29_000) for y in (5, 29_000)])
    rects = rects_along(edges, PixelRect(0, 0, 30_000, 30_000))
    assert len(rects) == 4
    assert sum(rect.width * rect.height for rect in rects) < 4 * 36
