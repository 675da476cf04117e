"""A maker of a bad file for each kind of finding on label images and their partners."""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from labeler.core.png_chunks import chunk
from tests.datasets import SIZE, square, write_photograph, write_shapes
from tests.jobs.check.clean_sets import (
    classes_of,
    clean_dataset,
    clean_pairs,
    label_map,
    rasterize_again,
    save_palette,
)
from tests.label_sets import antialiased, other_palette_order


class Made(NamedTuple):
    """A set with one fault: the folder, the name of the bad file, and whether --fix repairs it."""

    folder: Path
    file: str
    is_fixable: bool = False


Maker = Callable[[Path], Made]

LATER = 2_000_000_000


def _mask(folder: Path) -> Path:
    return clean_pairs(folder) / "masks" / "a2.png"


def _colors(folder: Path) -> np.ndarray:
    return classes_of(folder).palette()[label_map(2)]


def truncated_image(folder: Path) -> Made:
    """A photograph of which the end is missing."""
    path = clean_pairs(folder) / "images" / "a2.jpg"
    path.write_bytes(path.read_bytes()[:-200])
    return Made(folder, path.name)


def truncated_label(folder: Path) -> Made:
    """A label image of which the end is missing."""
    path = _mask(folder)
    path.write_bytes(path.read_bytes()[:-30])
    return Made(folder, path.name)


def broken_annotation(folder: Path) -> Made:
    """An annotation that is no JSON."""
    path = clean_dataset(folder) / "a2.json"
    path.write_text('{"shapes": [', encoding="utf-8")
    return Made(folder, path.name)


def jpeg_label(folder: Path) -> Made:
    """A label image saved as BMP under the name of a PNG."""
    path = _mask(folder)
    Image.fromarray(_colors(folder)).save(path, "BMP")
    return Made(folder, path.name)


def rgb_label(folder: Path) -> Made:
    """Class colours instead of indices."""
    path = _mask(folder)
    Image.fromarray(_colors(folder)).save(path)
    return Made(folder, path.name, is_fixable=True)


def grey_label(folder: Path) -> Made:
    """Indices as grey values."""
    path = _mask(folder)
    Image.fromarray(label_map(2)).save(path)
    return Made(folder, path.name, is_fixable=True)


def black_white(folder: Path) -> Made:
    """White on black, as programs for a single class write it."""
    path = _mask(folder)
    Image.fromarray(np.where(label_map(2) == 1, 255, 0).astype(np.uint8)).save(path)
    return Made(folder, path.name)


def deep_label(folder: Path) -> Made:
    """Indices as grey values of 16 bits."""
    path = _mask(folder)
    Image.fromarray(label_map(2).astype(np.uint16)).save(path)
    return Made(folder, path.name)


def low_depth(folder: Path) -> Made:
    """A palette of so few colours that Pillow takes 4 bits a pixel."""
    path = _mask(folder)
    numbers = np.where(label_map(2) == 255, 0, label_map(2)).astype(np.uint8)
    save_palette(path, numbers, classes_of(folder).palette()[:16], bits=4)
    return Made(folder, path.name, is_fixable=True)


def interlaced(folder: Path) -> Made:
    """All pixels in seven passes."""
    path = _mask(folder)
    write_interlaced(path, label_map(2), classes_of(folder).palette())
    return Made(folder, path.name, is_fixable=True)


def transparent(folder: Path) -> Made:
    """A palette whose background is transparent."""
    path = _mask(folder)
    save_palette(path, label_map(2), classes_of(folder).palette(), transparency=0)
    return Made(folder, path.name, is_fixable=True)


def unknown_index(folder: Path) -> Made:
    """An area of the index 9, which no class has."""
    path = _mask(folder)
    numbers = label_map(2)
    numbers[20:30, 5:15] = 9
    save_palette(path, numbers, classes_of(folder).palette())
    return Made(folder, path.name)


def unknown_color(folder: Path) -> Made:
    """An area of a colour that no class has."""
    path = _mask(folder)
    colors = _colors(folder)
    colors[20:30, 5:15] = 200, 10, 99
    Image.fromarray(colors).save(path)
    return Made(folder, path.name)


def smooth_edges(folder: Path) -> Made:
    """Class colours whose borders were smoothed."""
    path = _mask(folder)
    Image.fromarray(antialiased(_colors(folder), 2)).save(path)
    return Made(folder, path.name)


def palette_order(folder: Path) -> Made:
    """The colours of the classes at other numbers."""
    path = _mask(folder)
    other_palette_order(label_map(2), classes_of(folder)).save(path)
    return Made(folder, path.name)


def palette_differs(folder: Path) -> Made:
    """A class with another colour than in the table."""
    path = _mask(folder)
    palette = classes_of(folder).palette()
    palette[7] = 99, 98, 97
    save_palette(path, label_map(2), palette)
    return Made(folder, path.name, is_fixable=True)


def other_size(folder: Path) -> Made:
    """A label image of half the size."""
    path = _mask(folder)
    save_palette(path, label_map(2)[::2, ::2].copy(), classes_of(folder).palette())
    return Made(folder, path.name)


def lying_label(folder: Path) -> Made:
    """A photograph that EXIF turns, with a label image that was made before."""
    path = _mask(folder)
    turn(folder / "images" / "a2.jpg")
    return Made(folder, path.name)


def turned_image(folder: Path) -> Made:
    """A photograph that EXIF turns, with a label image of its upright size."""
    path = _mask(folder)
    image = turn(folder / "images" / "a2.jpg")
    save_palette(path, np.rot90(label_map(2)).copy(), classes_of(folder).palette())
    return Made(folder, image.name)


def stale_label(folder: Path) -> Made:
    """An annotation that was changed after its label image was made."""
    clean_dataset(folder)
    annotation = write_shapes(folder / "a2.jpg", [square("dog", 5, 5, 20), square("void", 40, 20, 4)])
    os.utime(annotation, (LATER, LATER))
    return Made(folder, "a2.png", is_fixable=True)


def other_label(folder: Path) -> Made:
    """A label image that was painted over after it was made."""
    clean_dataset(folder)
    write_shapes(folder / "a1.jpg", [square("dog", 5, 5, 20)])
    path = rasterize_again(folder, "a1")
    write_shapes(folder / "a1.jpg", [square("dog", 5, 5, 21)])
    os.utime(path, (LATER, LATER))
    return Made(folder, path.name)


def two_of_a_stem(folder: Path) -> Made:
    """Two images for one label image."""
    clean_pairs(folder)
    write_photograph(folder / "images" / "a2.png", seed=7)
    return Made(folder, "a2.jpg")


def two_images_of_a_stem(folder: Path) -> Made:
    """Two images of a dataset, which have an annotation each."""
    clean_dataset(folder)
    shutil.rmtree(folder / "masks")
    image = write_photograph(folder / "a2.png", seed=7)
    write_shapes(image, [square("dog", 5, 5)]).rename(folder / "a2.png.json")
    write_shapes(folder / "a2.jpg", [square("sky", 5, 5), square("dog", 20, 20)])
    return Made(folder, "a2.jpg")


def image_alone(folder: Path) -> Made:
    """An image without label image."""
    _mask(folder).unlink()
    return Made(folder, "a2.jpg")


def label_alone(folder: Path) -> Made:
    """A label image without image."""
    clean_pairs(folder)
    (folder / "images" / "a2.jpg").unlink()
    return Made(folder, "a2.png")


def no_table(folder: Path) -> Made:
    """No class table."""
    (clean_pairs(folder) / "classes.csv").unlink()
    return Made(folder, folder.name)


def turn(path: Path, orientation: int = 6) -> Path:
    """Give a JPEG an EXIF orientation; its pixels stay as they are."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    with Image.open(path) as image:
        image.load()
        image.save(path, exif=exif)
    return path


def write_interlaced(path: Path, numbers: np.ndarray, palette: np.ndarray | None = None) -> None:
    """A PNG, of colours without a palette, in the passes of Adam7 (PNG 8.2), which Pillow cannot write."""
    import zlib

    height, width = numbers.shape[:2]
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    rows = b"".join(
        b"\0" + row.tobytes() for left, top, right, down in passes for row in numbers[top::down, left::right]
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2 if palette is None else 3, 0, 0, 1)
    colors = [] if palette is None else [(b"PLTE", palette.tobytes())]
    parts = [(b"IHDR", header), *colors, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts))


MAKERS: dict[str, Maker] = {
    "image-unreadable": truncated_image,
    "label-unreadable": truncated_label,
    "annotation-unreadable": broken_annotation,
    "not-png": jpeg_label,
    "rgb-label": rgb_label,
    "grey-label": grey_label,
    "black-white": black_white,
    "deep-label": deep_label,
    "low-depth": low_depth,
    "interlaced": interlaced,
    "transparent": transparent,
    "unknown-index": unknown_index,
    "unknown-color": unknown_color,
    "antialiased": smooth_edges,
    "palette-order": palette_order,
    "palette-differs": palette_differs,
    "size-differs": other_size,
    "orientation": lying_label,
    "exif-image": turned_image,
    "label-stale": stale_label,
    "label-differs": other_label,
    "stem-collision": two_of_a_stem,
    "stem-shared": two_images_of_a_stem,
    "missing-label": image_alone,
    "missing-image": label_alone,
    "no-classes": no_table,
}

assert SIZE[0] > SIZE[1]  # a lying image must differ from an upright one
