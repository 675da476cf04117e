"""Icons draw themselves for the size, the screen and the theme of the moment."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton

from labeler.core.errors import FileUnreadableError
from labeler.core.resource_files import resource
from labeler.gui import theme
from labeler.gui.icons import LARGE, SMALL, ThemedIcon, icon, pixmap, untinted
from labeler.gui.theme import DARK, LIGHT

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def app(qapp: QApplication):
    theme.apply(qapp, "dark")
    yield qapp
    theme.apply(qapp, "dark")


def colors(image: QImage) -> set[str]:
    """The colours of all pixels that are full."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("side", [SMALL, LARGE])
def test_an_icon_has_the_pixels_of_the_screen(side: int, scale: float) -> None:
    made = icon("add").pixmap(QSize(side, side), scale)
    assert made.width() == made.height() == round(side * scale)
    assert made.devicePixelRatio() == scale
    image = made.toImage()
    middle = [image.pixelColor(x, image.height() // 4 + 1).alpha() for x in range(image.width())]
    assert set(middle) == {0, 255}, "the stroke is blurred"


def test_the_same_icon_follows_the_theme(app: QApplication) -> None:
    one = icon("add")
    assert colors(one.pixmap(LARGE, LARGE).toImage()) == {DARK.text.name()}
    theme.apply(app, "light")
    assert colors(one.pixmap(LARGE, LARGE).toImage()) == {LIGHT.text.name()}


def test_what_cannot_be_used_is_faint() -> None:
    made = icon("add").pixmap(LARGE, LARGE, QIcon.Mode.Disabled)
    assert colors(made.toImage()) == {DARK.faint.name()}


def test_a_row_that_is_selected_does_not_tint_its_icon() -> None:
    made = icon("add").pixmap(LARGE, LARGE, QIcon.Mode.Selected)
    assert colors(made.toImage()) == {DARK.text.name()}


def test_an_icon_can_have_a_colour_of_its_own(app: QApplication) -> None:
    one = icon("add", QColor("#ff0000"))
    theme.apply(app, "light")
    assert colors(one.pixmap(SMALL, SMALL).toImage()) == {"#ff0000"}


def test_an_icon_is_painted_in_the_middle_of_its_room() -> None:
    image = QImage(40, 20, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        icon("add").paint(painter, QRect(0, 0, 40, 20))
    columns = [x for x in range(40) if any(image.pixelColor(x, y).alpha() for y in range(20))]
    assert min(columns) >= 10
    assert max(columns) < 30
    assert abs(min(columns) - 10 - (29 - max(columns))) <= 1


def test_an_icon_that_is_changed_by_somebody_draws_on() -> None:
    one = icon("add")
    other = QIcon(one)
    other.addPixmap(QPixmap(3, 3))  # Qt copies the engine for that
    del one
    gc.collect()
    assert colors(other.pixmap(LARGE, LARGE).toImage()) == {DARK.text.name()}
    assert not other.isNull()
    assert other.actualSize(QSize(17, 17)) == QSize(17, 17)


def test_an_action_has_its_icon_again_in_another_theme(app: QApplication, qtbot) -> None:
    action, button = QAction(), QToolButton()
    qtbot.addWidget(button)
    ThemedIcon(action, "save")
    button.setDefaultAction(action)
    with qtbot.waitSignal(action.changed):
        theme.apply(app, "light")
    assert colors(button.icon().pixmap(LARGE, LARGE).toImage()) == {LIGHT.text.name()}


def test_a_picture_for_a_label_is_as_sharp_as_the_screen() -> None:
    made = pixmap("polygon", SMALL, QColor("#ff0000"))
    assert made.width() == round(SMALL * made.devicePixelRatio())
    assert colors(made.toImage()) == {"#ff0000"}
    assert not untinted(made).pixmap(SMALL, SMALL, QIcon.Mode.Selected).isNull()


def test_a_name_that_no_file_has_is_an_error_at_once() -> None:
    with pytest.raises(FileUnreadableError):
        pixmap("no such icon", SMALL, QColor(Qt.GlobalColor.red))
    assert resource("icons", "eye.svg").is_file()


def test_a_button_is_sharp_on_a_screen_of_one_and_a_half() -> None:
    code = """
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QToolButton
app = QApplication([])
from labeler.gui import icons, theme
theme.apply(app, "dark")
button = QToolButton()
button.setIcon(icons.icon("add"))
button.setIconSize(QSize(20, 20))
button.resize(32, 32)
image = button.grab().toImage()
print(image.width(), *sorted({image.pixelColor(x, 18).name() for x in range(48)}))
"""
    environment = {**os.environ, "QT_SCALE_FACTOR": "1.5", "QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
    )
    assert answer.stdout.split() == ["48", "#000000", "#e8e8e8"]
