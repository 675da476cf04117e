"""What is kept, when, and when it goes: without a window, on real folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from labeler.core.edits.shapes import add_shape
from labeler.core.recovery import KeptDraft, RecoveryFolder, recovery_folder, snapshot_now
from labeler.gui import safekeeping
from labeler.gui.autosave import Autosave
from labeler.gui.drafts import Drafts
from labeler.gui.safekeeping import LOCK, Safekeeping, WindowFolder
from labeler.settings import AUTOSAVE
from tests.gui.documents import box, session_on, show

DRAFT = KeptDraft("tool_polygon", "cat", {"points": [[1, 2]]})


class Hand(QObject):
    """Stands for the canvas and the tool in the hand: what is begun, and that it is."""

    busy_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.drafts = Drafts(self)
        self.draft = None

    def begin(self, document, draft: KeptDraft) -> None:
        self.draft = (document, draft)
        self.busy_changed.emit(True)

    def end(self) -> None:
        self.draft = None
        self.busy_changed.emit(False)


class Setup:
    def __init__(self, folder: Path, settings, root: Path) -> None:
        settings.set(AUTOSAVE, False)
        self.session = session_on(folder)
        self.autosave = Autosave(self.session, settings)
        self.hand = Hand()
        self.keeping = Safekeeping(self.session, self.autosave, self.hand, self.hand, root)
        self.session.open(self.session.dataset)
        self.document = show(self.session, 0)
        self.place = recovery_folder(root, folder)

    def draw(self, x: float = 30) -> None:
        self.document.push(add_shape(self.document.annotation, box("sky", x, 30)))

    def kept(self) -> list[str]:
        self.keeping.wait()
        return sorted(path.suffix for path in self.place.rglob("*") if path.suffix in (".json", ".draft"))

    def close(self) -> None:
        self.keeping.close()
        self.autosave.close()


@pytest.fixture
def setup(qtbot, tmp_path: Path, settings, monkeypatch):
    monkeypatch.setattr(safekeeping, "_DELAY", 30)
    monkeypatch.setattr(safekeeping, "_DRAFT_DELAY", 10)
    monkeypatch.setattr(safekeeping, "_PARTS", 0)  # a slow disk would make the tests wait
    made = Setup(tmp_path / "set", settings, tmp_path / "recovery")
    yield made
    made.close()


def test_an_edit_that_is_not_saved_is_kept_after_a_moment(setup: Setup, qtbot) -> None:
    setup.draw()
    assert setup.kept() == []
    qtbot.waitUntil(lambda: setup.kept() == [".json"])
    (snapshot,) = RecoveryFolder(setup.keeping.folder.path).snapshots({"a1.jpg": Path("a1.json")})
    assert [shape.class_name for shape in snapshot.annotation.shapes] == ["cat", "dog", "void", "sky"]


def test_what_is_saved_or_undone_is_kept_no_longer(setup: Setup, qtbot) -> None:
    setup.draw()
    qtbot.waitUntil(lambda: setup.kept() == [".json"])
    setup.document.undo_stack.undo()
    qtbot.waitUntil(lambda: setup.kept() == [])
    setup.draw()
    qtbot.waitUntil(lambda: setup.kept() == [".json"])
    with qtbot.waitSignal(setup.autosave.saved):
        setup.autosave.save_all()
    assert setup.kept() == []


def test_what_is_saved_at_once_is_never_kept(setup: Setup, qtbot) -> None:
    setup.draw()
    setup.autosave.finish()
    qtbot.wait(80)
    assert setup.kept() == []


def test_large_work_is_kept_in_proportion(setup: Setup, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(safekeeping, "_PARTS", 10_000)
    written: list[int] = []
    keep = RecoveryFolder.keep
    monkeypatch.setattr(
        RecoveryFolder, "keep", lambda self, snapshot: (written.append(1), keep(self, snapshot))
    )
    setup.draw()
    qtbot.waitUntil(lambda: setup.kept() == [".json"])
    for x in range(10):
        setup.draw(x)
        qtbot.wait(15)
    assert len(written) == 1
    assert setup.keeping._pending


def test_documents_in_the_background_are_kept_as_well(setup: Setup, qtbot) -> None:
    setup.draw()
    show(setup.session, 1)
    qtbot.waitUntil(lambda: setup.kept() == [".json"])


def test_a_draft_is_kept_with_every_vertex_and_goes_with_the_last(setup: Setup, qtbot) -> None:
    setup.hand.begin(setup.document, DRAFT)
    assert setup.kept() == [".draft"]
    longer = KeptDraft("tool_polygon", "cat", {"points": [[1, 2], [3, 4]]})
    setup.hand.draft = (setup.document, longer)
    folder = RecoveryFolder(setup.keeping.folder.path)
    qtbot.waitUntil(lambda: folder.drafts() == {"a1.jpg": longer})
    setup.hand.end()
    assert setup.kept() == []


def test_a_draft_that_is_left_with_its_image_stays(setup: Setup) -> None:
    setup.hand.begin(setup.document, DRAFT)
    setup.hand.drafts.leave(setup.document, DRAFT)
    setup.hand.end()
    assert setup.kept() == [".draft"]


def test_closing_in_good_order_removes_snapshots_and_keeps_drafts(setup: Setup, qtbot) -> None:
    setup.draw()
    qtbot.waitUntil(lambda: setup.kept() == [".json"])
    setup.hand.begin(setup.document, DRAFT)
    setup.keeping._leave_folder()
    assert setup.kept() == [".draft"]
    assert not list(setup.place.rglob(LOCK))


def test_nothing_is_kept_of_a_dataset_that_is_read_only(setup: Setup, qtbot) -> None:
    setup.session.open(setup.session.dataset, "Read-only.")
    assert setup.keeping.folder is None
    setup.keeping.drop_draft(setup.session.dataset.images[0])
    setup.keeping.take_over_draft(setup.session.dataset.images[0], DRAFT, lambda: None)
    assert setup.kept() == []


def test_what_kept_it_before_goes_only_when_it_is_kept_anew(setup: Setup, tmp_path: Path, full_disk) -> None:
    setup.draw()
    ended: list[str] = []
    full_disk.is_full = True
    setup.keeping.take_over(setup.document, lambda: ended.append("shapes"))
    setup.keeping.take_over_draft(setup.document.image, DRAFT, lambda: ended.append("draft"))
    setup.keeping.wait()
    assert ended == []
    full_disk.is_full = False
    setup.keeping.take_over(setup.document, lambda: ended.append("shapes"))
    setup.keeping.take_over_draft(setup.document.image, DRAFT, lambda: ended.append("draft"))
    setup.keeping.wait()
    assert ended == ["shapes", "draft"]


def test_a_folder_of_a_window_is_locked_while_it_keeps_something(tmp_path: Path) -> None:
    folder = WindowFolder(tmp_path / "set")
    assert not folder.path.exists()
    folder.keep_draft("a.jpg", DRAFT)
    assert (folder.path / LOCK).exists()
    folder.drop_draft("a.jpg")
    folder.leave()
    assert not (tmp_path / "set").exists()


def test_what_cannot_be_kept_stops_nothing(tmp_path: Path, setup: Setup, caplog) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = WindowFolder(tmp_path / "file")
    folder.keep(Path("a.jpg"), snapshot_now("a.jpg", setup.document.annotation, None))
    assert "could not be kept" in caplog.text
    folder.leave()
