"""The boxes of Pascal VOC: one `Annotations/<id>.xml` an image, one box an object.

Layout: VOCdevkit, devkit_doc.pdf section 9 and VOCcode/PASreadrecord.m. A box is the extent of the object
that is visible: of its pixels in the instance map, void border left aside. Coordinates are whole pixels,
the first pixel is 1, both ends belong to the box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.geometry import Bounds, PixelRect

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.core.shapes import Shape

DEPTH = 3


class Box(NamedTuple):
    """One object: its class, the pixels it extends over, and VOC's three remarks on it."""

    class_name: str
    pixels: PixelRect
    is_truncated: bool
    is_occluded: bool
    is_difficult: bool


def boxes_of(
    shapes: Sequence[Shape],
    objects: Sequence[Sequence[int]],
    extents: Sequence[PixelRect],
    size: tuple[int, int],
    classes: ClassTable,
) -> list[Box]:
    """The boxes of all objects that have a pixel, in an image of `size` (width, height).

    `objects` are the positions of the shapes of each object, `extents` the rectangles around their pixels.
    `truncated`, `occluded` and `difficult` are flags of the shape; an object that goes on beyond a border of
    the image which it touches is truncated too.
    """
    width, height = size
    boxes = []
    for positions, pixels in zip(objects, extents, strict=True):
        parts = [shapes[position] for position in positions]
        row = classes.find(parts[0].class_name)
        if pixels.is_empty or row is None:
            continue
        boxes.append(
            Box(
                row.name,
                pixels,
                _has_flag(parts, "truncated") or _is_cut_off(parts, pixels, width, height),
                _has_flag(parts, "occluded"),
                _has_flag(parts, "difficult"),
            )
        )
    return boxes


def boxes_xml(file_name: str, size: tuple[int, int], boxes: Iterable[Box]) -> bytes:
    """The annotation of one image of `size` (width, height) as UTF-8 XML."""
    width, height = size
    objects = "".join(_object_xml(box) for box in boxes)
    return (
        "<annotation>\n"
        "\t<folder>JPEGImages</folder>\n"
        f"\t<filename>{escape(file_name, quote=False)}</filename>\n"
        f"\t<size>\n\t\t<width>{width}</width>\n\t\t<height>{height}</height>\n"
        f"\t\t<depth>{DEPTH}</depth>\n\t</size>\n"
        "\t<segmented>1</segmented>\n"
        f"{objects}"
        "</annotation>\n"
    ).encode()


def _object_xml(box: Box) -> str:
    left, top, right, bottom = box.pixels
    return (
        "\t<object>\n"
        f"\t\t<name>{escape(box.class_name, quote=False)}</name>\n"
        "\t\t<pose>Unspecified</pose>\n"
        f"\t\t<truncated>{box.is_truncated:d}</truncated>\n"
        f"\t\t<occluded>{box.is_occluded:d}</occluded>\n"
        f"\t\t<difficult>{box.is_difficult:d}</difficult>\n"
        "\t\t<bndbox>\n"
        f"\t\t\t<xmin>{left + 1}</xmin>\n\t\t\t<ymin>{top + 1}</ymin>\n"
        f"\t\t\t<xmax>{right}</xmax>\n\t\t\t<ymax>{bottom}</ymax>\n"
        "\t\t</bndbox>\n"
        "\t</object>\n"
    )


def _is_cut_off(parts: Sequence[Shape], pixels: PixelRect, width: int, height: int) -> bool:
    """Whether the object goes on beyond a border of the image that it touches."""
    if pixels.left and pixels.top and pixels.right < width and pixels.bottom < height:
        return False
    left, top, right, bottom = Bounds.around(part.bounds for part in parts)
    return left < 0 or top < 0 or right > width or bottom > height


def _has_flag(parts: Iterable[Shape], name: str) -> bool:
    return any(part.flags.get(name) for part in parts)
