"""The rasterizer from Shape objects to label map, beside the fill of the same canvas and beside other fills.

The polygons of a scene are together as large as their image. No peer follows our pixel rule; each is called
the way its users call it, for all polygons on one canvas.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np

from labeler.core.annotation import Annotation
from labeler.core.arrays import LabelMap, Points
from labeler.core.change import ShapesReplaced
from labeler.core.compiled import warm_up
from labeler.core.gaps import find_gaps
from labeler.core.geometry import Bounds
from labeler.core.instance_map import instance_map
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.rasterizer import rasterize
from labeler.core.regions import find_regions
from labeler.core.scanline_numpy import paint_rings_plainly
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Shape, polygon
from labeler.core.vectorizer import vectorize
from labeler.core.void_border import add_void_border
from tests.benchmarks.figures import Figure, median_ms, medians_ms, timed
from tests.benchmarks.scenes import CLASSES, FULL_HD, MEGAPIXELS_100
from tests.reference.rings import kernel_arguments

Size = tuple[int, int]
Fill = Callable[[list[Points], list[int], Size], LabelMap]

# One process, from the first import of ours to the first label map.
_FIRST_CALL = """
import time
start = time.perf_counter()
{work}
print(time.perf_counter() - start)
"""
_OURS = """
from labeler.core.rasterizer import rasterize
from labeler.core.regions import find_regions
from labeler.core.shapes import polygon
rasterize([polygon("cat", [(5, 5), (15, 5), (15, 15)])], (20, 20), {"cat": 1})
"""


def run() -> list[Figure]:
    """The targets of the rasterizer, then what has none."""
    warm_up()
    large = scene(10_000, 12, MEGAPIXELS_100)
    return [
        _beside_peers("20 x 30, 1920x1080", scene(20, 30, FULL_HD), FULL_HD, 0.8, 31),
        _beside_peers("1,000 x 20, 1920x1080", scene(1000, 20, FULL_HD), FULL_HD, 4, 15),
        _beside_peers("10,000 x 12, 10000x10000", large, MEGAPIXELS_100, 100, 5),
        _beside_peers("1 x 100,000, 1920x1080", [contour()], FULL_HD, 3, 15),
        *_live(large),
        _first_call(),
        *_without_target(),
        *_regions(large),
    ]


def scene(count: int, vertices: int, size: Size, seed: int = 0) -> list[Shape]:
    """Star-shaped polygons anywhere in the image, whose areas add up to its own."""
    random = np.random.default_rng(seed)
    rings = []
    for _ in range(count):
        angles = np.sort(random.uniform(0, 2 * np.pi, vertices))
        radii = random.uniform(0.5, 1, vertices)
        rings.append(radii[:, None] * np.column_stack((np.cos(angles), np.sin(angles))))
    scale = np.sqrt(size[0] * size[1] / sum(map(_area, rings)))
    centres = random.uniform((0, 0), size, (count, 2))
    return [
        polygon(f"class {number % 20 + 1}", centre + scale * ring)
        for number, (centre, ring) in enumerate(zip(centres, rings, strict=True))
    ]


def contour(vertices: int = 100_000) -> Shape:
    """One smooth outline, such as a mask gives."""
    turn = np.arange(vertices) * (2 * np.pi / vertices)
    radius = 400 + 60 * np.sin(9 * turn) + 20 * np.sin(57 * turn)
    return polygon("class 1", np.column_stack((960 + radius * np.cos(turn), 540 + radius * np.sin(turn))))


def spikes(vertices: int = 100_000) -> Shape:
    """One polygon whose every edge crosses much of the image."""
    return polygon("class 1", np.random.default_rng(1).uniform((0, 0), FULL_HD, (vertices, 2)))


def _area(ring: Points) -> float:
    x, y = ring.T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def _beside_peers(name: str, shapes: list[Shape], size: Size, target: float, rounds: int) -> Figure:
    rings = [np.asarray(shape.points) for shape in shapes]
    values = [CLASSES.index_of_name[shape.class_name] for shape in shapes]
    peers = _peers()
    # It needs minutes for the larger scenes, and leaves caches behind in which nobody else is fast.
    slow = peers.pop("skimage", None)
    calls: list[Callable[[], object]] = [
        lambda: np.full(size[::-1], 1, np.uint8),
        lambda: rasterize(shapes, size, CLASSES),
        *(partial(fill, rings, values, size) for fill in peers.values()),
    ]
    floor, ours, *others = medians_ms(calls, rounds)
    times = dict(zip(peers, others, strict=True))
    if slow is not None and size == FULL_HD and len(shapes) > 1:
        times["skimage"] = median_ms(partial(slow, rings, values, size), 1)
    return Figure(name, ours, "ms", target, floor, times)


def _peers() -> dict[str, Fill]:
    fills = {"PIL": _pillow, "cv2": _opencv, "rasterio": _rasterio, "skimage": _skimage}
    return {name: fill for name, fill in fills.items() if importlib.util.find_spec(name)}


def _pillow(rings: list[Points], values: list[int], size: Size) -> LabelMap:
    from PIL import Image, ImageDraw

    canvas = Image.new("L", size)
    draw = ImageDraw.Draw(canvas)
    for ring, value in zip(rings, values, strict=True):
        draw.polygon(ring.reshape(-1).tolist(), fill=value, outline=value)
    return np.asarray(canvas)


def _opencv(rings: list[Points], values: list[int], size: Size) -> LabelMap:
    import cv2

    canvas = np.zeros(size[::-1], np.uint8)
    for ring, value in zip(rings, values, strict=True):
        cv2.fillPoly(canvas, [np.round(ring * 256).astype(np.int32)], value, shift=8)
    return canvas


def _rasterio(rings: list[Points], values: list[int], size: Size) -> LabelMap:
    from rasterio.features import rasterize as burn

    closed = ([*ring.tolist(), ring[0].tolist()] for ring in rings)
    pairs = [
        ({"type": "Polygon", "coordinates": [ring]}, value)
        for ring, value in zip(closed, values, strict=True)
    ]
    return burn(pairs, out_shape=size[::-1], dtype=np.uint8)


def _skimage(rings: list[Points], values: list[int], size: Size) -> LabelMap:
    from skimage.draw import polygon as pixels_of

    canvas = np.zeros(size[::-1], np.uint8)
    for ring, value in zip(rings, values, strict=True):
        canvas[pixels_of(ring[:, 1] - 0.5, ring[:, 0] - 0.5, canvas.shape)] = value
    return canvas


def _live(shapes: list[Shape]) -> list[Figure]:
    """A window of 1000 x 1000 pixels, and the box of one polygon, among 10,000 polygons."""
    index = ShapeIndex(shapes)
    live = LiveLabelMap(Annotation(MEGAPIXELS_100, shapes), MEGAPIXELS_100, CLASSES, index)
    window = ShapesReplaced((0,), Bounds(4500, 4500, 5500, 5500))
    one = ShapesReplaced((77,), shapes[77].bounds)
    part = live.label_map[4500:5500, 4500:5500]
    by_window, by_box, floor = medians_ms(
        [lambda: live.update(window), lambda: live.update(one), lambda: part.fill(0)], 31
    )
    return [
        Figure("1000x1000 window among 10,000 polygons", by_window, "ms", 2, floor),
        Figure("box of one polygon among 10,000", by_box, "ms"),
    ]


def _first_call() -> Figure:
    def seconds(work: str) -> float:
        command = [sys.executable, "-c", _FIRST_CALL.format(work=work)]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    ours, numba, numpy = zip(
        *((seconds(_OURS), seconds("import numba"), seconds("import numpy")) for _ in range(5)), strict=True
    )
    return Figure(
        "first label map of a process", median(ours), "s", 0.6, median(numpy), {"import numba": median(numba)}
    )


def _without_target() -> list[Figure]:
    few, spiky = scene(20, 30, FULL_HD), spikes()
    label_map = rasterize(few, FULL_HD, CLASSES)
    frame = np.array((0, 0, 0, 0, *FULL_HD), np.int64)
    plain = kernel_arguments([([shape.points.tolist()], 1) for shape in few])
    border, copy, instances, by_spikes, by_numpy = medians_ms(
        [
            lambda: add_void_border(label_map, 2),
            label_map.copy,
            lambda: instance_map(few, FULL_HD, CLASSES),
            lambda: rasterize([spiky], FULL_HD, CLASSES),
            lambda: paint_rings_plainly(np.zeros(FULL_HD[::-1], np.uint8), frame, *plain),
        ],
        3,
    )
    return [
        Figure("void border of 2 px, 20 x 30, 1920x1080", border, "ms", None, copy),
        Figure("instance map, 20 x 30, 1920x1080", instances, "ms", None, copy),
        Figure("1 x 100,000 spikes, 1920x1080", by_spikes, "ms", None, copy),
        Figure("numpy stand-in, 20 x 30, 1920x1080", by_numpy, "ms", None, copy),
    ]


def _regions(large: list[Shape]) -> list[Figure]:
    """The vectorizer and the search for gaps: some hundred regions, a large image, and noise."""
    few = rasterize(scene(200, 20, FULL_HD), FULL_HD, CLASSES)
    many = rasterize(large, MEGAPIXELS_100, CLASSES)
    noise = np.random.default_rng(2).integers(0, 21, (270, 480), np.uint8)
    names = {f"class {index}": index for index in range(21)}
    regions = find_regions(few).count
    return [
        timed(lambda: vectorize(few, names), 15).figure(f"vectorize {regions} regions, 1920x1080", 30),
        timed(lambda: find_gaps(few), 15).figure(f"gaps among {regions} regions, 1920x1080", 15),
        timed(lambda: vectorize(many, names), 3).figure("vectorize 10,000 x 12, 10000x10000"),
        timed(lambda: find_gaps(many), 3).figure("gaps among 10,000 x 12, 10000x10000"),
        timed(lambda: vectorize(noise, names), 3).figure("vectorize noise of 21 classes, 480x270"),
    ]
