"""labelme's `labels.txt`: one name a line, and the line gives the index.

Source: labelme's examples/semantic_segmentation/labelme2voc.py, where `__ignore__` (-1, void) and
`_background_` (0) come first and an empty line takes up a number. YOLO's `classes.txt` has the same form.
"""

from __future__ import annotations

from pathlib import Path

from labeler.core.class_file import classes_from_labels_txt
from labeler.core.classes import BACKGROUND, VOID, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.table_formats.base import (
    BACKGROUND_NAMES,
    VOID_NAMES,
    ReadTable,
    WrittenTable,
    check_names,
    counted_indices,
    gaps_of,
    not_kept,
    text_of,
)


class LabelsTxt:
    """A list of names; colours are those of the VOC colour map."""

    name = "labels"
    words = "list of names"
    file_names = ("labels.txt", "classes.txt", "class_names.txt")

    def recognises(self, path: Path, data: bytes) -> bool:
        """By the suffix: any text that nothing else takes."""
        return path.suffix.lower() in (".txt", ".names")

    def read(self, path: Path, data: bytes) -> ReadTable:
        """As `classes_from_labels_txt` does, with a word on where counting begins."""
        table = classes_from_labels_txt(path)
        names = [line.strip() for line in text_of(path, data).split("\n")]
        first = next((name for name in names if name), "")
        if not first:
            raise ClassTableError(f"{path}: names no classes. Choose another file.")
        if first in ("__ignore__", "_background_", "background"):
            return ReadTable(table, self.words)
        notice = f"The file has no background, so that its first class, {first!r}, has index 1."
        return ReadTable(table, self.words, (notice,))

    def written(self, table: ClassTable) -> WrittenTable:
        """Void and background first; an index that no class has keeps an empty line."""
        check_names(table)
        names = {row.index: row.name for row in table.user_rows}
        if "background" in names.values():
            raise ClassTableError(
                "The class name 'background' means index 0 in such a file. Rename the class, or choose "
                "another format."
            )
        lines = [names.get(index, "") for index in range(1, max(names, default=0) + 1)]
        notices = not_kept(table, colors=False)
        for index, usual in ((BACKGROUND, "_background_"), (VOID, "__ignore__")):
            row = table.at(index)
            if row is not None and row.name not in BACKGROUND_NAMES | VOID_NAMES:
                notices.append(f"{row.name!r} ({index}) is called {usual} there, as labelme wants it.")
        gaps = gaps_of(table)
        if gaps:
            notices.append(f"{counted_indices(gaps)} free: empty lines hold the place. Leave them in.")
        text = "\n".join(("__ignore__", "_background_", *lines)) + "\n"
        return WrittenTable(text.encode(), tuple(notices))
