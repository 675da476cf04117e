"""What the JSON formats share: reading with the line of what is wrong, and no key lost that occurs twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from labeler.core.errors import ClassTableError
from labeler.core.table_formats.base import text_of


class Pairs(list[tuple[str, Any]]):
    """A JSON object as its keys and values in order; a key may occur twice."""

    def value(self, key: str) -> Any:
        """The last value of a key, or None."""
        return next((value for each, value in reversed(self) if each == key), None)


def parsed(path: Path, data: bytes) -> Any:
    """The document, its objects as Pairs; raises ClassTableError that names the line of a fault."""
    try:
        return json.loads(text_of(path, data), object_pairs_hook=Pairs)
    except json.JSONDecodeError as error:
        raise ClassTableError(
            f"{path}, line {error.lineno}: is no JSON ({error.msg}). Correct the line."
        ) from None
    except RecursionError:
        raise ClassTableError(
            f"{path}: is nested too deeply for a class table. Choose another file."
        ) from None


def starts_with(data: bytes, mark: bytes) -> bool:
    """Whether the first character of a text, after its encoding mark and blanks, is this."""
    return data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(mark)
