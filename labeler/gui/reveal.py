"""Shows a file where the user keeps files: in the file manager of the desktop."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QUrl

_FILE_MANAGER = "org.freedesktop.FileManager1"


def reveal(path: Path) -> str:
    """Open the folder of a file, with the file selected where that is possible.

    Returns the sentence for the user when nothing can open it, empty when something has.
    """
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir():
        return f"{folder}: does not exist any more."
    if sys.platform.startswith("linux") and path.exists() and _shown_by_file_manager(path):
        return ""
    from PySide6.QtGui import QDesktopServices

    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        return ""
    return f"No program of this desktop opens folders. The folder is {folder}."


def _shown_by_file_manager(path: Path) -> bool:
    """Ask the file manager, if there is one that listens; it is not waited for, it may have to be started.

    How to ask: https://www.freedesktop.org/wiki/Specifications/file-manager-interface/
    """
    # Loaded here: most sessions never need it.
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    names: set[str] = set()
    for question in ("ListNames", "ListActivatableNames"):
        names.update(*bus.interface().call(question).arguments())
    if _FILE_MANAGER not in names:
        return False
    message = QDBusMessage.createMethodCall(
        _FILE_MANAGER, "/org/freedesktop/FileManager1", _FILE_MANAGER, "ShowItems"
    )
    message.setArguments(
        [[QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)], ""]
    )
    bus.asyncCall(message)
    return True
