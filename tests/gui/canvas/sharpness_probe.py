"""A canvas at the scale factor of its process, which Qt reads only once: prints what it shows as JSON.

`QT_SCALE_FACTOR=1.5 python -m tests.gui.canvas.sharpness_probe ZOOM`
"""

from __future__ import annotations

import json
import sys

import numpy as np
from PySide6.QtWidgets import QApplication

from labeler.core.rasterizer import rasterize
from labeler.core.shapes import polygon
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.view import CanvasView
from tests.gui.canvas.conftest import document_of, photograph, rgb

SIZE = (90, 70)
SQUARE = ((10, 10), (60, 12), (55, 60), (8, 50))


def main() -> None:
    """Look at a photograph with one polygon, which is selected in the end."""
    app = QApplication([])
    view, photo = CanvasView(), photograph(*SIZE)
    view.resize(200, 150)
    view.set_pyramid(ImagePyramid.of(photo))
    document = document_of(polygon("car", SQUARE), size=SIZE)
    view.set_document(document)
    view.scene.base.outlines.is_on = view.scene.base.has_grid = False
    view.show()
    app.processEvents()
    view.zoom_to(float(sys.argv[1]))
    shown, viewport = view.grab().toImage(), view.scene.viewport
    left, top, right, bottom = viewport.image_rect
    down = slice(max(0, top), min(bottom, shown.height()))
    across = slice(max(0, left), min(right, shown.width()))
    sampled = np.ix_(viewport.rows(down.start, down.stop), viewport.columns(across.start, across.stop))
    labels = rasterize(document.annotation.shapes, document.size, document.classes)[sampled]
    is_bare = (rgb(shown)[down, across] == rgb(photo)[sampled]).all(axis=2)
    document.select((0,))
    is_white = (rgb(view.grab().toImage()) == 255).all(axis=2)
    runs = "\n".join("".join(" x"[each] for each in row) for row in is_white.astype(int).tolist()).split()
    seen = {
        "ratio": view.devicePixelRatioF(),
        "size": [shown.width(), shown.height()],
        "canvas": list(viewport.size),
        "bare where nothing is": bool(is_bare[labels == 0].all()),
        "bare where the polygon is": bool(is_bare[labels > 0].any()),
        "handle": max(map(len, runs)),
    }
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
