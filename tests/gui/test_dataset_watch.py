"""What happens in watched folders is noticed, a moment later and once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from labeler.gui import dataset_watch
from labeler.gui.dataset_watch import DatasetWatch


@pytest.fixture
def watch(qtbot, monkeypatch) -> DatasetWatch:
    monkeypatch.setattr(dataset_watch, "SHORT", 30)
    return DatasetWatch()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inside").mkdir()
    return tmp_path


def watch_all(watch: DatasetWatch, folder: Path, *files: Path) -> None:
    folders = [os.path.join(folder, ""), os.path.join(folder, "inside", "")]  # noqa: PTH118 - as scans have them
    watch.watch(folders, [str(file) for file in files])


def test_files_that_come_and_go_are_noticed_once(watch: DatasetWatch, folder: Path, qtbot) -> None:
    watch_all(watch, folder)
    told: list[int] = []
    watch.noticed.connect(lambda: told.append(1))
    for number in range(5):
        (folder / "inside" / f"{number}.jpg").touch()
        (folder / f"{number}.jpg").touch()
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(100)
    assert len(told) == 1
    with qtbot.waitSignal(watch.noticed):
        (folder / "inside" / "3.jpg").unlink()
    assert not watch.is_slow


def test_a_file_written_in_place_is_noticed_only_if_it_is_watched_itself(
    watch: DatasetWatch, folder: Path, qtbot
) -> None:
    (folder / "a.json").write_text("1")
    (folder / "b.json").write_text("1")
    watch_all(watch, folder)
    watch.watch_file(str(folder / "a.json"))
    watch.watch_file(str(folder / "none.json"))
    with qtbot.waitSignal(watch.noticed):
        (folder / "a.json").write_text("2")
    with qtbot.assertNotEmitted(watch.noticed, wait=100):
        (folder / "b.json").write_text("2")


def test_a_watched_file_that_is_replaced_is_watched_again(watch: DatasetWatch, folder: Path, qtbot) -> None:
    file = folder / "a.json"
    file.write_text("1")
    watch_all(watch, folder, file)
    with qtbot.waitSignal(watch.noticed):
        (folder / "new").write_text("2")
        (folder / "new").replace(file)
    watch_all(watch, folder, file)
    with qtbot.waitSignal(watch.noticed):
        file.write_text("3")


def test_what_is_watched_no_more_is_not_noticed(watch: DatasetWatch, folder: Path, qtbot) -> None:
    watch_all(watch, folder)
    watch.watch([str(folder / "inside")], [])
    with qtbot.assertNotEmitted(watch.noticed, wait=100):
        (folder / "a.jpg").touch()
    watch.stop()
    watch.watch_file(str(folder / "a.jpg"))
    with qtbot.assertNotEmitted(watch.noticed, wait=100):
        (folder / "inside" / "a.jpg").touch()
        (folder / "a.jpg").write_text("a")
        watch.look_soon()


def test_a_folder_that_is_gone_stops_nothing(watch: DatasetWatch, folder: Path, qtbot) -> None:
    watch_all(watch, folder)
    with qtbot.waitSignal(watch.noticed):
        (folder / "inside").rmdir()
    with qtbot.waitSignal(watch.noticed):
        (folder / "a.jpg").touch()


def test_too_many_folders_are_looked_at_from_time_to_time(
    watch: DatasetWatch, folder: Path, qtbot, monkeypatch
) -> None:
    monkeypatch.setattr(dataset_watch, "MOST_FOLDERS", 1)
    watch._slow.setInterval(40)
    watch_all(watch, folder)
    assert watch.is_slow
    with qtbot.waitSignals([watch.noticed, watch.noticed]):
        pass
    monkeypatch.setattr(dataset_watch, "MOST_FOLDERS", 5)
    watch_all(watch, folder)
    assert not watch.is_slow


@pytest.mark.parametrize(
    ("system", "is_network"), [(b"nfs4", True), (b"CIFS", True), (b"fuse.sshfs", True), (b"ext4", False)]
)
def test_folders_on_a_network_are_looked_at_from_time_to_time(
    watch: DatasetWatch, folder: Path, monkeypatch, system: bytes, is_network: bool
) -> None:
    class Storage:
        def __init__(self, _: str) -> None:
            pass

        def fileSystemType(self):  # noqa: N802 - Qt's name
            class Bytes:
                def data(self) -> bytes:
                    return system

            return Bytes()

    monkeypatch.setattr(dataset_watch, "QStorageInfo", Storage)
    watch_all(watch, folder)
    assert watch.is_slow is is_network


def test_coming_back_to_the_program_is_a_reason_to_look(watch: DatasetWatch, folder: Path, qtbot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    state = Qt.ApplicationState
    with qtbot.assertNotEmitted(watch.noticed, wait=100):
        app.applicationStateChanged.emit(state.ApplicationActive)
    watch_all(watch, folder)
    with qtbot.assertNotEmitted(watch.noticed, wait=100):
        app.applicationStateChanged.emit(state.ApplicationInactive)
    with qtbot.waitSignal(watch.noticed):
        app.applicationStateChanged.emit(state.ApplicationActive)


def test_a_look_that_failed_is_repeated(watch: DatasetWatch, folder: Path, qtbot) -> None:
    watch._slow.setInterval(40)
    with qtbot.waitSignal(watch.noticed):
        watch.try_again()
    watch_all(watch, folder)
    assert not watch.is_slow


def test_looks_that_take_long_are_further_apart(watch: DatasetWatch) -> None:
    watch.take_time(0.001)
    assert watch._soon.interval() == dataset_watch.SHORT
    watch.take_time(0.4)
    assert watch._soon.interval() == 2000
