"""Label PNGs: writing and reading beside Pillow's defaults, recolouring beside decoding and encoding."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import numpy as np
from isal import isal_zlib
from PIL import Image

from labeler.core.arrays import LabelMap
from labeler.core.label_png import label_png_bytes, read_label_png, recolor_label_png, write_label_png
from labeler.core.palette import voc_palette
from tests.benchmarks.figures import Figure, median_ms, medians_ms
from tests.benchmarks.scenes import FULL_HD, MEGAPIXELS_100, star_map

_STRIP_ROWS = 26
_OTHER_COLORS = voc_palette()[::-1].copy()


def run() -> list[Figure]:
    """Figures for 1920 x 1080 with 20 polygons and for 100 megapixels with 1,000."""
    Image.MAX_IMAGE_PIXELS = None
    small, large = star_map(20, 30, FULL_HD), star_map(1000, 20, MEGAPIXELS_100)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.png"
        return [
            *_writing("1920x1080, 20 polygons", small, path, None),
            *_writing("100 MP, 1,000 polygons", large, path, 0.08),
            *_files("1920x1080", small, path, None),
            *_files("100 MP", large, path, 10),
        ]


def _writing(name: str, label_map: LabelMap, path: Path, target: float | None) -> list[Figure]:
    rounds = 5 if target else 21
    ours, pillow, floor = medians_ms(
        [lambda: label_png_bytes(label_map), lambda: _pillow_bytes(label_map), lambda: _floor(label_map)],
        rounds,
    )
    on_disk, on_disk_safely = medians_ms(
        [
            lambda: write_label_png(path, label_map, durable=False),
            lambda: write_label_png(path, label_map),
        ],
        rounds,
    )
    size, pillow_size = len(label_png_bytes(label_map)), len(_pillow_bytes(label_map))
    return [
        Figure(f"{name}: encode", ours, "ms", None, floor, {"Pillow": pillow}),
        Figure(f"{name}: encode, share of Pillow's time", ours / pillow, "x", target, floor / pillow),
        Figure(f"{name}: size", size / 1e3, "kB", None, None, {"Pillow": pillow_size / 1e3}),
        Figure(f"{name}: size, share of Pillow's", size / pillow_size, "x", 1.1 if target else None),
        Figure(f"{name}: write a file", on_disk, "ms", None, floor, {"with fsync": on_disk_safely}),
    ]


def _files(name: str, label_map: LabelMap, path: Path, target: float | None) -> list[Figure]:
    rounds = 5 if target else 15
    write_label_png(path, label_map)
    read, pillow_read = medians_ms([lambda: read_label_png(path), lambda: _pillow_read(path)], rounds)
    palettes = [voc_palette(), _OTHER_COLORS]

    def recolor(*, durable: bool) -> None:
        palettes.reverse()
        assert recolor_label_png(path, palettes[0], durable=durable).is_changed

    content = path.read_bytes()
    recolored, in_cache, rewritten = medians_ms(
        [
            lambda: recolor(durable=True),
            lambda: recolor(durable=False),
            lambda: path.with_name("copy").write_bytes(content),
        ],
        15,
    )
    by_pillow = median_ms(lambda: _pillow_bytes(_pillow_read(path)), 1)
    return [
        Figure(f"{name}: read", read, "ms", None, None, {"Pillow": pillow_read}),
        Figure(
            f"{name}: recolour, fsync included",
            recolored,
            "ms",
            target,
            rewritten,
            {"without fsync": in_cache, "Pillow decode + encode": by_pillow},
        ),
    ]


def _pillow_bytes(label_map: LabelMap) -> bytes:
    image = Image.fromarray(label_map)
    image.putpalette(voc_palette().tobytes())
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _pillow_read(path: Path) -> LabelMap:
    with Image.open(path) as image:
        return np.array(image)


def _floor(label_map: LabelMap) -> int:
    """What no PNG writer can leave out but compressing: filter every row into a buffer, and its checksum."""
    buffer = np.empty((_STRIP_ROWS, label_map.shape[1]), np.uint8)
    checksum = 0
    for top in range(1, len(label_map), _STRIP_ROWS):
        strip = label_map[top : top + _STRIP_ROWS]
        part = buffer[: len(strip)]
        np.subtract(strip, label_map[top - 1 : top - 1 + len(strip)], out=part)
        checksum = isal_zlib.crc32(part, checksum)
    return checksum
