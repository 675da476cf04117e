"""JPEGs to measure with, of about two bits a pixel as cameras write them, made once and kept between runs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

FOLDER = Path(tempfile.gettempdir()) / "labeler-benchmark-photographs"

_SIDE = 2048
_QUALITY = 88

# How wide the waves of light are, as parts of the side, and how strong.
_WAVES = ((256, 40), (64, 25), (16, 14), (4, 7), (2, 4))
_GRAIN = 4


def jpeg(size: tuple[int, int], folder: Path = FOLDER) -> Path:
    """A JPEG of (width, height) pixels; the first time 30,000 x 30,000 take half a minute and 3 GB."""
    from PIL import Image

    width, height = size
    path = folder / f"{width}x{height}.jpg"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    tile = Image.fromarray(_tile())
    turned = [tile, *(tile.transpose(turn) for turn in Image.Transpose)]
    whole = Image.new("RGB", size)
    for row, top in enumerate(range(0, height, _SIDE)):
        for column, left in enumerate(range(0, width, _SIDE)):
            whole.paste(turned[(row * 3 + column * 5) % len(turned)], (left, top))
    unfinished = path.with_suffix(".part")
    whole.save(unfinished, "JPEG", quality=_QUALITY)
    unfinished.replace(path)
    return path


def _tile() -> np.ndarray:
    """(side, side, 3) uint8: clouds of all sizes, and noise that differs from pixel to pixel."""
    from PIL import Image

    random = np.random.default_rng(0)
    light = np.full((_SIDE, _SIDE, 3), 120, np.float32)
    for part, strength in _WAVES:
        knots = random.normal(0, strength, (_SIDE // part, _SIDE // part, 3)).astype(np.float32)
        knots[..., 1:] = 0.4 * knots[..., 1:] + 0.6 * knots[..., :1]
        for channel in range(3):
            cloud = Image.fromarray(knots[..., channel]).resize((_SIDE, _SIDE), Image.Resampling.BICUBIC)
            light[..., channel] += np.asarray(cloud)
    light += random.normal(0, _GRAIN, light.shape)
    return light.clip(0, 255).astype(np.uint8)
