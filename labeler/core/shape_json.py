"""One shape of a labelme JSON file: from its JSON object to a Shape and back.

What labelme does not know is ours: `holes` (list of rings), `locked` (as labelme 7.9 stores it), and
`labeler.ellipse` (x, y, radius_x, radius_y, angle) beside the polygon that an ellipse is written as.
"""

from __future__ import annotations

import base64
import binascii
import io
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.core.errors import AnnotationError
from labeler.core.geometry import ellipse_ring
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind

if TYPE_CHECKING:
    from labeler.core.arrays import Mask, Points

# Every kind that labelme knows; ours are written as one of these, because it refuses a file with another.
_KINDS = {kind.value: kind for kind in ShapeKind if kind is not ShapeKind.ELLIPSE}

# Kind: fewest and most points, most being None for "any number".
_POINT_COUNTS: dict[ShapeKind, tuple[int, int | None]] = {
    ShapeKind.POLYGON: (3, None),
    ShapeKind.RECTANGLE: (2, 2),
    ShapeKind.ORIENTED_RECTANGLE: (4, 4),
    ShapeKind.CIRCLE: (2, 2),
    ShapeKind.MASK: (2, 2),
    ShapeKind.POINT: (1, 1),
    ShapeKind.POINTS: (1, None),
    ShapeKind.LINE: (2, 2),
    ShapeKind.LINESTRIP: (2, None),
}

# Another machine's sine may differ in the last bit; a moved vertex differs by more than this (pixels).
_SAME_ELLIPSE = 1e-6

_OWN_KEYS = frozenset(
    ("label", "points", "group_id", "description", "shape_type", "flags", "mask", "holes", "locked")
)


def shape_from_json(content: Any) -> Shape:
    """The shape that a JSON object of a `shapes` list describes.

    Raises AnnotationError with the field and what is wrong in it, without file and shape number. A missing
    `shape_type` is a polygon, as in files of labelme 3.
    """
    if type(content) is not dict:
        raise AnnotationError(f"must be an object, but is {_shown(content)}")
    kind = _kind(content.get("shape_type", "polygon"))
    points = _points("points", content.get("points"), *_POINT_COUNTS[kind])
    extra = {}
    if not _OWN_KEYS.issuperset(content):
        extra = {key: value for key, value in content.items() if key not in _OWN_KEYS}
    bitmap = ellipse = None
    if kind is ShapeKind.MASK:
        bitmap = _bitmap(content.get("mask"), points)
    elif content.get("mask") is not None:
        extra["mask"] = content["mask"]
    if "labeler" in extra and kind is ShapeKind.POLYGON:
        ellipse = _taken_ellipse(extra, points)
        kind = kind if ellipse is None else ShapeKind.ELLIPSE
    if "locked" in content:
        extra["locked"] = _checked("locked", content["locked"], bool, "true or false")
    return Shape(
        class_name=_checked("label", content.get("label"), str, "text"),
        points=points,
        kind=kind,
        holes=_holes(content.get("holes")),
        group_id=_optional("group_id", content.get("group_id"), int, "a whole number"),
        description=_optional("description", content.get("description"), str, "text") or "",
        flags=_flags(content.get("flags")),
        bitmap=bitmap,
        ellipse=ellipse,
        is_locked=extra.get("locked", False),
        extra=extra,
    )


def shape_to_json(shape: Shape) -> dict[str, Any]:
    """The JSON object of a shape, for orjson with OPT_SERIALIZE_NUMPY: labelme's keys first, in its order."""
    kind = ShapeKind.POLYGON if shape.kind is ShapeKind.ELLIPSE else shape.kind
    content: dict[str, Any] = {
        "label": shape.class_name,
        "points": shape.points,
        "group_id": shape.group_id,
        "description": shape.description,
        "shape_type": kind.value,
        "flags": shape.flags,
        "mask": None if shape.bitmap is None else _encoded(shape.bitmap),
    }
    if shape.extra:
        content.update(shape.extra)
    if shape.is_locked or "locked" in shape.extra:
        content["locked"] = shape.is_locked
    if shape.holes:
        content["holes"] = shape.holes
    if shape.kind is ShapeKind.ELLIPSE and shape.ellipse is not None:
        content["labeler"] = {**shape.extra.get("labeler", {}), "ellipse": list(shape.ellipse)}
    return content


def _kind(shape_type: Any) -> ShapeKind:
    kind = _KINDS.get(shape_type) if type(shape_type) is str else None
    if kind is None:
        raise AnnotationError(f"shape_type must be one of {', '.join(_KINDS)}, but is {_shown(shape_type)}")
    return kind


def _points(field: str, content: Any, fewest: int, most: int | None) -> Points:
    """(n, 2) float64, read-only, from a list of pairs of numbers."""
    if type(content) is not list:
        raise AnnotationError(f"{field} must be a list of [x, y], but is {_shown(content)}")
    count = len(content)
    if count < fewest or (most is not None and count > most):
        wanted = fewest if fewest == most else f"{fewest} or more"
        raise AnnotationError(f"{field} must hold {wanted} points, but holds {count}")
    array = _pairs(content)
    if array is None:
        raise AnnotationError(f"{field} must hold pairs [x, y], but holds {_first_bad_pair(content)}")
    array.setflags(write=False)
    return array


def _pairs(content: list[Any]) -> Points | None:
    """(n, 2) float64, or None when something in the list is no pair of numbers."""
    # Numpy finds the type itself: told float64, it would take "1" and null for numbers.
    try:
        array = np.array(content)
    except ValueError:  # the pairs differ in length or depth
        return None
    if array.ndim != 2 or array.shape[1] != 2 or array.dtype.kind not in "fiu":
        return None
    return array if array.dtype == np.float64 else array.astype(np.float64)


def _first_bad_pair(content: list[Any]) -> str:
    for pair in content:
        is_pair = type(pair) is list and len(pair) == 2
        if not is_pair or any(type(value) not in (int, float) for value in pair):
            return _shown(pair)
    return _shown(content)


def _holes(content: Any) -> tuple[Points, ...]:
    if content is None:
        return ()
    if type(content) is not list:
        raise AnnotationError(f"holes must be a list of rings, but is {_shown(content)}")
    return tuple(_points(f"holes[{place}]", ring, 3, None) for place, ring in enumerate(content))


def _flags(content: Any) -> dict[str, bool]:
    if not content and (content is None or type(content) is dict):
        return {}
    if type(content) is not dict or any(type(value) is not bool for value in content.values()):
        raise AnnotationError(f"flags must be names with true or false, but is {_shown(content)}")
    return content


def _checked(field: str, value: Any, wanted: type, words: str) -> Any:
    if type(value) is not wanted:
        raise AnnotationError(f"{field} must be {words}, but is {_shown(value)}")
    return value


def _optional(field: str, value: Any, wanted: type, words: str) -> Any:
    return None if value is None else _checked(field, value, wanted, words)


def _taken_ellipse(extra: dict[str, Any], points: Points) -> Ellipse | None:
    """The ellipse of our own key, taken out of `extra`; None when the polygon is another one by now."""
    own = extra["labeler"]
    if type(own) is not dict or "ellipse" not in own:
        return None
    rest = {key: value for key, value in own.items() if key != "ellipse"}
    numbers = own["ellipse"]
    if type(numbers) is not list or len(numbers) != 5 or any(type(n) not in (int, float) for n in numbers):
        return None
    if rest:
        extra["labeler"] = rest
    else:
        del extra["labeler"]
    ellipse = Ellipse(*map(float, numbers))
    ring = ellipse_ring(*ellipse)
    is_same = ring.shape == points.shape and np.allclose(ring, points, rtol=1e-12, atol=_SAME_ELLIPSE)
    return ellipse if is_same else None


def _bitmap(content: Any, points: Points) -> Bitmap:
    """The mask of a `mask` shape, whose size the two corner pixels of `points` tell (both inclusive)."""
    encoded = _checked("mask", content, str, "a PNG in base64")
    left, top, right, bottom = (int(value) for value in points.ravel().tolist())
    return Bitmap(_decoded(encoded, (right - left + 1, bottom - top + 1)), encoded)


def _decoded(encoded: str, size: tuple[int, int]) -> Mask:
    from labeler.core.image_file import IMAGE_FAULTS, open_image

    try:
        with open_image(io.BytesIO(base64.b64decode(encoded))) as image:
            if image.size != size:
                width, height = image.size
                raise AnnotationError(
                    f"mask must have the {size[0]} x {size[1]} pixels that its points span, "
                    f"but has {width} x {height}"
                )
            pixels = np.asarray(image)
    except (binascii.Error, *IMAGE_FAULTS) as error:
        raise AnnotationError(f"mask must be a PNG in base64, but is not ({error})") from None
    if pixels.ndim != 2:
        raise AnnotationError(f"mask must be an image of one channel, but has {pixels.shape[2]}")
    mask: Mask = pixels != 0
    mask.setflags(write=False)
    return mask


def _encoded(bitmap: Bitmap) -> str:
    """The PNG that was read, or a grey PNG of 0 and 1, as labelme writes it."""
    if bitmap.encoded is not None:
        return bitmap.encoded
    from labeler.core.label_png import label_png_bytes

    png = label_png_bytes(bitmap.pixels.astype(np.uint8), is_grey=True)
    return base64.b64encode(png).decode("ascii")


def _shown(value: Any) -> str:
    """A JSON value in a few words, for an error."""
    if value is None:
        return "missing"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
