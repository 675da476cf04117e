"""The list of images knows their names at once and what is known of them as it comes in."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from labeler.core.annotation import ImageState
from labeler.core.dataset import DatasetImage
from labeler.core.dataset_scan import list_change
from labeler.core.image_facts import UNLABELLED, ImageFacts
from labeler.gui.models.file_model import FileModel
from labeler.gui.models.image_records import ImageFilter, Mark
from tests.gui.models.images import images

ROLE = Qt.ItemDataRole
WORK = ImageFacts.of(ImageState.IN_WORK, {"cat": 2})
DONE = ImageFacts(ImageState.DONE)


def watched(model: FileModel) -> FileModel:
    """A model that Qt's own tester watches."""
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


@pytest.fixture
def model(qtbot) -> FileModel:
    model = watched(FileModel())
    model.set_images(images("abcd"))
    return model


def names(model: FileModel) -> str:
    """The names of all rows, without suffix and in one word."""
    return "".join(model.data(model.index(row, 0))[0] for row in range(model.rowCount()))


def test_a_row_says_its_name_and_state(model: FileModel) -> None:
    assert model.rowCount() == 4
    assert model.data(model.index(1, 0)) == "b.jpg"
    assert model.data(model.index(1, 0), ROLE.ToolTipRole) == "b.jpg: not looked at yet"
    model.set_facts({1: DONE})
    assert model.data(model.index(1, 0), ROLE.ToolTipRole) == "b.jpg: done"
    assert model.data(model.index(1, 0), ROLE.AccessibleTextRole) == "b.jpg: done"
    assert model.data(model.index(1, 0), ROLE.EditRole) is None


def test_every_state_has_a_sign_of_its_own(model: FileModel) -> None:
    model.set_facts({0: UNLABELLED, 1: WORK, 2: DONE, 3: ImageFacts(problem="it is broken")})
    signs = {model.data(model.index(row, 0), ROLE.DecorationRole).cacheKey() for row in range(4)}
    assert len(signs) == 4
    assert model.data(model.index(3, 0), ROLE.ToolTipRole) == "d.jpg: it is broken"


def test_done_images_are_counted(model: FileModel) -> None:
    for facts in (DONE, DONE, WORK, DONE):
        model.set_facts({2: facts})
    model.set_facts({0: DONE})
    assert model.done_count == 2
    model.set_state(0, ImageState.IN_WORK)
    assert model.done_count == 1


def test_only_a_new_state_is_told(model: FileModel, qtbot) -> None:
    with qtbot.waitSignal(model.dataChanged) as signal, qtbot.waitSignal(model.progress_changed):
        model.set_facts({3: WORK})
    assert signal.args[0].row() == 3
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_facts({3: WORK})
        model.set_state(3, ImageState.IN_WORK)


def test_a_state_that_is_new_keeps_what_else_is_known(model: FileModel) -> None:
    model.set_facts({1: WORK})
    model.set_state(1, ImageState.DONE)
    assert model.records.facts[1].classes == ("cat",)
    assert model.records.marks[1] is Mark.DONE


def test_why_an_image_cannot_be_worked_on_is_told_and_taken_back(model: FileModel, qtbot) -> None:
    model.set_facts({1: DONE})
    model.set_problem(1, "cannot be decoded")
    assert model.records.marks[1] is Mark.PROBLEM
    assert "cannot be decoded" in model.data(model.index(1, 0), ROLE.ToolTipRole)
    assert model.done_count == 0
    model.set_problem(1, "")
    assert model.records.marks[1] is Mark.DONE
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_problem(1, "")


def test_labelled_images_are_counted_once_all_are_known(model: FileModel) -> None:
    model.set_facts({0: DONE, 1: WORK, 2: UNLABELLED})
    assert model.labelled_count is None
    model.set_facts({3: UNLABELLED})
    assert model.labelled_count == 2


def test_other_images_are_not_known_yet(model: FileModel) -> None:
    model.set_facts({0: DONE})
    model.set_filter(ImageFilter("a"))
    model.set_images(images("xyz"))
    assert names(model) == "xyz"
    assert model.done_count == 0
    assert not model.filter.is_on
    model.set_images([])
    assert model.rowCount() == 0


def test_a_filter_leaves_rows_out(model: FileModel, qtbot) -> None:
    model.set_facts({0: DONE, 2: WORK})
    with qtbot.waitSignal(model.filter_changed):
        model.set_filter(ImageFilter(marks=frozenset((Mark.DONE, Mark.IN_WORK))))
    assert names(model) == "ac"
    assert model.shown.row(2) == 1
    assert model.shown.row(1) is None
    assert model.shown[1] == 2
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_filter(model.filter)


def test_an_image_that_passes_the_filter_no_more_leaves_a_moment_later(model: FileModel, qtbot) -> None:
    model.set_facts({0: DONE, 1: DONE, 2: DONE, 3: DONE})
    model.set_filter(ImageFilter(marks=frozenset((Mark.DONE,))))
    kept = QPersistentModelIndex(model.index(2, 0))
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_state(1, ImageState.IN_WORK)
        assert names(model) == "abcd"
        with qtbot.waitSignal(model.filter_changed):
            pass
    assert names(model) == "acd"
    assert kept.row() == 1


def test_a_sign_that_changes_out_of_sight_is_counted_and_not_painted(model: FileModel, qtbot) -> None:
    model.set_filter(ImageFilter("d"))
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.waitSignal(model.progress_changed):
        model.set_facts({1: DONE})
    assert model.done_count == 1


def test_rows_come_and_go_and_the_others_keep_what_is_known(model: FileModel, qtbot) -> None:
    model.set_facts({0: DONE, 3: WORK})
    model.set_problem(2, "broken")
    kept = QPersistentModelIndex(model.index(3, 0))
    with qtbot.assertNotEmitted(model.modelReset):
        model.apply(list_change(model.records.images, images("abbcde"[i] for i in (0, 3, 4, 5))))
    assert names(model) == "acde"
    assert kept.row() == 2
    assert [mark.name for mark in model.records.marks] == ["DONE", "PROBLEM", "IN_WORK", "UNKNOWN"]
    assert model.done_count == 1


def test_many_changes_at_once_show_the_list_anew(qtbot) -> None:
    model = watched(FileModel())
    model.set_images(images(f"{number:03}" for number in range(0, 300, 2)))
    model.set_facts({149: DONE})
    with qtbot.waitSignal(model.modelReset):
        model.apply(list_change(model.records.images, images(f"{number:03}" for number in range(1, 300))))
    assert model.rowCount() == 299
    assert model.records.marks[297] is Mark.DONE


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.sets(st.sampled_from("abcdefghij")),
    st.lists(st.sets(st.sampled_from("abcdefghij")), min_size=1, max_size=4),
    st.sampled_from(["", "a", "c"]),
    st.booleans(),
)
def test_whatever_comes_and_goes_the_rows_are_those_of_the_filter(
    qtbot, first: set[str], later: list[set[str]], part: str, asks_shapes: bool
) -> None:
    model = watched(FileModel())
    model.set_images(images(sorted(first)))
    model.set_filter(ImageFilter(part and f"{part}.", has_shapes=True if asks_shapes else None))
    for present in later:
        model.apply(list_change(model.records.images, images(sorted(present))))
        model.set_facts({at: WORK for at, name in enumerate(sorted(present)) if name in "acegi"})
        model._settle()
        wanted = [name for name in sorted(present) if part in ("", name)]
        wanted = [name for name in wanted if not asks_shapes or name in "acegi"]
        assert names(model) == "".join(wanted)


def test_100_000_rows_cost_nothing_per_row(model: FileModel) -> None:
    image = DatasetImage("a.jpg", "a", "/x/a.jpg", "/x/a.json")
    model.set_images([image] * 100_000)
    assert model.rowCount() == 100_000
    assert model.data(model.index(99_999, 0)) == "a.jpg"
