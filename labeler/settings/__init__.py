"""Every setting of the program, and the file that keeps them.

The file is `settings.json` in the user's configuration folder (`LABELER_CONFIG_DIR` names another one). Keys
we do not know are kept, so that an older program does not lose the settings of a newer one; and so is what
another running window has written there meanwhile.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from labeler.core.files import make_folder, write_atomically
from labeler.settings.drawing import DRAWING
from labeler.settings.setting import Setting as Setting
from labeler.settings.setting import T

THEME = Setting(
    "theme",
    "system",
    "Colours of the window; the system's are dark where the desktop does not say.",
    choices=("system", "dark", "light"),
    words=("As the system", "Dark", "Light"),
)
TEXT_SIZE = Setting("text_size", 10, "Size of all text.", low=8, high=13, unit="pt")
AUTOSAVE = Setting(
    "autosave",
    True,
    "Save each image by itself shortly after the last edit.",
    section="Saving",
    label="Save by itself",
)
AUTOSAVE_DELAY = Setting(
    "autosave_delay",
    1.0,
    "Seconds between the last edit and saving.",
    low=0.0,
    high=600.0,
    section="Saving",
    label="Save after",
    unit="s",
)
OVERLAY_OPACITY = Setting(
    "overlay_opacity",
    0.45,
    "How strongly the label map covers the photograph.",
    low=0.0,
    high=1.0,
    section="View",
    label="Opacity of the labels",
    unit="%",
)
OUTLINES = Setting(
    "outlines",
    "all",
    "Which shapes have outlines; from some hundred in view on, those of all are left out.",
    choices=("all", "selection", "none"),
    section="View",
    words=("All", "Selected and hovered", "None"),
)
FILL = Setting(
    "fill_classes",
    True,
    "Fill classes over the photograph; off: only their outlines are drawn.",
    section="View",
)
BY_INSTANCE = Setting(
    "color_by_instance",
    False,
    "Each instance has a colour of its own on the canvas, instead of the one of its class.",
    section="View",
    label="Colours by instance",
)
DECODED_LIMIT = Setting(
    "decoded_limit",
    20,
    "Photographs that memory does not hold are kept decoded on the disk, the latest up to so much.",
    low=0,
    high=10_000,
    section="Files",
    label="Decoded photographs on the disk",
    unit="GB",
)
WHEEL_ZOOMS = Setting(
    "wheel_zooms", True, "The wheel zooms; off: it scrolls, and Ctrl+wheel zooms.", section="View"
)
KEEP_ZOOM = Setting(
    "keep_zoom",
    False,
    "Go from image to image at the same zoom and place.",
    section="View",
    label="Keep zoom",
)
MINIMAP = Setting(
    "minimap",
    True,
    "A small picture of the whole image in the corner while it does not fit.",
    section="View",
    label="Overview",
)
PIXEL_GRID = Setting(
    "pixel_grid", True, "Borders of single pixels from 800 % on.", section="View", label="Pixel grid"
)
CROSSHAIR = Setting("crosshair", False, "A cross through the pointer.", section="View")
KEYS: Setting[dict[str, list[str]]] = Setting(
    "keys", {}, "Keys of the actions whose keys are not the usual ones.", section="Keys"
)
GAP_SIZE = Setting(
    "gap_size",
    20,
    "Regions of fewer pixels are slivers in coverage mode.",
    low=1,
    high=100_000,
    section="View",
    label="Slivers below",
    unit="px",
)
FILE_THUMBNAILS = Setting(
    "file_thumbnails",
    False,
    "A small picture beside each name in the list of images.",
    section="View",
    label="Thumbnails",
)
FIRST_HINTS = Setting(
    "first_hints",
    True,
    "Say over the canvas how a tool is used when it is taken up for the first time.",
    label="Hints for new tools",
)
SEEN_HINTS: Setting[list[str]] = Setting("seen_hints", [], "")
SHOW_PROPERTIES = Setting("show_properties", False, "")
# By folder of the dataset: names and values of the adjustment, the newest last.
ADJUSTMENTS: Setting[dict[str, list[str]]] = Setting("adjustments", {}, "")
# By folder of the dataset: the folder of predictions and the ending of their names, the newest last.
PREDICTIONS: Setting[dict[str, list[str]]] = Setting("predictions", {}, "")
SYSTEM_THEME = Setting("system_theme", "dark", "", choices=("dark", "light"))
RECENT: Setting[list[str]] = Setting("recent_datasets", [], "")
RECENT_COMMANDS: Setting[list[str]] = Setting("recent_commands", [], "")
LAST_FOLDER = Setting("last_folder", "", "")
LAST_EXPORT_FOLDER = Setting("last_export_folder", "", "")
LAST_EXPORTED_DATASET = Setting("last_exported_dataset", "", "")
WINDOW_GEOMETRY = Setting("window_geometry", "", "")
WINDOW_STATE = Setting("window_state", "", "")

_OWN = tuple(each for each in globals().values() if isinstance(each, Setting))
ALL: tuple[Setting[Any], ...] = (*_OWN, *DRAWING)


class Settings:
    """The values of all settings, read from a file and written back to it; it tells of each change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._values: dict[str, Any] = {}
        self._changed: set[str] = set()  # keys that were set here and are not on the disk yet
        self._watchers: list[tuple[str, Callable[[Any], object]]] = []

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """The settings of the user's file, or of `path`. A missing file gives defaults.

        A file that is not JSON gives defaults too; it is kept beside as `settings.json.broken`.
        """
        settings = cls(config_folder() / "settings.json" if path is None else path)
        try:
            settings._values = _values_of(settings.path)
        except OSError:
            return settings
        except ValueError:
            settings._put_aside()
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
        before = self.get(setting)
        self._values[setting.name] = value
        self._changed.add(setting.name)
        self._tell(setting, before)

    def reset(self, setting: Setting[T]) -> None:
        """Give a setting its default again."""
        before = self.get(setting)
        self._values.pop(setting.name, None)
        self._changed.add(setting.name)
        self._tell(setting, before)

    def is_default(self, setting: Setting[T]) -> bool:
        """Whether a setting has its default."""
        return self.get(setting) == setting.default

    def watch(self, setting: Setting[T], callback: Callable[[T], object]) -> Callable[[], None]:
        """Call `callback(value)` whenever a setting has another value, wherever it was changed.

        Returns what ends it, for those who go before the window does.
        """
        watcher = (setting.name, callback)
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def follow(self, setting: Setting[T], callback: Callable[[T], object]) -> Callable[[], None]:
        """Call `callback(value)` now, and then as `watch` does."""
        callback(self.get(setting))
        return self.watch(setting, callback)

    @property
    def unknown(self) -> dict[str, Any]:
        """What the file holds under keys that no setting has, e.g. from a newer program."""
        known = {setting.name for setting in ALL}
        return {name: value for name, value in self._values.items() if name not in known}

    def keep(self, name: str, value: Any) -> None:
        """Keep a value under a key that no setting has."""
        self._values[name] = value
        self._changed.add(name)

    def save(self) -> None:
        """Write the file; raises FileUnwritableError.

        Only what was changed here since the last time replaces what the file holds: the rest may be newer,
        from another window. Those changes are not taken over into this one.
        """
        try:
            values = _values_of(self.path)
        except (OSError, ValueError):
            values = dict(self._values)  # no file, or a broken one: all that we know
        for name in self._changed:
            if name in self._values:
                values[name] = self._values[name]
            else:
                values.pop(name, None)
        text = json.dumps(values, indent=2, sort_keys=True, ensure_ascii=False)
        make_folder(self.path.parent)
        # Bytes of a folder's name that are no UTF-8 are half surrogate pairs in it, which JSON can escape.
        write_atomically(self.path, (text + "\n").encode(errors="backslashreplace"))
        self._changed.clear()

    def _tell(self, setting: Setting[T], before: T) -> None:
        value = self.get(setting)
        if value != before:
            for name, callback in list(self._watchers):
                if name == setting.name:
                    callback(value)

    def _put_aside(self) -> None:
        try:
            self.path.replace(self.path.with_name(self.path.name + ".broken"))
        except OSError:
            return


def _values_of(path: Path) -> dict[str, Any]:
    """What a settings file holds; raises OSError, and ValueError for a file that holds none."""
    values = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(values, dict):
        raise ValueError("not a JSON object")
    return values


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


def cache_folder() -> Path:
    """The folder of what can be made anew: in `LABELER_CONFIG_DIR`, else the platform's place for caches."""
    named = os.environ.get("LABELER_CONFIG_DIR")
    if named:
        return Path(named) / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("labeler", appauthor=False)
