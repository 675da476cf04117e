"""The images of a dataset with what is known of each, and which of them a filter lets through.

No Qt: 100,000 images are filtered within some milliseconds because they stand in parallel lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from labeler.core.annotation import ImageState
from labeler.core.image_facts import UNKNOWN, ImageFacts
from labeler.core.image_order import place_of

if TYPE_CHECKING:
    from labeler.core.dataset import DatasetImage
    from labeler.core.dataset_scan import ListChange


# Shapes that cannot be read make an image one in work, but have no class.
_WITHOUT_SHAPES = (ImageState.UNLABELLED, ImageState.DONE)

# Of more images than this that come at once the lists are written anew.
_MANY = 100


class Mark(StrEnum):
    """What the list shows of an image in one sign; the values are the words for it."""

    UNKNOWN = "not looked at yet"
    UNLABELLED = "unlabelled"
    IN_WORK = "in work"
    DONE = "done"
    PROBLEM = "problem"


_MARKS = {
    None: Mark.UNKNOWN,
    ImageState.UNLABELLED: Mark.UNLABELLED,
    ImageState.IN_WORK: Mark.IN_WORK,
    ImageState.DONE: Mark.DONE,
}


@dataclass(frozen=True, slots=True)
class ImageFilter:
    """Which images are wanted; the default lets all through.

    `text` is a part of the name with its folders, where upper case counts only if it has any. `marks` are the
    states that are wanted, none for all.
    """

    text: str = ""
    marks: frozenset[Mark] = frozenset()
    class_name: str | None = None
    has_shapes: bool | None = None

    @property
    def is_on(self) -> bool:
        """Whether it may leave any image out."""
        return bool(self.text) or self.asks_facts

    @property
    def asks_facts(self) -> bool:
        """Whether it depends on more than names."""
        return bool(self.marks) or self.class_name is not None or self.has_shapes is not None


class ImageRecords:
    """Images by position, each with its facts and its mark. Lists are replaced when images come or go."""

    def __init__(self, images: list[DatasetImage]) -> None:
        # Why an image could not be opened, by its file: no annotation file knows that.
        self._problems: dict[str, str] = {}
        self._begin(images)

    def _begin(self, images: list[DatasetImage]) -> None:
        self.images = images
        self.facts: list[ImageFacts] = [UNKNOWN] * len(images)
        self.marks: list[Mark] = [Mark.UNKNOWN] * len(images)
        self.counts = Counter({Mark.UNKNOWN: len(images)})
        self._names: list[str] = []
        self._folded: list[str] = []

    def take(self, facts: Mapping[int, ImageFacts]) -> list[int]:
        """Take these facts; returns the positions of the images whose mark or problem is another one now."""
        changed = []
        for position, now in facts.items():
            before = self.facts[position]
            if now == before:
                continue
            self.facts[position] = now
            if self._mark(position) or now.problem != before.problem:
                changed.append(position)
        return changed

    def take_problem(self, position: int, problem: str) -> bool:
        """Note why an image cannot be worked on, empty when it can be; says whether that is new."""
        file = self.images[position].file
        if self._problems.get(file, "") == problem:
            return False
        self._problems.pop(file, None)
        if problem:
            self._problems[file] = problem
        self._mark(position)
        return True

    def problem(self, position: int) -> str:
        """What is wrong with an image; empty when nothing is known to be."""
        return self.facts[position].problem or self._problems.get(self.images[position].file, "")

    def position(self, name: str) -> int | None:
        """The place of the image of a name; None when there is none."""
        place = place_of(name, self.images)
        return place if place < len(self.images) and self.images[place].name == name else None

    def change(self, change: ListChange) -> None:
        """Images came and went; nothing is known of those that came."""
        for position in reversed(change.removed):
            self.counts[self.marks[position]] -= 1
            del self.facts[position], self.marks[position]
        self.images = change.after
        self._names, self._folded = [], []
        if len(change.inserted) > _MANY:
            self._insert_many(set(change.inserted))
        else:
            for position in change.inserted:
                self.facts.insert(position, UNKNOWN)
                self.marks.insert(position, Mark.UNKNOWN)
        self.counts[Mark.UNKNOWN] += len(change.inserted)
        for position in change.inserted if self._problems else ():
            self._mark(position)

    def _insert_many(self, positions: set[int]) -> None:
        facts, marks = iter(self.facts), iter(self.marks)
        count = len(self.images)
        self.facts = [UNKNOWN if position in positions else next(facts) for position in range(count)]
        self.marks = [Mark.UNKNOWN if position in positions else next(marks) for position in range(count)]

    def matching(self, wanted: ImageFilter, among: Sequence[int] | None = None) -> Sequence[int]:
        """The positions of the images that a filter lets through, ascending; `among` all unless given."""
        found = range(len(self.images)) if among is None else among
        marks, facts = self.marks, self.facts
        if wanted.marks:
            # Members of a tuple are compared by identity first; a set would ask each for its slow hash.
            wanted_marks = tuple(wanted.marks)
            found = [position for position in found if marks[position] in wanted_marks]
        if wanted.has_shapes is not None:
            if wanted.has_shapes:
                in_work = ImageState.IN_WORK  # Python 3.11 takes long to look up members of an enum
                found = [at for at in found if facts[at].counts or facts[at].state is in_work]
            else:
                found = [at for at in found if not facts[at].counts and facts[at].state in _WITHOUT_SHAPES]
        if wanted.class_name is not None:
            name = wanted.class_name
            found = [position for position in found if name in facts[position].classes]
        if wanted.text:
            part, names = self._searched(wanted.text)
            found = [position for position in found if part in names[position]]
        return found

    def class_names(self) -> set[str]:
        """The names of all classes that any image is known to have."""
        return {name for classes in {facts.classes for facts in self.facts} for name in classes}

    def _searched(self, text: str) -> tuple[str, list[str]]:
        """What is looked for, and in which names: as they are, or without regard to upper case."""
        if len(self._names) != len(self.images):
            self._names = [image.name for image in self.images]
            self._folded = [name.casefold() for name in self._names]
        folded = text.casefold()
        return (folded, self._folded) if text.islower() or text == folded else (text, self._names)

    def _mark(self, position: int) -> bool:
        """Bring the mark of an image up to date; says whether it is another one."""
        before = self.marks[position]
        now = Mark.PROBLEM if self.problem(position) else _MARKS[self.facts[position].state]
        if now is before:
            return False
        self.marks[position] = now
        self.counts[before] -= 1
        self.counts[now] += 1
        return True
