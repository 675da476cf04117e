"""The Python of the documents runs as it stands, on files that have the names it uses."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import Image

import labeler
from labeler.core.resource_files import resource
from tests.docs.pages import DOCS, ROOT, blocks


@pytest.fixture
def dataset(tmp_path, monkeypatch):
    """The sample as `data` and `photos`, its label images as `masks` and as predictions."""
    monkeypatch.chdir(tmp_path)
    for name in ("data", "photos"):
        shutil.copytree(resource("sample"), tmp_path / name)
    labeler.export("data", "VOCdevkit/VOC2012")
    for name in ("masks", "predictions"):
        shutil.copytree("VOCdevkit/VOC2012/SegmentationClass", name)
    return tmp_path


def python_of(page):
    [code] = [block for block in blocks(page) if block.startswith("```python")]
    return code.partition("\n")[2].removesuffix("```")


def test_the_python_of_the_readme(dataset, capsys):
    shutil.copy(dataset / "data" / "classes.csv", "classes.csv")
    classes = labeler.read_classes("classes.csv")
    meant = np.array([[0, 1], [2, 255]], np.uint8)
    Image.fromarray(classes.palette()[meant]).save("mask_rgb.png")
    logits = np.zeros((3, 4, 5))
    logits[2, :, 1] = 1
    exec(python_of(ROOT / "README.md"), {"logits": logits})
    assert (labeler.read_label_png("mask.png")[0] == meant).all()
    assert (labeler.read_label_png("prediction.png")[0] == [0, 2, 0, 0, 0]).all()
    summary, score = capsys.readouterr().out.splitlines()
    assert summary == "4 written."
    assert 0.8 < float(score) <= 1


def test_the_python_of_the_comparison(dataset):
    names: dict[str, object] = {}
    exec(python_of(DOCS / "label-images.md"), names)
    comparison = names["comparison"]
    assert comparison.scores.pixel_accuracy == 1
    assert not comparison.failed


def test_the_python_of_the_changes_of_classes(dataset, capsys):
    exec(python_of(DOCS / "classes.md"), {})
    changed = labeler.read_classes("data/classes.csv")
    assert (changed.at(20).name, changed.at(21).name) == ("spoon", "crockery")
    assert set(np.unique(labeler.read_label_png("masks/coffee-cup.png")[0])) >= {20, 21}
    assert "coffee-cup" in capsys.readouterr().out
