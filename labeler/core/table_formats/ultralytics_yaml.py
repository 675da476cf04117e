"""The data file of ultralytics (`data.yaml`): `names:` as a list, or as a map from index to name.

Source: docs.ultralytics.com/datasets, and `check_class_names` in ultralytics/nn/autobackend.py, which refuses
maps with gaps. YOLO numbers its classes from 0, where Labeler has background.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.table_formats.base import (
    BACKGROUND_NAMES,
    ReadTable,
    Told,
    WrittenTable,
    every_index,
    not_kept,
    table_of,
    text_of,
)


class UltralyticsYaml:
    """Names by index; colours are those of the VOC colour map."""

    name = "yaml"
    words = "ultralytics YAML"
    file_names = ("data.yaml", "dataset.yaml", "*.yaml", "*.yml")

    def recognises(self, path: Path, data: bytes) -> bool:
        """By the suffix."""
        return path.suffix.lower() in (".yaml", ".yml")

    def read(self, path: Path, data: bytes) -> ReadTable:
        """Where index 0 is no background all indices are one higher than in the file, with a notice."""
        names = _names(path, _parsed(path, text_of(path, data)))
        first = names.get(0, "")
        shift = 0
        notices: list[str] = []
        if 0 in names and first.casefold() not in BACKGROUND_NAMES:
            shift = 1
            notices = [
                f"The file gives {first!r} the index 0, which is background here: every class has an index "
                "one higher than in the file."
            ]
        told = [
            Told(index + shift, _shifted(name, index, shift), None, f"name {index}")
            for index, name in names.items()
        ]
        return table_of(path, self.words, told, notices)

    def written(self, table: ClassTable) -> WrittenTable:
        """A map from background to the highest class below void."""
        import yaml

        names, notices = every_index(table)
        if names[0].casefold() not in BACKGROUND_NAMES:
            notices.append(f"{names[0]!r} has the index 0 there; Labeler reads such files one index higher.")
        text = yaml.safe_dump({"names": dict(enumerate(names))}, allow_unicode=True, sort_keys=False)
        return WrittenTable(text.encode(), (*notices, *not_kept(table, colors=False, void=False)))


def _parsed(path: Path, text: str) -> Any:
    import yaml

    try:
        # All values as the text they are: a class may be called `no` or `007`. It makes no objects either.
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise ClassTableError(f"{path}{where}: is no YAML ({error.problem}). Correct the line.") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ClassTableError(f"{path}: is no YAML ({str(error).splitlines()[0]}). Correct it.") from None


def _names(path: Path, document: Any) -> dict[int, str]:
    names = document.get("names") if isinstance(document, dict) else None
    if isinstance(names, list):
        names = dict(enumerate(names))
    if not isinstance(names, dict) or not names or not all(map(_is_name, names.items())):
        raise ClassTableError(
            f"{path}: names no classes. A data file of ultralytics has a list like this: names: [cat, dog]"
        )
    return {int(index): name for index, name in names.items()}


def _is_name(item: tuple[int | str, Any]) -> bool:
    index, name = str(item[0]), item[1]
    return index.isascii() and index.isdecimal() and isinstance(name, str)


def _shifted(name: str, index: int, shift: int) -> str:
    """Names that keep an index free go with the index."""
    return name if name != f"__unused_{index}__" else f"__unused_{index + shift}__"
