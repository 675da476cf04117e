"""The line at the bottom has room for about a hundred characters in a window of 1280 pixels."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest

from labeler.core.errors import ToolError
from labeler.core.shapes import polygon
from labeler.tools.registry import TOOLS
from tests.tools.desk import Desk

# Across the shape of the desk, and on its border.
PLACES = ((30, 30), (40, 10), (60, 45), (45, 60), (20, 20))
KEYS = {"other_way": "Y", "brush_smaller": "[", "brush_larger": "]", "fill_rest": "Ctrl+R"}
MOST = 106


def shown(hint: str) -> str:
    """The hint with the usual keys."""
    return re.sub(r"{(\w+)}", lambda found: KEYS.get(found[1], "Ctrl+K"), hint)


def act(gesture, *args, **kwargs) -> None:
    try:
        gesture(*args, **kwargs)
    except ToolError:
        return


@pytest.mark.parametrize(("name", "is_selected"), list(product(TOOLS, (False, True))))
def test_every_hint_of_every_tool_fits_the_status_line(name: str, is_selected: bool) -> None:
    class_name = "traffic light"
    desk = Desk(polygon(class_name, [(20, 20), (80, 20), (80, 70), (20, 70)]), current_class=class_name)
    desk.classes = desk.classes.with_names([class_name])
    desk.photograph = np.zeros((80, 100, 4), np.uint8)
    desk.select([0] if is_selected else [])
    desk.tool = TOOLS[name](desk)
    hints = {desk.tool.hint}
    for place in PLACES:
        for held in ("", "alt", "shift"):
            act(desk.move, *place, held=held)
            hints.add(desk.tool.hint)
        act(desk.move, *place)
        act(desk.press, *place)
        hints.add(desk.tool.hint)
        act(desk.release, *place)
        hints.add(desk.tool.hint)
    too_long = [hint for hint in map(shown, hints) if len(hint) > MOST]
    assert too_long == []
