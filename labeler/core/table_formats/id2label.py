"""`id2label.json` of Hugging Face: an object of index and name; a whole `config.json` of a model as well.

Source: transformers, examples/pytorch/semantic-segmentation/run_semantic_segmentation.py. The model has as
many outputs as the file has entries, so that an index without a class needs an entry, too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.table_formats.base import ReadTable, Told, WrittenTable, every_index, not_kept, table_of
from labeler.core.table_formats.json_file import Pairs, parsed, starts_with


class Id2Label:
    """Indices and names; colours are those of the VOC colour map."""

    name = "id2label"
    words = "id2label"
    file_names = ("id2label.json", "config.json")

    def recognises(self, path: Path, data: bytes) -> bool:
        """A JSON file that is an object."""
        return starts_with(data, b"{") and path.suffix.lower() in (".json", "")

    def read(self, path: Path, data: bytes) -> ReadTable:
        """The object itself, that of the key id2label, or one of names and indices (label2id)."""
        document = parsed(path, data)
        names = document
        if isinstance(document, Pairs):
            names = document.value("id2label") or document.value("label2id") or document
        if not isinstance(names, Pairs):
            raise _no_table(path)
        told = [_told(path, key, value) for key, value in names]
        return table_of(path, self.words, told)

    def written(self, table: ClassTable) -> WrittenTable:
        """From background to the highest class below void."""
        names, notices = every_index(table)
        data = json.dumps(dict(enumerate(names)), indent=2, ensure_ascii=False) + "\n"
        return WrittenTable(data.encode(), (*notices, *not_kept(table, colors=False, void=False)))


def _told(path: Path, key: str, value: Any) -> Told:
    where = f"entry {key!r}"
    if _is_index(key) and isinstance(value, str):
        return Told(int(key), value, None, where)
    if isinstance(value, int) and not isinstance(value, bool):
        return Told(value, key, None, where)
    raise _no_table(path, f", {where}")


def _is_index(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").isdecimal()


def _no_table(path: Path, where: str = "") -> ClassTableError:
    return ClassTableError(
        f'{path}{where}: is no index with a name. Write it like this: {{"0": "background", "1": "cat"}}'
    )
