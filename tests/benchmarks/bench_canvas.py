"""The canvas as its user meets it: real events, the real window, offscreen, a canvas of 1920 x 1080.

The image has 10,000 x 10,000 pixels and 10,000 polygons of 20 vertices where nothing else is said. A frame is
an event and all painting that came of it.
"""

from __future__ import annotations

import importlib.util
import itertools
import random
from collections.abc import Callable

import numpy as np

from labeler.core.rasterizer import rasterize
from labeler.core.shapes import Shape, polygon
from labeler.tools.base import Pointer
from tests.benchmarks import canvas_files, canvas_memory
from tests.benchmarks.canvas_scenes import LEFT, MIDDLE, VIEWPORT, Place, Stage, stage_on
from tests.benchmarks.figures import Figure, Timing, timed

FEW, MANY = 10_000, 100_000
_SCALES: dict[str, float | None] = {"fit": None, "1:1": 1.0, "8:1": 8.0}
_MIDDLE: Place = (960, 540)
_WIDE = 3000.0
_LARGE_SCREEN = (3840, 2160)


def run() -> list[Figure]:
    """The targets of the canvas; what it costs to open, save and keep images comes after them."""
    # First, in a process that has held nothing large yet.
    memory = canvas_memory.run()
    with stage_on((FEW, MANY)) as stage:
        figures = [
            *_pans_and_zooms(stage),
            *_pointing(stage),
            *_drags(stage),
            *_edits(stage),
            *_classes(stage),
            *canvas_files.run(stage),
            *_on_a_large_screen(stage),
            *_repaints(stage),
        ]
    return [*figures, *memory, *_images()]


def _repaints(stage: Stage) -> list[Figure]:
    """Everything anew, with few and with many polygons; the window goes on to its second image for those."""
    few = {name: stage.repaints(scale) for name, scale in _SCALES.items()}
    stage.go_to(1)
    many = {name: stage.repaints(scale) for name, scale in _SCALES.items()}
    return [
        *(timing.figure(f"full repaint, {name}, {FEW:,} polygons", 20) for name, timing in few.items()),
        *(timing.figure(f"full repaint, {name}, {MANY:,} polygons", 20) for name, timing in many.items()),
        *(
            Figure(f"{MANY:,} against {FEW:,}, {name}", many[name].median / few[name].median, "x", 1.3)
            for name in _SCALES
        ),
        *_hit_tests(stage, f", {MANY:,} polygons", None),
    ]


def _pans_and_zooms(stage: Stage) -> list[Figure]:
    hand, figures = stage.hand, []
    for name, scale in (*_SCALES.items(), ("37 %", 0.37)):
        stage.show_at(scale)
        hand.press(*_MIDDLE, MIDDLE)
        places = [(960.0 + 7 * step, 540.0 + 5 * step) for step in range(1, 42)]
        figures.append(stage.frames(stage.moves(places, MIDDLE)).figure(f"pan step, {name}", 5))
        hand.release(*_MIDDLE, MIDDLE)
    stage.show_at(None)
    turns = [lambda turned=turned: hand.wheel(700, 500, turned) for turned in (120,) * 20 + (-120,) * 20]
    return [*figures, stage.frames(turns).figure("zoom step at the cursor", 20)]


def _on_a_large_screen(stage: Stage) -> list[Figure]:
    """The most expensive frames where the canvas has four times as many pixels."""
    stage.enlarge(_LARGE_SCREEN)
    words = "{}, canvas of {} x {}".format
    figures = [
        stage.repaints(scale, 15).figure(words(f"full repaint, {name}", *_LARGE_SCREEN))
        for name, scale in _SCALES.items()
    ]
    figures += [
        Figure(words(figure.name, *_LARGE_SCREEN), figure.value, "ms", p95=figure.p95)
        for figure in _pans_and_zooms(stage)
    ]
    stage.enlarge(VIEWPORT)
    return figures


def _pointing(stage: Stage) -> list[Figure]:
    figures = []
    for name, scale in _SCALES.items():
        stage.show_at(scale)
        places = [(300.0 + 13 * step, 200.0 + 7 * step) for step in range(100)]
        figures.append(stage.frames(stage.moves(places)).figure(f"mouse move with hover, {name}", 4))
    return [*figures, *_hit_tests(stage, "", 0.1)]


def _hit_tests(stage: Stage, words: str, target: float | None) -> list[Figure]:
    """What lies under the pointer, with handles and edges, at random places."""
    generator, tool = random.Random(1), stage.view.tool
    assert tool is not None
    places = itertools.cycle(
        Pointer(generator.uniform(0, 10_000), generator.uniform(0, 10_000), 8.0) for _ in range(500)
    )
    return [timed(lambda: tool.move(next(places)), 500).figure(f"hit test alone{words}", target)]


def _drags(stage: Stage) -> list[Figure]:
    """The vertex of a small polygon, then that of a large one in the middle of the painting order."""
    document = stage.document
    small = next(
        position
        for position, (left, top, right, bottom) in enumerate(document.index.boxes.tolist())
        if 4000 < left < 6000 and 4000 < top < 6000 and max(right - left, bottom - top) < 150
    )
    figures = [_drag(stage, small, scale)[0].figure(f"drag a vertex, {name}", 5) for name, scale in _near()]
    for name, shape in (("20 vertices", _wide_ring()), ("3 vertices", _wide_triangle())):
        stage.view.act(lambda shape=shape: _inserted(shape))
        for zoom, scale in _near():
            moving, letting_go = _drag(stage, FEW // 2, scale)
            words = f"{_WIDE:,.0f} px wide, {name}, {zoom}"
            figures.append(moving.figure(f"drag a vertex, {words}", 16))
            figures.append(letting_go.figure(f"exact after letting go, {words}", 150))
        document.undo_stack.setIndex(0)
    return figures


def _near() -> list[tuple[str, float | None]]:
    return [("fit", None), ("1:1", 1.0)]


def _drag(stage: Stage, position: int, scale: float | None) -> tuple[Timing, Timing]:
    """Each move of a vertex with its frame, and the release with the frame that is exact again."""
    hand, document, released = stage.hand, stage.document, []
    document.select((position,))
    for turn in range(5):
        x, y = document.annotation.shapes[position].points[1].tolist()
        stage.show_at(scale, (x, y))
        left, top = stage.view.scene.viewport.to_device(x, y)
        hand.move(left, top)
        hand.press(left, top)
        places = [(left + 5 * (step % 12), top + 4 * (step % 9) + turn) for step in range(1, 22)]
        moved = stage.frames(stage.moves(places, LEFT), skipped=2)
        released.append(stage.frames([lambda place=places[3]: hand.release(*place)], skipped=0).median)
        if turn == 0:
            _assert_exact(stage)
        # As it was: a vertex that went far makes a large polygon of a small one.
        document.undo_stack.undo()
    return moved, Timing.of(released)


def _assert_exact(stage: Stage) -> None:
    document = stage.document
    whole = rasterize(document.annotation.shapes, document.size, document.classes)
    assert (document.label_map.label_map == whole).all(), "the label map is not that of the shapes"


def _wide_ring() -> Shape:
    turn = np.arange(20) * (2 * np.pi / 20)
    radius = _WIDE / 2 * np.where(np.arange(20) % 2, 0.9, 1)
    return polygon("class 7", 5000 + radius[:, None] * np.column_stack((np.cos(turn), np.sin(turn))))


def _wide_triangle() -> Shape:
    return polygon("class 7", ((3500, 3600), (3500 + _WIDE, 3500), (5000, 6400)))


def _inserted(shape: Shape, position: int = FEW // 2) -> object:
    from labeler.core.edits.shapes import InsertShapes

    return InsertShapes((position,), (shape,))


def _edits(stage: Stage) -> list[Figure]:
    """One polygon more and less, then all of them, each with the frame that shows it."""
    document, commands, view = stage.document, stage.window.commands, stage.view
    stage.show_at(1.0)
    one = polygon("class 3", ((5000, 5000), (5080, 5010), (5050, 5100)))

    def alternated(acts: list[Callable[[], object]], rounds: int) -> list[Timing]:
        taken: list[list[float]] = [[] for _ in acts]
        for _ in range(rounds):
            for act, times in zip(acts, taken, strict=True):
                times.append(stage.frames([act], skipped=0).median)
                stage.settle()
        return [Timing.of(times[1:]) for times in taken]

    add, delete = alternated([lambda: view.act(lambda: _inserted(one, FEW)), commands.delete], 16)
    stage.show_at(None)

    def delete_all() -> None:
        commands.select_all()
        commands.delete()

    gone, back = alternated([delete_all, document.undo_stack.undo], 8)
    assert len(document.annotation.shapes) == FEW
    _assert_exact(stage)
    return [
        add.figure("add one polygon", 8),
        delete.figure("delete one polygon", 8),
        gone.figure(f"select all and delete {FEW:,}", 150),
        back.figure("undo of it", 150),
    ]


def _classes(stage: Stage) -> list[Figure]:
    """Another colour of a class, and a class hidden: the frame, how often it is drawn, what is rasterized."""
    from labeler.core import live_label_map

    session, visibility = stage.window.session, stage.window.visibility
    table = session.classes
    colors = itertools.cycle(((18, 52, 86), (101, 67, 33)))
    hidden = itertools.cycle((True, False))
    acts: dict[str, Callable[[], object]] = {
        "recolour a class": lambda: session.preview_classes(table.recolored(3, next(colors))),
        "hide a class": lambda: visibility.hide_class("class 3", next(hidden)),
    }
    figures, painted, rasterized = [], [], []
    base, paint = stage.view.scene.base, live_label_map.paint
    live_label_map.paint = lambda *some, **more: rasterized.append(1) or paint(*some, **more)
    draw = base._paint
    base._paint = lambda *some: painted.append(1) or draw(*some)
    stage.show_at(1.0)
    for name, act in acts.items():
        figures.append(stage.frames([act] * 16).figure(name, 20))
        stage.settle()
        painted.clear()
        act()
        stage.settle()
        figures.append(Figure(f"{name}: repaints of the picture", len(painted), "", 1))
        figures.append(Figure(f"{name}: label maps rasterized", len(rasterized), "", 0))
    live_label_map.paint, base._paint = paint, draw
    session.preview_classes(table)
    visibility.show_all()
    return figures


def _images() -> list[Figure]:
    """The time to the first picture and the memory of images of all sizes, where they are measured."""
    name = "tests.benchmarks.canvas_images"
    if importlib.util.find_spec(name) is None:
        return []
    figures: list[Figure] = importlib.import_module(name).run()
    return figures
