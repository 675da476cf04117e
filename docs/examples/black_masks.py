"""Make one mask in all the ways that go wrong: the files of docs/my-masks-are-black.md.

    python docs/examples/black_masks.py /tmp/masks

Needs Pillow and numpy. Two animals on a background, with void around them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

CLASSES = "index,name,color\n0,background,#000000\n1,cat,#800000\n2,dog,#008000\n255,void,#e0e0c0\n"
# A table for masks whose white is a class, and what the brightness of the classes means.
WHITE = "index,name,color\n0,background,#000000\n1,animal,#ffffff\n"
LUMA = "old_index,new_index\n38,1\n75,2\n220,255\n"
EXTRA = "old_index,new_index\n7,2\n"
COLORS = {0: (0, 0, 0), 1: (128, 0, 0), 2: (0, 128, 0), 255: (224, 224, 192)}
SIZE = (320, 240)


def label_map() -> np.ndarray:
    """Class indices, (240, 320) uint8: 0, 1, 2, and 255 around the animals."""
    image = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(image)
    draw.ellipse((28, 58, 152, 202), fill=255)
    draw.ellipse((32, 62, 148, 198), fill=1)
    draw.rectangle((186, 86, 294, 194), fill=255)
    draw.rectangle((190, 90, 290, 190), fill=2)
    return np.array(image)


def palette() -> np.ndarray:
    """The colour of each index, (256, 3) uint8."""
    colors = np.zeros((256, 3), np.uint8)
    for index, color in COLORS.items():
        colors[index] = color
    return colors


def main(folder: Path) -> None:
    """Write all files into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"classes.csv": CLASSES, "white.csv": WHITE, "luma.csv": LUMA, "extra.csv": EXTRA}
    for name, text in tables.items():
        (folder / name).write_text(text)
    indices, colors = label_map(), palette()
    rgb = Image.fromarray(colors[indices])
    good = Image.fromarray(indices)
    good.putpalette(colors.tobytes())
    good.save(folder / "palette.png")
    Image.fromarray(indices).save(folder / "grey.png")
    black = Image.fromarray(indices)
    black.putpalette(bytes(768))
    black.save(folder / "black.png")
    rgb.save(folder / "rgb.png")
    rgb.convert("RGBA").save(folder / "rgba.png")
    rgb.save(folder / "mask.jpg", quality=90)
    rgb.convert("L").save(folder / "luma.png")
    Image.fromarray(np.where(np.isin(indices, (1, 2)), 255, 0).astype(np.uint8)).save(folder / "binary.png")
    Image.fromarray(indices.astype(np.uint16)).save(folder / "deep.png")
    half = (SIZE[0] // 2, SIZE[1] // 2)
    rgb.resize(half, Image.Resampling.BILINEAR).save(folder / "resized.png")
    np.save(folder / "mask.npy", indices)
    extra = Image.fromarray(np.where(indices == 2, 7, indices).astype(np.uint8))
    colors[7] = (128, 128, 128)
    extra.putpalette(colors.tobytes())
    extra.save(folder / "extra.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
