"""One setting as data: its name, type, default and bounds, and how the settings window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", bool, int, float, str, list[str], dict[str, list[str]])


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: its key in the file, its default (which gives the type) and a line for the user.

    `choices` are the only values allowed when there are any, and `words` how they are called; `low` and
    `high` bound a number, `unit` stands behind it (with "%" the number is a share of 1). `section` and
    `label` say where the settings window shows it, and under which name. An empty `text` marks what the
    program remembers by itself and nobody sets by hand.
    """

    name: str
    default: T
    text: str
    choices: tuple[T, ...] = ()
    low: float | None = None
    high: float | None = None
    section: str = "General"
    label: str = ""
    words: tuple[str, ...] = ()
    unit: str = ""
    is_folder: bool = False

    @property
    def title(self) -> str:
        """What the user calls it: its label, or its name in words."""
        return self.label or self.name.replace("_", " ").capitalize()

    def accepts(self, value: object) -> bool:
        """Whether a value read from the file, or typed by the user, can stand for this setting."""
        kind = type(self.default)
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind or (self.choices and value not in self.choices):
            return False
        if isinstance(value, list):
            return all(map(_is_text, value))
        if isinstance(value, dict):
            return all(isinstance(each, list) and all(map(_is_text, each)) for each in value.values())
        if isinstance(value, (int, float)):
            return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
        return True


def _is_text(value: object) -> bool:
    return isinstance(value, str)
