"""docs/my-masks-are-black.md: every command and every line of Python is run, and says what the page says."""

from __future__ import annotations

import contextlib
import doctest
import importlib.util
import io
import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.__main__ import main
from tests.docs.pages import DOCS, anchors, blocks, in_backquotes, links

ENGLISH, KOREAN = DOCS / "my-masks-are-black.md", DOCS / "my-masks-are-black.ko.md"
SCRIPT = DOCS / "examples" / "black_masks.py"


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("black_masks", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(example, tmp_path, monkeypatch):
    example.main(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sessions(page: Path) -> list[tuple[str, str]]:
    """The commands that a page shows with what they print."""
    shown = "".join(block[4:-3] for block in blocks(page) if block.startswith("```\n$ "))
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", shown, re.MULTILINE)


def said_by(command: str) -> str:
    """What a terminal shows after a command."""
    words = shlex.split(command)
    if words[0] == "cat":
        return Path(words[1]).read_text()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        main(words[1:])
    return said.getvalue()


def pattern_of(shown: str, command: str) -> str:
    """What a page shows, as a pattern: a line of three dots stands for lines that are left out.

    How many bytes a file has depends on the version of Pillow, and the pixels of a JPEG on its decoder.
    """
    pattern = r"(?:.*\n)*".join(map(re.escape, shown.split("...\n")))
    pattern = re.sub(r"[\d,]+\\ bytes", r"[\\d,]+\\ bytes", pattern)
    return re.sub(r"\d[\d,]*(\\\.\d+)?", r"[\\d,.]+", pattern) if "mask.jpg" in command else pattern


def test_every_command_prints_what_the_page_shows(folder):
    assert len(sessions(ENGLISH)) > 15
    for command, shown in sessions(ENGLISH):
        assert re.fullmatch(pattern_of(shown, command), said_by(command)), command


def test_every_repair_gives_the_label_map_that_was_meant(folder, example):
    for command, _ in sessions(ENGLISH):
        said_by(command)
    meant = example.label_map()
    for path in sorted((folder / "fixed").glob("*.png")):
        label_map = np.array(Image.open(path))
        if path.name == "binary.png":
            assert (label_map == np.isin(meant, (1, 2))).all()
        elif path.name == "resized.png":
            assert label_map.shape == (120, 160)
            assert (label_map == meant[::2, ::2]).mean() > 0.95
        else:
            assert (label_map == meant).mean() > (0.99 if path.name == "jpeg.png" else 0.9999999), path.name
    assert len(list((folder / "fixed").glob("*.png"))) == 10
    assert np.array(Image.open(folder / "black.png").convert("RGB")).any()


def test_every_line_of_python_gives_what_the_page_shows(folder):
    for command, _ in sessions(ENGLISH):
        said_by(command)
    names: dict[str, object] = {}
    for block in (block for block in blocks(ENGLISH) if block.startswith("```python")):
        if "import cv2" in block and importlib.util.find_spec("cv2") is None:
            continue
        source = block.partition("\n")[2].removesuffix("```")
        test = doctest.DocTestParser().get_doctest(source, names, "page", str(ENGLISH), 0)
        said = io.StringIO()
        results = doctest.DocTestRunner().run(test, out=said.write, clear_globs=False)
        names = test.globs
        assert results.attempted
        assert not results.failed, said.getvalue()


def test_page_and_script_name_each_other():
    assert "python docs/examples/black_masks.py masks" in in_backquotes(ENGLISH)
    assert "docs/my-masks-are-black.md" in SCRIPT.read_text(encoding="utf-8")


def test_both_languages_have_the_same_commands_messages_and_sections():
    assert blocks(ENGLISH) == blocks(KOREAN)
    assert sorted(in_backquotes(ENGLISH)) == sorted(in_backquotes(KOREAN))
    assert len(anchors(ENGLISH)) == len(anchors(KOREAN))


def test_both_languages_lead_to_each_other_and_to_the_same_pages():
    english, korean = ({path for path, _ in links(page)} for page in (ENGLISH, KOREAN))
    assert KOREAN in english
    assert ENGLISH in korean
    assert english - {ENGLISH, KOREAN} == korean - {ENGLISH, KOREAN}
