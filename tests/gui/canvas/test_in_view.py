"""How far the canvas is scrolled so that something can be seen."""

from __future__ import annotations

import pytest

from labeler.core.geometry import Bounds
from labeler.gui.canvas.in_view import bring_into_view
from labeler.gui.canvas.viewport import Viewport


@pytest.fixture
def viewport() -> Viewport:
    """A canvas of 400 x 300 on the middle of an image of 1000 x 1000, at 100 %."""
    viewport = Viewport()
    viewport.resize((400, 300), 1.0)
    viewport.show_image((1000, 1000))
    viewport.zoom_to(1.0)
    return viewport


def seen(viewport: Viewport, box: Bounds) -> bool:
    visible = viewport.visible
    return (
        visible.left <= box.left
        and visible.top <= box.top
        and box.right <= visible.right
        and box.bottom <= visible.bottom
    )


def test_what_is_in_sight_moves_nothing(viewport):
    before = viewport.origin
    assert not bring_into_view(viewport, Bounds(400, 450, 500, 550))
    assert viewport.origin == before


def test_a_fitted_image_stays_fitted(viewport):
    viewport.fit()
    assert not bring_into_view(viewport, Bounds(0, 0, 1000, 1000))
    assert not bring_into_view(viewport, Bounds(1000, 1000, 1000, 1000))
    assert viewport.is_fitted


@pytest.mark.parametrize(
    "box",
    [
        Bounds(100, 500, 150, 520),
        Bounds(900, 500, 950, 520),
        Bounds(500, 100, 520, 120),
        Bounds(500, 900, 520, 960),
        Bounds(280, 330, 310, 360),
    ],
)
def test_what_is_out_of_sight_or_cut_by_the_rim_comes_in_wholly(viewport, box):
    assert bring_into_view(viewport, box)
    assert seen(viewport, box)


def test_it_goes_no_further_than_it_must(viewport):
    left, top = viewport.origin
    bring_into_view(viewport, Bounds(720, 500, 720, 500))
    moved_left, moved_top = viewport.origin
    assert moved_top == top
    assert left - moved_left == 720 - 700 + 64


def test_of_what_is_larger_than_the_canvas_the_middle_is_shown(viewport):
    assert not bring_into_view(viewport, Bounds(100, 100, 900, 900))
    assert bring_into_view(viewport, Bounds(0, 440, 380, 460))
    assert seen(viewport, Bounds(190, 450, 190, 450))


def test_at_two_device_pixels_for_one_the_rim_is_as_wide_to_the_eye():
    viewport = Viewport()
    viewport.resize((800, 600), 2.0)
    viewport.show_image((1000, 1000))
    viewport.zoom_to(2.0)
    before = viewport.origin
    bring_into_view(viewport, Bounds(720, 500, 720, 500))
    assert before[0] - viewport.origin[0] == 2 * (720 - 700 + 64)
