"""Settings can be taken along: what is exported comes back, and a wrong file does no harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from labeler.core.errors import FileUnreadableError, FileUnwritableError, SettingsFileError
from labeler.settings import (
    AUTOSAVE,
    AUTOSAVE_DELAY,
    KEYS,
    LAST_FOLDER,
    OVERLAY_OPACITY,
    THEME,
    WINDOW_GEOMETRY,
    Settings,
)
from labeler.settings_exchange import (
    TOLD,
    Imported,
    export_settings,
    import_settings,
    reset_all,
    restore,
    snapshot,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load(tmp_path / "config" / "settings.json")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "taken along.json"


def test_an_export_holds_what_a_user_sets_and_nothing_of_the_machine(settings: Settings, path: Path) -> None:
    settings.set(THEME, "light")
    settings.set(LAST_FOLDER, "/home/ann/photographs")
    settings.set(WINDOW_GEOMETRY, "AAAA")
    export_settings(settings, path)
    values = json.loads(path.read_text(encoding="utf-8"))
    assert values["theme"] == "light"
    assert values["autosave"] is True
    assert set(values) == {setting.name for setting in TOLD}


def test_an_export_comes_back_on_another_machine(settings: Settings, path: Path, tmp_path: Path) -> None:
    settings.set(AUTOSAVE_DELAY, 7.5)
    settings.set(KEYS, {"save": ["F4"]})
    export_settings(settings, path)
    other = Settings.load(tmp_path / "other.json")
    other.set(OVERLAY_OPACITY, 0.9)
    heard: list[float] = []
    other.watch(AUTOSAVE_DELAY, heard.append)
    imported = import_settings(other, path)
    assert imported == Imported(len(TOLD))
    assert heard == [7.5]
    assert other.get(KEYS) == {"save": ["F4"]}
    assert other.is_default(OVERLAY_OPACITY)


def test_what_a_file_does_not_name_stays(settings: Settings, path: Path) -> None:
    settings.set(THEME, "dark")
    path.write_text('{"autosave": false}')
    assert import_settings(settings, path).sentence() == "1 setting taken."
    assert (settings.get(THEME), settings.get(AUTOSAVE)) == ("dark", False)


def test_wrong_values_are_named_in_one_sentence_and_left_at_the_default(
    settings: Settings, path: Path
) -> None:
    settings.set(OVERLAY_OPACITY, 0.9)
    path.write_text('{"overlay_opacity": 45, "theme": "pink", "autosave": false}')
    imported = import_settings(settings, path)
    assert imported.sentence() == (
        "1 setting taken. Not understood and left at the default: Theme, Opacity of the labels."
    )
    assert settings.is_default(OVERLAY_OPACITY)
    assert settings.is_default(THEME)
    assert not settings.get(AUTOSAVE)


def test_keys_of_another_program_are_kept_and_exported_again(settings: Settings, path: Path) -> None:
    path.write_text('{"theme": "dark", "of_a_newer_program": [1, 2]}')
    import_settings(settings, path)
    settings.save()
    assert json.loads(settings.path.read_text())["of_a_newer_program"] == [1, 2]
    export_settings(settings, path)
    assert json.loads(path.read_text())["of_a_newer_program"] == [1, 2]


def test_what_the_program_remembers_of_this_machine_is_not_replaced(settings: Settings, path: Path) -> None:
    settings.set(LAST_FOLDER, "/here")
    path.write_text('{"theme": "dark", "last_folder": "/there", "window_geometry": "AAAA"}')
    import_settings(settings, path)
    assert settings.get(LAST_FOLDER) == "/here"
    assert settings.get(WINDOW_GEOMETRY) == ""


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("no JSON", "it is no JSON"),
        ("[1]", "it is no JSON object"),
        ('{"shapes": []}', "none of its keys is one"),
        ("{}", "none of its keys is one"),
    ],
)
def test_a_file_without_settings_changes_nothing(
    settings: Settings, path: Path, content: str, why: str
) -> None:
    settings.set(THEME, "dark")
    path.write_text(content)
    with pytest.raises(SettingsFileError, match=why):
        import_settings(settings, path)
    assert settings.get(THEME) == "dark"
    assert settings.unknown == {}


def test_files_that_cannot_be_read_or_written_say_so(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError):
        import_settings(settings, tmp_path / "missing.json")
    with pytest.raises(FileUnwritableError):
        export_settings(settings, tmp_path / "no" / "folder.json")


def test_a_reset_can_be_taken_back(settings: Settings) -> None:
    settings.set(THEME, "light")
    settings.set(AUTOSAVE_DELAY, 3.0)
    settings.set(LAST_FOLDER, "/here")
    before = snapshot(settings)
    reset_all(settings)
    assert all(settings.is_default(setting) for setting in TOLD)
    assert settings.get(LAST_FOLDER) == "/here"
    restore(settings, before)
    assert (settings.get(THEME), settings.get(AUTOSAVE_DELAY)) == ("light", 3.0)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    theme=st.sampled_from(THEME.choices),
    delay=st.floats(0, 600),
    opacity=st.floats(0, 1),
    keys=st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=3), max_size=3),
)
def test_whatever_is_set_survives_export_and_import(
    tmp_path: Path, theme: str, delay: float, opacity: float, keys: dict[str, list[str]]
) -> None:
    first, second = Settings(tmp_path / "a.json"), Settings(tmp_path / "b.json")
    first.set(THEME, theme)
    first.set(AUTOSAVE_DELAY, delay)
    first.set(OVERLAY_OPACITY, opacity)
    first.set(KEYS, keys)
    export_settings(first, tmp_path / "c.json")
    import_settings(second, tmp_path / "c.json")
    assert snapshot(first) == snapshot(second)
