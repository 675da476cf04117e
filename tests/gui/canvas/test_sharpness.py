"""Screens of any sharpness: every device pixel is drawn for itself, also when the window moves to another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize

from labeler.core.shapes import polygon
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.scene import Scene
from tests.gui.canvas.conftest import document_of, photograph, rgb
from tests.gui.canvas.sharpness_probe import SIZE, SQUARE

ROOT = Path(__file__).parents[3]
RATIOS = [1.0, 1.25, 1.5, 2.0, 3.0]


@pytest.mark.parametrize("ratio", RATIOS)
def test_at_any_scale_factor_each_device_pixel_is_that_of_the_image_at_its_centre(ratio):
    environment = os.environ | {"QT_SCALE_FACTOR": str(ratio), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.gui.canvas.sharpness_probe", str(2.0 * ratio)]
    result = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    seen = json.loads(result.stdout)
    assert seen["ratio"] == ratio
    assert seen["size"] == seen["canvas"] == [round(200 * ratio), -(-150 * ratio // 1)]
    assert seen["bare where nothing is"]
    assert not seen["bare where the polygon is"]
    # White squares of 7 screen pixels, but for the dark rim.
    assert abs(seen["handle"] - (7 * ratio - 2 * max(1, round(0.7 * ratio)))) <= 1


@pytest.fixture
def scene(qapp) -> Scene:
    scene = Scene()
    scene.resize(QSize(200, 150), 1.0)
    scene.base.outlines.is_on = scene.base.has_grid = False
    scene.base.image.pyramid = ImagePyramid.of(photograph(*SIZE))
    scene.show_document(document_of(polygon("car", SQUARE), size=SIZE))
    return scene


def middle(scene: Scene) -> tuple[float, float]:
    """The place of the image in the middle of the canvas."""
    width, height = scene.viewport.size
    return scene.viewport.to_image(width / 2, height / 2)


@pytest.mark.parametrize("before", RATIOS)
@pytest.mark.parametrize("after", RATIOS)
def test_on_another_screen_the_same_part_is_in_view_as_large_to_the_eye(scene, before, after):
    scene.resize(QSize(200, 150), before)
    scene.viewport.zoom_to(3.0 * before)
    scene.viewport.pan(40, -25)
    place = middle(scene)
    scene.resize(QSize(200, 150), after)
    assert scene.viewport.scale / after == pytest.approx(3.0)
    assert middle(scene) == pytest.approx(place, abs=0.5)
    assert scene.base.updated(scene.viewport).devicePixelRatio() == after


@pytest.mark.parametrize("ratio", RATIOS)
def test_a_fitted_image_stays_fitted_on_another_screen(scene, ratio):
    scene.resize(QSize(200, 150), ratio)
    viewport = scene.viewport
    assert viewport.is_fitted
    width, height = viewport.image_rect.width, viewport.image_rect.height
    room = (viewport.size[0] - 16 * ratio, viewport.size[1] - 16 * ratio)
    assert max(width / room[0], height / room[1]) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("ratio", RATIOS)
def test_what_another_screen_shows_is_drawn_for_it(scene, ratio):
    scene.viewport.zoom_to(2.0)
    scene.base.updated(scene.viewport)
    scene.resize(QSize(200, 150), ratio)
    shown = rgb(scene.base.updated(scene.viewport))
    scene.base.invalidate()
    assert (shown == rgb(scene.base.updated(scene.viewport))).all()
    viewport = scene.viewport
    left, top, right, bottom = viewport.image_rect
    down, across = (
        slice(max(0, a), min(b, c))
        for a, b, c in ((top, bottom, viewport.size[1]), (left, right, viewport.size[0]))
    )
    rows, columns = viewport.rows(down.start, down.stop), viewport.columns(across.start, across.stop)
    labels = scene.base.labels.label_map[np.ix_(rows, columns)]
    below = rgb(photograph(*SIZE))[np.ix_(rows, columns)]
    assert (shown[down, across] == below)[labels == 0].all()
