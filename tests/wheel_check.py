"""Run by .ci/run in a fresh venv that holds the built wheel and nothing else: wheel_check.py SAMPLE."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path


def labeler(*words: str) -> str:
    """What the installed command prints; raises when it fails."""
    command = [str(Path(sys.executable).parent / "labeler"), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def check_commands(sample: Path, exported: Path) -> None:
    """Every command on label images and class tables does its work, with what the wheel brings."""
    import numpy as np
    from PIL import Image

    labels, table = exported / "SegmentationClass", sample / "classes.csv"
    scratch = sample.parent / "commands"
    (scratch / "colors").mkdir(parents=True)

    def indices(path: Path) -> np.ndarray:
        with Image.open(path) as image:
            return np.array(image)

    def agree(folder: Path) -> bool:
        return all(
            np.array_equal(indices(path), indices(folder / path.name)) for path in labels.glob("*.png")
        )

    first = sorted(labels.glob("*.png"))[0]
    (inspected,) = json.loads(labeler("inspect", str(first), "--json"))["files"]
    assert inspected["can_train"], inspected
    assert json.loads(labeler("check", str(exported), "--json"))["items"] == 4, "the check lost images"
    for path in labels.glob("*.png"):
        with Image.open(path) as image:
            image.convert("RGB").save(scratch / "colors" / path.name)
    labeler("convert", str(scratch / "colors"), str(scratch / "converted"), "--classes", str(table))
    assert agree(scratch / "converted"), "colours did not become the indices they were"
    report = scratch / "report.html"
    told = labeler("compare", str(labels), str(scratch / "converted"), "--json", "--html", str(report))
    assert json.loads(told)["figures"]["mean_iou"] == 1, told
    assert "</html>" in report.read_text(encoding="utf-8"), "the wheel lacks the report"
    labeler("recolor", str(scratch / "converted"), "--classes", "ade20k150")
    assert agree(scratch / "converted"), "a pixel changed with the colours"
    with Image.open(scratch / "converted" / first.name) as image:
        assert image.getpalette()[3:6] == [120, 120, 120], "the wheel lacks the ready tables"
    mapping = scratch / "mapping.csv"
    mapping.write_text("old_index,new_index\n1,2\n2,1\n", encoding="utf-8")
    words = ("remap", str(labels), "--map", str(mapping), "--target")
    labeler(*words, str(scratch / "once"))
    assert not agree(scratch / "once"), "no index changed"
    labeler("remap", str(scratch / "once"), "--map", str(mapping))
    assert agree(scratch / "once"), "exchanging twice is not what was there"
    check_annotations(labels, exported / "JPEGImages", table, scratch / "imported")


def check_annotations(labels: Path, images: Path, table: Path, dataset: Path) -> None:
    """Label images become annotations, whose classes change in all files."""
    shutil.copytree(images, dataset)
    labeler("import", str(labels), str(dataset), "--classes", str(table))
    assert len(list(dataset.glob("*.json"))) == 4, "not every image got its annotation"
    labeler("classes", "rename", str(dataset), "hair", "head of hair")
    labeler("classes", "merge", str(dataset), "flag", "skin", "--into", "fabric")
    assert "head of hair" in (dataset / "classes.csv").read_text(encoding="utf-8")
    assert '"fabric"' in (dataset / "astronaut-portrait.json").read_text(encoding="utf-8")


def check_window(sample: Path) -> None:
    """Opens the window on the sample, asks it to close as the system would, and expects that it does."""
    command = [str(Path(sys.executable).parent / "labeler"), str(sample)]
    settings = {"LABELER_CONFIG_DIR": str(sample.parent / "settings")}
    with subprocess.Popen(command, env=os.environ | settings) as window:
        try:
            status = window.wait(timeout=10)
        except subprocess.TimeoutExpired:
            window.terminate()
            assert window.wait(timeout=30) == 0, "the window did not close in order"
        else:
            raise AssertionError(f"the window ended by itself with status {status}")


def main(sample: Path) -> None:
    """Lists the ready tables, exports the sample and reads it back, tries the commands and the window."""
    assert "voc21" in labeler("classes", "list"), "the wheel lacks the class tables"
    target = sample.parent / "exported"
    labeler("export", str(sample), str(target), "--format", "voc")

    import labeler as api

    assert "site-packages" in str(Path(api.__file__)), api.__file__
    label_images = sorted((target / "SegmentationClass").glob("*.png"))
    assert label_images, "nothing was exported"
    for path in label_images:
        label_map, palette = api.read_label_png(path)
        assert label_map.ndim == 2, path
        assert palette is not None, path
        assert palette.shape == (256, 3), path
    assert "PySide6" not in " ".join(sys.modules), "the API loads Qt"

    check_commands(sample, target)
    check_window(sample)
    print(
        f"wheel: {len(label_images)} label images exported and read back, every command and the window work"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
