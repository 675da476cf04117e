"""Every action of the window as data: name, words, keys, icon and the gesture in one line.

Adding an action is one row in a module here, one place in menus.py, and one connection where what it does is
at home.
"""

from __future__ import annotations

from labeler.gui.rows.classes import CLASSES
from labeler.gui.rows.combining import CLIP, COMBINING
from labeler.gui.rows.dataset import DATASET
from labeler.gui.rows.drawing import DRAWING
from labeler.gui.rows.editing import EDITING
from labeler.gui.rows.files import FILES
from labeler.gui.rows.reshaping import RESHAPING
from labeler.gui.rows.row import THEME, TOOL, VIEW, ActionRow
from labeler.gui.rows.selecting import SELECTING
from labeler.gui.rows.viewing import VIEWING
from labeler.gui.rows.window import WINDOW

__all__ = ("ROWS", "THEME", "TOOL", "VIEW", "ActionRow")

ROWS = (
    *FILES,
    *EDITING,
    *SELECTING,
    *RESHAPING,
    *COMBINING,
    CLIP,
    *DRAWING,
    *CLASSES,
    *DATASET,
    *VIEWING,
    *WINDOW,
)
