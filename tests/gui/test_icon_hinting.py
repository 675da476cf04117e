"""Strokes of icons fall on whole pixels at every size, and every icon can be fitted."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from labeler.core.resource_files import resource
from labeler.gui.icon_hinting import hinted

# Rows and buttons (16 and 20 px) on screens of 1, 1.25, 1.5, 2 and 3.
SIDES = sorted({round(side * scale) for side in (16, 20) for scale in (1, 1.25, 1.5, 2, 3)})
ICONS = sorted(
    path.stem
    for path in Path(str(resource("icons"))).glob("*.svg")
    if path.stem not in ("labeler", "style_arrow", "style_check")
)


def svg(elements: str, stroke: float = 1.5) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000000" '
        f'stroke-width="{stroke}" stroke-linecap="butt" stroke-linejoin="round">{elements}</svg>'
    )


def drawn(source: str, side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        QSvgRenderer(source.encode()).render(painter, QRectF(0, 0, side, side))
    return image


def coverage(image: QImage) -> list[list[int]]:
    """Alpha of every pixel, row by row."""
    pixels = np.array(image.constBits()).reshape(image.height(), image.width(), 4)
    return pixels[:, :, 3].tolist()


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("path", ["M12 4v16", "M5 3.5V20", "M7.3 4V19", "M19.6 20V4"])
def test_an_upright_stroke_is_full_pixels_and_nothing_else(path: str, side: int) -> None:
    rows = coverage(drawn(hinted(svg(f'<path d="{path}"/>'), side), side))
    middle = rows[side // 2]
    assert set(middle) == {0, 255}
    assert middle.count(255) == max(1, int(1.5 * side / 24 + 0.5))


@pytest.mark.parametrize("side", SIDES)
def test_a_level_stroke_and_the_sides_of_a_rectangle_are_sharp_too(side: int) -> None:
    level = coverage(drawn(hinted(svg('<path d="M4 9.3h16"/>'), side), side))
    assert {row[side // 2] for row in level} == {0, 255}
    box = svg('<rect x="3.5" y="5" width="17" height="14" rx="1.5"/>')
    rows = coverage(drawn(hinted(box, side), side))
    assert set(rows[side // 2]) == {0, 255}
    assert {row[side // 2] for row in rows} == {0, 255}


@pytest.mark.parametrize("side", SIDES)
def test_without_it_strokes_are_blurred_at_most_sizes(side: int) -> None:
    rows = coverage(drawn(svg('<path d="M12 4v16"/>'), side))
    assert (set(rows[side // 2]) == {0, 255}) == (1.5 * side / 24 % 2 == side % 2)


@given(st.floats(0.5, 11.5), st.sampled_from(SIDES))
def test_what_is_symmetrical_stays_so(away: float, side: int) -> None:
    source = svg(f'<path d="M{12 - away:.2f} 4v16M{12 + away:.2f} 4v16M12 2v20"/>')
    places = [float(x) for x in re.findall(r"M(-?[\d.]+) ", hinted(source, side))]
    left, right, middle = places
    assert middle - left == right - middle


@given(st.floats(2, 22), st.floats(2, 22), st.sampled_from(SIDES))
def test_nothing_moves_by_a_pixel_and_more(x: float, y: float, side: int) -> None:
    found = re.search(r"M([\d.]+) ([\d.]+)", hinted(svg(f'<path d="M{x:.2f} {y:.2f}h1"/>'), side))
    assert found is not None
    scale = side / 24
    assert abs(float(found[1]) - x * scale) <= 1.01
    assert abs(float(found[2]) - y * scale) <= 1.01


@pytest.mark.parametrize("side", SIDES)
def test_slanted_strokes_keep_their_form(side: int) -> None:
    fitted = hinted(svg('<path d="m6 9.5 6 6 6-6"/>'), side)
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", fitted.split('d="')[1].split('"')[0])]
    (left, top), (middle, bottom), (right, last) = zip(numbers[::2], numbers[1::2], strict=True)
    assert middle - left == pytest.approx(right - middle)
    assert middle - left == pytest.approx(bottom - top, abs=0.01)
    assert top == last


@pytest.mark.parametrize("side", SIDES)
def test_circles_stay_round_and_touch_whole_pixels(side: int) -> None:
    fitted = hinted(svg('<circle cx="10.5" cy="10.5" r="6.5"/>'), side)
    values = dict(re.findall(r'(cx|cy|r)="([\d.]+)"', fitted))
    x, y, radius = (float(values[name]) for name in ("cx", "cy", "r"))
    assert x == y
    assert (2 * radius).is_integer()
    assert radius == pytest.approx(6.5 * side / 24, abs=0.5)


def test_dots_are_as_wide_as_strokes_at_least() -> None:
    dot = svg('<circle cx="12" cy="16" r=".9" stroke="none" fill="#000000"/>')
    for side in SIDES:
        found = re.search(r'r="([\d.]+)"', hinted(dot, side))
        assert found is not None
        stroke = max(1, int(1.5 * side / 24 + 0.5))
        assert 2 * float(found[1]) >= stroke
        assert (2 * float(found[1]) - stroke) % 2 == 0


def test_an_element_with_a_stroke_of_its_own_keeps_its_share() -> None:
    fitted = hinted(svg('<path d="M12 6v7" stroke-width="3"/><path d="M4 6v7"/>'), 48)
    assert re.findall(r'<path[^>]*stroke-width="(\d+)"', fitted) == ["6", "3"]


def test_quarter_arcs_reach_the_corners_that_moved() -> None:
    fitted = hinted(svg('<path d="M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9"/>'), 20)
    assert re.search(r"A(\d) (\d) 0 0 1 ", fitted)


def test_repeated_numbers_repeat_the_command() -> None:
    once = hinted(svg('<path d="M4 4L8 4L8 8"/>'), 24)
    assert once == hinted(svg('<path d="M4 4 8 4 8 8"/>'), 24)
    assert hinted(svg('<path d="m4 4 4 0 0 4z"/>'), 24).count("L") == 2


def test_a_closed_path_goes_on_where_it_began() -> None:
    fitted = hinted(svg('<path d="M4 4h8v8zl4 0"/>'), 24)
    parts = fitted.split('d="')[1].split('"')[0].split(" Z ")
    assert float(re.findall(r"[\d.]+", parts[1])[0]) - float(re.findall(r"[\d.]+", parts[0])[0]) == 4


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_can_be_fitted_and_fills_its_place(name: str, qapp) -> None:
    source = resource("icons", f"{name}.svg").read_text().replace("currentColor", "#ff0000")
    for side in SIDES:
        fitted = hinted(source, side)
        assert QSvgRenderer(fitted.encode()).isValid()
        before, after = coverage(drawn(source, side)), coverage(drawn(fitted, side))
        ink = sum(map(sum, before)), sum(map(sum, after))
        assert 0.6 < ink[1] / ink[0] < 1.6, f"{name} at {side} px is another picture"
        rim = [*after[0], *after[-1], *(row[0] for row in after), *(row[-1] for row in after)]
        assert max(rim) < 128, f"{name} at {side} px is cut off"


@pytest.mark.parametrize("side", SIDES)
def test_ellipses_touch_whole_pixels(side: int) -> None:
    fitted = hinted(svg('<ellipse cx="12" cy="12" rx="8.5" ry="5.5"/>'), side)
    values = {name: float(text) for name, text in re.findall(r'(cx|cy|rx|ry)="([\d.]+)"', fitted)}
    assert (2 * values["rx"]).is_integer()
    assert (2 * values["ry"]).is_integer()
    assert values["rx"] == pytest.approx(8.5 * side / 24, abs=0.6)
    assert values["cx"] == values["cy"]


def test_a_drawing_with_other_elements_scales_as_it_is(qapp) -> None:
    source = svg('<line x1="4" y1="4" x2="20" y2="20"/><path d="M4 12h16"/>')
    assert hinted(source, 40) == source
    assert sum(map(sum, coverage(drawn(source, 40)))) > 0
