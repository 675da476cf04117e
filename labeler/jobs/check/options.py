"""What a user chooses about a check: where things lie, which findings count, how much is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import OptionError
from labeler.core.image_hash import NEAR
from labeler.jobs.check.codes import CODES, code_named

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.jobs.check.finding import Code

# With more, too many images look alike for the search to be fast and for the answer to mean anything.
_MOST_BITS = 12


@dataclass(frozen=True, kw_only=True)
class CheckOptions:
    """How a dataset or a folder is checked; None finds it out.

    `images`, `labels`, `annotations`, `lists` are folders, `classes` a class table. `only` names the codes
    that count (empty: all), `ignore` those that do not. `workers` is the number of items looked at at a
    time, None for as many as the machine has processors. `most_per_code`: of further findings of one code
    only the number is kept.
    An image is reported of whose pixels more than the share `void_limit` is void, and a shape of fewer pixels
    than `tiny`; images are near duplicates whose hashes differ in no more than `alike_bits` of 64 bits.
    """

    images: Path | None = None
    labels: Path | None = None
    annotations: Path | None = None
    lists: Path | None = None
    classes: ClassTable | None = None
    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    workers: int | None = None
    most_per_code: int | None = None
    void_limit: float = 0.5
    tiny: int = 10
    alike_bits: int = NEAR

    def __post_init__(self) -> None:
        for name in (*self.only, *self.ignore):
            if code_named(name) is None:
                raise OptionError(f"No finding has the code {name!r}; labeler check --codes lists them.")
        if self.workers is not None and self.workers < 1:
            raise OptionError(f"The number of workers is {self.workers}; give 1 or more.")
        if not 0 <= self.void_limit <= 1:
            raise OptionError(f"The limit of void is {self.void_limit:g}; give a share from 0 to 1.")
        if self.tiny < 0:
            raise OptionError(f"A tiny shape has fewer than {self.tiny} pixels; give 0 or more.")
        if not 0 <= self.alike_bits <= _MOST_BITS:
            raise OptionError(
                f"Images that look alike differ in {self.alike_bits} bits; give 0 to {_MOST_BITS}."
            )

    def wants(self, code: Code) -> bool:
        """Whether findings of this code count."""
        return code.name not in self.ignore and (not self.only or code.name in self.only)

    @property
    def wanted(self) -> tuple[Code, ...]:
        """All codes that count."""
        return tuple(code for code in CODES if self.wants(code))
