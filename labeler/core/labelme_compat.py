"""labelme's own masks, for people who must extend a dataset that was made with it.

labelme draws each shape with Pillow, outline and fill, in the raw coordinates (labelme, utils/shape.py,
`shape_to_mask`): about half a pixel fatter all round than the shape, so that a square of 10 x 10 pixels
covers 121, and neighbours overlap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.errors import GeometryError
from labeler.core.exact import first_centre
from labeler.core.shapes import Shape, ShapeKind

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

    from labeler.core.arrays import LabelMap

# Pillow follows an outline pixel by pixel and counts them in 32 bits.
_LARGEST = 2.0**20


def labelme_label_map(
    shapes: Sequence[Shape], values: Sequence[int], size: tuple[int, int], background: int
) -> LabelMap:
    """The (height, width) uint8 label map that labelme's way of drawing gives, shapes in list order.

    Always the whole image: a part that Pillow draws differs from that part of the whole. What labelme does
    not have is drawn in its spirit: a hole loses its outline to the shape, an ellipse is the polygon that
    stands for it. Polygons of fewer than three vertices give no pixels.

    Raises GeometryError for coordinates that are not numbers or more than 2**20 pixels away.
    """
    from PIL import Image, ImageDraw

    canvas = Image.new("L", size, background)
    draw = ImageDraw.Draw(canvas)
    for place, (shape, value) in enumerate(zip(shapes, values, strict=True)):
        if not shape.kind.is_rasterized:
            continue
        _refuse_far(shape, place)
        if shape.kind is ShapeKind.MASK:
            _paste_bitmap(canvas, shape, value)
        elif shape.holes:
            canvas.paste(value, mask=_mask_with_holes(shape, size))
        else:
            _draw(draw, shape, value)
    return np.array(canvas)


def _refuse_far(shape: Shape, place: int) -> None:
    if not all(len(ring) == 0 or np.abs(ring).max() <= _LARGEST for ring in (shape.points, *shape.holes)):
        raise GeometryError(
            f"Shape {place + 1} has a vertex that is not a number or lies more than 2^20 pixels away, where "
            "labelme's way of drawing ends. Move it or delete the shape."
        )


def _draw(draw: ImageDraw, shape: Shape, value: int) -> None:
    """Outline and fill, each kind by the Pillow call that labelme uses."""
    if shape.kind is ShapeKind.RECTANGLE:
        corners = shape.points[:2]
        box = (*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())
        draw.rectangle(box, fill=value, outline=value)
    elif shape.kind is ShapeKind.CIRCLE:
        (x, y), (edge_x, edge_y) = shape.points[:2].tolist()
        radius = math.hypot(edge_x - x, edge_y - y)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=value, outline=value)
    elif len(shape.points) > 2:
        draw.polygon(shape.points.reshape(-1).tolist(), fill=value, outline=value)


def _mask_with_holes(shape: Shape, size: tuple[int, int]) -> Image:
    from PIL import Image, ImageDraw

    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    _draw(draw, shape, 255)
    for hole in shape.holes:
        if len(hole) > 2:
            draw.polygon(hole.reshape(-1).tolist(), fill=0, outline=255)
    return mask


def _paste_bitmap(canvas: Image, shape: Shape, value: int) -> None:
    from PIL import Image

    if shape.bitmap is not None:
        left, top = (int(first_centre(coordinate)) for coordinate in shape.points[0].tolist())
        canvas.paste(value, (left, top), Image.fromarray(shape.bitmap.pixels.astype(np.uint8) * 255))
