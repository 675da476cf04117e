"""Settings survive a save and a load, and a bad file costs no more than the settings in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labeler import settings as module
from labeler.core.errors import FileUnwritableError
from labeler.settings import ALL, AUTOSAVE, AUTOSAVE_DELAY, OVERLAY_OPACITY, THEME, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))


def test_without_a_file_every_setting_has_its_default(path: Path) -> None:
    settings = Settings.load(path)
    assert all(settings.get(setting) == setting.default for setting in ALL)
    assert not path.exists()


def test_what_is_set_and_saved_is_there_after_a_load(path: Path) -> None:
    settings = Settings.load(path)
    settings.set(THEME, "light")
    settings.set(AUTOSAVE, False)
    settings.set(OVERLAY_OPACITY, 0.25)
    settings.save()
    loaded = Settings.load(path)
    assert (loaded.get(THEME), loaded.get(AUTOSAVE), loaded.get(OVERLAY_OPACITY)) == ("light", False, 0.25)


def test_keys_that_we_do_not_know_are_kept(path: Path) -> None:
    write(path, {"theme": "dark", "of_a_newer_program": {"a": [1, 2]}})
    settings = Settings.load(path)
    settings.set(THEME, "light")
    settings.save()
    assert json.loads(path.read_text()) == {"theme": "light", "of_a_newer_program": {"a": [1, 2]}}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (THEME, "pink"),
        (THEME, 3),
        (AUTOSAVE, 1),
        (AUTOSAVE, "yes"),
        (AUTOSAVE_DELAY, -1),
        (OVERLAY_OPACITY, None),
    ],
)
def test_a_value_that_cannot_stand_is_the_default(path: Path, setting, value) -> None:
    write(path, {setting.name: value})
    assert Settings.load(path).get(setting) == setting.default


def test_a_whole_number_stands_for_a_float(path: Path) -> None:
    write(path, {"autosave_delay": 3})
    value = Settings.load(path).get(AUTOSAVE_DELAY)
    assert value == 3.0
    assert isinstance(value, float)


def test_a_wrong_value_cannot_be_set(path: Path) -> None:
    with pytest.raises(ValueError, match=r"overlay_opacity cannot be 2\.0"):
        Settings.load(path).set(OVERLAY_OPACITY, 2.0)


@pytest.mark.parametrize("content", ["{ no JSON", "[1, 2]", '"text"'])
def test_a_broken_file_is_put_aside(path: Path, content: str) -> None:
    write(path, content)
    settings = Settings.load(path)
    assert settings.get(THEME) == "system"
    assert (path.parent / "settings.json.broken").read_text() == content
    settings.save()
    assert path.exists()


def test_a_folder_in_the_way_is_an_error_that_says_so(path: Path) -> None:
    path.mkdir(parents=True)
    settings = Settings.load(path)
    with pytest.raises(FileUnwritableError, match="it is a folder"):
        settings.save()


def test_the_environment_names_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LABELER_CONFIG_DIR", str(tmp_path))
    assert module.config_folder() == tmp_path
    assert module.data_folder() == tmp_path / "data"
    monkeypatch.delenv("LABELER_CONFIG_DIR")
    assert module.config_folder().name == "labeler"
    assert module.data_folder().name == "labeler"


def test_every_setting_that_a_user_sets_says_what_it_does() -> None:
    assert len({setting.name for setting in ALL}) == len(ALL)
    told = [setting for setting in ALL if setting.text]
    assert all(setting.text.endswith(".") for setting in told)
    assert all(setting.accepts(setting.default) for setting in ALL)
