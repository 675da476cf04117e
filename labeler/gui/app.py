"""Starts the window and ends it: display, theme, errors that nobody expected, signals of the system."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from labeler.gui.display import display_problem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from labeler.gui.main_window import MainWindow

_NO_DISPLAY = 2
_log = logging.getLogger("labeler")


def run(path: Path | None) -> int:
    """Open the window, on a folder or an image if one is given, and return the exit status when it closes.

    Without a display: one line on stderr and status 2.
    """
    problem = display_problem()
    if problem:
        print(f"labeler: {problem}", file=sys.stderr)
        return _NO_DISPLAY
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    window = make_window(app)
    _catch_errors(window)
    _close_on_signals(window)
    if path is not None:
        window.first_painted.connect(lambda: window.choosing.open_path(path))
    window.show()
    status = app.exec()
    sys.excepthook = sys.__excepthook__
    return status


def make_window(app: QApplication) -> MainWindow:
    """The application made ready, and its window, not shown yet."""
    from PySide6.QtGui import QIcon

    from labeler.core.resource_files import resource
    from labeler.gui import theme
    from labeler.gui.garbage import GarbageCollection
    from labeler.gui.main_window import MainWindow
    from labeler.gui.text_keys import TextKeys
    from labeler.settings import THEME, Settings

    app.setApplicationName("labeler")
    app.setApplicationDisplayName("Labeler")
    app.setDesktopFileName("labeler")
    app.setWindowIcon(QIcon(str(resource("icons", "labeler.svg"))))
    settings = Settings.load()
    theme.apply(app, settings.get(THEME))
    app.styleHints().colorSchemeChanged.connect(lambda: theme.apply(app, settings.get(THEME)))
    TextKeys(app)
    GarbageCollection(app)
    window = MainWindow(settings)
    window.first_painted.connect(_warm_up)
    return window


def _warm_up() -> None:
    """Load the compiled rasterizer beside the window, so that the first shape does not wait for it."""

    def work() -> None:
        from labeler.core.compiled import warm_up

        warm_up()

    threading.Thread(target=work, name="warm up", daemon=True).start()


def _catch_errors(window: MainWindow) -> None:
    """Show errors that nobody expected in the message bar; nothing is lost by going on."""
    from PySide6.QtGui import QGuiApplication

    from labeler.gui.messages import Message, Remedy, Severity

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.error("An error that nobody expected", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        text = f"Something went wrong inside Labeler ({kind.__name__}: {error}). Your shapes are kept."
        copy = Remedy("Copy details", lambda: QGuiApplication.clipboard().setText(details), keeps=True)
        window.messages.show_message(Message("unexpected", text, Severity.ERROR, (copy,)))

    sys.excepthook = show


def _close_on_signals(window: MainWindow) -> None:
    """Ctrl+C in the terminal and a polite kill close the window, which saves first."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # Python runs the handler at the next turn of the interpreter; the timers of the window see to that.
        signal.signal(number, lambda *_: window.close())
