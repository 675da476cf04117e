"""Where the canvas looks: to the selection, to a class, back to where it looked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from labeler.gui.canvas.viewport import place_of_box
from labeler.gui.preferences import bind
from labeler.settings import KEEP_ZOOM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labeler.core.geometry import Bounds
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.canvas.viewport import Place
    from labeler.gui.document import Document
    from labeler.gui.session import Session
    from labeler.settings import Settings

# Steps of a zoom that follow one another this quickly are one, in milliseconds.
_PAUSE = 600

# How much of the canvas what is zoomed to takes up, and the scale beyond which nothing is won by it.
_SHARE = 0.7
_LARGEST = 16.0

_MOST = 100
_STEP = 1.25


class Zooming(QObject):
    """Connects the actions that zoom, and remembers what was looked at."""

    def __init__(self, view: CanvasView, session: Session, actions: Actions, settings: Settings) -> None:
        super().__init__(view)
        self._view = view
        self._session = session
        self._before: list[Place] = []
        self._settled: Place | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._settle)
        for name, act in {
            "fit": view.fit,
            "actual_size": lambda: view.zoom_to(1.0),
            "zoom_in": lambda: view.zoom_by(_STEP),
            "zoom_out": lambda: view.zoom_by(1 / _STEP),
            "zoom_selection": self.zoom_to_selection,
            "zoom_class": self.zoom_to_class,
            "previous_zoom": self.go_back,
        }.items():
            actions[name].triggered.connect(lambda _=False, act=act: act())
        bind(actions["keep_zoom"], KEEP_ZOOM, settings)
        settings.follow(KEEP_ZOOM, self._set_kept)
        view.moved.connect(self._timer.start)
        session.document_changed.connect(self._on_document)

    def zoom_to_selection(self) -> None:
        """Show the selected shapes as large as the canvas allows."""
        document = self._session.document
        if document is not None:
            self._zoom_to(document, document.selection)

    def zoom_to_class(self) -> None:
        """Show all shapes of the class of the selection, else of the current class."""
        document = self._session.document
        if document is None:
            return
        shapes = document.annotation.shapes
        names = {shapes[position].class_name for position in document.selection}
        if not names and self._session.current_class is not None:
            names.add(self._session.current_class)
        # By index: labelme's names stand for background and void too.
        indices = document.classes.index_of_name
        wanted = {indices.get(name, name) for name in names}
        places = [
            position
            for position, shape in enumerate(shapes)
            if indices.get(shape.class_name, shape.class_name) in wanted
        ]
        self._zoom_to(document, places)

    def go_back(self) -> None:
        """Show what was looked at before the last zoom."""
        self._settle()
        if self._before:
            place = self._before.pop()
            self._view.scene.viewport.go_to(place)
            self._settled = place
            self._view.input.look_again()
            self._timer.stop()

    def _zoom_to(self, document: Document, positions: Iterable[int]) -> None:
        from labeler.core.geometry import Bounds

        self.zoom_to(Bounds.around([document.annotation.shapes[position].bounds for position in positions]))

    def zoom_to(self, box: Bounds) -> None:
        """Bring a box of the image before the eye, if it is one."""
        if not box.is_empty:
            self._settle()
            viewport = self._view.scene.viewport
            viewport.go_to(place_of_box(box, viewport, _SHARE, _LARGEST * viewport.ratio))
            self._view.input.look_again()
            self._settle(is_step=True)

    def _settle(self, *, is_step: bool = False) -> None:
        """The view has come to rest; after a step, or at another scale, the place before is remembered."""
        self._timer.stop()
        viewport = self._view.scene.viewport
        if viewport.is_empty:
            return
        now, before = viewport.place, self._settled
        if before is not None and before != now and (is_step or before.scale != now.scale):
            self._before = [*self._before[-_MOST:], before]
        self._settled = now

    def _on_document(self) -> None:
        """Another image: what was looked at was in the one before, unless the zoom is kept."""
        if not self._view.scene.viewport.keeps_zoom:
            self._before.clear()
            self._settled = None
            self._timer.start()

    def _set_kept(self, is_kept: bool) -> None:
        self._view.scene.viewport.keeps_zoom = is_kept
