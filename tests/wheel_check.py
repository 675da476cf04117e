"""Run by .ci/run in a fresh venv that holds the built wheel and nothing else: wheel_check.py SAMPLE."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def labeler(*words: str) -> str:
    """What the installed command prints; raises when it fails."""
    command = [str(Path(sys.executable).parent / "labeler"), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


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
    """Lists the ready tables, exports the sample, reads it back, and opens and closes the window."""
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

    check_window(sample)
    print(f"wheel: {len(label_images)} label images exported and read back, the window opened")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
