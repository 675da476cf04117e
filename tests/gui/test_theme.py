"""Both themes have the exact colours of the design, without a tint, and text that can be read."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from labeler.gui import theme
from labeler.gui.icons import LARGE, icon, pixmap
from labeler.gui.style_sheet import STYLE_SHEET
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


# Every colour that text has, and the grounds that it stands on.
TEXTS = [
    *(("text", ground) for ground in ("window", "panel", "raised", "marked", "hovered", "canvas")),
    *(("dim_text", ground) for ground in ("window", "panel", "raised", "hovered")),
    *(("soft_text", ground) for ground in ("window", "panel", "raised", "marked", "hovered", "canvas")),
    *(("warning_text", ground) for ground in ("window", "panel")),
    *(("danger", "window"), ("accent", "window"), ("accent", "panel"), ("accent_text", "accent")),
]


@pytest.mark.parametrize("one", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_has_a_contrast_of_4_5_and_more(one: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(one, text), getattr(one, ground)) >= 4.5


@pytest.mark.parametrize("one", [DARK, LIGHT], ids=["dark", "light"])
def test_what_cannot_be_used_is_fainter_than_all_else(one: Theme) -> None:
    for ground in (one.window, one.panel, one.raised):
        assert 2 < contrast(one.faint, ground) < contrast(one.dim_text, ground)


@pytest.mark.parametrize("one", [DARK, LIGHT], ids=["dark", "light"])
def test_signs_and_the_accent_stand_out_from_every_surface(one: Theme) -> None:
    for name in ("accent", "danger", "warning", "good"):
        for ground in (one.window, one.panel, one.raised):
            assert contrast(getattr(one, name), ground) >= 3, name


def test_the_style_sheet_sets_text_in_colours_that_are_tested() -> None:
    tested = {text for text, _ in TEXTS} | {"faint"}
    rules = re.findall(r"([^{}]+)\{([^}]*)\}", STYLE_SHEET)
    for selector, rule in rules:
        named = dict(re.findall(r"(?<![\w-])(color|background): @(\w+)", rule))
        text, ground = named.get("color"), named.get("background")
        if text is None:
            continue
        assert text in tested, selector.strip()
        if ground is not None and text != "faint":
            assert (text, ground) in TEXTS, selector.strip()


def test_text_on_screen_can_be_read_in_both_themes(app: QApplication, qtbot) -> None:
    for one in (DARK, LIGHT):
        theme.apply(app, one.name)
        label = QLabel("What is written here", objectName="dim")
        qtbot.addWidget(label)
        image = label.grab().toImage()
        pixels = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        darkest, lightest = (pick(map(QColor, pixels), key=luminance) for pick in (min, max))
        assert contrast(darkest, lightest) >= 4.5


def test_all_text_has_the_size_that_was_asked_for(app: QApplication, qtbot) -> None:
    label = QLabel("text")
    qtbot.addWidget(label)
    try:
        theme.apply(app, "dark", 13)
        assert app.font().pointSize() == 13
        large = label.sizeHint().height()
        theme.apply(app, "light")
        assert app.font().pointSize() == 13, "a change of the theme leaves the size"
    finally:
        theme.apply(app, "dark", 10)
    assert label.sizeHint().height() < large


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


def test_the_theme_that_is_on_costs_nothing_again(app: QApplication, qtbot) -> None:
    theme.apply(app, "light", 10)
    style = app.style()
    with qtbot.assertNotEmitted(theme.notifier().changed):
        assert theme.apply(app, "light", 10) is LIGHT
    assert app.style() is style
    with qtbot.waitSignal(theme.notifier().changed):
        theme.apply(app, "light", 11)
    assert app.font().pointSize() == 11
    theme.apply(app, "light", 10)


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
