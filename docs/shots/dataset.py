"""Pictures of what is done with a dataset, or with label images, as a whole."""

from __future__ import annotations

import shutil
from contextlib import chdir
from pathlib import Path

import numpy as np
from desk import PORTRAIT, WIDE, rest, save, save_picture, settle, show_image, wait_until
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import labeler
from labeler.core.class_changes import MergeClasses
from labeler.gui.canvas.label_layer import Shown
from labeler.gui.dialogs.class_change_form import ClassChangeForm
from labeler.gui.dialogs.convert_form import ConvertForm
from labeler.gui.dialogs.job_dialog import JobDialog
from labeler.gui.dialogs.prediction_dialog import Predictions
from labeler.gui.main_window import MainWindow

_UPRIGHT = Qt.Orientation.Vertical
_HELMET, _SPACE_SUIT = 4, 5


def save_check(window: MainWindow, folder: Path) -> None:
    """The findings of a check beside the canvas, one of them shown where it is."""
    labels = _label_images(window)
    _damage(labels)
    show_image(window, PORTRAIT)
    window.actions_["check"].trigger()
    dialog = _dialog(window, "Check")
    dialog.form.labels.set_paths(labels)
    dialog.run_button.click()
    wait_until(window.finding_dock.isVisible)
    rows = window.finding_panel.model
    wanted = next(at for at in range(rows.rowCount()) if rows.finding_at(at).code.name == "unknown-index")
    window.finding_panel.table.selectRow(wanted)
    window.finding_panel.chosen.emit(rows.finding_at(wanted))
    window.resizeDocks([window.class_dock, window.finding_dock, window.file_dock], [3, 5, 2], _UPRIGHT)
    wait_until(lambda: not window.jobs.is_busy)
    settle(window.finding_dock)
    save_picture(window.grab(), folder, "check", WIDE)
    window.finding_panel.close_button.click()
    window.actions_["reset_layout"].trigger()
    QTest.qWait(200)


def save_convert(window: MainWindow, folder: Path) -> None:
    """What a conversion would do, before it is done: one mask is sharp, others are not."""
    rest(window)
    labels = _label_images(window)
    masks = labels.parent / "masks"
    masks.mkdir(exist_ok=True)
    for path in sorted(labels.glob("*.png")):
        image = Image.open(path).convert("RGB")
        if path.stem == "cat-face":
            image = image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR)
        image.save(masks / (path.stem + (".jpg" if path.stem == "rocket-on-pad" else ".png")), quality=95)
    window.actions_["convert"].trigger()
    dialog = _dialog(window, "Convert label images")
    form = dialog.form
    assert isinstance(form, ConvertForm)
    form.source.set_paths(masks)
    form.target_field.set_paths(labels.parent / "converted")
    form.off_palette.setCurrentIndex(form.off_palette.findData("majority"))
    form.tolerance.setValue(30)
    _save_preview(dialog, folder, "convert")


def save_change(window: MainWindow, folder: Path) -> None:
    """What a change of classes over the dataset would do, before it is done."""
    rest(window)
    window.class_changing.open(MergeClasses(("spacecraft", "structure"), "rocket"))
    dialog = _dialog(window, "Change classes over the dataset")
    form = dialog.form
    assert isinstance(form, ClassChangeForm)
    labels = _label_images(window)
    folder = folder.resolve()
    with chdir(labels.parent.parent):  # so that the picture has short names
        form.labels.set_paths(labels.relative_to(Path.cwd()))
        _save_preview(dialog, folder, "change")


def save_review(window: MainWindow, folder: Path) -> None:
    """A prediction beside the annotation, with the regions in which they differ."""
    labels = _label_images(window)
    for path in sorted(labels.glob("*.png")):
        label_map, palette = labeler.read_label_png(path)
        assert palette is not None
        moved = np.roll(label_map, 3, axis=1)
        moved[moved == _HELMET] = _SPACE_SUIT
        labeler.write_label_png(path, moved, palette)
    show_image(window, PORTRAIT)
    window.reviewing.start(Predictions(labels))
    panel = window.reviewing.panel
    wait_until(panel.model.rowCount)
    panel.show_view(Shown.DIFFERENCES)
    panel.table.selectRow(0)
    window.resizeDocks([window.class_dock, window.review_dock, window.file_dock], [3, 5, 2], _UPRIGHT)
    settle(window.review_dock)
    save_picture(window.grab(), folder, "review", WIDE)
    panel.show_view(Shown.TRUTH)
    window.actions_["review"].setChecked(False)
    window.actions_["reset_layout"].trigger()
    QTest.qWait(200)


def _label_images(window: MainWindow) -> Path:
    """A fresh export of the dataset: its label images."""
    dataset = window.session.dataset
    assert dataset is not None
    target = dataset.folder.parent / "voc"
    shutil.rmtree(target, ignore_errors=True)
    labeler.export(dataset.folder, target)
    return target / "SegmentationClass"


def _damage(labels: Path) -> None:
    """The usual faults: colours in place of indices, smooth edges, another size, an index without a class."""
    portrait, cat, cup, rocket = (
        labels / f"{name}.png" for name in ("astronaut-portrait", "cat-face", "coffee-cup", "rocket-on-pad")
    )
    label_map, palette = labeler.read_label_png(portrait)
    assert palette is not None
    label_map[60:190, 230:330] = 77
    labeler.write_label_png(portrait, label_map, palette)
    Image.open(cat).convert("RGB").save(cat)
    image = Image.open(cup).convert("RGB")
    image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR).resize(image.size).save(
        cup
    )
    image = Image.open(rocket)
    image.resize((image.width - 2, image.height), Image.Resampling.NEAREST).save(rocket)


def _dialog(window: MainWindow, title: str) -> JobDialog:
    """The dialog of a job that has just been opened."""
    found: list[JobDialog] = []

    def is_open() -> bool:
        found[:] = [
            each
            for each in window.findChildren(JobDialog)
            if each.isVisible() and each.windowTitle() == title
        ]
        return bool(found)

    wait_until(is_open)
    return found[0]


def _save_preview(dialog: JobDialog, folder: Path, name: str) -> None:
    dialog.preview_button.click()
    wait_until(lambda: not dialog.is_running and dialog.results.isVisible())
    dialog.resize(820, 360)  # more than the screen of the offscreen platform would let it have
    QTest.qWait(300)
    save(dialog, folder, name)
    dialog.close()
