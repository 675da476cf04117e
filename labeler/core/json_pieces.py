"""Reads large JSON piece by piece, so that a window goes on answering while a thread reads an annotation.

A JSON parser keeps Python's interpreter until it is done, 60 ms for 10,000 polygons.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

import orjson

# Bytes that are parsed at once, in about 3 ms.
_PIECE = 1 << 20

# The beginning of an indented list of objects that is the value of the key `shapes`.
_LIST = re.compile(rb'"shapes"\s*:\s*\[(\s+)\{')


def loads(data: bytes) -> Any:
    """The value of a JSON text, as orjson reads it; raises orjson.JSONDecodeError."""
    if len(data) > 2 * _PIECE:
        try:
            content = _in_pieces(data)
        except orjson.JSONDecodeError:
            pass
        else:
            if content is not None:
                return content
    return orjson.loads(data)


def _in_pieces(data: bytes) -> dict[str, Any] | None:
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
    between = indent + b"}," + indent + b"{"
    start = first
    while start < end.end():
        cut = data.find(between, start + _PIECE, end.end())
        stop = end.end() if cut < 0 else cut + len(indent) + 1
        shapes += orjson.loads(b"[" + data[start:stop] + b"]")
        start = stop + (1 + len(indent) if cut >= 0 else 0)
    content["shapes"] = shapes
    return content


def _behind(data: bytes, end: int) -> bytes:
    """What follows the bracket that closes the list."""
    return data[data.index(b"]", end) + 1 :]
