"""Who repairs what: the repair of each code, one line each, in the order in which one file goes through them.

A repair takes the bytes of a file and gives the bytes that should be there; it writes nothing. It raises
LabelerError when it finds, on a closer look, that it cannot be done safely: then the file stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labeler.jobs.check import codes, label_fixes, set_fixes

if TYPE_CHECKING:
    from labeler.jobs.check.layout import Item, Layout


@dataclass(frozen=True, slots=True)
class Damaged:
    """A file to repair: what it belongs to (None: the set), and the layout with classes and lists."""

    path: str
    item: Item | None
    layout: Layout


Fix = Callable[[Damaged, bytes], bytes]

FIXES: dict[str, Fix] = {
    codes.RGB_LABEL.name: label_fixes.with_indices,
    codes.GREY_LABEL.name: label_fixes.written_anew,
    codes.LOW_DEPTH.name: label_fixes.written_anew,
    codes.INTERLACED.name: label_fixes.written_anew,
    codes.TRANSPARENT.name: label_fixes.written_anew,
    codes.PALETTE_DIFFERS.name: label_fixes.with_table_colors,
    codes.LABEL_STALE.name: label_fixes.rasterized_anew,
    codes.DOUBLE_SHAPE.name: set_fixes.with_one_of_each,
    codes.REPEATED_VERTEX.name: set_fixes.with_plain_outlines,
    codes.NO_SIZE.name: set_fixes.with_size,
    codes.IMAGE_PATH.name: set_fixes.with_image_path,
    codes.LIST_ENCODING.name: set_fixes.rewritten_list,
    codes.LIST_LINE_ENDS.name: set_fixes.rewritten_list,
    codes.LIST_BLANK_LINE.name: set_fixes.rewritten_list,
    codes.LIST_BLANKS.name: set_fixes.rewritten_list,
    codes.LIST_COMMENT.name: set_fixes.rewritten_list,
    codes.LIST_REPEATED.name: set_fixes.rewritten_list,
    codes.LIST_SPELLING.name: set_fixes.respelled_list,
}
