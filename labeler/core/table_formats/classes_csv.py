"""`classes.csv`, Labeler's own file, which holds everything; the ready tables have the same form."""

from __future__ import annotations

from pathlib import Path

from labeler.core.class_file import class_table_bytes, read_classes
from labeler.core.classes import ClassTable
from labeler.core.table_formats.base import ReadTable, WrittenTable


class ClassesCsv:
    """Index, name, colour and further columns, as text with a header."""

    name = "csv"
    words = "class table"
    file_names = ("classes.csv", "*.csv")

    def recognises(self, path: Path, data: bytes) -> bool:
        """By the suffix, or by the names of the columns."""
        header = data[:256].removeprefix(b"\xef\xbb\xbf").split(b"\n")[0]
        return path.suffix.lower() == ".csv" or header.replace(b" ", b"").startswith(b"index,name,color")

    def read(self, path: Path, data: bytes) -> ReadTable:
        """As `read_classes` does."""
        return ReadTable(read_classes(path), self.words)

    def written(self, table: ClassTable) -> WrittenTable:
        """As `write_classes` does."""
        return WrittenTable(class_table_bytes(table))
