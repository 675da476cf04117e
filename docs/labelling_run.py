"""Labels a photograph of the sample from nothing, with mouse and keys in a real X window, and checks it.

`python docs/labelling_run.py` needs Xvfb, openbox, xdotool and ImageMagick. It draws six objects with the
gestures of docs/drawing.md, saves, and then asks of the files what nobody should have to believe: that every
pixel is labelled, that there are no gaps, and that no two shapes overlap. The last picture of the window goes
to docs/images/labelling-run.png. The exit status is 1 when something of this does not hold.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from desk import with_palette
from PIL import Image

from labeler.core.annotation_file import read_annotation
from labeler.core.class_file import read_classes
from labeler.core.gaps import find_gaps
from labeler.core.rasterizer import rasterize

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "resources" / "sample"
PICTURE = ROOT / "docs" / "images" / "labelling-run.png"
NAME = "coffee-cup"
WINDOW = (1280, 800)
# The picture of it is a little smaller.
SHRUNK = (960, 600)

# The hand: between two clicks, and after a step that draws.
PAUSE, LOOK = 0.04, 0.4
PATIENCE = 30.0

# Behind the photograph, in the dark theme.
CANVAS = (26, 26, 26)

Place = tuple[float, float]

COFFEE = [(210, 156), (228, 173), (247, 184), (268, 190), (293, 193), (308, 193), (338, 186), (360, 174)]
COFFEE += [(371, 162), (364, 140), (346, 115), (317, 99), (292, 95), (269, 96), (225, 107), (209, 129)]
CUP = [(408, 132), (407, 103), (394, 71), (373, 48), (344, 30), (309, 20), (288, 18), (268, 19), (235, 27)]
CUP += [(203, 46), (181, 75), (173, 109), (174, 144), (181, 186), (197, 218), (216, 236), (198, 271)]
CUP += [(196, 287), (216, 308), (223, 308), (244, 294), (257, 277), (278, 284), (301, 281), (332, 262)]
CUP += [(342, 252), (369, 237), (374, 221), (398, 177)]
BOWL = [(392, 190), (374, 221), (369, 237), (342, 252), (332, 262), (326, 286), (337, 316), (350, 325)]
BOWL += [(365, 325), (383, 319), (396, 306), (405, 289), (406, 277), (400, 258), (388, 247), (383, 236)]
HANDLE = [(408, 125), (425, 80), (413, 67), (399, 70), (397, 78)]
SAUCER = [(76, 66), (479, 391)]
# Beyond the corners of the photograph: vertices come to lie on its border.
TABLE = [(154, -2), (602, -2), (602, 402), (-2, 402), (-2, 106), (88, 48)]


class Hand:
    """Mouse and keyboard in one X display; places are those of the photograph."""

    def __init__(self, display: str) -> None:
        self._display = display
        self._origin, self._scale = (0.0, 0.0), 1.0
        self.clicks = self.keys = 0

    def find(self, photograph: tuple[int, int]) -> None:
        """Find the photograph of this size, which fills the canvas, on the screen."""
        screen = self.screen()
        is_canvas = (screen == CANVAS).all(axis=2)
        # A row and a column through the middle of the canvas; the docks at the right are wider than 250 px.
        columns = np.flatnonzero(~is_canvas[200:700, 44:990].all(axis=0)) + 44
        rows = np.flatnonzero(~is_canvas[90:768, 200:900].all(axis=1)) + 90
        left, right, top, bottom = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
        self._scale = (right - left) / photograph[0]
        self._origin = (float(left), (top + bottom - self._scale * photograph[1]) / 2)

    def screen(self) -> np.ndarray:
        """The screen, (H, W, 3) uint8."""
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            self._run("import", "-window", "root", file.name)
            return np.asarray(Image.open(file.name).convert("RGB"))

    def key(self, *names: str) -> None:
        """Press keys one after another, as xdotool calls them."""
        self.keys += len(names)
        for name in names:
            self._run("xdotool", "key", "--clearmodifiers", name)
            time.sleep(PAUSE)

    def type(self, text: str) -> None:
        """Type a text."""
        self.keys += len(text)
        self._run("xdotool", "type", "--delay", "20", text)

    def click(self, *places: Place) -> None:
        """Click at one place after another."""
        self.clicks += len(places)
        for place in places:
            self._run("xdotool", "mousemove", *self._on_screen(place), "sleep", str(PAUSE), "click", "1")
            time.sleep(PAUSE)

    def drag(self, start: Place, end: Place) -> None:
        """Press at one place and let go at another."""
        self.clicks += 1
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        self._run("xdotool", "mousemove", *self._on_screen(start), "mousedown", "1")
        for place in (middle, end):
            time.sleep(PAUSE)
            self._run("xdotool", "mousemove", *self._on_screen(place))
        time.sleep(PAUSE)
        self._run("xdotool", "mouseup", "1")

    def point(self, place: Place) -> None:
        """Move there."""
        self._run("xdotool", "mousemove", *self._on_screen(place))

    def _on_screen(self, place: Place) -> tuple[str, str]:
        x, y = (offset + self._scale * each for offset, each in zip(self._origin, place, strict=True))
        return str(round(x)), str(round(y))

    def _run(self, *command: str) -> None:
        subprocess.run(command, env={**os.environ, "DISPLAY": self._display}, check=True, capture_output=True)


def label(hand: Hand) -> None:
    """Draw all objects, the front ones first; what comes later takes only what is left."""
    hand.key("p")
    choose(hand, "coffee")
    draw(hand, COFFEE)
    hand.key("ctrl+b", "9")  # draw behind: the cup goes around the coffee
    draw(hand, CUP)
    choose(hand, "spoon")
    draw(hand, BOWL)
    draw(hand, HANDLE)
    hand.key("c", "0")
    hand.drag(*SAUCER)
    time.sleep(LOOK)
    hand.key("p", "8")
    draw(hand, TABLE)
    choose(hand, "void")  # what lies beside the table: along its border, which is copied
    hand.click((0, 106))
    hand.point((100, 40))
    hand.click((154, 0), (0, 0))
    hand.key("Return")
    time.sleep(LOOK)
    hand.key("v", "Escape")
    move_border(hand)


def move_border(hand: Hand) -> None:
    """Drag the vertex that the table shares with what lies beside it: both follow."""
    hand.click((30, 30))
    hand.drag((88, 48), (91, 45))
    time.sleep(LOOK)
    hand.key("Escape", "u")


def choose(hand: Hand, class_name: str) -> None:
    """Find a class by its name and take it."""
    hand.key("ctrl+shift+f")
    hand.type(class_name)
    hand.key("Return")


def draw(hand: Hand, places: Sequence[Place]) -> None:
    """Click a polygon and close it."""
    hand.click(*places)
    hand.key("Return")
    time.sleep(LOOK)


def check(folder: Path) -> list[str]:
    """What is wrong with the annotation that was saved; nothing, if all is well."""
    annotation = read_annotation(folder / f"{NAME}.json")
    classes = read_classes(folder / "classes.csv")
    size = annotation.size
    assert size is not None
    label_map = rasterize(annotation.shapes, size, classes)
    masks = (rasterize([shape], size, {shape.class_name: 1}) for shape in annotation.shapes)
    covered = sum(mask.astype(int) for mask in masks)
    share = 100 * np.count_nonzero(label_map) / label_map.size
    wrong = []
    if share < 100:
        wrong.append(f"only {share:.3f} % of the pixels are labelled")
    if gaps := find_gaps(label_map):
        wrong.append(f"{len(gaps)} gaps or slivers, the first at {gaps[0].start}")
    if overlaps := int(np.count_nonzero(covered > 1)):
        wrong.append(f"{overlaps} pixels lie under two shapes")
    names = {shape.class_name for shape in annotation.shapes}
    print(f"{len(annotation.shapes)} shapes of {len(names)} classes, {share:.2f} % of the pixels")
    return wrong


@contextmanager
def desktop() -> Iterator[str]:
    """A screen of its own with a window manager; gives the name of the display."""
    read, write = os.pipe()
    size = f"{WINDOW[0]}x{WINDOW[1]}x24"
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", size], pass_fds=[write])
    display = ":" + os.read(read, 16).decode().strip()
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display})
    try:
        yield display
    finally:
        manager.terminate()
        server.terminate()
        server.wait()


def prepared(scratch: Path) -> Path:
    """A folder with the photograph and the class table, and no annotation."""
    folder = scratch / "coffee"
    folder.mkdir()
    for name in (f"{NAME}.jpg", "classes.csv"):
        shutil.copy(SAMPLE / name, folder)
    config = scratch / "config"
    config.mkdir()
    (config / "settings.json").write_text(json.dumps({"first_hints": False, "theme": "dark"}))
    return folder


def main() -> int:
    """Run it all; 0 when nothing is wrong."""
    with tempfile.TemporaryDirectory() as name, desktop() as display:
        folder = prepared(Path(name))
        env = {**os.environ, "DISPLAY": display, "LABELER_CONFIG_DIR": str(Path(name) / "config")}
        env.pop("QT_QPA_PLATFORM", None)
        window = subprocess.Popen([sys.executable, "-m", "labeler", str(folder)], env=env, cwd=ROOT)
        hand = Hand(display)
        try:
            time.sleep(6)
            hand.find(Image.open(folder / f"{NAME}.jpg").size)
            begun = time.monotonic()
            label(hand)
            hand.key("ctrl+s")
            taken = time.monotonic() - begun
            time.sleep(2)
            screen = Image.fromarray(hand.screen()).resize(SHRUNK, Image.Resampling.LANCZOS)
            with_palette(screen).save(PICTURE, optimize=True)
        finally:
            window.terminate()
            window.wait()
        print(f"{taken:.1f} s, {hand.clicks} clicks, {hand.keys} keys")
        wrong = check(folder)
    for each in wrong:
        print(f"wrong: {each}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
