"""A folder of very many images for benchmarks: hard links to tiny ones, and annotations of some of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from PIL import Image

_FOLDERS = 20
# A file can have 65,000 links on the usual file systems, and three of ten images have an annotation.
_LABELLED = 0.3
_STATES = (("car", True), ("road", False), ("sky", False))


def make_images(root: Path, count: int) -> Path:
    """`count` JPEGs in 20 folders, for three of ten an annotation of one shape, every third of them done."""
    root.mkdir(parents=True)
    seeds = root.with_name(f"{root.name}-seeds")
    seeds.mkdir()
    for number in range(_FOLDERS):
        folder = root / f"city{number}"
        folder.mkdir()
        photograph = seeds / f"{number}.jpg"
        Image.new("RGB", (64, 48), (90, 120, 10 * number)).save(photograph)
        annotations = [
            _annotation(seeds / f"{number}-{name}.json", name, is_done) for name, is_done in _STATES
        ]
        for place in range(count // _FOLDERS):
            os.link(photograph, folder / f"frame_{place}.jpg")
            if place % 10 < 10 * _LABELLED:
                os.link(annotations[place % 3], folder / f"frame_{place}.json")
    return root


def _annotation(path: Path, class_name: str, is_done: bool) -> Path:
    points = [[1, 1], [40, 2], [20, 30]]
    shape = {"label": class_name, "points": points, "group_id": None, "shape_type": "polygon", "flags": {}}
    content = {"version": "5.5.0", "flags": {}, "shapes": [shape], "imagePath": "", "imageData": None}
    content |= {"imageHeight": 48, "imageWidth": 64, "labeler": {"state": "done"} if is_done else {}}
    path.write_text(json.dumps(content))
    return path
