from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from labeler.core.dataset import open_dataset
from labeler.core.images import read_header
from labeler.formats.base import ExportOptions
from labeler.formats.target_files import TargetFiles
from labeler.formats.voc import Voc
from labeler.jobs.export_image import ImageExporter, ImageTask
from labeler.jobs.step import StepStatus
from tests.datasets import make_dataset, shape, square, write_photograph, write_shapes


@pytest.fixture
def dataset(tmp_path):
    return open_dataset(make_dataset(tmp_path / "data", 2))


@pytest.fixture
def exporter(dataset, tmp_path):
    writer = Voc().writer(dataset.classes, ExportOptions())
    for pattern in writer.patterns():
        (tmp_path / "voc" / pattern).parent.mkdir(parents=True)
    return ImageExporter(replace(dataset, images=[]), TargetFiles(tmp_path / "voc"), writer, False)


def task_of(dataset, place=0, earlier=None):
    image = dataset.images[place]
    return ImageTask(image, read_header(image.path), earlier)


def test_an_image_is_written_and_described(dataset, exporter):
    outcome = exporter(task_of(dataset))
    assert outcome.status is StepStatus.WRITTEN
    assert (outcome.entry.id, outcome.entry.size) == ("a1", (64, 48))
    assert outcome.entry.pixels["2"] == 100


def test_an_image_that_an_earlier_export_made_of_the_same_files_is_skipped(dataset, exporter, tmp_path):
    entry = exporter(task_of(dataset)).entry
    class_png = tmp_path / "voc" / "SegmentationClass" / "a1.png"
    stamp = class_png.stat().st_mtime_ns
    outcome = exporter(task_of(dataset, earlier=entry))
    assert (outcome.status, outcome.entry) == (StepStatus.UNCHANGED, entry)
    assert class_png.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("change", ["annotation", "photograph", "annotation gone", "file gone"])
def test_whatever_changed_the_image_is_not_skipped(dataset, exporter, tmp_path, change):
    entry = exporter(task_of(dataset)).entry
    image = dataset.images[0]
    if change == "annotation":
        write_shapes(image.path, [square("sky", 0, 0)])
    elif change == "photograph":
        write_photograph(image.path, seed=50)
    elif change == "annotation gone":
        image.annotation_path.unlink()
    else:
        (tmp_path / "voc" / "Annotations" / "a1.xml").unlink()
    outcome = exporter(task_of(dataset, earlier=entry))
    gone = change == "annotation gone"
    assert outcome.status is (StepStatus.LEFT_OUT if gone else StepStatus.WRITTEN)


def test_an_image_without_shapes_is_left_out_unless_wanted(dataset, exporter):
    write_shapes(dataset.images[0].path, [])
    assert exporter(task_of(dataset)).status is StepStatus.LEFT_OUT
    wanting = replace(exporter, includes_unlabelled=True)
    assert wanting(task_of(dataset)).entry.pixels == {"0": 64 * 48}


def test_shapes_that_cannot_be_read_fail_the_image_with_three_reasons_at_most(dataset, exporter):
    bad = shape("cat", [(1, 1), (2, "two")])
    write_shapes(dataset.images[0].path, [bad] * 5)
    outcome = exporter(task_of(dataset))
    assert outcome.status is StepStatus.FAILED
    assert outcome.message.count("a1.json: shape") == 3
    assert outcome.message.endswith("(2 more such shapes.)")


def test_too_little_memory_fails_the_image(dataset, exporter, monkeypatch):
    def run_out(*_args):
        raise MemoryError

    monkeypatch.setattr("labeler.formats.voc.VocWriter.add", run_out)
    outcome = exporter(task_of(dataset))
    assert outcome.status is StepStatus.FAILED
    assert "a1.jpg: there is not enough memory" in outcome.message


def test_an_exporter_goes_to_other_processes(dataset, exporter):
    other = pickle.loads(pickle.dumps(exporter))
    assert other(pickle.loads(pickle.dumps(task_of(dataset)))).status is StepStatus.WRITTEN
