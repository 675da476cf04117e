"""Every setting of the program as data: name, type, default, one line; and the file that keeps them.

The file is `settings.json` in the user's configuration folder (`LABELER_CONFIG_DIR` names another one). Keys
we do not know are kept, so that an older program does not lose the settings of a newer one.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from labeler.core.files import make_folder, write_atomically

T = TypeVar("T", bool, int, float, str)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: its key in the file, its default (which gives the type) and a line for the user.

    `choices` are the only values allowed when there are any; `low` and `high` bound a number.
    An empty `text` marks what the program remembers by itself and nobody sets by hand.
    """

    name: str
    default: T
    text: str
    choices: tuple[T, ...] = ()
    low: float | None = None
    high: float | None = None

    def accepts(self, value: object) -> bool:
        """Whether a value read from the file, or typed by the user, can stand for this setting."""
        kind = type(self.default)
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind or (self.choices and value not in self.choices):
            return False
        if isinstance(value, (int, float)):
            return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
        return True


THEME = Setting("theme", "system", "Colours of the window.", choices=("system", "dark", "light"))
AUTOSAVE = Setting("autosave", True, "Save each image by itself shortly after the last edit.")
AUTOSAVE_DELAY = Setting(
    "autosave_delay", 1.0, "Seconds between the last edit and saving.", low=0.0, high=600.0
)
OVERLAY_OPACITY = Setting(
    "overlay_opacity", 0.45, "How strongly the label map covers the photograph.", low=0.0, high=1.0
)
WHEEL_ZOOMS = Setting("wheel_zooms", True, "The wheel zooms; off: it scrolls, and Ctrl+wheel zooms.")
LAST_FOLDER = Setting("last_folder", "", "")
LAST_EXPORT_FOLDER = Setting("last_export_folder", "", "")
LAST_EXPORTED_DATASET = Setting("last_exported_dataset", "", "")
WINDOW_GEOMETRY = Setting("window_geometry", "", "")
WINDOW_STATE = Setting("window_state", "", "")

ALL: tuple[Setting[Any], ...] = (
    THEME,
    AUTOSAVE,
    AUTOSAVE_DELAY,
    OVERLAY_OPACITY,
    WHEEL_ZOOMS,
    LAST_FOLDER,
    LAST_EXPORT_FOLDER,
    LAST_EXPORTED_DATASET,
    WINDOW_GEOMETRY,
    WINDOW_STATE,
)


class Settings:
    """The values of all settings, read from a file and written back to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._values: dict[str, Any] = {}

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """The settings of the user's file, or of `path`. A missing file gives defaults.

        A file that is not JSON gives defaults too; it is kept beside as `settings.json.broken`.
        """
        settings = cls(config_folder() / "settings.json" if path is None else path)
        try:
            values = json.loads(settings.path.read_text(encoding="utf-8"))
            if not isinstance(values, dict):
                raise ValueError("not a JSON object")
        except OSError:
            return settings
        except ValueError:
            settings._put_aside()
            return settings
        settings._values = values
        return settings

    def get(self, setting: Setting[T]) -> T:
        """The value of a setting; its default when the file has none or one that cannot stand."""
        value = self._values.get(setting.name, setting.default)
        if not setting.accepts(value):
            return setting.default
        return type(setting.default)(value)

    def set(self, setting: Setting[T], value: T) -> None:
        """Give a setting a value, for `save` to write; raises ValueError for one it does not accept."""
        if not setting.accepts(value):
            raise ValueError(f"{setting.name} cannot be {value!r}")
        self._values[setting.name] = value

    def save(self) -> None:
        """Write the file; raises FileUnwritableError."""
        text = json.dumps(self._values, indent=2, sort_keys=True, ensure_ascii=False)
        make_folder(self.path.parent)
        write_atomically(self.path, (text + "\n").encode())

    def _put_aside(self) -> None:
        try:
            self.path.replace(self.path.with_name(self.path.name + ".broken"))
        except OSError:
            return


def config_folder() -> Path:
    """The folder of the settings file: `LABELER_CONFIG_DIR`, else the platform's place for such files."""
    named = os.environ.get("LABELER_CONFIG_DIR")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("labeler", appauthor=False)


def data_folder() -> Path:
    """The folder of the user's copy of the sample: in `LABELER_CONFIG_DIR`, else the platform's place."""
    named = os.environ.get("LABELER_CONFIG_DIR")
    if named:
        return Path(named) / "data"
    from platformdirs import user_data_path

    return user_data_path("labeler", appauthor=False)
