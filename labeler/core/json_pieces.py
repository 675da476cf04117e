"""Reads large JSON piece by piece, so that a window goes on answering while a thread reads an annotation.

A JSON parser keeps Python's interpreter until it is done, 60 ms for 10,000 polygons.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

import orjson

# Bytes that are parsed at once, in about a millisecond.
_PIECE = 1 << 18

# The beginning of an indented list of objects that is the value of the key `shapes`.
_LIST = re.compile(rb'"shapes"\s*:\s*\[(\s+)\{')


# Makes something of a part of the list, given how many elements stand before it.
Convert = Callable[[int, list[Any]], Any]


def loads(data: bytes, convert: Convert | None = None) -> Any:
    """The value of a JSON text, as orjson reads it; raises orjson.JSONDecodeError.

    With `convert`, the value is that of `with_converted`: all of the list is never there at once.
    """
    if len(data) > 4 * _PIECE:
        try:
            content = _in_pieces(data, convert)
        except orjson.JSONDecodeError:
            pass
        else:
            if content is not None:
                return content
    return with_converted(orjson.loads(data), convert)


def with_converted(content: Any, convert: Convert | None) -> Any:
    """An object with a list of `shapes`, which becomes a list of what `convert` makes of its parts."""
    if convert is not None and type(content) is dict and type(content.get("shapes")) is list:
        content["shapes"] = [convert(0, content.pop("shapes"))]
    return content


def _in_pieces(data: bytes, convert: Convert | None) -> dict[str, Any] | None:
    """A JSON object whose `shapes` are parsed piece by piece; None for a text that is not laid out so.

    Wherever it is cut: if the text around the list is JSON, and each piece in brackets is, then so is the
    whole, and it means what the parts mean.
    """
    found = _LIST.search(data)
    if found is None:
        return None
    indent = found[1]
    first = found.end() - 1
    end = re.compile(re.escape(indent) + rb"\}(?=\s*\])").search(data, first)
    if end is None:
        return None
    mark = secrets.token_hex(16)
    content = orjson.loads(data[: first - len(indent) - 1] + f'"{mark}"'.encode() + _behind(data, end.end()))
    if type(content) is not dict or content.get("shapes") != mark:
        return None
    shapes: list[Any] = []
    count = 0
    between = indent + b"}," + indent + b"{"
    start = first
    while start < end.end():
        cut = data.find(between, start + _PIECE, end.end())
        stop = end.end() if cut < 0 else cut + len(indent) + 1
        piece = orjson.loads(b"[" + data[start:stop] + b"]")
        if convert is None:
            shapes += piece
        else:
            count += len(piece)
            shapes.append(convert(count - len(piece), piece))
        start = stop + (1 + len(indent) if cut >= 0 else 0)
    content["shapes"] = shapes
    return content


def _behind(data: bytes, end: int) -> bytes:
    """What follows the bracket that closes the list."""
    return data[data.index(b"]", end) + 1 :]
