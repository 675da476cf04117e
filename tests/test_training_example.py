"""docs/examples/train_tiny.py, run where PyTorch is installed."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

import pytest

from labeler.core.class_file import read_classes
from labeler.core.images import image_size
from labeler.core.label_png import read_label_png
from labeler.core.resource_files import resource

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "docs" / "examples" / "train_tiny.py"


@pytest.fixture
def example():
    pytest.importorskip("torch")
    spec = importlib.util.spec_from_file_location("train_tiny", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_network_trains_on_the_exported_sample_and_its_predictions_are_label_images(example, tmp_path):
    sample = resource("sample")
    losses = example.main(sample, tmp_path, steps=5)
    assert losses[-1] < losses[0]
    predictions = sorted((tmp_path / "predictions").glob("*.png"))
    assert [path.stem for path in predictions] == [
        *("astronaut-portrait", "cat-face", "coffee-cup", "rocket-on-pad")
    ]
    classes = read_classes(tmp_path / "predictions" / "classes.csv")
    assert classes == read_classes(sample / "classes.csv")
    for path in predictions:
        label_map, palette = read_label_png(path)
        photograph = next(sample.glob(f"{path.stem}.[jp][pn]g"))
        assert label_map.shape[::-1] == image_size(photograph)
        assert (palette == classes.palette()).all()


def test_void_teaches_nothing(example, tmp_path):
    torch = pytest.importorskip("torch")
    loss_of = torch.nn.CrossEntropyLoss(ignore_index=255)
    scores, labels = torch.zeros(1, 3, 1, 2), torch.tensor([[[1, 255]]])
    alone = loss_of(scores[..., :1], labels[..., :1])
    assert loss_of(scores, labels) == alone


def test_the_page_on_training_shows_what_the_example_does():
    page = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    source = SCRIPT.read_text(encoding="utf-8")
    assert ast.parse(source)
    for line in (
        "loss_of = nn.CrossEntropyLoss(ignore_index=255)",
        "with labeler.LabelWriter(folder, classes) as writer, torch.no_grad():",
        "writer.write(image_id, full[0].argmax(0))",
        'labeler.export(dataset, work / "voc", ratios={"train": 1.0}, overwrite="update")',
    ):
        assert line in source
        assert line in page
