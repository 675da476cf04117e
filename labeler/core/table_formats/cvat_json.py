"""CVAT's label constructor as JSON (its tab Raw): a list of labels with name, colour and attributes.

Source: docs.cvat.ai, Task creation, Label constructor. Ids there number the rows of CVAT's database and are
no indices: the order is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.palette import Color, color_from_hex, color_to_hex
from labeler.core.table_formats.base import (
    ReadTable,
    WrittenTable,
    counts_alike,
    listed,
    not_kept,
    numbered,
    table_of,
)
from labeler.core.table_formats.json_file import Pairs, parsed, starts_with


class CvatJson:
    """Names and colours in an order."""

    name = "cvat"
    words = "CVAT labels"
    file_names = ("labels.json", "cvat.json", "cvat_labels.json", "label_schema.json")

    def recognises(self, path: Path, data: bytes) -> bool:
        """A JSON file that is a list."""
        return starts_with(data, b"[") and path.suffix.lower() in (".json", ".txt", "")

    def read(self, path: Path, data: bytes) -> ReadTable:
        """Attributes and parts of skeletons are told and left out."""
        document = parsed(path, data)
        if not isinstance(document, list) or isinstance(document, Pairs):
            raise ClassTableError(f"{path}: is no list of labels. Copy it from the tab Raw of CVAT's labels.")
        told = [_told(path, number, label) for number, label in enumerate(document, 1)]
        further = [
            str(label.value("name"))
            for label in document
            if label.value("attributes") or label.value("sublabels")
        ]
        rows, notices = numbered(told)
        if further:
            notices.append(f"Attributes and parts are not kept ({listed(further)}).")
        return table_of(path, self.words, rows, notices)

    def written(self, table: ClassTable) -> WrittenTable:
        """Every class, background first and void last, as CVAT's mask export names them."""
        rows = sorted(table, key=lambda row: row.index)
        labels = [{"name": row.name, "color": color_to_hex(row.color), "attributes": []} for row in rows]
        notices = not_kept(table)
        if not counts_alike(table):
            notices.append("CVAT numbers its labels by their order from background on: indices are not kept.")
        return WrittenTable(
            (json.dumps(labels, indent=2, ensure_ascii=False) + "\n").encode(), tuple(notices)
        )


def _told(path: Path, number: int, label: Any) -> tuple[str, Color | None, str]:
    where = f"label {number}"
    name = label.value("name") if isinstance(label, Pairs) else None
    if not isinstance(name, str):
        raise ClassTableError(
            f'{path}, {where}: has no name. Write it like this: {{"name": "cat", "color": "#800000"}}'
        )
    color = label.value("color")
    if color is None or color == "":
        return name, None, where
    try:
        return name, color_from_hex(str(color)), where
    except ValueError as error:
        raise ClassTableError(f"{path}, {where}: {error}. Write the colour like #80c0ff.") from None
