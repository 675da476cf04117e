"""Starts the window and ends it: display, theme, errors that nobody expected, signals of the system."""

from __future__ import annotations

import gc
import logging
import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

# What has no Qt is imported before Qt, whose import hook reads the source of every module after it.
from labeler.core.resource_files import resource
from labeler.gui.display import display_problem
from labeler.settings import SYSTEM_THEME, TEXT_SIZE, THEME, Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from labeler.gui.main_window import MainWindow

_NO_DISPLAY = 2
_BESIDE = 32  # pixels
_log = logging.getLogger("labeler")


def run(path: Path | None, *, is_another: bool = False) -> int:
    """Open the window, on a folder or an image if one is given, and return the exit status when it closes.

    Without a display: one line on stderr and status 2. `is_another` puts it a little beside the place that is
    remembered, where the window stands that asked for another one.
    """
    problem = display_problem()
    if problem:
        print(f"labeler: {problem}", file=sys.stderr)
        return _NO_DISPLAY
    gc.disable()  # nothing is garbage yet; GarbageCollection takes over once the window is there
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    window = make_window(app)
    _catch_errors(window)
    _close_on_signals(window)
    if is_another:
        window.move(window.x() + _BESIDE, window.y() + _BESIDE)
    if path is not None:
        window.open_path(path)
    window.show()
    status = app.exec()
    sys.excepthook = sys.__excepthook__
    return status


def make_window(app: QApplication) -> MainWindow:
    """The application made ready, and its window, not shown yet; it is built after its first frame."""
    from labeler.gui import theme
    from labeler.gui.loading import Loading
    from labeler.gui.main_window import MainWindow

    app.setApplicationName("labeler")
    app.setApplicationDisplayName("Labeler")
    app.setDesktopFileName("labeler")
    settings = Settings.load()
    # What the system's theme is takes Qt longer to tell than the first frame may take: it is as it was.
    named = settings.get(THEME)
    name = settings.get(SYSTEM_THEME) if named == "system" else named
    theme.apply(app, name, settings.get(TEXT_SIZE))
    window = MainWindow(settings)
    loading = Loading(window)
    loading.ended.connect(lambda: _complete(app, window))
    window.first_painted.connect(loading.start)
    return window


def _complete(app: QApplication, window: MainWindow) -> None:
    """What the first frame did not need."""
    from PySide6.QtGui import QIcon

    from labeler.gui.garbage import GarbageCollection, favour_window
    from labeler.gui.text_keys import TextKeys

    app.setWindowIcon(QIcon(str(resource("icons", "labeler.svg"))))
    TextKeys(app)
    GarbageCollection(app)
    favour_window()
    _follow_system(app, window.settings)
    if window.isVisible():  # nobody has closed it meanwhile
        window.build()


def _follow_system(app: QApplication, settings: Settings) -> None:
    """Follow the theme of the desktop, if the user wants that."""
    from labeler.gui import theme

    def follow() -> None:
        name = settings.get(THEME)
        wanted = theme.theme_of(name)
        if name == "system":
            settings.set(SYSTEM_THEME, wanted.name)
        if wanted is not theme.current():
            theme.apply(app, name)

    app.styleHints().colorSchemeChanged.connect(follow)
    follow()


def _catch_errors(window: MainWindow) -> None:
    """Show errors that nobody expected in the message bar; nothing is lost by going on."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        from PySide6.QtGui import QGuiApplication

        from labeler.gui.messages import Message, Remedy, Severity

        _log.error("An error that nobody expected", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        text = f"Something went wrong inside Labeler ({kind.__name__}: {error}). Your shapes are kept."
        copy = Remedy("Copy details", lambda: QGuiApplication.clipboard().setText(details), keeps=True)
        message = Message("unexpected", text, Severity.ERROR, (copy,))
        window.when_built(lambda: window.messages.show_message(message))

    sys.excepthook = show


def _close_on_signals(window: MainWindow) -> None:
    """Ctrl+C in the terminal and a polite kill close the window, which saves first."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # Python runs the handler at the next turn of the interpreter; the timers of the window see to that.
        signal.signal(number, lambda *_: window.close())
