"""Recent datasets: remembered over windows, one click away, and taken off the list when they are gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from labeler.gui.recent import COUNT
from labeler.settings import RECENT, Settings
from tests.datasets import make_dataset
from tests.windows import Desk


def listed(desk: Desk) -> list[str]:
    """What the menu lists above its line."""
    actions = desk.window.recent.menu.actions()
    return [action.toolTip() for action in actions[:-2]]


def test_what_opens_is_remembered_newest_first_and_once(
    desk: Desk, tmp_path: Path, settings: Settings
) -> None:
    folders = [make_dataset(tmp_path / name, 1) for name in ("streets", "leaves")]
    for folder in (*folders, folders[0]):
        desk.window.choosing.open_path(folder)
        desk.qtbot.waitUntil(lambda f=folder: desk.window.windowTitle().endswith(f"{f.name} – Labeler"))
        desk.wait_for_image()
    expected = [str(folders[0]), str(folders[1])]
    assert settings.get(RECENT) == expected
    assert Settings.load(settings.path).get(RECENT) == expected, "on the disk at once"
    assert listed(desk) == expected


def test_the_list_has_an_end(desk: Desk, tmp_path: Path, settings: Settings) -> None:
    settings.set(RECENT, [f"/gone/{number}" for number in range(COUNT)])
    settings.save()
    desk.open(make_dataset(tmp_path / "set", 1))
    assert settings.get(RECENT) == [str(tmp_path / "set"), *(f"/gone/{n}" for n in range(COUNT - 1))]


def test_another_window_adds_to_the_same_list(desk: Desk, tmp_path: Path, settings: Settings) -> None:
    other = Settings.load(settings.path)
    other.set(RECENT, ["/data/of/the/other"])
    other.save()
    desk.open(make_dataset(tmp_path / "set", 1))
    assert settings.get(RECENT) == [str(tmp_path / "set"), "/data/of/the/other"]


def test_one_click_in_the_menu_opens_it_again(make_desk: Callable[[], Desk], tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    first = make_desk()
    first.open(folder)
    assert first.window.close()
    second = make_desk()
    assert listed(second) == [str(folder)]
    second.window.recent.menu.actions()[0].trigger()
    second.wait_for_image()
    assert second.document.image.path == folder / "a1.jpg"


def test_one_click_on_the_welcome_page_opens_it_again(make_desk: Callable[[], Desk], tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    first = make_desk()
    first.open(folder)
    assert first.window.close()
    second = make_desk()
    second.window.welcome.recent_chosen.emit(str(folder))
    second.wait_for_image()


def test_what_is_gone_is_taken_off_and_that_is_said(desk: Desk, tmp_path: Path, settings: Settings) -> None:
    folder = make_dataset(tmp_path / "set", 1)
    desk.open(folder)
    other = make_dataset(tmp_path / "other", 1)
    desk.window.choosing.open_path(other)
    desk.qtbot.waitUntil(lambda: desk.window.windowTitle().endswith("other – Labeler"))
    desk.wait_for_image()
    shutil.rmtree(folder)
    desk.window.recent.open(folder)
    assert desk.message("recent") == (
        f"{folder} is not there any more, and was taken off the list of recent datasets."
    )
    assert settings.get(RECENT) == [str(other)]


def test_the_list_can_be_cleared(desk: Desk, tmp_path: Path, settings: Settings) -> None:
    desk.open(make_dataset(tmp_path / "set", 1))
    assert desk.window.recent.menu.isEnabled()
    desk.window.recent.menu.actions()[-1].trigger()
    assert settings.get(RECENT) == []
    assert not desk.window.recent.menu.isEnabled()


def test_a_settings_file_that_cannot_be_written_keeps_nothing_from_opening(
    desk: Desk, tmp_path: Path, settings: Settings
) -> None:
    settings.path.mkdir(parents=True)
    desk.open(make_dataset(tmp_path / "set", 1))
    assert settings.get(RECENT) == [str(tmp_path / "set")]
