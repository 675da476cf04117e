"""Settings survive a save and a load, and a bad file costs no more than the settings in it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from labeler import settings as module
from labeler.core.errors import FileUnwritableError
from labeler.settings import ALL, AUTOSAVE, AUTOSAVE_DELAY, KEYS, OVERLAY_OPACITY, THEME, Settings
from labeler.settings.drawing import DRAWING


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
    assert module.cache_folder() == tmp_path / "cache"
    monkeypatch.delenv("LABELER_CONFIG_DIR")
    assert module.config_folder().name == "labeler"
    assert module.data_folder().name == "labeler"
    assert module.cache_folder().name == "labeler"


def test_every_setting_that_a_user_sets_says_what_it_does() -> None:
    assert len({setting.name for setting in ALL}) == len(ALL)
    told = [setting for setting in ALL if setting.text]
    assert all(setting.text.endswith(".") for setting in told)
    assert all(setting.accepts(setting.default) for setting in ALL)


def test_every_setting_of_these_files_is_one_of_all() -> None:
    rows = [value for value in vars(module).values() if isinstance(value, module.Setting)]
    assert [*rows, *DRAWING] == list(ALL)
    assert {THEME.name, KEYS.name} <= {setting.name for setting in ALL}


def test_every_setting_has_a_title_and_words_for_its_choices() -> None:
    assert THEME.title == "Theme"
    assert OVERLAY_OPACITY.title == "Opacity of the labels"
    assert all(len(setting.words) in (0, len(setting.choices)) for setting in ALL)
    assert all(setting.title[0].isupper() and setting.section for setting in ALL)


@pytest.mark.parametrize("value", [{"save": "Ctrl+S"}, {"save": [1]}, ["save"], {"save": None}])
def test_keys_are_lists_of_text_for_each_action(path: Path, value: object) -> None:
    write(path, {"keys": value})
    assert Settings.load(path).get(KEYS) == {}


def test_keys_are_kept_for_each_action(path: Path) -> None:
    settings = Settings.load(path)
    settings.set(KEYS, {"save": ["Ctrl+S", "F4"], "quit": []})
    settings.save()
    assert Settings.load(path).get(KEYS) == {"save": ["Ctrl+S", "F4"], "quit": []}


# Who watches


def test_those_who_watch_hear_of_another_value_and_of_nothing_else(path: Path) -> None:
    settings, heard = Settings.load(path), []
    settings.watch(AUTOSAVE_DELAY, heard.append)
    settings.set(AUTOSAVE_DELAY, 2.0)
    settings.set(AUTOSAVE_DELAY, 2.0)
    settings.set(OVERLAY_OPACITY, 0.1)
    settings.reset(AUTOSAVE_DELAY)
    settings.reset(AUTOSAVE_DELAY)
    assert heard == [2.0, 1.0]


def test_those_who_follow_hear_the_value_of_now_first(path: Path) -> None:
    settings, heard = Settings.load(path), []
    settings.follow(THEME, heard.append)
    settings.set(THEME, "dark")
    assert heard == ["system", "dark"]


def test_those_who_end_watching_hear_nothing_more_and_the_others_do(path: Path) -> None:
    settings, first, second = Settings.load(path), [], []
    end = settings.watch(THEME, first.append)
    settings.watch(THEME, second.append)
    end()
    settings.set(THEME, "dark")
    assert (first, second) == ([], ["dark"])


def test_a_watcher_may_end_while_it_is_told(path: Path) -> None:
    settings, heard = Settings.load(path), []

    def once(value: str) -> None:
        heard.append(value)
        end()

    end = settings.watch(THEME, once)
    settings.watch(THEME, heard.append)
    settings.set(THEME, "dark")
    settings.set(THEME, "light")
    assert heard == ["dark", "dark", "light"]


def test_a_reset_setting_has_its_default_and_leaves_the_file(path: Path) -> None:
    write(path, {"theme": "dark", "autosave": False})
    settings = Settings.load(path)
    assert not settings.is_default(THEME)
    settings.reset(THEME)
    assert settings.is_default(THEME)
    settings.save()
    assert json.loads(path.read_text()) == {"autosave": False}


# Several windows of the program


def test_a_save_keeps_what_another_window_wrote(path: Path) -> None:
    write(path, {"theme": "dark", "autosave_delay": 5.0})
    first, second = Settings.load(path), Settings.load(path)
    first.set(THEME, "light")
    second.set(AUTOSAVE, False)
    second.reset(AUTOSAVE_DELAY)
    second.save()
    first.save()
    assert json.loads(path.read_text()) == {"theme": "light", "autosave": False}


def test_what_was_saved_already_does_not_replace_the_newer_value_of_another_window(path: Path) -> None:
    first, second = Settings.load(path), Settings.load(path)
    first.set(THEME, "light")
    first.save()
    second.set(THEME, "dark")
    second.save()
    first.set(AUTOSAVE, False)
    first.save()
    assert json.loads(path.read_text()) == {"theme": "dark", "autosave": False}
    assert first.get(THEME) == "light"


@pytest.mark.parametrize("content", ["", "{ no JSON", "[]"])
def test_a_file_that_broke_meanwhile_is_written_whole(path: Path, content: str) -> None:
    write(path, {"theme": "dark", "of_a_newer_program": 1})
    settings = Settings.load(path)
    path.write_text(content)
    settings.set(AUTOSAVE, False)
    settings.save()
    assert json.loads(path.read_text()) == {"theme": "dark", "of_a_newer_program": 1, "autosave": False}


def test_changes_that_could_not_be_written_are_written_the_next_time(path: Path) -> None:
    settings = Settings.load(path)
    settings.set(THEME, "dark")
    path.mkdir(parents=True)
    with pytest.raises(FileUnwritableError):
        settings.save()
    path.rmdir()
    settings.save()
    assert json.loads(path.read_text()) == {"theme": "dark"}


def test_a_folder_whose_name_is_no_utf_8_is_remembered(path: Path) -> None:
    folder = os.fsdecode(b"/data/caf\xe9 \xff Stra\xc3\x9fe")
    settings = Settings(path)
    settings.keep("recent", [folder])
    settings.save()
    assert Settings.load(path).unknown["recent"] == [folder]
    assert "Straße" in path.read_text(encoding="utf-8")
