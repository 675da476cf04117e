"""Files and shapes as labelme writes them, with all its keys in its order."""

from __future__ import annotations

TRIANGLE = [[0.5, 1.25], [10.0, 2.0], [4.0, 8.75]]


def labelme_shape(**fields):
    """A polygon of the class `car`; `fields` replace or add."""
    shape = {
        "label": "car",
        "points": TRIANGLE,
        "group_id": None,
        "description": "",
        "shape_type": "polygon",
        "flags": {},
        "mask": None,
    }
    return shape | fields


def labelme_file(*shapes, **fields):
    """A file with these shapes; `fields` replace or add."""
    content = {
        "version": "5.4.1",
        "flags": {},
        "shapes": list(shapes),
        "imagePath": "street.jpg",
        "imageData": None,
        "imageHeight": 480,
        "imageWidth": 640,
    }
    return content | fields
