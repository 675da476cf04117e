"""What a user chooses about a check: where things lie, which findings count, how much is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import OptionError
from labeler.jobs.check.codes import CODES, code_named

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.jobs.check.finding import Code


@dataclass(frozen=True, kw_only=True)
class CheckOptions:
    """How a dataset or a folder is checked; None finds it out.

    `images`, `labels`, `annotations`, `lists` are folders, `classes` a class table. `only` names the codes
    that count (empty: all), `ignore` those that do not. `workers` is the number of threads, None for as many
    as the machine has processors. `most_per_code`: of further findings of one code only the number is kept.
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

    def __post_init__(self) -> None:
        for name in (*self.only, *self.ignore):
            if code_named(name) is None:
                raise OptionError(f"No finding has the code {name!r}; labeler check --codes lists them.")
        if self.workers is not None and self.workers < 1:
            raise OptionError(f"The number of workers is {self.workers}; give 1 or more.")

    def wants(self, code: Code) -> bool:
        """Whether findings of this code count."""
        return code.name not in self.ignore and (not self.only or code.name in self.only)

    @property
    def wanted(self) -> tuple[Code, ...]:
        """All codes that count."""
        return tuple(code for code in CODES if self.wants(code))
