"""Annotation files: labelme's JSON, read so that nothing in it is lost, and written so that labelme opens it.

Format: labelme/_label_file.py of labelme 6.3 (what it demands and writes), with our own `holes` in shapes and
a top-level `labeler` object. Where a key stands twice in one object the last counts, as in labelme; whole
numbers past 64 bits become floats.
"""

from __future__ import annotations

import codecs
import gc
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import orjson

from labeler.core import json_pieces
from labeler.core.annotation import Annotation, ImageState, UnreadableShape
from labeler.core.errors import AnnotationError, GeometryError
from labeler.core.files import read_bytes, write_atomically
from labeler.core.shape_json import shape_from_json, shape_to_json
from labeler.core.shapes import Shape

_FORM = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY

# Stands for the shapes while the rest is written; what stands around them when they are written alone.
_PLACE = "labeler:shapes:4f1f6c0e"
_BEFORE, _AFTER = b'{\n  "shapes": [\n', b"\n  ]\n}\n"
_SHAPES = 250

_SIDE_LIMIT = 1 << 31

_IMAGE_PATH = re.compile(rb'"imagePath"\s*:\s*("(?:[^"\\]|\\.)*")')

# The labelme whose reader our files are checked against; old ones compare it with their own.
LABELME_VERSION = "6.3.1"

_OWN_KEYS = frozenset(
    ("version", "flags", "shapes", "imagePath", "imageData", "imageHeight", "imageWidth", "labeler")
)


def read_annotation(path: Path | str) -> Annotation:
    """The annotation that a labelme JSON file holds.

    A shape that breaks the format is left out of `shapes` and kept in `unreadable` with its problem. Raises
    AnnotationError for a file that is no JSON, no object, or has no list of shapes or another field that
    cannot be what it is; FileUnreadableError.
    """
    return parse_annotation(path, read_bytes(path))


def parse_annotation(path: Path | str, data: bytes) -> Annotation:
    """The annotation in the bytes of a file; `path` is for the words of errors. Raises AnnotationError."""
    path = Path(path)
    with _collector_paused():
        content = _object(path, data, lambda before, contents: _read_shapes(path, before, contents))
        parts: list[_Shapes] = content.pop("shapes")
        shapes = [shape for part in parts for shape in part[0]]
        unreadable = [shape for part in parts for shape in part[1]]
    own = _field(path, content, "labeler", dict, "an object") or {}
    is_done = own.get("state") == ImageState.DONE
    version = content.get("version")
    extra = {key: value for key, value in content.items() if key not in _OWN_KEYS}
    if version is not None and type(version) is not str:
        extra["version"] = version
    return Annotation(
        size=_size(path, content),
        shapes=shapes,
        image_path=_field(path, content, "imagePath", str, "text") or "",
        is_done=is_done,
        flags=_field(path, content, "flags", dict, "an object") or {},
        version=version if type(version) is str else "",
        image_data=_field(path, content, "imageData", str, "text in base64"),
        unreadable=unreadable,
        extra=extra,
        labeler_extra={key: value for key, value in own.items() if key != "state" or not is_done},
    )


def annotation_bytes(annotation: Annotation) -> bytes:
    """The file content for an annotation: UTF-8 JSON, indented by 2, in labelme's order of keys.

    A shape that could not be read stands where it stood. Raises GeometryError for a vertex that is no finite
    number, which JSON cannot hold.
    """
    _check_finite(annotation.shapes)
    shapes: list[Any] = [shape_to_json(shape) for shape in annotation.shapes]
    for unreadable in sorted(annotation.unreadable, key=lambda shape: shape.position):
        shapes.insert(unreadable.position, unreadable.content)
    width, height = annotation.size or (None, None)
    content: dict[str, Any] = {
        "version": annotation.version or LABELME_VERSION,
        "flags": annotation.flags,
        "shapes": _PLACE,
        "imagePath": annotation.image_path,
        "imageData": annotation.image_data,
        "imageHeight": height,
        "imageWidth": width,
        **annotation.extra,
    }
    own = dict(annotation.labeler_extra)
    if annotation.is_done:
        own["state"] = ImageState.DONE.value
    if own:
        content["labeler"] = own
    return _in_parts(content, shapes)


def _in_parts(content: dict[str, Any], shapes: list[Any]) -> bytes:
    """The JSON of a file, of whose shapes some hundred at a time are written.

    orjson lets no other thread run while it is at it, which for a file of 10,000 polygons would be 80 ms in
    which the window stands still.
    """
    head, tail = orjson.dumps(content, _literal, _FORM).split(orjson.dumps(_PLACE), 1)
    if not shapes:
        return b"".join((head, b"[]", tail))
    parts = [
        orjson.dumps({"shapes": shapes[at : at + _SHAPES]}, _literal, _FORM)[len(_BEFORE) : -len(_AFTER)]
        for at in range(0, len(shapes), _SHAPES)
    ]
    return b"".join((head, b"[\n", b",\n".join(parts), b"\n  ]", tail))


def write_annotation(path: Path | str, annotation: Annotation) -> bytes:
    """Write an annotation file atomically and durably, and return what it holds now.

    Raises FileUnwritableError and GeometryError.
    """
    data = annotation_bytes(annotation)
    write_atomically(path, data)
    return data


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file holds in short: how many shapes of each class, and how far the labelling is."""

    classes: Counter[str]
    state: ImageState


def read_outline(path: Path | str) -> Outline:
    """The outline of a file, its points unread. Raises as `read_annotation`."""
    path = Path(path)
    data = read_bytes(path)
    with _collector_paused():
        content = _object(path, data)
        labels = [shape.get("label") for shape in content["shapes"] if type(shape) is dict]
        state = ImageState.IN_WORK if content.pop("shapes") else ImageState.UNLABELLED
    own = _field(path, content, "labeler", dict, "an object") or {}
    counts = Counter(label for label in labels if type(label) is str)
    return Outline(counts, ImageState.DONE if own.get("state") == ImageState.DONE else state)


def image_path_in(path: Path | str) -> str | None:
    """The `imagePath` of a file, looked up in its bytes without reading the rest; None when it has none."""
    found = _IMAGE_PATH.search(read_bytes(path))
    try:
        return None if found is None else str(orjson.loads(found[1]))
    except orjson.JSONDecodeError:
        return None


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No garbage collection while a large file is read.

    A file of 10,000 polygons makes 200,000 lists at once; looking through them again and again for cycles,
    which JSON cannot have, would take longer than reading it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _object(path: Path, data: bytes, convert: json_pieces.Convert | None = None) -> dict[str, Any]:
    """The JSON object of an annotation file, which has a list of shapes, converted part by part."""
    content = _parsed(path, data.removeprefix(codecs.BOM_UTF8), convert)
    if type(content) is not dict:
        raise AnnotationError(f"{path}: is no annotation file: its JSON is no object. Choose another file.")
    if type(content.get("shapes")) is not list:
        raise AnnotationError(
            f"{path}: is no annotation file: it has no list of shapes. Choose another file, or restore it."
        )
    return content


class _Literal:
    """A number that float64 cannot hold or that is none (NaN, 1e999): written back as it was read."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _literal(value: Any) -> orjson.Fragment:
    if not isinstance(value, _Literal):
        raise TypeError(f"{type(value).__name__} cannot be written as JSON")
    return orjson.Fragment(repr(value))


def _parsed(path: Path, data: bytes, convert: json_pieces.Convert | None) -> Any:
    """The JSON value of a file; NaN and Infinity, which Python adds to JSON, become literals."""
    try:
        return json_pieces.loads(data, convert)
    except orjson.JSONDecodeError as error:
        problem = str(error)
    try:
        content = json.loads(data.decode(), parse_constant=_Literal, parse_float=_float, parse_int=_integer)
        orjson.dumps(content, _literal)  # what cannot be written back (half a surrogate pair) is refused now
    except UnicodeDecodeError as error:
        problem = f"byte {error.start + 1} is not UTF-8"
    except (ValueError, TypeError, RecursionError):
        pass
    else:
        return json_pieces.with_converted(content, convert)
    raise AnnotationError(
        f"{path}: cannot be read as JSON ({problem}). Correct it in a text editor, or restore the file."
    )


def _float(text: str) -> float | _Literal:
    value = float(text)
    return value if math.isfinite(value) else _Literal(text)


def _integer(text: str) -> int | _Literal:
    return int(text) if len(text) < 19 else _Literal(text)


_Shapes: TypeAlias = tuple[list[Shape], list[UnreadableShape]]


def _read_shapes(path: Path, before: int, contents: list[Any]) -> _Shapes:
    """The shapes of a part of the list, and those that cannot be read; `before` stand before it."""
    shapes: list[Shape] = []
    unreadable: list[UnreadableShape] = []
    for position, content in enumerate(contents, before):
        # Freed one by one: all lists of a large file at once would hold the interpreter, and the window.
        contents[position - before] = None
        try:
            shapes.append(shape_from_json(content))
        except AnnotationError as error:
            problem = (
                f"{path}: shape {position + 1}: {error}. "
                "It is not drawn, and kept in the file as it is; correct it there."
            )
            unreadable.append(UnreadableShape(position, content, problem))
    return shapes, unreadable


def _field(path: Path, content: dict[str, Any], name: str, wanted: type, words: str) -> Any:
    """The value of a top-level field, None when it is null or missing."""
    value = content.get(name)
    if value is not None and type(value) is not wanted:
        raise AnnotationError(
            f"{path}: {name} must be {words}, but is {value!r:.60}. Correct it in a text editor."
        )
    return value


def _size(path: Path, content: dict[str, Any]) -> tuple[int, int] | None:
    """(width, height), or None when the file does not tell both."""
    width, height = (_side(path, content, name) for name in ("imageWidth", "imageHeight"))
    return None if width is None or height is None else (width, height)


def _side(path: Path, content: dict[str, Any], name: str) -> int | None:
    value = content.get(name)
    if value is None:
        return None
    if type(value) not in (int, float) or not 1 <= value < _SIDE_LIMIT or value != int(value):
        raise AnnotationError(
            f"{path}: {name} must be a whole number of pixels, but is {value!r:.60}. "
            "Correct it in a text editor."
        )
    return int(value)


def _check_finite(shapes: list[Shape]) -> None:
    rings = [ring for shape in shapes for ring in (shape.points, *shape.holes)]
    if not rings or np.isfinite(np.concatenate(rings)).all():
        return
    number = next(
        number
        for number, shape in enumerate(shapes, 1)
        if not all(np.isfinite(ring).all() for ring in (shape.points, *shape.holes))
    )
    raise GeometryError(f"Shape {number} has a vertex that is no finite number. Delete or redraw the shape.")
