"""The two files that tell the readers of a VOC folder its classes: `labelmap.txt` and `class_names.txt`.

`labelmap.txt` is CVAT's and datumaro's (core/table_formats/labelmap.py), `class_names.txt` is labelme's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labeler.core.classes import VOID
from labeler.core.errors import ExportError
from labeler.core.text import is_one_line

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable


def check_class_names(classes: ClassTable) -> None:
    """Raise ExportError for a name that the class files or the box files cannot hold."""
    for row in classes:
        if ":" in row.name:
            reason = "contains ':', which separates the fields of labelmap.txt"
        elif row.name.startswith("#"):
            reason = "starts with '#', which starts a comment in labelmap.txt"
        elif not is_one_line(row.name):
            reason = "contains a line break or another control character"
        elif row.name != row.name.strip():
            reason = "starts or ends with a blank, which readers of lists take away"
        else:
            continue
        raise ExportError(f"The class name {row.name!r} {reason}. Rename the class to export to VOC.")


def class_names_text(classes: ClassTable) -> str:
    """`class_names.txt`: line n names the class of index n - 1, from background to the highest below void.

    An index that no class has gets `__unused_<index>__`, so that line numbers never lie.
    """
    names = {row.index: row.name for row in classes if row.index != VOID}
    return "".join(f"{names.get(index, f'__unused_{index}__')}\n" for index in range(max(names) + 1))
