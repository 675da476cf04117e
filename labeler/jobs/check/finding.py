"""What a check finds: code, severity, a sentence, the file and the place, and whether it is fixable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from labeler.core.geometry import PixelRect


class Severity(IntEnum):
    """How bad a finding is, in ascending order."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """`note`, `warning` or `error`."""
        return self.name.lower()


class Code(NamedTuple):
    """One kind of finding: a line of the table in `codes.py`.

    `fix` says what `--fix` does, and is empty where nothing is safe to do; `remedy` is what the user does
    where `--fix` does nothing.
    """

    name: str
    severity: Severity
    title: str
    remedy: str
    fix: str = ""

    @property
    def can_be_fixed(self) -> bool:
        """Whether there are findings of this kind that `--fix` repairs."""
        return bool(self.fix)


class Place(NamedTuple):
    """Where in a file something was found; what does not apply is None.

    `pixel` is (x, y), the first one in reading order; `rect` encloses all pixels concerned; `line` and
    `shape` count from 1.
    """

    pixel: tuple[int, int] | None = None
    rect: PixelRect | None = None
    line: int | None = None
    shape: int | None = None

    @property
    def words(self) -> str:
        """As in `shape 3, x 120, y 44`; empty when the whole file is meant."""
        parts = []
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.shape is not None:
            parts.append(f"shape {self.shape}")
        if self.pixel is not None:
            parts.append(f"x {self.pixel[0]}, y {self.pixel[1]}")
        elif self.rect is not None:
            parts.append(f"x {self.rect.left}, y {self.rect.top}")
        return ", ".join(parts)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with one file.

    `text` is a sentence or two, without the path; `path` is the file meant (a folder where the set as a whole
    is). `image` names the item of the layout, so that a window can show it; empty when none is concerned.
    """

    code: Code
    text: str
    path: str
    place: Place = NOWHERE
    is_fixable: bool = False
    image: str = ""

    @property
    def severity(self) -> Severity:
        """How bad it is: what the code says."""
        return self.code.severity

    @property
    def remedy(self) -> str:
        """What the user does about it; empty where the sentence, that of an error, says it already."""
        first_words = self.code.remedy.rstrip(".").split(",")[0]
        return "" if first_words in self.text else self.code.remedy

    def as_data(self) -> dict[str, Any]:
        """The finding as JSON holds it."""
        place = {key: value for key, value in self.place._asdict().items() if value is not None}
        return {
            "code": self.code.name,
            "severity": self.severity.word,
            "text": self.text,
            "path": self.path,
            "place": place,
            "is_fixable": self.is_fixable,
            "image": self.image,
        }
