"""A canvas with a real document, real events, and the pixels it shows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassTable
from labeler.core.shapes import Shape
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.view import CanvasView
from labeler.gui.document import Document
from labeler.tools.base import Tool
from labeler.tools.options import ToolOptions

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


class Choice:
    """The class table and the class in the hand."""

    def __init__(self) -> None:
        self.classes = ClassTable().with_names(["car", "road", "tree"])
        self.current_class: str | None = "car"
        self.options = ToolOptions()


def document_of(*shapes: Shape, size: tuple[int, int] = (60, 40)) -> Document:
    return Document(None, Annotation(size, list(shapes)), size, Choice())  # type: ignore[arg-type]


def photograph(width: int, height: int, seed: int = 0) -> QImage:
    """An RGB image of random pixels, which forgives no interpolation where there should be none."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def rgb(image: QImage) -> np.ndarray:
    """(h, w, 3) int: the colours of an image."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    words = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()
    return np.stack([(words >> shift) & 255 for shift in (16, 8, 0)], axis=2).astype(int)


class Hand:
    """Mouse and keys on a canvas, as Qt delivers them. Places are in screen pixels of the canvas."""

    def __init__(self, view: CanvasView) -> None:
        self.view = view
        self.held = NONE

    def send(self, kind: QEvent.Type, x: float, y: float, button, buttons) -> None:
        place = QPointF(x, y)
        event = QMouseEvent(kind, place, self.view.mapToGlobal(place), button, buttons, self.held)
        QApplication.sendEvent(self.view, event)

    def press(self, x: float, y: float, button=LEFT) -> None:
        self.send(QEvent.Type.MouseButtonPress, x, y, button, button)

    def move(self, x: float, y: float, button=Qt.MouseButton.NoButton) -> None:
        self.send(QEvent.Type.MouseMove, x, y, Qt.MouseButton.NoButton, button)

    def release(self, x: float, y: float, button=LEFT) -> None:
        self.send(QEvent.Type.MouseButtonRelease, x, y, button, Qt.MouseButton.NoButton)

    def click(self, x: float, y: float, button=LEFT) -> None:
        self.move(x, y)
        self.press(x, y, button)
        self.release(x, y, button)

    def double_click(self, x: float, y: float) -> None:
        self.click(x, y)
        self.send(QEvent.Type.MouseButtonDblClick, x, y, LEFT, LEFT)
        self.release(x, y)

    def drag(self, *places: tuple[float, float], button=LEFT) -> None:
        self.press(*places[0], button)
        for place in places[1:]:
            self.move(*place, button)
        self.release(*places[-1], button)

    def wheel(self, x: float, y: float, turned: int = 120, across: int = 0) -> None:
        place = QPointF(x, y)
        event = QWheelEvent(
            place,
            self.view.mapToGlobal(place),
            QPoint(),
            QPoint(across, turned),
            Qt.MouseButton.NoButton,
            self.held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.view, event)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the image lies on the canvas."""
        return self.view.scene.viewport.to_device(x, y)


@pytest.fixture
def view(qtbot) -> CanvasView:
    """A canvas of 400 x 300 with the photograph of a 60 x 40 image and no document yet."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.set_pyramid(ImagePyramid.of(photograph(60, 40)))
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def hand(view: CanvasView) -> Hand:
    return Hand(view)


@pytest.fixture
def take(view: CanvasView) -> Callable[..., Document]:
    """Put a document of these shapes on the canvas, and a tool in the hand."""

    def taken(*shapes: Shape, tool: type[Tool] | None = None, size=(60, 40)) -> Document:
        document = document_of(*shapes, size=size)
        document.setParent(view)
        view.set_document(document)
        if tool is not None:
            view.set_tool(tool(document))
        return document

    return taken
