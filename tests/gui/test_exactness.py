"""The canvas is the export: the label map is always that of the shapes, and the overlay that of the PNG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core.change import ClassesChanged
from labeler.core.edits.arrange import lower_shapes, raise_shapes
from labeler.core.edits.shapes import add_shape, delete_shapes, set_class
from labeler.core.edits.vertices import insert_vertex, move_shapes
from labeler.core.errors import GeometryError
from labeler.core.handles import Handle, edge_rings, handle_rings
from labeler.core.label_png import write_label_png
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.gui.canvas.label_layer import ViewMode
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.scene import Scene
from labeler.gui.document import Document
from tests.gui.canvas.conftest import Choice, document_of, photograph, rgb
from tests.vertices import deleted_vertex, moved_vertex

SIZE = (72, 56)
CANVAS = (160, 120)
NAMES = ("car", "road", "tree", "void")


class Hands:
    """Somebody who edits a document in any way there is, the same for each seed."""

    def __init__(self, document: Document, choice: Choice, seed: int) -> None:
        self.document = document
        self._choice = choice
        self._random = np.random.default_rng(seed)
        self._gesture: object = object()
        self._acts: list[Callable[[], object]] = [
            self._add,
            self._add,
            self._delete,
            self._move_vertex,
            self._move_vertex,
            self._drag_on,
            self._insert_vertex,
            self._delete_vertex,
            self._move,
            self._reorder,
            self._change_class,
            self._reindex,
            document.undo_stack.undo,
            document.undo_stack.undo,
            document.undo_stack.redo,
        ]

    def act(self) -> None:
        self._acts[int(self._random.integers(len(self._acts)))]()

    def _add(self) -> None:
        name = NAMES[int(self._random.integers(len(NAMES)))]
        points = self._random.uniform(-8, 80, (int(self._random.integers(3, 7)), 2))
        if self._random.random() < 0.3:
            points = np.round(points)
        shape = polygon(name, points, [points.mean(axis=0) + self._random.uniform(-6, 6, (3, 2))])
        kind = self._random.random()
        if kind < 0.15:
            shape = Shape(name, points[:2], ShapeKind.RECTANGLE)
        elif kind < 0.3:
            shape = Shape(name, points[:2], ShapeKind.CIRCLE)
        elif kind < 0.6:
            shape = replace(shape, holes=())
        self.document.push(add_shape(self.document.annotation, shape))

    def _some(self) -> list[int]:
        count = len(self.document.annotation.shapes)
        chosen = self._random.integers(0, count, int(self._random.integers(1, 4))) if count else []
        return sorted(set(map(int, chosen)))

    def _delete(self) -> None:
        if places := self._some():
            self.document.push(delete_shapes(self.document.annotation, places))

    def _handle(self) -> Handle | None:
        places = self._some()
        if not places:
            return None
        rings = handle_rings(self.document.annotation.shapes[places[0]])
        ring = int(self._random.integers(len(rings)))
        return Handle(places[0], ring, int(self._random.integers(len(rings[ring]))))

    def _place(self) -> tuple[float, float]:
        x, y = self._random.uniform(-4, 76, 2).tolist()
        return (x, y)

    def _move_vertex(self) -> None:
        self._gesture = object()
        self._drag_on()

    def _drag_on(self) -> None:
        handle = self._handle()
        if handle is not None:
            document = self.document
            edit = moved_vertex(
                document.annotation, handle, self._place(), index=document.index, gesture=self._gesture
            )
            self.document.push(edit)

    def _insert_vertex(self) -> None:
        for place in self._some()[:1]:
            rings = edge_rings(self.document.annotation.shapes[place])
            ring = int(self._random.integers(len(rings)))
            vertex = int(self._random.integers(1, len(rings[ring]) + 1))
            edit = insert_vertex(self.document.annotation, Handle(place, ring, vertex), self._place())
            self.document.push(edit)

    def _delete_vertex(self) -> None:
        handle = self._handle()
        if handle is None:
            return
        try:
            self.document.push(deleted_vertex(self.document.annotation, handle, index=self.document.index))
        except GeometryError:
            return  # the shape needs it

    def _move(self) -> None:
        if places := self._some():
            document = self.document
            document.push(move_shapes(document.annotation, places, self._place(), document.size))

    def _reorder(self) -> None:
        act = raise_shapes if self._random.random() < 0.5 else lower_shapes
        places = self._some()
        edit = act(self.document.annotation, places) if places else None
        if edit is not None:
            self.document.push(edit)

    def _change_class(self) -> None:
        places, name = self._some(), NAMES[int(self._random.integers(len(NAMES)))]
        edit = set_class(self.document.annotation, places, name) if places else None
        if edit is not None:
            self.document.push(edit)

    def _reindex(self) -> None:
        before = self._choice.classes
        row = before.user_rows[int(self._random.integers(len(before.user_rows)))]
        free = [index for index in range(1, 30) if before.at(index) is None]
        after = before.reindexed(row.index, free[int(self._random.integers(len(free)))])
        self._choice.classes = after
        self.document.follow_classes(ClassesChanged(before, after))


def hands_of(seed: int) -> Hands:
    choice = Choice()
    document = document_of(size=SIZE)
    document._choice = choice
    assert document.label_map is not None
    return Hands(document, choice, seed)


def fresh(document: Document) -> np.ndarray:
    return rasterize(document.annotation.shapes, document.size, document.classes)


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_after_any_sequence_of_edits_the_label_map_is_a_fresh_rasterization(qapp, first):
    for seed in range(first, first + 50):
        hands = hands_of(seed)
        for _ in range(20):
            hands.act()
            if not hands.document.late.is_waiting:
                assert (hands.document.label_map.label_map == fresh(hands.document)).all()
        hands.document.late.settle()
        assert (hands.document.label_map.label_map == fresh(hands.document)).all()


@pytest.fixture
def scene(qapp) -> Scene:
    """A canvas without vectors and grid."""
    scene = Scene()
    scene.viewport.resize(CANVAS)
    scene.base.outlines.is_on = scene.base.has_grid = False
    scene.base.image.pyramid = ImagePyramid.of(photograph(*SIZE))
    return scene


def exported(document: Document, folder: Path) -> np.ndarray:
    """(H, W, 3): the colours that anybody sees who opens the label PNG."""
    path = folder / "label.png"
    write_label_png(path, fresh(document), document.palette)
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).astype(int)


def in_view(scene: Scene, values: np.ndarray) -> tuple[np.ndarray, tuple[slice, slice]]:
    """What of (H, W, ...) values lies at the centres of device pixels, and which of these there are."""
    viewport = scene.viewport
    left, top, right, bottom = viewport.image_rect
    down, across = slice(max(0, top), min(bottom, CANVAS[1])), slice(max(0, left), min(right, CANVAS[0]))
    rows = np.floor((np.arange(down.start, down.stop) + 0.5 - viewport.origin[1]) / viewport.scale)
    columns = np.floor((np.arange(across.start, across.stop) + 0.5 - viewport.origin[0]) / viewport.scale)
    return values[np.ix_(rows.astype(int), columns.astype(int))], (down, across)


@pytest.mark.parametrize("mode", [ViewMode.LABELS, ViewMode.OVERLAY])
@pytest.mark.parametrize("seed", range(6))
def test_the_overlay_has_the_colours_of_the_exported_png_whatever_was_done(scene, tmp_path, mode, seed):
    hands, generator = hands_of(seed + 1000), np.random.default_rng(seed)
    document, base = hands.document, scene.base
    scene.show_document(document)
    base.labels.mode, base.labels.opacity = mode, 1.0

    def follow(change: object, rect: object) -> None:
        if isinstance(change, ClassesChanged):
            base.labels.palette = document.palette
            base.invalidate()
        else:
            base.mark(change.bounds)

    document.changed.connect(follow)
    for step in range(25):
        hands.act()
        document.late.settle()
        if step % 5 == 0:
            scale = (1.0, 0.37, 0.81, 2.0, 3.3, 7.9, 21.0)[int(generator.integers(7))]
            scene.viewport.zoom_to(scale, tuple(generator.uniform(0, 120, 2).tolist()))
        scene.viewport.pan(*generator.integers(-30, 30, 2).tolist())
        shown = rgb(base.updated(scene.viewport))
        colors, (down, across) = in_view(scene, exported(document, tmp_path))
        labels = in_view(scene, fresh(document))[0]
        is_equal = (shown[down, across] == colors).all(axis=2)
        # Void has its stripes; in the overlay the photograph shows through background.
        is_plain = labels != 255 if mode is ViewMode.LABELS else (labels != 255) & (labels != 0)
        assert is_equal[is_plain].all()
        assert is_equal[labels == 255].mean() > 0.4 if (labels == 255).sum() > 500 else True
