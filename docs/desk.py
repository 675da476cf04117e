"""What a hand does at the window for the pictures of the documents, and how a picture is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from labeler.core.class_file import read_classes
from labeler.core.resource_files import resource
from labeler.gui.main_window import MainWindow

PATIENCE = 20.0
# So many colours of a picture are kept as they are.
EXACT = 112


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


def point_at(window: MainWindow, x: float, y: float) -> None:
    """Move the mouse to a place of the image."""
    at = QPointF(place(window, x, y))
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        window.view.mapToGlobal(at),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window.view, move)
    QTest.qWait(100)


def draw(window: MainWindow, class_name: str, points: tuple[tuple[float, float], ...]) -> None:
    """Click the vertices of a polygon and leave it open, the cursor at the last one."""
    window.actions_["tool_polygon"].trigger()
    window.session.choose_class(class_name)
    for x, y in points[:-1]:
        QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=place(window, x, y))
    point_at(window, *points[-1])


def rest(window: MainWindow) -> None:
    """Put the tool for selecting in the hand, with nothing selected and the whole image in view."""
    if window.view.tool is not None:
        window.view.act(window.view.tool.cancel)
    window.actions_["tool_select"].trigger()
    window.view.fit()
    assert window.session.document is not None
    window.session.document.select(())
    QApplication.sendEvent(window.view, QEvent(QEvent.Type.Leave))
    QTest.qWait(100)
