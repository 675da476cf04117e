"""The boxes of Pascal VOC: one `Annotations/<id>.xml` an image, one box an object.

Layout: VOCdevkit, devkit_doc.pdf section 9 and VOCcode/PASreadrecord.m. A box is the extent of the object
that is visible: of its pixels in the instance map, void border left aside. Coordinates are whole pixels,
the first pixel is 1, both ends belong to the box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from labeler.core.geometry import Bounds, PixelRect

if TYPE_CHECKING:
    from labeler.core.arrays import InstanceMap
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
    shapes: Sequence[Shape], objects: Iterable[Sequence[int]], instances: InstanceMap, classes: ClassTable
) -> list[Box]:
    """The boxes of all objects that have a pixel.

    `objects` are the positions of the shapes of each object, in the order of its numbers 1.. in `instances`
    (H, W). `truncated`, `occluded` and `difficult` are flags of the shape; an object that reaches beyond the
    image is truncated too.
    """
    boxes = []
    height, width = instances.shape
    for number, positions in enumerate(objects, 1):
        parts = [shapes[position] for position in positions]
        bounds = Bounds.around(part.bounds for part in parts)
        pixels = _extent(instances, number, bounds.pixels((width, height)))
        row = classes.find(parts[0].class_name)
        if pixels.is_empty or row is None:
            continue
        is_beyond = bounds.left < 0 or bounds.top < 0 or bounds.right > width or bounds.bottom > height
        boxes.append(
            Box(
                row.name,
                pixels,
                is_beyond or _has_flag(parts, "truncated"),
                _has_flag(parts, "occluded"),
                _has_flag(parts, "difficult"),
            )
        )
    return boxes


def boxes_xml(file_name: str, size: tuple[int, int], boxes: Iterable[Box]) -> bytes:
    """The annotation of one image of `size` (width, height) as UTF-8 XML."""
    root = ElementTree.Element("annotation")
    _add(root, "folder", "JPEGImages")
    _add(root, "filename", file_name)
    element = ElementTree.SubElement(root, "size")
    for name, value in zip(("width", "height", "depth"), (*size, DEPTH), strict=True):
        _add(element, name, value)
    _add(root, "segmented", 1)
    for box in boxes:
        element = ElementTree.SubElement(root, "object")
        _add(element, "name", box.class_name)
        _add(element, "pose", "Unspecified")
        _add(element, "truncated", int(box.is_truncated))
        _add(element, "occluded", int(box.is_occluded))
        _add(element, "difficult", int(box.is_difficult))
        corners = ElementTree.SubElement(element, "bndbox")
        left, top, right, bottom = box.pixels
        for name, value in (("xmin", left + 1), ("ymin", top + 1), ("xmax", right), ("ymax", bottom)):
            _add(corners, name, value)
    ElementTree.indent(root, "\t")
    return bytes(ElementTree.tostring(root, encoding="utf-8")) + b"\n"


def _extent(instances: InstanceMap, number: int, within: PixelRect) -> PixelRect:
    """The smallest rectangle around all pixels of an object; empty when it has none."""
    left, top, right, bottom = within
    mask = instances[top:bottom, left:right] == number
    rows, columns = mask.any(axis=1).nonzero()[0], mask.any(axis=0).nonzero()[0]
    if not len(rows):
        return PixelRect(0, 0, 0, 0)
    return PixelRect(
        left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1
    )


def _has_flag(parts: Iterable[Shape], name: str) -> bool:
    return any(part.flags.get(name) for part in parts)


def _add(parent: ElementTree.Element, name: str, value: object) -> None:
    ElementTree.SubElement(parent, name).text = str(value)
