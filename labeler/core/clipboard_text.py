"""Shapes as text for the clipboard of the desktop, so that they cross images, windows and programs.

The text is an annotation file of its own: labelme's JSON with our keys on top, and the size and the name of
the image that the shapes come from. What is read may also be the text of any such file, or its list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import orjson

from labeler.core.annotation import Annotation
from labeler.core.annotation_file import annotation_bytes
from labeler.core.errors import AnnotationError, ClipboardError
from labeler.core.shape_json import shape_from_json

if TYPE_CHECKING:
    from labeler.core.shapes import Shape

# Longer texts make desktops slow, and are seldom meant.
MOST_BYTES = 50_000_000

_NO_SHAPES = (
    "The clipboard holds no shapes. "
    "Copy shapes first, here or in another window, or the text of a labelme file."
)


def text_of_shapes(shapes: Sequence[Shape], size: tuple[int, int] | None, image_name: str) -> str:
    """The text for shapes of an image of `size` (width, height).

    Raises ClipboardError when it would be longer than is read, GeometryError for a vertex that is no finite
    number.
    """
    annotation = Annotation(size=size, shapes=list(shapes), image_path=image_name)
    data = annotation_bytes(annotation)
    if len(data) > MOST_BYTES:
        raise ClipboardError(
            f"The selection would be {_megabytes(len(data))} of text, and the clipboard takes "
            f"{_megabytes(MOST_BYTES)}. Nothing was copied; select fewer shapes."
        )
    return data.decode()


def shapes_of_text(text: str) -> list[Shape]:
    """The shapes that a text holds, one or more of them; raises ClipboardError for any other text."""
    if len(text) > MOST_BYTES:
        raise ClipboardError(
            f"The clipboard holds {_megabytes(len(text))} of text, more than the {_megabytes(MOST_BYTES)} "
            "that are looked through for shapes. Copy fewer shapes at a time."
        )
    return [_shape(number, content) for number, content in enumerate(_contents(text), 1)]


def _contents(text: str) -> list[Any]:
    """The JSON of each shape."""
    try:
        content = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):  # the latter for half a surrogate pair
        raise ClipboardError(_NO_SHAPES) from None
    if type(content) is dict:
        content = content.get("shapes")
    if type(content) is not list or not content:
        raise ClipboardError(_NO_SHAPES)
    return content


def _shape(number: int, content: Any) -> Shape:
    try:
        return shape_from_json(content)
    except AnnotationError as error:
        problem = f"Shape {number} on the clipboard is broken ({error}). Nothing was pasted."
        raise ClipboardError(problem) from None


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB"
