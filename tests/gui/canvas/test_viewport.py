"""Where the image lies on the canvas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from labeler.core.geometry import Bounds, PixelRect
from labeler.gui.canvas.viewport import (
    LARGEST_SCALE,
    Place,
    Viewport,
    exact_scale,
    mip_level,
    place_of_box,
    smallest_scale,
)

sizes = st.tuples(st.integers(1, 30000), st.integers(1, 30000))
canvases = st.tuples(st.integers(50, 4000), st.integers(50, 3000))
scales = st.floats(0.001, 64)


def viewport_of(image=(600, 400), canvas=(400, 300)) -> Viewport:
    viewport = Viewport()
    viewport.resize(canvas)
    viewport.show_image(image)
    return viewport


def test_a_new_image_is_fitted_and_centred_with_a_margin():
    viewport = viewport_of()
    assert viewport.scale == pytest.approx(384 / 600, rel=1e-4)
    left, top, right, bottom = viewport.image_rect
    assert abs(left - (400 - right)) <= 1
    assert abs(top - (300 - bottom)) <= 1
    assert left >= 8


def test_a_small_image_is_enlarged_to_fit_but_not_beyond_the_limit():
    assert viewport_of((40, 30)).scale == pytest.approx(284 / 30)
    assert viewport_of((2, 2)).scale == LARGEST_SCALE


@given(image=sizes, canvas=canvases, scale=scales, x=st.floats(0, 1), y=st.floats(0, 1))
@settings(max_examples=200)
def test_the_point_under_the_cursor_stays_there_when_zooming(image, canvas, scale, x, y):
    viewport = viewport_of(image, canvas)
    left, top, right, bottom = viewport.image_rect
    anchor = (left + x * (right - left), top + y * (bottom - top))
    before = viewport.to_image(*anchor)
    assume(all(0 <= place <= length for place, length in zip(before, image, strict=True)))
    # Zooming in on a place of the image never makes the centre leave it, so nothing holds the view back.
    viewport.zoom_to(max(scale, viewport.scale), anchor)
    after = viewport.to_device(*before)
    assert math.dist(after, anchor) <= 1.5 + viewport.scale / viewport_of(image, canvas).scale


def test_zooming_in_and_out_again_comes_back_to_the_same_place():
    viewport = viewport_of((6000, 4000))
    viewport.zoom_to(1.0, (123, 77))
    before = viewport.origin
    for factor in [1.25] * 15 + [0.8] * 15:
        viewport.zoom_by(factor, (200, 150))
    assert viewport.scale == pytest.approx(1.0)
    assert math.dist(viewport.origin, before) <= 1


def test_the_origin_lies_on_whole_device_pixels_and_a_pan_moves_it_by_whole_ones():
    viewport = viewport_of()
    viewport.zoom_to(3.7)
    before = viewport.origin
    viewport.pan(17, -5)
    assert viewport.origin == (before[0] + 17, before[1] - 5)


@given(image=sizes, canvas=canvases, scale=scales, dx=st.floats(-1e6, 1e6), dy=st.floats(-1e6, 1e6))
@settings(max_examples=200)
def test_the_image_cannot_be_lost(image, canvas, scale, dx, dy):
    viewport = viewport_of(image, canvas)
    viewport.zoom_to(scale)
    viewport.pan(dx, dy)
    x, y = viewport.to_image(canvas[0] / 2, canvas[1] / 2)
    reach = 1 / viewport.scale
    assert -reach <= x <= image[0] + reach
    assert -reach <= y <= image[1] + reach


@given(image=sizes, canvas=canvases, scale=st.floats(1e-6, 1e6))
@settings(max_examples=100)
def test_the_zoom_stays_between_half_of_what_fits_and_6400_percent(image, canvas, scale):
    viewport = viewport_of(image, canvas)
    smallest = smallest_scale(viewport.fit_scale)
    viewport.zoom_to(scale)
    assert smallest * 0.999 <= viewport.scale <= LARGEST_SCALE


def test_100_percent_can_always_be_reached():
    viewport = viewport_of((10, 10))
    viewport.zoom_to(1.0)
    assert viewport.scale == 1.0


def test_a_zoom_step_that_would_pass_100_percent_stops_there():
    viewport = viewport_of()
    viewport.zoom_to(0.9)
    viewport.zoom_by(1.25)
    assert viewport.scale == 1.0
    viewport.zoom_by(1.25)
    assert viewport.scale == 1.25
    viewport.zoom_by(0.5)
    assert viewport.scale == 1.0


@given(scale=st.floats(0.001, 0.999999))
@settings(max_examples=300)
def test_a_scale_below_one_steps_through_its_level_in_exact_fixed_point(scale):
    exact = exact_scale(scale)
    assert exact == pytest.approx(scale, rel=1e-5)
    steps = 65536 / (exact * 2 ** mip_level(exact))
    assert steps == pytest.approx(round(steps), abs=1e-6)
    assert 0.5 - 1e-9 <= exact * 2 ** mip_level(exact) <= 1


@given(image=sizes, canvas=canvases, scale=scales)
@settings(max_examples=200)
def test_every_device_pixel_of_the_image_has_its_centre_in_a_pixel_of_it(image, canvas, scale):
    viewport = viewport_of(image, canvas)
    viewport.zoom_to(scale)
    left, top, right, bottom = viewport.image_rect
    assume(right > left)
    assume(bottom > top)
    # Columns ascend: the ends tell of all of them, which may be millions.
    last = viewport.columns(right - 1, right)[0]
    assert viewport.columns(left, left + 1)[0] >= 0
    assert last == image[0] - 1 or viewport.scale < 1
    assert last <= image[0] - 1
    assert viewport.columns(right, right + 1)[0] >= image[0]
    assert viewport.rows(bottom - 1, bottom)[0] <= image[1] - 1


def test_a_device_pixel_shows_the_column_under_its_centre():
    viewport = viewport_of((100, 100))
    viewport.zoom_to(2.5)
    left = viewport.origin[0]
    assert viewport.columns(left, left + 8).tolist() == [0, 0, 1, 1, 1, 2, 2, 3]
    assert viewport.columns(left - 2, left).tolist() == [-1, -1]


@given(scale=scales, box=st.tuples(*[st.integers(0, 600)] * 4))
@settings(max_examples=200)
def test_the_device_rectangle_of_an_edit_holds_every_pixel_that_shows_it(scale, box):
    viewport = viewport_of()
    viewport.zoom_to(scale)
    left, right = sorted(box[:2])
    top, bottom = sorted(box[2:])
    rect = viewport.device_rect(PixelRect(left, top, right, bottom))
    columns, rows = viewport.columns(0, 400), viewport.rows(0, 300)
    shows = np.flatnonzero((columns >= left) & (columns < right))
    assert all(rect.left <= column < rect.right for column in shows)
    shows = np.flatnonzero((rows >= top) & (rows < bottom))
    assert all(rect.top <= row < rect.bottom for row in shows)


@pytest.mark.parametrize("scale", [0.7, 3.3, 20.0, 64.0])
def test_an_edit_within_a_pixel_concerns_all_of_what_shows_it(scale):
    viewport = viewport_of()
    viewport.zoom_to(scale)
    x, y = map(int, viewport.to_image(200, 150))
    within = viewport.device_rect(Bounds(x + 0.4, y + 0.45, x + 1.55, y + 0.6))
    assert within == viewport.device_rect(PixelRect(x, y, x + 2, y + 1))


def test_a_fitted_image_stays_fitted_when_the_canvas_changes():
    viewport = viewport_of()
    viewport.resize((800, 600))
    assert viewport.scale == pytest.approx(784 / 600, rel=1e-4)


def test_an_image_that_was_moved_stays_where_it_is_when_the_canvas_changes():
    viewport = viewport_of()
    viewport.zoom_to(2.0)
    viewport.pan(30, 20)
    before = viewport.origin
    viewport.resize((500, 350))
    assert viewport.origin == before
    assert viewport.scale == 2.0


def test_the_view_is_kept_for_another_image_of_the_same_size_only_if_asked():
    viewport = viewport_of()
    viewport.zoom_to(2.0)
    viewport.show_image((600, 400), keeps_view=True)
    assert viewport.scale == 2.0
    viewport.show_image((600, 401), keeps_view=True)
    assert viewport.is_fitted
    viewport.zoom_to(2.0)
    viewport.show_image((600, 401))
    assert viewport.is_fitted


def test_image_and_device_coordinates_are_inverse():
    viewport = viewport_of()
    viewport.zoom_to(5.0)
    assert viewport.to_image(*viewport.to_device(12.25, 7.5)) == pytest.approx((12.25, 7.5))


def test_the_visible_box_is_that_of_the_canvas():
    viewport = viewport_of()
    viewport.zoom_to(1.0)
    left, top = viewport.origin
    assert viewport.visible == Bounds(-left, -top, 400 - left, 300 - top)


def test_without_an_image_or_room_there_is_nothing_to_show():
    viewport = Viewport()
    assert viewport.is_empty
    viewport.resize((400, 300))
    assert viewport.is_empty
    viewport.fit()
    viewport.show_image((10, 10))
    assert not viewport.is_empty


def test_a_canvas_smaller_than_its_margins_still_has_a_scale():
    assert viewport_of((600, 400), (10, 10)).scale > 0


def test_a_box_is_shown_in_the_middle_and_takes_up_its_share():
    viewport = viewport_of()
    viewport.go_to(place_of_box(PixelRect(100, 60, 140, 70), viewport, 0.5))
    assert viewport.scale == 5.0
    left, _ = viewport.to_device(100, 60)
    right, _ = viewport.to_device(140, 70)
    assert right - left == 200
    assert left + right == pytest.approx(400, abs=1)
    assert viewport.to_device(120, 65)[1] == pytest.approx(150, abs=1)
    assert not viewport.is_fitted


def test_a_tiny_box_is_shown_no_larger_than_asked_and_one_in_a_corner_in_view():
    viewport = viewport_of()
    viewport.go_to(place_of_box(PixelRect(0, 0, 1, 1), viewport, 0.5, largest=16.0))
    assert viewport.scale == 16.0
    assert viewport.to_device(0, 0) == (192, 142)
    viewport.go_to(place_of_box(Bounds(0, 0, 600, 400), viewport))
    assert viewport.scale == pytest.approx(2 / 3, rel=1e-3)


@pytest.mark.parametrize("box", [PixelRect(0, 100, 60, 400), PixelRect(10, 10, 590, 390)])
def test_a_large_box_makes_the_image_no_smaller_than_all_of_it_in_view(box):
    viewport = viewport_of()
    place = place_of_box(box, viewport, 0.3)
    assert place == (viewport.fit_scale, 0.5, 0.5)
    tiny = viewport_of(image=(8, 6))
    assert place_of_box(PixelRect(0, 0, 1, 1), tiny, 0.5, largest=16.0).scale == tiny.fit_scale


def test_a_box_that_reaches_out_of_the_image_is_shown_whole():
    viewport = viewport_of()
    outside = Bounds(-600, 0, 600, 400)
    assert place_of_box(outside, viewport).scale == pytest.approx(400 / 1200)


class TestPlace:
    @given(
        image=sizes,
        canvas=canvases,
        scale=scales,
        x=st.floats(0, 1),
        y=st.floats(0, 1),
    )
    @settings(max_examples=100)
    def test_going_to_a_place_shows_it_in_the_middle(self, image, canvas, scale, x, y):
        viewport = viewport_of(image, canvas)
        viewport.go_to(Place(scale, x, y))
        here = viewport.place
        wanted = exact_scale(min(max(scale, smallest_scale(viewport.fit_scale)), LARGEST_SCALE))
        assert here.scale == wanted
        for now, asked, length in zip((here.x, here.y), (x, y), image, strict=True):
            assert abs(now - asked) * length * wanted <= 1

    def test_another_image_is_fitted(self):
        viewport = viewport_of()
        viewport.go_to(Place(4.0, 0.25, 0.75))
        viewport.show_image((300, 300))
        assert viewport.is_fitted

    def test_with_keeps_zoom_it_shows_the_same_part_as_large(self):
        viewport = viewport_of()
        viewport.keeps_zoom = True
        viewport.go_to(Place(4.0, 0.25, 0.75))
        viewport.show_image((300, 300))
        assert viewport.place == pytest.approx((4.0, 0.25, 0.75), abs=1e-3)

    def test_with_keeps_zoom_the_place_outlasts_a_moment_without_image(self):
        viewport = viewport_of()
        viewport.keeps_zoom = True
        viewport.go_to(Place(4.0, 0.25, 0.75))
        viewport.show_image((0, 0))
        viewport.show_image((500, 500))
        assert viewport.place == pytest.approx((4.0, 0.25, 0.75), abs=1e-3)

    def test_with_keeps_zoom_a_fitted_image_is_followed_by_a_fitted_one(self):
        viewport = viewport_of()
        viewport.keeps_zoom = True
        viewport.show_image((300, 300))
        assert viewport.is_fitted

    def test_without_margin_the_image_fills_the_canvas(self):
        viewport = Viewport(margin=0)
        viewport.resize((300, 200))
        viewport.show_image((600, 400))
        assert viewport.image_rect == (0, 0, 300, 200)
