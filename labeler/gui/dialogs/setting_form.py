"""The settings as a form made from settings.py: a heading for each section, a row for each setting."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from labeler.gui.dialogs.setting_fields import field_of
from labeler.gui.icons import SMALL, ThemedIcon
from labeler.settings import ALL, KEYS, Setting, Settings

_WIDTH = 620


class SettingRow(QWidget):
    """One setting: its name, its field, an arrow back to the default while it differs, and what it does."""

    def __init__(self, setting: Setting[Any], settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._settings = settings
        self.field = field_of(setting, self._set)
        self.reset_button = _reset_button(setting)
        self.reset_button.clicked.connect(lambda: settings.reset(setting))
        name = QLabel(setting.title)
        name.setBuddy(self.field.widget)
        text = QLabel(setting.text, wordWrap=True)
        text.setObjectName("dim")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 6, 0, 10)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        layout.addWidget(name, 0, 0)
        layout.addWidget(self.field.widget, 0, 1, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.reset_button, 0, 2)
        layout.addWidget(text, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        settings.follow(setting, self._show)

    def fits(self, words: list[str]) -> bool:
        """Whether name, description, choices or section hold every word of a search."""
        setting = self.setting
        text = " ".join((setting.title, setting.text, setting.section, *setting.words)).casefold()
        return all(word in text for word in words)

    def _show(self, value: Any) -> None:
        self.field.show_value(value)
        self.reset_button.setVisible(not self._settings.is_default(self.setting))

    def _set(self, value: Any) -> None:
        if self.setting.accepts(value):
            self._settings.set(self.setting, value)


class SettingForm(QScrollArea):
    """All rows, of which those of one section or those that fit a search are shown."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingForm")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows = [SettingRow(setting, settings) for setting in ALL if setting.text and setting is not KEYS]
        self._headings: dict[str, QLabel] = {}
        page = QWidget()
        page.setObjectName("page")
        page.setMaximumWidth(_WIDTH)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 12, 16, 24)
        layout.setSpacing(0)
        for section in self.sections:
            heading = QLabel(section)
            heading.setObjectName("heading")
            heading.setIndent(0)
            self._headings[section] = heading
            layout.addWidget(heading)
            for row in self.rows:
                if row.setting.section == section:
                    layout.addWidget(row)
        layout.addStretch(1)
        self.setWidget(page)

    @property
    def sections(self) -> list[str]:
        """The sections in the order of their first settings."""
        return list(dict.fromkeys(row.setting.section for row in self.rows))

    def show_section(self, section: str) -> None:
        """Show the settings of one section."""
        self._show({row for row in self.rows if row.setting.section == section})

    def show_matches(self, words: list[str]) -> list[str]:
        """Show the settings of all sections that fit a search; returns the sections that have some."""
        found = {row for row in self.rows if row.fits(words)}
        self._show(found)
        return [section for section in self.sections if any(row.setting.section == section for row in found)]

    def scroll_to(self, section: str) -> None:
        """Bring the heading of a section to the top, as far as that can be."""
        self.verticalScrollBar().setValue(self._headings[section].y())

    def _show(self, shown: set[SettingRow]) -> None:
        for row in self.rows:
            row.setVisible(row in shown)
        for section, heading in self._headings.items():
            heading.setVisible(any(row.setting.section == section for row in shown))
        self.verticalScrollBar().setValue(0)


def _reset_button(setting: Setting[Any]) -> QToolButton:
    button = QToolButton()
    ThemedIcon(button, "reset")
    button.setIconSize(QSize(SMALL, SMALL))
    button.setToolTip(f"Back to the default: {_default_in_words(setting)}")
    button.setAccessibleName(f"Reset {setting.title}")
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)  # fields stay where they are
    button.setSizePolicy(policy)
    return button


def _default_in_words(setting: Setting[Any]) -> str:
    default = setting.default
    if isinstance(default, bool):
        return "on" if default else "off"
    if setting.words:
        return setting.words[setting.choices.index(default)]
    if isinstance(default, float):
        default = f"{default * 100:.0f}" if setting.unit == "%" else f"{default:g}"
    return f"{default} {setting.unit}".strip() or "none"
