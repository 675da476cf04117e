"""The editor of keys: all actions as the menus group them, and below them the keys of the marked one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from labeler.gui.dialogs.key_panel import KeyPanel
from labeler.gui.dialogs.key_recorder import KeyRecorder
from labeler.gui.fixed_keys import FIXED_KEYS, refusal
from labeler.gui.key_table import ON_THE_CANVAS, KeyLine, grouped_rows, native

if TYPE_CHECKING:
    from labeler.gui.rows import ActionRow
    from labeler.gui.shortcuts import Shortcuts

_NAME, _KEYS, _CHANGED = range(3)
_ACTION = Qt.ItemDataRole.UserRole


class KeyPage(QWidget):
    """Lists the actions with their keys; `reset_wanted()` when all keys are to be the usual ones again."""

    reset_wanted = Signal()

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcuts = shortcuts
        self._words: list[str] = []
        self._key = ""
        self._items: list[tuple[QTreeWidgetItem, ActionRow]] = []
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self.finder = KeyRecorder("Find by pressing a key")
        self.finder.recorded.connect(self.find_key)
        self.found = QPushButton(autoDefault=False)
        self.found.setToolTip("Show all actions again")
        self.found.clicked.connect(lambda: self.find_key(""))
        reset = QPushButton("Reset all keys", autoDefault=False)
        reset.clicked.connect(self.reset_wanted)
        top = QHBoxLayout()
        for widget in (self.finder, self.found):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(reset)
        self.tree = self._made_tree()
        self.panel = KeyPanel(shortcuts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.panel)
        self.find_key("")
        shortcuts.changed.connect(self._show_keys)

    def show_matches(self, words: list[str]) -> int:
        """Show the actions whose name, keys or hint hold every word; returns how many do."""
        self._words = words
        return self._filter()

    def find_key(self, key: str) -> None:
        """Show the action that has a key (in Qt's portable form), or what else it is for; empty shows all."""
        self._key = key
        self.found.setText(f"{native(key)}   ×")
        self.found.setVisible(bool(key))
        if self._filter() == 0 and key:
            fixed = refusal(key, is_of_canvas=True)
            self.panel.show_sentence(fixed or f"{native(key)} is the key of no action.")

    def mark(self, name: str) -> None:
        """Mark an action by name."""
        item = next(item for item, row in self._items if row.name == name)
        self.tree.setCurrentItem(item)
        self.tree.scrollToItem(item)

    def _made_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("keys")
        tree.setColumnCount(3)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setIndentation(12)
        tree.setItemsExpandable(False)
        tree.setUniformRowHeights(True)
        tree.setFrameShape(QFrame.Shape.NoFrame)
        for title, rows in grouped_rows().items():
            group, items = self._group(tree, title)
            for row in rows:
                item = QTreeWidgetItem(group, [row.text.rstrip("…")])
                items.append(item)
                item.setData(_NAME, _ACTION, row.name)
                item.setToolTip(_NAME, row.hint)
                self._items.append((item, row))
        group, items = self._group(tree, ON_THE_CANVAS)
        for key in FIXED_KEYS:
            item = QTreeWidgetItem(group, [key.text, key.label])
            items.append(item)
            item.setToolTip(_NAME, key.text)
        tree.expandAll()
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_KEYS, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_KEYS, 190)
        header.setSectionResizeMode(_CHANGED, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_CHANGED, 72)
        tree.currentItemChanged.connect(lambda item, _: self._on_marked(item))
        tree.itemActivated.connect(lambda _item: self.panel.add_key())
        return tree

    def _group(self, tree: QTreeWidget, title: str) -> tuple[QTreeWidgetItem, list[QTreeWidgetItem]]:
        """A heading that cannot be marked, and the list of what will stand below it."""
        group = QTreeWidgetItem(tree, [title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = group.font(_NAME)
        font.setBold(True)
        group.setFont(_NAME, font)
        items: list[QTreeWidgetItem] = []
        self._groups.append((group, items))
        return group, items

    def _on_marked(self, item: QTreeWidgetItem | None) -> None:
        if item is None or item.parent() is None:
            self.panel.show_nothing()
            return
        name = item.data(_NAME, _ACTION)
        if name is None:
            self.panel.show_sentence("This key always does that; no action can have it.")
        else:
            self.panel.show_action(name, item.text(_NAME))

    def _show_keys(self) -> None:
        for item, row in self._items:
            item.setText(_KEYS, ", ".join(map(native, self._shortcuts.keys(row.name))))
            item.setText(_CHANGED, "" if self._shortcuts.is_default(row.name) else "changed")
        self.panel.show_again()

    def _filter(self) -> int:
        """Hide what does not fit, and mark the first that does; says how many do."""
        self._show_keys()
        count = 0
        first: QTreeWidgetItem | None = None
        for group, items in self._groups:
            shown = [item for item in items if self._fits(item, group.text(_NAME))]
            for item in items:
                item.setHidden(item not in shown)
            group.setHidden(not shown)
            count += len(shown)
            first = first or next(iter(shown), None)
        current = self.tree.currentItem()
        if first is None:
            self.panel.show_nothing()
        elif current is None or current.isHidden():
            self.tree.setCurrentItem(first)
        return count

    def _fits(self, item: QTreeWidgetItem, group: str) -> bool:
        name = item.data(_NAME, _ACTION)
        if self._key and (name is None or self._key not in self._shortcuts.keys(name)):
            return False
        line = KeyLine(item.text(_NAME), (item.text(_KEYS),), f"{item.toolTip(_NAME)} {group}")
        return line.fits(self._words)
