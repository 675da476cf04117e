"""Class colours to indices, beside a copy of the same buffer and the usual numpy loop over colours."""

from __future__ import annotations

import numpy as np

from labeler.core.arrays import ColorImage, LabelMap, Palette
from labeler.core.colors import colors_to_indices
from labeler.core.palette import voc_palette
from tests.benchmarks.figures import Figure, median_ms, medians_ms
from tests.benchmarks.scenes import FULL_HD, MEGAPIXELS_100, star_map

_CUT = (slice(0, 270), slice(0, 480))
_CUT_SHARE = 270 * 480 / (1920 * 1080)


def run() -> list[Figure]:
    """Figures for 21 and 256 colours, off-palette detection included, for regions and for noise."""
    palette = voc_palette()
    small, large = star_map(20, 30, FULL_HD), star_map(1000, 20, MEGAPIXELS_100)
    figures = []
    for count in (21, 256):
        figures += _figures(f"1920x1080, {count} colours", palette[:count], _spread(small, count), 31)
        figures += _figures(f"100 MP, {count} colours", palette[:count], _spread(large, count), 7)
    noise = np.random.default_rng(0).integers(0, 256, FULL_HD[::-1]).astype(np.uint8)
    figures.append(_worst(palette, noise))
    figures.append(_blurred(palette, small))
    return figures


def _spread(label_map: LabelMap, count: int) -> LabelMap:
    """The same regions with the indices of the whole palette."""
    steps = np.arange(256) * (count - 1) // 20
    return np.minimum(steps, count - 1).astype(np.uint8)[label_map]


def _figures(name: str, palette: Palette, label_map: LabelMap, rounds: int) -> list[Figure]:
    rgb = palette[label_map]
    assert np.array_equal(colors_to_indices(rgb, palette), label_map)
    warm = np.empty_like(rgb)
    ours, copy, warm_copy = medians_ms(
        [lambda: colors_to_indices(rgb, palette), rgb.copy, lambda: np.copyto(warm, rgb)], rounds
    )
    if rgb.size > 10_000_000:
        peers = {"copy into memory in use": warm_copy}
        return [
            Figure(name, ours, "ms", None, copy, peers),
            Figure(f"{name}, against a copy", ours / copy, "x", 2.5, 1.0, {"in use": ours / warm_copy}),
        ]
    loop = median_ms(lambda: _numpy_loop(rgb[_CUT], palette), 1) / _CUT_SHARE
    return [Figure(name, ours, "ms", 6.0, copy, {"numpy loop (1/16 of the image, times 16)": loop})]


def _worst(palette: Palette, noise: LabelMap) -> Figure:
    rgb = palette[noise]
    ours, copy = medians_ms([lambda: colors_to_indices(rgb, palette), rgb.copy], 7)
    return Figure("1920x1080, worst case: noise of 256 colours", ours, "ms", None, copy)


def _blurred(palette: Palette, label_map: LabelMap) -> Figure:
    """With a tolerance, for colours that JPEG or resizing has blurred."""
    rgb = palette[label_map]
    rgb[::7, ::5] ^= np.random.default_rng(0).integers(0, 4, rgb[::7, ::5].shape).astype(np.uint8)
    ours, copy = medians_ms([lambda: colors_to_indices(rgb, palette[:21], tolerance=10), rgb.copy], 7)
    return Figure("1920x1080, 1 px in 35 off by up to 3, tolerance 10", ours, "ms", None, copy)


def _numpy_loop(rgb: ColorImage, palette: Palette) -> LabelMap:
    """The way of most conversion scripts: one comparison of the whole image for each colour."""
    indices = np.zeros(rgb.shape[:2], np.uint8)
    for index, color in enumerate(palette):
        indices[np.all(rgb == color, axis=2)] = index
    return indices
