"""Real-looking label images of the ready class tables: regions of classes, in all the ways they are stored.

Everything is the same at each run, needs no network, and is checked against the label map it was made of.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from labeler.core.class_file import read_ready_table
from labeler.core.classes import VOID, ClassTable

# What three well-known sets look like: their table, whether their objects lie on a background, and the
# number of regions in an image.
CITYSCAPES_LIKE, VOC_LIKE, CAMVID_LIKE = "cityscapes_trainIds19", "voc21", "camvid11"


@dataclass(frozen=True)
class LabelSet:
    """A class table and label maps of its classes."""

    classes: ClassTable
    label_maps: list[np.ndarray]

    @property
    def colors(self) -> list[np.ndarray]:
        """The label maps as class colours, (H, W, 3) uint8."""
        return [self.classes.palette()[label_map] for label_map in self.label_maps]


def label_set(name: str, count: int = 3, size: tuple[int, int] = (160, 96), seed: int = 0) -> LabelSet:
    """Label maps, (height, width) of `size`, like those of the set a ready table belongs to."""
    classes = read_ready_table(name)
    random = np.random.default_rng(seed)
    return LabelSet(classes, [_label_map(name, classes, size, random) for _ in range(count)])


def street(indices: list[int], size: tuple[int, int], random: np.random.Generator) -> np.ndarray:
    """Every pixel belongs to a class: bands like sky, buildings and road with smaller things before them."""
    width, height = size
    x = np.arange(width)
    label_map = np.full((height, width), random.choice(indices), np.uint8)
    for level in np.sort(random.uniform(0.15, 0.9, 4)):
        wave = height * (level + 0.05 * np.sin(x * random.uniform(2, 9) / width + random.uniform(0, 6)))
        label_map[np.arange(height)[:, None] > wave[None, :]] = random.choice(indices)
    for _ in range(24):
        _add_blob(label_map, int(random.choice(indices)), random.uniform(0.02, 0.12), random)
    return label_map


def objects(indices: list[int], size: tuple[int, int], random: np.random.Generator) -> np.ndarray:
    """A few things on background (0), each within a border of void (255)."""
    label_map = np.zeros(size[::-1], np.uint8)
    for index in random.choice([index for index in indices if index], 4):
        _add_blob(label_map, int(index), random.uniform(0.1, 0.3), random)
    return with_void_border(label_map)


def with_void_border(label_map: np.ndarray) -> np.ndarray:
    """Void where a pixel has another value than the one beside or below it, as in the files of VOC."""
    is_border = np.zeros(label_map.shape, bool)
    is_border[:, 1:] |= label_map[:, 1:] != label_map[:, :-1]
    is_border[1:] |= label_map[1:] != label_map[:-1]
    return np.where(is_border, VOID, label_map).astype(np.uint8)


def jpeg_noised(colors: np.ndarray, quality: int = 90) -> np.ndarray:
    """The colours after they were saved as JPEG once."""
    stream = io.BytesIO()
    Image.fromarray(colors).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream))


def antialiased(colors: np.ndarray, factor: int = 2) -> np.ndarray:
    """The colours with soft edges, as drawing programs make them: half the size, and every pixel a mean."""
    height, width = (length // factor * factor for length in colors.shape[:2])
    blocks = colors[:height, :width].reshape(height // factor, factor, width // factor, factor, 3)
    small = blocks.mean(axis=(1, 3)).round().astype(np.uint8)
    return np.repeat(np.repeat(small, factor, axis=0), factor, axis=1)


def save_variants(folder: Path, label_map: np.ndarray, classes: ClassTable) -> dict[str, Path]:
    """One label map in every way of storing it that loses nothing; the file of each way by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    colors = classes.palette()[label_map]
    opaque = np.dstack([colors, np.full(label_map.shape, 255, np.uint8)])
    images = {
        "rgb": Image.fromarray(colors),
        "rgba": Image.fromarray(opaque),
        "grey": Image.fromarray(label_map),
        "grey16": Image.fromarray(label_map.astype(np.uint16)),
        "other_order": other_palette_order(label_map, classes),
    }
    files = {name: folder / f"{name}.png" for name in images}
    for name, image in images.items():
        image.save(files[name])
    arrays = {"indices": label_map, "wide_indices": label_map.astype(np.int64), "colors": colors}
    for name, array in arrays.items():
        files[name] = folder / f"{name}.npy"
        np.save(files[name], array)
    return files


def other_palette_order(label_map: np.ndarray, classes: ClassTable) -> Image.Image:
    """A palette image of the same colours whose numbers are not the indices: as drawing programs save it."""
    used = np.unique(label_map)[::-1]
    numbers = np.zeros(256, np.uint8)
    numbers[used] = np.arange(len(used))
    image = Image.fromarray(numbers[label_map], "L")
    image.putpalette(classes.palette()[used].tobytes())
    return image


def _label_map(
    name: str, classes: ClassTable, size: tuple[int, int], random: np.random.Generator
) -> np.ndarray:
    indices = [row.index for row in classes if row.index != VOID]
    if name.startswith(("voc", "mmseg_voc", "isaid")):
        return objects(indices, size, random)
    return street(indices, size, random)


def _add_blob(label_map: np.ndarray, index: int, share: float, random: np.random.Generator) -> None:
    """Paint a region with a wavy outline somewhere; `share` of the height is its radius."""
    height, width = label_map.shape
    x, y = random.uniform(0, width), random.uniform(0, height)
    columns, rows = np.arange(width)[None, :] + 0.5 - x, np.arange(height)[:, None] + 0.5 - y
    angle = np.arctan2(rows, columns)
    radius = share * height * (1 + 0.3 * np.sin(angle * random.integers(2, 7) + random.uniform(0, 6)))
    label_map[np.hypot(columns * random.uniform(0.5, 1.5), rows) < radius] = index
