"""Whether a window can be shown at all. Qt aborts the process where it cannot, so this is asked before."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Platforms of Qt that need no display server.
_WITHOUT_DISPLAY = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay")


def display_problem() -> str:
    """Why no window can be shown, in one sentence; empty when one can."""
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if platform in _WITHOUT_DISPLAY:
        return ""
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY", ""), os.environ.get("DISPLAY", "")
    if not wayland and not x11:
        return "no display: neither DISPLAY nor WAYLAND_DISPLAY is set."
    if wayland and platform != "xcb" and _answers(_wayland_socket(wayland)):
        return ""
    if not x11:
        return f"no display: WAYLAND_DISPLAY is {wayland!r}, but nothing answers there."
    return _xcb_problem(x11)


def _wayland_socket(name: str) -> Path:
    return Path(os.environ.get("XDG_RUNTIME_DIR", "/run")) / name


def _answers(path: Path) -> bool:
    import socket

    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True


def _xcb_problem(display: str) -> str:
    """Why Qt's plugin for X cannot be used: a library that lacks, or a display that does not let us in."""
    import ctypes

    from PySide6.QtCore import QLibraryInfo

    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    try:
        ctypes.CDLL(str(plugins / "platforms" / "libqxcb.so"))
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        library = str(error).partition(":")[0]
        return f"no window: the library {library} is missing; README.md names the packages that bring it."
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    has_error = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return f"no display: DISPLAY is {display!r}, but it cannot be opened." if has_error else ""
