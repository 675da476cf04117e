"""A file is shown in the file manager, its folder by whatever opens folders, or the user is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from labeler.gui import reveal as module
from labeler.gui.reveal import reveal


@pytest.fixture
def opened(monkeypatch) -> list[Path]:
    """The folders that the desktop is asked to open, which it does; no file manager listens."""
    folders: list[Path] = []

    def open_url(url: QUrl) -> bool:
        folders.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(module, "_shown_by_file_manager", lambda _: False)
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return folders


def test_the_folder_of_a_file_is_opened(opened: list[Path], tmp_path: Path) -> None:
    (tmp_path / "a b#1.jpg").touch()
    assert reveal(tmp_path / "a b#1.jpg") == ""
    assert reveal(tmp_path) == ""
    assert opened == [tmp_path, tmp_path]


def test_a_file_that_is_gone_leads_to_its_folder(opened: list[Path], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_shown_by_file_manager", lambda _: pytest.fail("there is no such file"))
    assert reveal(tmp_path / "gone.jpg") == ""
    assert opened == [tmp_path]


def test_a_folder_that_is_gone_is_told(opened: list[Path], tmp_path: Path) -> None:
    assert reveal(tmp_path / "gone" / "a.jpg") == f"{tmp_path / 'gone'}: does not exist any more."
    assert opened == []


def test_a_desktop_that_opens_nothing_is_told(opened: list[Path], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    assert str(tmp_path) in reveal(tmp_path / "a.jpg")
    assert "No program of this desktop opens folders." in reveal(tmp_path / "a.jpg")


def test_the_file_manager_has_the_first_word(opened: list[Path], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(module, "_shown_by_file_manager", lambda _: True)
    (tmp_path / "a.jpg").touch()
    assert reveal(tmp_path / "a.jpg") == ""
    assert opened == []


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs a session bus of its own")
@pytest.mark.parametrize("has_manager", [True, False])
def test_a_file_manager_on_the_bus_is_started(tmp_path: Path, has_manager: bool) -> None:
    services, marker = tmp_path / "share" / "dbus-1" / "services", tmp_path / "started"
    services.mkdir(parents=True)
    starter = tmp_path / "manager"
    starter.write_text(f"#!/bin/sh\ntouch {marker}\nsleep 1\n")
    starter.chmod(0o755)
    if has_manager:
        (services / "org.freedesktop.FileManager1.service").write_text(
            f"[D-BUS Service]\nName=org.freedesktop.FileManager1\nExec={starter}\n"
        )
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from labeler.gui.reveal import _shown_by_file_manager as shown; app = QCoreApplication([]);"
        "print(shown(Path(sys.argv[1])))"
    )
    answer = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", code, str(tmp_path / "a.jpg")],
        env=os.environ | {"XDG_DATA_DIRS": str(tmp_path / "share"), "XDG_DATA_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert answer.stdout.strip() == str(has_manager)
    deadline = time.monotonic() + 5
    while has_manager and not marker.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert marker.exists() == has_manager


def test_without_a_bus_nobody_is_asked(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from labeler.gui.reveal import _shown_by_file_manager as shown; app = QCoreApplication([]);"
        "print(shown(Path('/x')))"
    )
    environment = os.environ | {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path / 'nothing'}"}
    answer = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "False"
