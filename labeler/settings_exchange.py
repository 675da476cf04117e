"""Settings as a file to take along: everything that a user sets by hand, and nothing of this one machine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labeler.core.errors import SettingsFileError
from labeler.core.files import read_bytes, write_atomically
from labeler.settings import ALL, Setting, Settings

TOLD: tuple[Setting[Any], ...] = tuple(setting for setting in ALL if setting.text)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: how many settings were taken, and which could not be and have their default."""

    taken: int
    wrong: tuple[Setting[Any], ...] = ()

    def sentence(self) -> str:
        """The result in words."""
        words = f"{self.taken} setting{'' if self.taken == 1 else 's'} taken."
        if not self.wrong:
            return words
        names = ", ".join(setting.title for setting in self.wrong)
        return f"{words} Not understood and left at the default: {names}."


def export_settings(settings: Settings, path: Path) -> None:
    """Write the values of all settings that a user sets by hand; raises FileUnwritableError."""
    values = settings.unknown | {setting.name: settings.get(setting) for setting in TOLD}
    text = json.dumps(values, indent=2, sort_keys=True, ensure_ascii=False)
    write_atomically(path, (text + "\n").encode())


def import_settings(settings: Settings, path: Path) -> Imported:
    """Take the settings that a file holds; those that it does not name stay as they are.

    Keys that we do not know are kept for the program that does. Raises FileUnreadableError and
    SettingsFileError, and then changes nothing.
    """
    values = _values_of(path)
    wrong: list[Setting[Any]] = []
    taken = 0
    for setting in TOLD:
        if setting.name not in values:
            continue
        value = values.pop(setting.name)
        if setting.accepts(value):
            settings.set(setting, value)
            taken += 1
        else:
            settings.reset(setting)
            wrong.append(setting)
    ours = {setting.name for setting in ALL}
    for name in values.keys() - ours:  # what the program remembers of this machine is not replaced
        settings.keep(name, values[name])
    return Imported(taken, tuple(wrong))


def snapshot(settings: Settings) -> dict[str, Any]:
    """The values of all settings that a user sets by hand and that are not the defaults, for `restore`."""
    return {setting.name: settings.get(setting) for setting in TOLD if not settings.is_default(setting)}


def restore(settings: Settings, values: dict[str, Any]) -> None:
    """Give all settings that a user sets by hand the values of a snapshot."""
    for setting in TOLD:
        if setting.name in values:
            settings.set(setting, values[setting.name])
        else:
            settings.reset(setting)


def reset_all(settings: Settings) -> None:
    """Give all settings that a user sets by hand their defaults."""
    restore(settings, {})


def _values_of(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(read_bytes(path))
    except ValueError as error:
        raise SettingsFileError(path, f"it is no JSON: {error}") from error
    if not isinstance(values, dict):
        raise SettingsFileError(path, "it is no JSON object")
    if not any(setting.name in values for setting in TOLD):
        raise SettingsFileError(path, "none of its keys is one")
    return values
