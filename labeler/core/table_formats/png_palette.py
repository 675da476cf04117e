"""The palette of an existing label PNG: indices and colours, whose names nobody has written down."""

from __future__ import annotations

from pathlib import Path

from labeler.core.classes import BACKGROUND, VOID, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.palette import Color
from labeler.core.png_chunks import SIGNATURE
from labeler.core.table_formats.base import ReadTable, Told, WrittenTable, table_of


class PngPalette:
    """Only read: the indices that the pixels use, since palettes are filled up to 256 colours."""

    name = "png"
    words = "palette of a PNG"
    file_names = ("*.png",)

    def recognises(self, path: Path, data: bytes) -> bool:
        """By its first bytes."""
        return data.startswith(SIGNATURE)

    def read(self, path: Path, data: bytes) -> ReadTable:
        """Raises LabelImageError for a PNG of colours, and ClassTableError for a grey one."""
        from labeler.core.label_png import read_label_png
        from labeler.core.pixel_counts import count_pixels

        label_map, palette = read_label_png(path)
        if palette is None:
            raise ClassTableError(
                f"{path}: is a grey PNG and has no palette. `labeler inspect {path}` tells its indices."
            )
        told = []
        for index in count_pixels(label_map):
            r, g, b = palette[index].tolist()
            color: Color = (r, g, b)
            name = {BACKGROUND: "background", VOID: "void"}.get(index, f"class {index}")
            told.append(Told(index, name, color, f"index {index}"))
        notice = f"A palette has no names: the {len(told)} indices in use are called 'class 7' and so on."
        return table_of(path, self.words, told, [notice])

    def written(self, table: ClassTable) -> WrittenTable:
        """Refused: raises ClassTableError."""
        raise ClassTableError(
            "A class table is not written as PNG. `labeler recolor` gives PNGs its colours; a palette for "
            "drawing programs is a .gpl file."
        )
