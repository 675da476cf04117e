"""Whether memory grows: random edits, pans, zooms and image changes in the real window, by the thousand."""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from labeler.core.edits.shapes import add_shape, delete_shapes, set_class
from labeler.core.handles import Handle
from labeler.core.memory import give_back
from labeler.core.shapes import polygon
from labeler.gui.document import Document
from tests.benchmarks.canvas_scenes import MIDDLE, Stage, stage_on
from tests.benchmarks.figures import Figure
from tests.vertices import moved_vertex

SIZE = (4000, 3000)
STEPS, FIRST = 2000, 200
_IMAGES, _POLYGONS = 5, 500


def run(steps: int = STEPS, first: int = FIRST) -> list[Figure]:
    """The resident memory after all steps beside that after the first ones."""
    with stage_on([_POLYGONS] * _IMAGES, SIZE) as stage:
        user = _User(stage)
        for _ in range(first):
            user.act()
        before = _level(user, stage)
        for _ in range(steps - first):
            user.act()
        after = _level(user, stage)
    words = f"memory after {steps:,} random steps, beside that after {first}"
    return [
        Figure(words, 100 * (after / before - 1), "%", 5),
        Figure(f"memory after {steps:,} random steps", after / 1e6, "MB"),
    ]


class _User:
    """Somebody who does anything, the same at every run."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._random = random.Random(2)
        self._acts: list[tuple[int, Callable[[], object]]] = [
            (30, self._pan),
            (20, self._zoom),
            (15, self._move_vertex),
            (10, self._add),
            (10, self._delete),
            (5, self._change_class),
            (8, self._undo_or_redo),
            (8, self._change_image),  # so that all images were seen when the first level is taken
        ]

    def act(self) -> None:
        """One step, and the frames that show it."""
        weights, acts = zip(*self._acts, strict=True)
        self._random.choices(acts, weights)[0]()
        QApplication.processEvents()

    @property
    def _document(self) -> Document:
        return self._stage.document

    def _pan(self) -> None:
        hand, place = self._stage.hand, (self._random.uniform(300, 1500), self._random.uniform(300, 800))
        hand.press(*place, MIDDLE)
        for _ in range(4):
            place = (place[0] + self._random.uniform(-60, 60), place[1] + self._random.uniform(-60, 60))
            hand.move(*place, MIDDLE)
            QApplication.processEvents()
        hand.release(*place, MIDDLE)

    def _zoom(self) -> None:
        place = (self._random.uniform(0, 1900), self._random.uniform(0, 1000))
        self._stage.hand.wheel(*place, self._random.choice((120, 120, -120, -120, 360, -360)))

    def _move_vertex(self) -> None:
        position = self._any_position()
        points = self._document.annotation.shapes[position].points
        handle, gesture = Handle(position, 0, self._random.randrange(len(points))), object()
        for _ in range(3):
            x, y = points[handle.vertex] + (self._random.uniform(-40, 40), self._random.uniform(-40, 40))
            document, place = self._document, (float(x), float(y))
            document.push(
                moved_vertex(document.annotation, handle, place, index=document.index, gesture=gesture)
            )

    def _add(self) -> None:
        x, y = self._random.uniform(0, SIZE[0]), self._random.uniform(0, SIZE[1])
        ring = [(x + self._random.uniform(-90, 90), y + self._random.uniform(-90, 90)) for _ in range(20)]
        name = f"class {self._random.randint(1, 20)}"
        self._document.push(add_shape(self._document.annotation, polygon(name, ring)))

    def _delete(self) -> None:
        self._document.push(delete_shapes(self._document.annotation, (self._any_position(),)))

    def _change_class(self) -> None:
        name = f"class {self._random.randint(1, 20)}"
        edit = set_class(self._document.annotation, (self._any_position(),), name)
        if edit is not None:
            self._document.push(edit)

    def _undo_or_redo(self) -> None:
        history = self._document.undo_stack
        self._random.choice((history.undo, history.redo))()

    def _change_image(self) -> None:
        self.go_to(self._random.randrange(_IMAGES))

    def go_to(self, position: int) -> None:
        """Bring an image to the canvas."""
        window = self._stage.window
        window.opening.go_to(position)
        dataset = window.session.dataset
        assert dataset is not None
        image = dataset.images[position]
        self._stage.wait(lambda: window.session.document is not None and self._document.image == image)

    def _any_position(self) -> int:
        return self._random.randrange(len(self._document.annotation.shapes))


def _level(user: _User, stage: Stage) -> int:
    """The resident memory of this process in bytes, with the first image on the canvas.

    What was made ready ahead, a matter of the last image changes, is dropped before, and the free memory that
    the allocator holds is given back: each makes up to a tenth, now more and now less.
    """
    user.go_to(0)
    stage.settle(1)
    stage.window.loader.forget()
    stage.settle(1)
    gc.collect()
    stage.settle(1)
    give_back()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
