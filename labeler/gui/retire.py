"""Deletes Qt objects that Python has given attributes and connections.

When Qt destroys an object, its connections and children go with it, and Python closures in them. If the last
reference to the object itself were in such a closure, PySide would destroy it a second time within its own
destruction, and the process would end (seen with PySide6 6.11).
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from shiboken6 import isValid

_retired: list[QObject] = []


def retire(thing: QObject) -> None:
    """Let Qt delete an object in its own time, and keep its Python side until then."""
    _retired[:] = [each for each in _retired if isValid(each)]
    _retired.append(thing)
    thing.deleteLater()
