"""What every format of class tables is to the registry, and what the formats share.

A format reads what its file says of each class (`Told`); `table_of` makes a class table of it, by the same
rules for all: nothing is renumbered, doubled or dropped without a notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from labeler.core.classes import BACKGROUND, LABELME_NAMES, VOID, ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.palette import Color, voc_color
from labeler.core.text import is_one_line

BACKGROUND_NAMES = frozenset(("background", "_background_", "__background__"))
VOID_NAMES = frozenset(("void", "ignore", "ignored", "__ignore__"))

_NAMED = 3


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A class table, the words for the format that it was read from, and sentences on what was odd there."""

    table: ClassTable
    format: str
    notices: tuple[str, ...] = ()

    @property
    def class_count(self) -> int:
        """How many classes it has beside background and void."""
        return len(self.table.user_rows)


class WrittenTable(NamedTuple):
    """The bytes of a file, and sentences on what of the table it cannot hold."""

    data: bytes
    notices: tuple[str, ...] = ()


class TableFormat(Protocol):
    """One kind of file that holds a class table; it raises, and never asks or prints."""

    @property
    def name(self) -> str:
        """The name on the command line, e.g. `labelmap`."""

    @property
    def words(self) -> str:
        """What a person calls it, e.g. `CVAT label map`."""

    @property
    def file_names(self) -> tuple[str, ...]:
        """What such files are usually called, the most usual first; `*.gpl` means any name."""

    def recognises(self, path: Path, data: bytes) -> bool:
        """Whether a file is of this kind, by its name and its first bytes."""

    def read(self, path: Path, data: bytes) -> ReadTable:
        """The table in the bytes of a file; raises ClassTableError that names file, line and remedy."""

    def written(self, table: ClassTable) -> WrittenTable:
        """The file of a table; raises ClassTableError for what would be read as something else."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of one class, and where: `line 4`. The colour is None where it says none."""

    index: int
    name: str
    color: Color | None
    where: str


def text_of(path: Path, data: bytes) -> str:
    """The text of a file, without the mark of its encoding; raises ClassTableError for what is no UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClassTableError(
            f"{path}: is no UTF-8 text (byte {error.start + 1}). Save it as UTF-8."
        ) from None


def table_of(path: Path, format_words: str, told: Iterable[Told], notices: Iterable[str] = ()) -> ReadTable:
    """The class table of what a file says.

    Classes without a colour get that of their index in the VOC colour map. A name that occurs again gets its
    index behind it, and a class without a name is called `class 7`, each with a notice. Names like
    `__unused_7__` keep indices free in files that cannot leave any out: they are no classes. Raises
    ClassTableError for an index beyond 0..255 and one that occurs twice.
    """
    found = [each for each in told if each.name != unused(each.index)]
    said = list(notices)
    _check_indices(path, found)
    if not found:
        raise ClassTableError(f"{path}: names no classes. Choose another file.")
    names = _unique_names(found, said)
    rows = tuple(
        ClassRow(each.index, name, voc_color(each.index) if each.color is None else each.color)
        for each, name in zip(found, names, strict=True)
    )
    said += _on_colors(found)
    table = ClassTable(rows)
    first = table.at(BACKGROUND)
    if any(each.index == BACKGROUND for each in found) and first is not None:
        said += _on_background(first)
    return ReadTable(table, format_words, tuple(said))


def unused(index: int) -> str:
    """The name that stands for an index without a class, in files that must name every index."""
    return f"__unused_{index}__"


def numbered(told: list[tuple[str, Color | None, str]]) -> tuple[list[Told], list[str]]:
    """Indices for classes that a file only puts in an order: name, colour and place of each.

    They count from 0 where the first is background, else from 1 (so do CVAT and datumaro, which add a
    background). A last one called void or ignored is void, 255. Returns notices, too.
    """
    notices: list[str] = []
    first = 0 if told and told[0][0].casefold() in BACKGROUND_NAMES else 1
    indices = list(range(first, first + len(told)))
    if told and told[-1][0].casefold() in VOID_NAMES:
        indices[-1] = VOID
        notices.append(f"{told[-1][0]!r}, the last class, is taken as void (index 255).")
    if first == 1 and told and indices[0] == 1:
        notices.append(f"The file has no background, so that its first class, {told[0][0]!r}, has index 1.")
    return [Told(index, *each) for index, each in zip(indices, told, strict=True)], notices


def counts_alike(table: ClassTable) -> bool:
    """Whether the order of the classes alone gives all of them the indices that they have."""
    rows = sorted(table, key=lambda row: row.index)
    counted, _ = numbered([(row.name, row.color, "") for row in rows])
    return [each.index for each in counted] == [row.index for row in rows]


def not_kept(table: ClassTable, *, colors: bool = True, void: bool = True) -> list[str]:
    """Sentences on what of a table a file does not hold; `colors`, `void`: whether it does hold those."""
    notices = []
    other = [row.name for row in table if row.color != voc_color(row.index)]
    if not colors and other:
        notices.append(f"The file holds no colours: those of {listed(other)} are lost.")
    void_row = table.at(VOID)
    if not void and void_row is not None:
        notices.append(f"The file does not name {void_row.name!r} (255), which trainers are told to ignore.")
    columns = sorted({column for row in table for column, value in row.columns.items() if value})
    if columns:
        notices.append(f"The file does not hold the columns {listed(columns)}.")
    indices = [row.index for row in table]
    if indices != sorted(indices):
        notices.append("The classes are in the order of their indices, and not in that of the table.")
    return notices


def every_index(table: ClassTable) -> tuple[list[str], list[str]]:
    """The names of index 0, 1 and on up to the highest class below void, and a notice if some are unused."""
    names = {row.index: row.name for row in table if row.index != VOID}
    gaps = [index for index in range(max(names) + 1) if index not in names]
    notice = [f"{counted_indices(gaps)} without a class: named {unused(gaps[0])} and so on."] if gaps else []
    return [names.get(index, unused(index)) for index in range(max(names) + 1)], notice


def gaps_of(table: ClassTable) -> list[int]:
    """The indices without a class below the highest one."""
    used = {row.index for row in table if row.index != VOID}
    return sorted(set(range(max(used))) - used)


def counted_indices(indices: list[int]) -> str:
    """`The index 3 is` or `The indices 3, 5 are`."""
    told = listed([str(index) for index in indices])
    return f"The index {told} is" if len(indices) == 1 else f"The indices {told} are"


def listed(names: list[str]) -> str:
    """The first names, and how many more."""
    told = ", ".join(names[:_NAMED])
    return told if len(names) <= _NAMED else f"{told} and {len(names) - _NAMED} more"


def check_names(table: ClassTable, forbidden: str = "", words: str = "") -> None:
    """Refuse names that a file of lines cannot hold: raises ClassTableError.

    `forbidden`: a character that separates fields there, `words`: what it is called.
    """
    for row in table:
        if not is_one_line(row.name):
            fault = "contains a line break or another control character"
        elif row.name != row.name.strip():
            fault = "starts or ends with a blank, which is taken away when the file is read"
        elif forbidden and forbidden in row.name:
            fault = f"contains {words}"
        elif row.name == unused(row.index) or LABELME_NAMES.get(row.name, row.index) != row.index:
            fault = "means something else in such a file"
        else:
            continue
        raise ClassTableError(
            f"The class name {row.name!r} {fault}. Rename the class, or choose another format."
        )


def _check_indices(path: Path, found: list[Told]) -> None:
    places: dict[int, str] = {}
    for each in found:
        if not BACKGROUND <= each.index <= VOID:
            raise ClassTableError(
                f"{path}, {each.where}: {each.name!r} has the index {each.index}, and label images hold 0 to "
                "255. Take the classes out that you do not need."
            )
        if each.index in places:
            raise ClassTableError(
                f"{path}, {each.where}: the index {each.index} stands in {places[each.index]} already. "
                "Change one of them."
            )
        places[each.index] = each.where


def _unique_names(found: list[Told], notices: list[str]) -> list[str]:
    """The names of the classes; those that cannot stay as they are have a notice."""
    names: list[str] = []
    taken = {each.name.strip() for each in found}
    nameless = 0
    for each in found:
        name = _of_labelme(each)
        if not name:
            nameless += 1
            name = {BACKGROUND: "background", VOID: "void"}.get(each.index, f"class {each.index}")
        elif name in names:
            notices.append(f"{each.where}: {name!r} stands there again; it is called '{name} {each.index}'.")
            name = f"{name} {each.index}"
        while name in names or (name != each.name.strip() and name in taken):
            name += "'"
        names.append(name)
    if nameless:
        words = "entry has" if nameless == 1 else "entries have"
        notices.append(f"{nameless} {words} no name and are called by their index, as in 'class 7'.")
    return names


def _of_labelme(each: Told) -> str:
    """The name without blanks around it; labelme's names for background and void in plain words."""
    name = each.name.strip()
    if LABELME_NAMES.get(name) == each.index:
        return "background" if each.index == BACKGROUND else "void"
    return name


def _on_colors(found: list[Told]) -> list[str]:
    bare = [each.name for each in found if each.color is None]
    if not bare or len(bare) == len(found):
        return []
    return [f"No colour is given for {listed(bare)}; the VOC colour map has one for each index."]


def _on_background(row: ClassRow) -> list[str]:
    if row.name.casefold() in BACKGROUND_NAMES:
        return []
    return [f"Index 0, which pixels under no shape have, is called {row.name!r} here."]
