"""Tools as the hand meets them: the wand in the real window, drawing behind, and filling the rest.

The wand works on a photograph of 1920 x 1080 with 20 polygons. A frame is an event and all painting that came
of it. What is drawn behind and filled lies among 10,000 polygons on 10,000 x 10,000 pixels.
"""

from __future__ import annotations

import numpy as np

from labeler.core.edits.fill import fill_rest
from labeler.core.shapes import polygon
from labeler.tools.new_shapes import drawn
from tests.benchmarks.canvas_scenes import LEFT, Stage, stage_on
from tests.benchmarks.figures import Figure, timed

FULL_HD = (1920, 1080)
MANY = 10_000
# Screen pixels from one move of a drag to the next: the tolerance changes by two.
_STEP = 8


def run() -> list[Figure]:
    """The wand beside its target; what the others take."""
    with stage_on((20,), FULL_HD) as stage:
        figures = [*_wand(stage), _fill(stage, "fill the rest, 1920 x 1080, 20 polygons")]
    with stage_on((MANY,)) as stage:
        figures += [*_behind(stage), _fill(stage, f"fill the rest, 10,000 x 10,000, {MANY:,} polygons")]
    return figures


def _wand(stage: Stage) -> list[Figure]:
    """Frames of a drag from a tolerance of 0 to one that takes most of the photograph, and back."""
    stage.window.session.choose_class(stage.document.classes.user_rows[0].name)
    stage.window.actions_["tool_wand"].trigger()
    options, view = stage.window.session.options, stage.view
    options.wand_tolerance, options.wand_hole_size = 0, 20
    stage.show_at(None)
    x, y = 600.0, 500.0
    stage.hand.press(x, y, LEFT)
    places = [(x + _STEP * step, y) for step in (*range(1, 41), *range(39, 0, -1))]
    timing = stage.frames(stage.moves(places, LEFT))
    stage.hand.move(x + 40 * _STEP, y, LEFT)
    assert view.tool is not None
    draft = view.tool.draft
    assert draft is not None
    assert draft.mask is not None
    share = np.count_nonzero(draft.mask.pixels) / (FULL_HD[0] * FULL_HD[1])
    stage.hand.release(x + 40 * _STEP, y, LEFT)
    view.act(view.tool.cancel)
    return [timing.figure(f"wand, a move of a drag up to {share:.0%} of the pixels", 30)]


def _behind(stage: Stage) -> list[Figure]:
    """The edit of a polygon of 40 vertices that is drawn behind its neighbours."""
    document, figures = stage.document, []
    name = document.classes.user_rows[0].name
    document.options.is_behind = True
    for reach in (150, 500, 1500):
        turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        ring = np.column_stack((5000 + reach * np.cos(turn), 5000 + reach * np.sin(turn)))
        met = len(document.index.overlapping((5000 - reach, 5000 - reach, 5000 + reach, 5000 + reach)))
        timing = timed(lambda ring=ring: drawn(document, [polygon(name, ring)], "Add polygon"), 9)
        figures.append(timing.figure(f"draw behind {met:,} neighbours of {MANY:,} polygons"))
    document.options.is_behind = False
    return figures


def _fill(stage: Stage, name: str) -> Figure:
    """Making the edit, which a thread does beside the window."""
    class_name = stage.document.classes.user_rows[0].name
    return timed(lambda: fill_rest(stage.document.label_map, class_name), 3).figure(name)
