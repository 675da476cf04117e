"""The window itself: panels, themes, settings, help."""

from __future__ import annotations

from labeler.gui.rows.row import THEME, ActionRow

WINDOW = (
    ActionRow("settings", "Settings…", ("Ctrl+,",), "How the program looks and works.", "settings"),
    ActionRow("full_screen", "Full screen", ("F11",), "Only the canvas and the hint.", is_checkable=True),
    ActionRow("next_panel", "Next panel", ("F6",), "Give the keys to the next list, or to the canvas."),
    ActionRow("previous_panel", "Previous panel", ("Shift+F6",), "The same, the other way round."),
    ActionRow("reset_layout", "Reset layout", (), "Put docks and bars back where they stood at first."),
    ActionRow("theme_system", "Theme of the system", (), "As the desktop says.", "", THEME),
    ActionRow("theme_dark", "Dark theme", (), "", "", THEME),
    ActionRow("theme_light", "Light theme", (), "", "", THEME),
    ActionRow(
        *("find_command", "Command palette…", ("Ctrl+Shift+P",)),
        hint="Type a part of what any command is called; Enter does it.",
        icon="command",
    ),
    ActionRow("keys", "Keys…", ("F1",), "A sheet of all keys, to search or to print.", "keyboard"),
)
