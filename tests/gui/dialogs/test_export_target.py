"""The export dialog proposes no folder that holds the export of another dataset."""

from __future__ import annotations

from pathlib import Path

from labeler.gui.dialogs.export_dialog import ExportDialog
from labeler.gui.dialogs.export_target import proposed_target, remember_target
from labeler.settings import LAST_EXPORT_FOLDER, Settings
from tests.datasets import make_dataset
from tests.windows import Desk


def test_a_dataset_that_was_never_exported_goes_beside_itself(settings: Settings, tmp_path: Path) -> None:
    assert proposed_target(settings, tmp_path / "set") == tmp_path / "set-voc"


def test_a_folder_of_which_no_dataset_is_known_is_not_proposed(settings: Settings, tmp_path: Path) -> None:
    settings.set(LAST_EXPORT_FOLDER, str(tmp_path / "elsewhere"))
    assert proposed_target(settings, tmp_path / "set") == tmp_path / "set-voc"


def test_only_the_dataset_that_was_exported_there_goes_there_again(
    settings: Settings, tmp_path: Path
) -> None:
    remember_target(settings, tmp_path / "set", tmp_path / "elsewhere")
    assert proposed_target(settings, tmp_path / "set") == tmp_path / "elsewhere"
    assert proposed_target(settings, tmp_path / "other") == tmp_path / "other-voc"


def test_the_window_proposes_for_the_dataset_that_is_open(desk: Desk, tmp_path: Path) -> None:
    proposals = []
    for name in ("set", "other", "set"):
        desk.open(make_dataset(tmp_path / name, 1))
        desk.qtbot.waitUntil(lambda name=name: desk.window.session.dataset.folder.name == name)
        desk.window.actions_["export"].trigger()
        (dialog,) = desk.window.findChildren(ExportDialog)
        proposals.append(dialog.form.target())
        dialog.started.emit(tmp_path / f"export of {name}")
        dialog.close()
        desk.qtbot.waitUntil(lambda: not desk.window.findChildren(ExportDialog))
    assert proposals == [tmp_path / "set-voc", tmp_path / "other-voc", tmp_path / "set-voc"]
