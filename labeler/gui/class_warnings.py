"""What is to be warned of in the class table, looked for when the hands rest, and marked in its panel."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from labeler.core.class_warnings import WarningKind, table_warnings

if TYPE_CHECKING:
    from labeler.core.class_warnings import ClassWarning
    from labeler.core.classes import ClassTable
    from labeler.gui.session import Session

# So many milliseconds after the last change of the table.
_REST = 400

# What is marked on a row; the rest stands in the window of the class table.
_MARKED = (WarningKind.EQUAL_COLORS, WarningKind.ALIKE_COLORS, WarningKind.ALIKE_NAMES)
# More rows than these with similar colours tell nothing any more: large tables cannot do without.
_FEW_ALIKE = 8


class ClassWarnings(QObject):
    """Follows the table of the session. `changed()` comes when `of_table` is something else.

    The first look takes a moment, for it brings in the library of colours, and so happens in a thread.
    """

    changed = Signal()
    _found = Signal(object, object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.of_table: list[ClassWarning] = []
        self._worker: ThreadPoolExecutor | None = None
        self._timer = QTimer(self, singleShot=True, interval=_REST)
        self._timer.timeout.connect(self._look_aside)
        self._found.connect(self._on_found, Qt.ConnectionType.QueuedConnection)
        session.classes_changed.connect(lambda _: self._timer.start())
        session.dataset_changed.connect(self._timer.start)

    def look(self) -> None:
        """Look now."""
        self._timer.stop()
        self._take(_warnings(self._session.classes))

    def close(self) -> None:
        """End the thread; what it looks at is waited for and dropped."""
        self._timer.stop()
        if self._worker is not None:
            self._worker.shutdown(wait=True)

    def marks(self) -> dict[int, str]:
        """What is marked in the panel: the sentences by class index."""
        alike = [each for each in self.of_table if each.kind is WarningKind.ALIKE_COLORS]
        has_many = len({row.index for each in alike for row in each.rows}) > _FEW_ALIKE
        marked: dict[int, list[str]] = {}
        for warning in self.of_table:
            if warning.kind not in _MARKED or (has_many and warning in alike):
                continue
            for row in warning.rows:
                marked.setdefault(row.index, []).append(warning.text)
        return {index: "\n".join(texts) for index, texts in marked.items()}

    def _look_aside(self) -> None:
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="warnings")
        classes = self._session.classes
        answer = self._worker.submit(_warnings, classes)
        answer.add_done_callback(lambda done: self._found.emit(classes, done.result()))

    def _on_found(self, classes: ClassTable, found: list[ClassWarning]) -> None:
        if classes is self._session.classes:
            self._take(found)

    def _take(self, found: list[ClassWarning]) -> None:
        if found != self.of_table:
            self.of_table = found
            self.changed.emit()


def _warnings(classes: ClassTable) -> list[ClassWarning]:
    """What the table alone shows; nothing while it has no classes of its own."""
    return table_warnings(classes) if classes.user_rows else []
