"""The two themes: neutral greys without a tint, dark and light, and how they are put on the application.

Qt's own colour schemes do nothing without a desktop that has one (and nothing at all offscreen), so the
program runs the Fusion style with a palette of its own and a short style sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from labeler.core.resource_files import resource
from labeler.gui.style_sheet import STYLE_SHEET

# Names that the setting takes; "system" follows the desktop, and is dark where the desktop does not say.
NAMES = ("system", "dark", "light")


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the interface; `canvas` lies behind the photograph."""

    name: str
    window: QColor
    panel: QColor
    raised: QColor
    hairline: QColor
    text: QColor
    dim_text: QColor
    accent: QColor
    danger: QColor
    warning: QColor
    good: QColor
    canvas: QColor

    @property
    def is_dark(self) -> bool:
        """Whether the interface is darker than its text."""
        return self.window.lightness() < self.text.lightness()

    @property
    def accent_text(self) -> QColor:
        """The colour of text on the accent: near black on the light blue, white on the dark one."""
        return QColor("#0e1a2b") if self.is_dark else QColor("#ffffff")

    @property
    def soft_text(self) -> QColor:
        """Dim text where that would be too faint: in selected rows, and on the ground of the canvas."""
        return _mixed(self.dim_text, self.text, 0.5)

    @property
    def warning_text(self) -> QColor:
        """The colour of text that warns; as light as the sign beside it, it could hardly be read."""
        return _mixed(self.warning, self.text, 0 if self.is_dark else 0.2)

    @property
    def marked(self) -> QColor:
        """The background of a selected row: the accent laid thinly over the panel."""
        share = 0.32 if self.is_dark else 0.18
        return _mixed(self.panel, self.accent, share)

    @property
    def faint(self) -> QColor:
        """The colour of text that cannot be used now."""
        return _mixed(self.window, self.dim_text, 0.55)

    @property
    def hovered(self) -> QColor:
        """The background of a button under the mouse."""
        return _mixed(self.window, self.text, 0.09)

    def colors(self) -> dict[str, str]:
        """Every colour by name as `#rrggbb`, for the style sheet."""
        named = {each.name: getattr(self, each.name).name() for each in fields(self) if each.name != "name"}
        for name in ("accent_text", "soft_text", "warning_text", "marked", "hovered", "faint"):
            named[name] = getattr(self, name).name()
        return named


def _theme(name: str, colors: str) -> Theme:
    return Theme(name, *(QColor(color) for color in colors.split()))


DARK = _theme(
    "dark",
    "#242424 #2b2b2b #363636 #444444 #e8e8e8 #a6a6a6 #4b9bff #f0625a #e0a93f #5fb865 #1a1a1a",
)
LIGHT = _theme(
    "light",
    "#ededed #f7f7f7 #ffffff #cfcfcf #1e1e1e #5f5f5f #0a62d0 #c62f28 #96690a #2c7d33 #bdbdbd",
)

_current = DARK
_points = 10


class Notifier(QObject):
    """Tells those whom no palette change reaches (icons of actions) that the theme is another one."""

    changed = Signal()


@cache
def notifier() -> Notifier:
    """The one notifier of the program."""
    return Notifier()


def current() -> Theme:
    """The theme that is on now."""
    return _current


def theme_of(name: str) -> Theme:
    """The theme that a name of NAMES stands for now."""
    if name == "system":
        from PySide6.QtCore import Qt  # late: the namespace alone takes 18 ms, too much for the first frame

        is_light = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light
        return LIGHT if is_light else DARK
    return LIGHT if name == "light" else DARK


def apply(app: QApplication, name: str, points: int | None = None) -> Theme:
    """Put the theme on the application; every widget gets a palette change and repaints if it is another.

    `points` is the size of the text; without, it stays as it was.
    """
    global _current, _points  # noqa: PLW0603 - one theme for the program, as Qt has one palette
    _current = theme_of(name)
    _points = _points if points is None else points
    words = _current.colors()
    for picture in ("style_arrow", "style_check"):
        words[picture] = resource("icons", f"{picture}.svg").as_posix()
    sheet = re.sub(r"@(\w+)", lambda found: words[found[1]], STYLE_SHEET)
    font, palette = _font(), _palette(_current)
    if (app.styleSheet(), app.font(), app.palette()) == (sheet, font, palette):
        return _current  # to style every widget anew takes a tenth of a second
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font)
    app.setPalette(palette)
    app.setStyleSheet(sheet)
    notifier().changed.emit()
    return _current


def _font() -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPointSize(_points)
    return font


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()  # every role is set below; the overload for a colour would load all of `Qt`
    for places, color in (
        ((role.Window, role.Button), theme.window),
        ((role.Base, role.AlternateBase), theme.panel),
        ((role.ToolTipBase, role.Light, role.Midlight), theme.raised),
        ((role.Mid, role.Dark), theme.hairline),
        ((role.Shadow,), theme.canvas),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), theme.text),
        ((role.HighlightedText,), theme.text),
        ((role.Highlight,), theme.marked),
        ((role.Link, role.LinkVisited, role.Accent), theme.accent),
        ((role.PlaceholderText,), theme.dim_text),
    ):
        for place in places:
            palette.setColor(place, color)
    for place in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, theme.faint)
    return palette


def _mixed(below: QColor, above: QColor, share: float) -> QColor:
    """`share` of the colour above laid over the one below."""
    values = (
        round(low + (high - low) * share)
        for low, high in zip(below.getRgb()[:3], above.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*values)
