"""Changes of classes over a whole dataset: what can be asked for, and what follows for every file.

A request is data (`RenameClass`, `ReindexClasses`, ...). `planned` checks several of them, each upon the
table that the others leave, and makes a `ChangePlan`: the new class table, the new class of every shape, the
new index of every pixel.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

from labeler.core.classes import BACKGROUND, LABELME_NAMES, VOID, ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.mapping_file import MappingRow
from labeler.core.palette import Color


@dataclass(frozen=True, slots=True)
class RenameClass:
    """Another name for a class; no pixel changes."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ReindexClasses:
    """Other indices for classes, by name; classes may exchange theirs."""

    indices: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MergeClasses:
    """One class of several. `into` is a class of the table, or a new name for the first of `names`."""

    names: tuple[str, ...]
    into: str


@dataclass(frozen=True, slots=True)
class DeleteClass:
    """A class less. Its shapes get the class `shapes_to`, or are deleted if that is None.

    Its pixels in label images get the index `pixels_to`; without one, that of `shapes_to`, or background.
    """

    name: str
    shapes_to: str | None = None
    pixels_to: int | None = None


class ShapeFacts(NamedTuple):
    """What tells shapes of one class apart: the flags that are set, the description, the group."""

    flags: frozenset[str] = frozenset()
    description: str = ""
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Which shapes of a class are meant: those for which everything that is given holds.

    `images`: names of images of the dataset; `flag`: a flag that is set; `text`: words in the description, in
    upper or lower case; `group_id`: the group.
    """

    images: frozenset[str] | None = None
    flag: str = ""
    text: str = ""
    group_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is given, so that all shapes would be meant."""
        return self.images is None and not self.asks_shapes

    @property
    def asks_shapes(self) -> bool:
        """Whether single shapes must be asked; else the image alone decides, for its pixels too."""
        return bool(self.flag or self.text or self.group_id is not None)

    def has_image(self, image: str | None) -> bool:
        """Whether shapes of the image of this name may be meant; None is an image of no dataset."""
        return self.images is None or image in self.images

    def has(self, image: str, shape: ShapeFacts) -> bool:
        """Whether a shape of an image is meant."""
        return (
            self.has_image(image)
            and (not self.flag or self.flag in shape.flags)
            and (not self.text or self.text.casefold() in shape.description.casefold())
            and (self.group_id is None or self.group_id == shape.group_id)
        )


@dataclass(frozen=True, slots=True)
class SplitClass:
    """A new class for a part of the shapes of another; the lowest free index unless one is given."""

    name: str
    new_name: str
    part: Part
    index: int | None = None
    color: Color | None = None


ClassChange: TypeAlias = RenameClass | ReindexClasses | MergeClasses | DeleteClass | SplitClass


@dataclass(frozen=True, slots=True)
class PlanStep:
    """What one change does: other names for shapes (None: deleted), other indices for pixels.

    With a `part` it does so only there.
    """

    names: Mapping[str, str | None] = field(default_factory=dict)
    indices: Mapping[int, int] = field(default_factory=dict)
    part: Part | None = None


@dataclass(frozen=True)
class ChangePlan:
    """All that follows from changes of a class table, step by step."""

    before: ClassTable
    after: ClassTable
    steps: tuple[PlanStep, ...]

    def new_name(self, image: str, name: str, shape: ShapeFacts) -> str | None:
        """The class of a shape afterwards; None when the shape is deleted."""
        now: str | None = name
        for step in self.steps:
            if now is None:
                return None
            if now in step.names and (step.part is None or step.part.has(image, shape)):
                now = step.names[now]
        return now

    def new_indices(self, image: str | None) -> dict[int, int]:
        """The new index of each index that changes in the label images of an image; None: of no image.

        Parts that must be asked shape by shape are left out.
        """
        now = {index: index for index in range(VOID + 1)}
        for step in self.steps:
            if step.part is None or (not step.part.asks_shapes and step.part.has_image(image)):
                now = {old: step.indices.get(new, new) for old, new in now.items()}
        return {old: new for old, new in now.items() if old != new}

    @cached_property
    def names(self) -> frozenset[str]:
        """The classes whose shapes may change."""
        return frozenset(name for step in self.steps for name in step.names)

    @cached_property
    def images(self) -> frozenset[str]:
        """All images that are named."""
        return frozenset().union(*(step.part.images or () for step in self.steps if step.part is not None))

    @cached_property
    def asks_shapes(self) -> bool:
        """Whether the new index of some pixels depends on single shapes."""
        return any(step.part is not None and step.part.asks_shapes for step in self.steps)

    @cached_property
    def indices_by_shape(self) -> frozenset[int]:
        """Indices, as they are before, whose pixels may mean different classes afterwards, shape by shape."""
        found: set[int] = set()
        for index in range(VOID + 1):
            now = {index}
            for step in self.steps:
                moved = {step.indices[each] for each in now if each in step.indices}
                if moved and step.part is not None and step.part.asks_shapes:
                    found.add(index)
                now = moved | now if step.part is not None else {step.indices.get(each, each) for each in now}
        return frozenset(found)

    @cached_property
    def indices_by_image(self) -> frozenset[int]:
        """Indices, as they are before, whose pixels become something else in images that are named."""
        plain = self.new_indices(None)
        found: set[int] = set()
        for step in self.steps:
            if step.part is not None and step.part.images and not step.part.asks_shapes:
                there = self.new_indices(min(step.part.images))
                found |= {old for old in plain.keys() | there.keys() if plain.get(old) != there.get(old)}
        return frozenset(found)

    @cached_property
    def taken_indices(self) -> frozenset[int]:
        """Indices that belong to a class afterwards and to none before: no pixel may have them yet."""
        return frozenset(row.index for row in self.after if self.before.at(row.index) is None)

    @cached_property
    def taken_names(self) -> frozenset[str]:
        """Names of classes that were none before: no shape may bear them yet."""
        return frozenset(row.name for row in self.after if self.before.find(row.name) is None)

    def rows(self) -> list[MappingRow]:
        """What became of each class of the old table; a part that was split off stands nowhere."""
        indices = self.new_indices(None)
        found = []
        for row in sorted(self.before, key=lambda row: row.index):
            new = self.after.at(indices.get(row.index, row.index))
            assert new is not None
            found.append(MappingRow(row.index, new.index, row.name, new.name))
        return found


def planned(table: ClassTable, changes: Sequence[ClassChange]) -> ChangePlan:
    """The plan of changes, each upon the table that those before it leave.

    Raises ClassTableError for a class that is not there, a name or index that is taken, and other requests
    that cannot be carried out, in words that say what to do.
    """
    if not changes:
        raise ClassTableError("No change was asked for.")
    now, steps = table, []
    for change in changes:
        now, step = _step(now, change)
        steps.append(step)
    return ChangePlan(table, now, tuple(steps))


def _step(table: ClassTable, change: ClassChange) -> tuple[ClassTable, PlanStep]:
    match change:
        case RenameClass():
            return _renamed(table, change)
        case ReindexClasses():
            return _reindexed(table, change)
        case MergeClasses():
            return _merged(table, change)
        case DeleteClass():
            return _deleted(table, change)
        case SplitClass():
            return _split(table, change)


def _renamed(table: ClassTable, change: RenameClass) -> tuple[ClassTable, PlanStep]:
    row, new = _row(table, change.old), change.new.strip()
    if new == row.name:
        raise ClassTableError(f"{row.name!r} has that name already.")
    other = table.find(new)
    if other is not None and other is not row:
        raise ClassTableError(
            f"There is a class {other.name!r} already. Merge {row.name!r} into it, or choose another name."
        )
    return table.renamed(row.index, new), PlanStep({row.name: new})


def _reindexed(table: ClassTable, change: ReindexClasses) -> tuple[ClassTable, PlanStep]:
    moves: dict[int, int] = {}
    for name, index in change.indices.items():
        row = _user_row(table, name, "keeps its index")
        _check_index(name, index)
        if row.index in moves:
            raise ClassTableError(f"Two indices are asked for {row.name!r}. Give one.")
        if index != row.index:
            moves[row.index] = index
    if not moves:
        raise ClassTableError("The classes have these indices already.")
    holders: dict[int, ClassRow] = {}
    for row in table:
        index = moves.get(row.index, row.index)
        if index in holders:
            first, second = sorted((holders[index], row), key=lambda each: each.index in moves)
            raise ClassTableError(
                f"{second.name!r} cannot have the index {index}: it is that of {first.name!r}. "
                f"Give {first.name!r} another one too, or merge the two."
            )
        holders[index] = row
    rows = tuple(replace(row, index=moves.get(row.index, row.index)) for row in table)
    return ClassTable(rows), PlanStep({}, moves)


def _merged(table: ClassTable, change: MergeClasses) -> tuple[ClassTable, PlanStep]:
    into = change.into.strip()
    target = table.find(into)
    rows = _distinct(_user_row(table, name, "cannot become part of another class") for name in change.names)
    names: dict[str, str | None] = {}
    if target is None and rows:
        target = replace(rows[0], name=into)
        table = table.renamed(target.index, into)
        names[rows[0].name] = into
        rows = rows[1:]
    rows = [row for row in rows if target is None or row.index != target.index]
    if target is None or not rows:
        raise ClassTableError(f"Name the classes that shall become {into!r}, at least one other.")
    names |= {row.name: target.name for row in rows}
    for row in rows:
        table = table.without(row.index)
    return table, PlanStep(names, {row.index: target.index for row in rows})


def _deleted(table: ClassTable, change: DeleteClass) -> tuple[ClassTable, PlanStep]:
    row = _user_row(table, change.name, "cannot be deleted")
    after = table.without(row.index)
    heir = None if change.shapes_to is None else _row(after, change.shapes_to)
    pixels_to = change.pixels_to
    if pixels_to is None:
        pixels_to = BACKGROUND if heir is None else heir.index
    if after.at(pixels_to) is None:
        raise ClassTableError(
            f"The pixels of {row.name!r} cannot get the index {pixels_to}, which no other class has. "
            f"Choose the index of a class, {BACKGROUND} for background or {VOID} for void."
        )
    name = None if heir is None else heir.name
    return after, PlanStep({row.name: name}, {row.index: pixels_to})


def _split(table: ClassTable, change: SplitClass) -> tuple[ClassTable, PlanStep]:
    row, new_name = _row(table, change.name), change.new_name.strip()
    if change.part.is_empty:
        raise ClassTableError(
            f"Say which part of {row.name!r} becomes {new_name!r}: by images, a flag, words or a group."
        )
    if table.find(new_name) is not None:
        raise ClassTableError(f"There is a class {new_name!r} already. Choose another name.")
    if change.index is not None:
        _check_index(new_name, change.index)
        holder = table.at(change.index)
        if holder is not None:
            raise ClassTableError(f"The index {change.index} is that of {holder.name!r}. Choose another one.")
    after = table.with_class(new_name, change.index, change.color)
    index = after.index_of_name[new_name]
    names = {name for name in LABELME_NAMES if table.find(name) is row} | {row.name}
    return after, PlanStep(dict.fromkeys(names, new_name), {row.index: index}, change.part)


def _row(table: ClassTable, name: str) -> ClassRow:
    row = table.find(name.strip())
    if row is None:
        known: Collection[str] = [each.name for each in table]
        raise ClassTableError(f"There is no class {name!r}. The classes are: {', '.join(known)}.")
    return row


def _user_row(table: ClassTable, name: str, why_not: str) -> ClassRow:
    row = _row(table, name)
    if row.is_fixed:
        raise ClassTableError(f"{row.name!r} always exists and {why_not}.")
    return row


def _check_index(name: str, index: int) -> None:
    if not BACKGROUND < index < VOID:
        raise ClassTableError(f"{name!r} cannot have the index {index}: classes have 1 to 254.")


def _distinct(rows: Iterable[ClassRow]) -> list[ClassRow]:
    return list({row.index: row for row in rows}.values())
