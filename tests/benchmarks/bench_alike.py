"""How fast a check finds photographs that look alike, and looks through shapes and lists.

One photograph of 1920 x 1080 pixels as a JPEG is looked at as a check does, beside the usual way (decode all,
make it grey, scale it down); then 100,000 photographs are searched for near duplicates, 1,000 of which have
one in another split.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from PIL import Image

from labeler.core.alike_images import alike_across, alike_groups
from labeler.core.classes import ClassTable
from labeler.core.compiled import warm_up
from labeler.core.image_hash import Look, look_of
from labeler.core.list_lines import KnownNames, look_at_list
from labeler.core.shape_check import check_shapes
from labeler.core.shapes import polygon
from labeler.jobs.check.layout import Item, Layout, LayoutKind
from labeler.jobs.check.opened import OpenItem
from labeler.jobs.check.options import CheckOptions
from tests.benchmarks.bench_export import SIZE, scratch
from tests.benchmarks.figures import Figure, timed

IMAGES, PLANTED, SHAPES = 100_000, 1_000, 50


def run() -> list[Figure]:
    """Milliseconds for each photograph, for the shapes of one, for a list; seconds for a whole set."""
    with scratch() as folder:
        path = write_photograph(folder / "photograph.jpg")
        usual = timed(lambda: usual_look(path)).median
        floor = timed(lambda: decoded_small(path)).median
        photograph = timed(lambda: seen(path)).figure(
            "look of a 1920x1080 JPEG", 8.0, floor=floor, peers={"decoded in full": usual}
        )
    looks = many_looks()
    splits = {position: int(position < PLANTED) for position in looks}
    start = time.perf_counter()
    found = sum(1 for _ in alike_across(looks, splits))
    across = time.perf_counter() - start
    assert found >= PLANTED
    start = time.perf_counter()
    alike_groups(looks)
    within = time.perf_counter() - start
    return [
        photograph,
        Figure("near duplicates of 100,000 across splits", across, "s", 10.0),
        Figure("near duplicates of 100,000 in one split", within, "s", 10.0),
        shapes_figure(),
        list_figure(),
    ]


def write_photograph(path: Path) -> Path:
    """A JPEG of some 600 kB."""
    random = np.random.default_rng(0)
    coarse = Image.fromarray(random.integers(0, 256, (68, 120, 3), np.uint8)).resize(SIZE)
    noise = random.integers(-6, 7, (SIZE[1], SIZE[0], 1))
    Image.fromarray(np.clip(np.asarray(coarse) + noise, 0, 255).astype(np.uint8)).save(path, quality=90)
    return path


def seen(path: Path) -> Look:
    """What a check does with a photograph."""
    item = Item(path.name, path.stem, str(path))
    opened = OpenItem(item, Layout(LayoutKind.DATASET, path.parent, (item,)), CheckOptions())
    assert opened.small_image is not None
    return look_of(opened.small_image)


def decoded_small(path: Path) -> None:
    """Decode at an eighth of the size, and nothing else."""
    with Image.open(path) as image:
        image.draft("L", (64, 64))
        image.load()


def usual_look(path: Path) -> Look:
    """As the libraries do it, from a photograph that was decoded in full."""
    with Image.open(path) as image:
        return look_of(np.asarray(image.convert("L")))


def many_looks() -> dict[int, Look]:
    """Photographs of few large areas; the first ones are others in another JPEG quality, so to say."""
    random = np.random.default_rng(1)
    looks = {}
    for position in range(PLANTED, IMAGES):
        picture = Image.fromarray(random.integers(0, 256, (5, 6), np.uint8))
        looks[position] = look_of(np.asarray(picture.resize((64, 48), Image.Resampling.BICUBIC)))
    for position in range(PLANTED):
        hash_bits, thumbnail = looks[position + PLANTED]
        looks[position] = Look(hash_bits ^ (1 << position % 64), thumbnail)
    return looks


def shapes_figure() -> Figure:
    """All flaws of 50 polygons of 60 vertices."""
    random = np.random.default_rng(2)
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    circle = np.column_stack((np.cos(turn), np.sin(turn)))
    shapes = [polygon("a", random.uniform(0, SIZE) + random.uniform(20, 200) * circle) for _ in range(SHAPES)]
    classes = ClassTable().with_names(["a"])
    warm_up()
    return timed(lambda: check_shapes(shapes, SIZE, classes, least_pixels=10)).figure(
        "flaws of 50 shapes at 1920x1080", 5.0
    )


def list_figure() -> Figure:
    """A list of 100,000 names, every line looked at and every name looked up."""
    names = [f"image_{number:06}" for number in range(IMAGES)]
    data = "".join(f"{name}\r\n" for name in names).encode()

    def look() -> None:
        known = KnownNames(names)
        assert all(known.find(name) for name in look_at_list("train.txt", data).names)

    return timed(look, rounds=5).figure("a list of 100,000 names", 1000.0)
