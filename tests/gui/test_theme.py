"""Both themes have the exact colours of the design, without a tint, and text that can be read."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from labeler.gui import theme
from labeler.gui.icons import LARGE, icon, pixmap
from labeler.gui.swatch import swatch
from labeler.gui.theme import DARK, LIGHT, Theme

NAMES = [
    *("window", "panel", "raised", "hairline", "text", "dim_text"),
    *("accent", "danger", "warning", "good", "canvas"),
]
IN_DARK = "#242424 #2b2b2b #363636 #444444 #e8e8e8 #a6a6a6 #4b9bff #f0625a #e0a93f #5fb865 #1a1a1a"
IN_LIGHT = "#ededed #f7f7f7 #ffffff #cfcfcf #1e1e1e #5f5f5f #0a62d0 #c62f28 #96690a #2c7d33 #bdbdbd"


@pytest.fixture
def app(qapp: QApplication):
    yield qapp
    theme.apply(qapp, "dark")


def luminance(color: QColor) -> float:
    """Relative luminance (WCAG 2.1)."""
    parts = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in color.getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_colours_are_those_of_the_design() -> None:
    assert list(DARK.colors())[:11] == NAMES
    assert " ".join(getattr(DARK, name).name() for name in NAMES) == IN_DARK
    assert " ".join(getattr(LIGHT, name).name() for name in NAMES) == IN_LIGHT


@pytest.mark.parametrize("one", [DARK, LIGHT], ids=["dark", "light"])
def test_surfaces_are_grey_without_a_tint(one: Theme) -> None:
    for name in ("window", "panel", "raised", "hairline", "canvas", "hovered", "faint"):
        red, green, blue, _ = getattr(one, name).getRgb()
        assert red == green == blue, name


@pytest.mark.parametrize("one", [DARK, LIGHT], ids=["dark", "light"])
def test_text_has_a_contrast_of_4_5_and_more(one: Theme) -> None:
    for surface in (one.window, one.panel, one.raised):
        for name in ("text", "dim_text"):
            assert contrast(getattr(one, name), surface) >= 4.5, name
    assert contrast(one.text, one.marked) >= 4.5
    assert contrast(one.accent_text, one.accent) >= 4.5


def test_a_name_stands_for_a_theme(app: QApplication) -> None:
    assert theme.theme_of("dark") is DARK
    assert theme.theme_of("light") is LIGHT
    assert theme.theme_of("system") in (DARK, LIGHT)


def test_applying_one_reaches_palette_sheet_and_those_who_listen(app: QApplication, qtbot) -> None:
    theme.apply(app, "dark")
    with qtbot.waitSignal(theme.notifier().changed):
        assert theme.apply(app, "light") is LIGHT
    assert theme.current() is LIGHT
    assert app.palette().color(QPalette.ColorRole.Window) == LIGHT.window
    assert app.palette().color(QPalette.ColorRole.Base) == LIGHT.panel
    assert LIGHT.hairline.name() in app.styleSheet()
    assert "@" not in app.styleSheet()


def test_a_widget_is_drawn_in_the_theme(app: QApplication, qtbot) -> None:
    theme.apply(app, "light")
    label = QLabel("")
    qtbot.addWidget(label)
    label.resize(20, 20)
    assert label.grab().toImage().pixelColor(5, 5) == LIGHT.window


def test_icons_take_the_colour_of_the_text(app: QApplication) -> None:
    for one in (DARK, LIGHT):
        theme.apply(app, one.name)
        image = icon("add").pixmap(LARGE, LARGE).toImage()
        colors = {
            image.pixelColor(x, y).name()
            for x in range(20)
            for y in range(20)
            if image.pixelColor(x, y).alpha() == 255
        }
        assert colors == {one.text.name()}


def test_icons_are_as_sharp_as_the_screen(app: QApplication) -> None:
    made = pixmap("polygon", 16, QColor("#ff0000"))
    assert made.width() == round(16 * made.devicePixelRatio())
    assert not made.toImage().allGray()


def test_a_swatch_is_full_of_its_colour_and_has_a_rim(app: QApplication) -> None:
    image = swatch((10, 200, 30)).toImage()
    assert image.pixelColor(8, 8) == QColor(10, 200, 30)
    assert image.pixelColor(8, 0) != QColor(10, 200, 30)
    assert swatch(None).toImage().pixelColor(8, 8).alpha() == 0
