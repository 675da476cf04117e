"""What a hand does at the window for the pictures of the documents, and how a picture is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from labeler.core.class_file import read_classes
from labeler.core.geometry import Bounds
from labeler.core.resource_files import resource
from labeler.gui.canvas.viewport import place_of_box
from labeler.gui.main_window import MainWindow
from labeler.settings import MINIMAP, PIXEL_GRID

PATIENCE = 20.0
# So many colours of a picture are kept as they are.
EXACT = 112
# The width of pictures that show a part of the window: of steps side by side, of one thing, of the canvas.
TINY, SMALL, WIDE = 240, 480, 960

PORTRAIT = "astronaut-portrait.jpg"
# A polygon around the mission patch, in image pixels, as a hand would begin it.
PATCH = ((165, 353), (184, 352), (200, 365), (207, 385), (201, 405), (184, 421))

NOTHING = Qt.KeyboardModifier.NoModifier

Place: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]


def wait_until(is_true: Callable[[], object]) -> None:
    """Let the window work until something holds; raises TimeoutError when it never does."""
    end = time.monotonic() + PATIENCE
    while not is_true():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        QTest.qWait(20)
    QTest.qWait(150)


def settle(widget: QWidget, milliseconds: int = 2500) -> None:
    """Wait until a widget has looked the same for a while: numbers and thumbnails come one by one."""
    before = widget.grab().toImage()
    QTest.qWait(milliseconds)
    while (now := widget.grab().toImage()) != before:
        before = now
        QTest.qWait(milliseconds)


def save(widget: QWidget, folder: Path, name: str) -> None:
    """Write what a widget looks like."""
    save_picture(widget.grab(), folder, name)


def save_picture(picture: QPixmap, folder: Path, name: str, width: int | None = None) -> None:
    """Write a picture as a palette PNG, which is a third as large, and scaled down where a width is given."""
    folder.mkdir(parents=True, exist_ok=True)
    if width is not None and width < picture.width():
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    image = Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGB")
    with_palette(image).save(folder / f"{name}.png", optimize=True)


def with_palette(image: Image.Image) -> Image.Image:
    """The picture in 256 colours; those of the window and of the classes, which fill areas, stay exact."""
    counted = image.getcolors(image.width * image.height) or []
    classes = read_classes(resource("sample") / "classes.csv")
    common = [color for _, color in sorted(counted, reverse=True)[:EXACT]]
    exact = list(dict.fromkeys([*(tuple(row.color) for row in classes), *common]))
    mixed = image.quantize(256 - len(exact)).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for color in exact for value in color] + mixed[: 3 * (256 - len(exact))])
    return image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)


def show_image(window: MainWindow, name: str) -> None:
    """Bring an image of the dataset to the canvas, with its photograph."""
    dataset = window.session.dataset
    assert dataset is not None
    position = next(place for place, image in enumerate(dataset.images) if image.name == name)
    window.opening.go_to(position)
    wait_until(lambda: window.opening.position == position and window.session.document is not None)
    wait_until(lambda: window.view.scene.base.image.pyramid is not None)


def place(window: MainWindow, x: float, y: float) -> QPoint:
    """Where on the view a place of the image is."""
    left, top = window.view.scene.viewport.to_device(x, y)
    return QPoint(round(left), round(top))


def look_at(window: MainWindow, box: Box, width: int = SMALL) -> None:
    """Show a box of the image (left, top, right, bottom) so that it is `width` pixels wide on the canvas.

    Without the overview and the grid, which would lie over it.
    """
    for setting in (MINIMAP, PIXEL_GRID):
        window.settings.set(setting, False)
    viewport = window.view.scene.viewport
    viewport.go_to(place_of_box(Bounds(*box), viewport, 1.0, width / (box[2] - box[0])))
    window.view.show_state()
    QTest.qWait(150)


def save_part(window: MainWindow, folder: Path, name: str, box: Box, width: int = SMALL) -> None:
    """Write what the canvas shows of a box of the image (left, top, right, bottom)."""
    part = QRect(place(window, *box[:2]), place(window, *box[2:])).intersected(window.view.rect())
    save_picture(window.view.grab(part), folder, name, width)


def take(window: MainWindow, tool: str, class_name: str | None = None) -> None:
    """Take a tool in the hand, and a class where one is named."""
    window.actions_[f"tool_{tool}"].trigger()
    if class_name is not None:
        window.session.choose_class(class_name)


def point_at(
    window: MainWindow,
    x: float,
    y: float,
    held: Qt.KeyboardModifier = NOTHING,
    down: Qt.MouseButton = Qt.MouseButton.NoButton,
) -> None:
    """Move the mouse to a place of the image, with modifiers held and a button down."""
    at, view = QPointF(place(window, x, y)), window.view
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), none, down, held)
    QApplication.sendEvent(view, move)
    QTest.qWait(60)


def press(window: MainWindow, x: float, y: float, held: Qt.KeyboardModifier = NOTHING) -> None:
    """Press the mouse button at a place of the image."""
    point_at(window, x, y, held)
    QTest.mousePress(window.view, Qt.MouseButton.LeftButton, held, place(window, x, y))


def let_go(window: MainWindow, x: float, y: float) -> None:
    """Let go of the mouse button at a place of the image."""
    QTest.mouseRelease(window.view, Qt.MouseButton.LeftButton, NOTHING, place(window, x, y))
    QTest.qWait(60)


def click(window: MainWindow, *places: Place, held: Qt.KeyboardModifier = NOTHING) -> None:
    """Click at places of the image, one after another."""
    for x, y in places:
        point_at(window, x, y, held)
        QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, held, place(window, x, y))


def drag(window: MainWindow, *places: Place, held: Qt.KeyboardModifier = NOTHING) -> None:
    """Press at the first place and move over the others; the button stays down."""
    press(window, *places[0], held)
    for x, y in places[1:]:
        point_at(window, x, y, held, Qt.MouseButton.LeftButton)


def key(window: MainWindow, which: Qt.Key) -> None:
    """Press a key on the canvas."""
    QTest.keyClick(window.view, which)
    QTest.qWait(60)


def draw(window: MainWindow, class_name: str, points: tuple[Place, ...]) -> None:
    """Click the vertices of a polygon and leave it open, the cursor at the last one."""
    take(window, "polygon", class_name)
    click(window, *points[:-1])
    point_at(window, *points[-1])


def begin_anew(window: MainWindow) -> None:
    """Take back all that was drawn, and rest."""
    rest(window)
    window.undoing.go_to(0)
    QTest.qWait(100)


def rest(window: MainWindow) -> None:
    """Put the tool for selecting in the hand, with nothing selected and the whole image in view."""
    if window.view.tool is not None:
        window.view.act(window.view.tool.cancel)
    window.actions_["tool_select"].trigger()
    window.view.fit()
    for setting in (MINIMAP, PIXEL_GRID):
        window.settings.reset(setting)
    assert window.session.document is not None
    window.session.document.select(())
    QTest.mouseRelease(window.view, Qt.MouseButton.LeftButton)  # with a button down no pointer leaves
    QApplication.sendEvent(window.view, QEvent(QEvent.Type.Leave))
    QTest.qWait(100)
