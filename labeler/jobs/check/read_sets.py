"""The image sets of a layout as they were read: what stands in each list, and which items its names mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import LabelerError
from labeler.core.files import read_bytes
from labeler.core.list_lines import KnownNames, LineKind, ListLook, Spelling, look_at_list

if TYPE_CHECKING:
    from labeler.jobs.check.layout import Layout


@dataclass(frozen=True, slots=True)
class ReadSet:
    """One list. `look` is None for one that cannot be read, for the reason in `error`.

    `meant` has the stem of the item for each name that means one, and how the name is written; `line_of` the
    line in which a stem, or a name that means none, stands first.
    """

    path: Path
    look: ListLook | None
    meant: Mapping[str, tuple[str, Spelling]] = field(default_factory=dict)
    line_of: Mapping[str, int] = field(default_factory=dict)
    error: LabelerError | None = None

    def stem_of(self, name: str) -> str:
        """The stem of the item that a name means; the name itself where it means none."""
        return self.meant[name][0] if name in self.meant else name

    @property
    def respelled(self) -> dict[str, str]:
        """The stem of the item for each name that is written otherwise."""
        return {name: stem for name, (stem, spelling) in self.meant.items() if spelling is not Spelling.EXACT}


def read_sets(layout: Layout) -> dict[str, ReadSet]:
    """The lists of a layout by their names."""
    known = KnownNames([item.stem for item in layout.items])
    sets = {}
    for name, path in layout.image_sets.items():
        try:
            look = look_at_list(path, read_bytes(path))
        except LabelerError as error:
            sets[name] = ReadSet(path, None, error=error)
        else:
            found = {written: known.find(written) for written in look.names}
            meant = {written: each for written, each in found.items() if each is not None}
            line_of: dict[str, int] = {}
            for line in look.of_kind(LineKind.NAME):
                stem = meant[line.name][0] if line.name in meant else line.name
                line_of.setdefault(stem, line.number)
            sets[name] = ReadSet(path, look, meant, line_of)
    return sets


def members(sets: Mapping[str, ReadSet]) -> dict[str, list[str]]:
    """The stems of each list that can be read, and its names that mean no item, each once and in order."""
    return {name: list(each.line_of) for name, each in sets.items() if each.look is not None}
