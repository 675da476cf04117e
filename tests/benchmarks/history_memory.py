"""What the history of an image holds after thousands of edits of one vertex each."""

from __future__ import annotations

import gc
import random
from types import SimpleNamespace

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassTable
from labeler.core.geometry import ellipse_ring
from labeler.core.handles import Handle
from labeler.core.memory import give_back
from labeler.core.shapes import Shape, polygon
from labeler.gui.document import Document
from labeler.tools.options import ToolOptions
from tests.benchmarks.bench_lists import resident
from tests.benchmarks.figures import Figure
from tests.vertices import moved_vertex

EDITS = 10_000
_SIZE = (4000, 3000)
_RADIUS = 20.0


def figures(edits: int = EDITS) -> list[Figure]:
    """The memory that the edits add: of 10,000 polygons of 12 vertices, and of 100 of some 3,000."""
    return [
        Figure(f"{edits:,} edits of a vertex among {count:,} polygons of {vertices:,}", added, "MB", 20)
        for count, vertices in ((10_000, 12), (100, 3000))
        for added in (_added(edits, count, vertices),)
    ]


def _added(edits: int, count: int, vertices: int) -> float:
    chance = random.Random(4)
    shapes = [_shape(chance, vertices) for _ in range(count)]
    choice = SimpleNamespace(
        classes=ClassTable().with_names(["car"]), current_class="car", options=ToolOptions()
    )
    document = Document(None, Annotation(_SIZE, shapes), _SIZE, choice)  # type: ignore[arg-type]
    _move_one(document, chance)  # loads what the first edit of a program needs
    before = _level()
    for _ in range(edits):
        _move_one(document, chance)
    return _level() - before


def _move_one(document: Document, chance: random.Random) -> None:
    """Move any vertex by a pixel."""
    shapes = document.annotation.shapes
    position = chance.randrange(len(shapes))
    handle = Handle(position, 0, chance.randrange(len(shapes[position].points)))
    x, y = shapes[position].points[handle.vertex].tolist()
    place, gesture = (x + 1, y + 1), object()
    document.push(moved_vertex(document.annotation, handle, place, index=document.index, gesture=gesture))


def _shape(chance: random.Random, vertices: int) -> Shape:
    x, y = chance.uniform(0, _SIZE[0]), chance.uniform(0, _SIZE[1])
    ring = ellipse_ring(x, y, _RADIUS, _RADIUS)
    places = [ring[vertex * len(ring) // vertices] for vertex in range(vertices)]
    return polygon("car", places)


def _level() -> float:
    """Megabytes in use, without what the allocator only holds."""
    gc.collect()
    give_back()
    return resident() / 1e6
