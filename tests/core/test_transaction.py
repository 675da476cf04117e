"""Many files are replaced all or nothing."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from labeler.core import files, journal, transaction
from labeler.core.errors import FileUnwritableError, OriginalChangedError, TransactionError
from labeler.core.file_stamp import FileTime
from labeler.core.journal import Journal
from labeler.core.transaction import Transaction, recover
from tests.core.staged_files import all_new, all_old, change, leave_marked, make_files, stage_again, stage_all
from tests.datasets import tree


def test_all_files_are_replaced_and_nothing_is_left(tmp_path):
    inside, outside = make_files(tmp_path / "data"), make_files(tmp_path / "labels" / "deep")
    with Transaction(tmp_path / "data") as work:
        stage_all(work, inside + outside)
        assert all_old(inside + outside)
        assert work.count == 8
        assert work.commit() == ()
    assert all_new(inside + outside)
    assert len(tree(tmp_path)) == 8
    assert not (tmp_path / "data" / ".labeler").exists()


def test_a_file_that_was_not_there_is_made(tmp_path):
    with Transaction(tmp_path) as work:
        work.stage(tmp_path / "mapping.csv", b"1,2", None)
        work.commit()
    assert tree(tmp_path) == {"mapping.csv": b"1,2"}


def test_without_commit_nothing_changes(tmp_path):
    paths = make_files(tmp_path)
    before = tree(tmp_path)
    with Transaction(tmp_path) as work:
        stage_all(work, paths)
        assert len(tree(tmp_path)) > len(before)
    assert tree(tmp_path) == before


def test_an_error_on_the_way_takes_everything_back(tmp_path):
    paths = make_files(tmp_path)
    before = tree(tmp_path)
    with pytest.raises(ZeroDivisionError):
        change(tmp_path, paths, lambda: 1 / 0)
    assert tree(tmp_path) == before


def test_a_transaction_of_nothing_writes_nothing(tmp_path):
    with Transaction(tmp_path) as work:
        assert work.commit() == ()
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("act", [lambda path: path.write_text("theirs"), Path.unlink])
def test_an_original_that_another_program_changed_refuses_all(tmp_path, act: Callable[[Path], object]):
    paths = make_files(tmp_path)
    with pytest.raises(OriginalChangedError, match=r"f2\.txt: another program"):
        change(tmp_path, paths, lambda: act(paths[2]))
    assert all_old([paths[0], paths[1], paths[3]])
    assert not list(tmp_path.glob(".labeler*"))


def test_a_new_file_that_appeared_meanwhile_is_not_overwritten(tmp_path):
    with pytest.raises(OriginalChangedError):
        change(tmp_path, [tmp_path / "a.csv"], lambda: (tmp_path / "a.csv").write_bytes(b"theirs"))
    assert tree(tmp_path) == {"a.csv": b"theirs"}


def test_a_file_cannot_be_staged_twice(tmp_path):
    (path,) = make_files(tmp_path, 1)
    (tmp_path / "link.txt").symlink_to(path)
    with pytest.raises(OriginalChangedError):
        stage_again(tmp_path, path, tmp_path / "link.txt")
    assert all_old([path])


def test_a_full_disk_takes_everything_back(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    before = tree(tmp_path)
    write = files._write_all

    def fail(descriptor: int, data: memoryview) -> None:
        if bytes(data).endswith(b"f3.txt"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(descriptor, data)

    monkeypatch.setattr(files, "_write_all", fail)
    with pytest.raises(FileUnwritableError, match=r"f3\.txt: .*No space left"), Transaction(tmp_path) as work:
        stage_all(work, paths)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("call", ["fsync", "open"])
def test_a_disk_that_is_full_from_the_beginning_keeps_no_journal(tmp_path, monkeypatch, call):
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(journal.os, call, fail)
        with pytest.raises(FileUnwritableError, match="No space left"):
            Transaction(tmp_path).__enter__()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fails_when_all_is_put_on_it_takes_everything_back(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    before = tree(tmp_path)

    def fail(_folders: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(journal, "make_durable", fail)
    with pytest.raises(FileUnwritableError, match="Input/output"):
        change(tmp_path, paths)
    assert tree(tmp_path) == before


def test_a_write_protected_file_and_a_missing_folder_are_errors_that_name_them(tmp_path, monkeypatch):
    (path,) = make_files(tmp_path, 1)
    with (
        pytest.raises(FileUnwritableError, match="nowhere"),
        Transaction(tmp_path) as work,
    ):
        work.stage(tmp_path / "nowhere" / "a.txt", b"", None)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the superuser may always write
    with pytest.raises(FileUnwritableError, match="write-protected"), Transaction(tmp_path) as work:
        stage_all(work, [path])
    monkeypatch.undo()
    assert tree(tmp_path) == {"f0.txt": b"old f0.txt"}


def test_permissions_stay_and_a_link_leads_to_the_new_content(tmp_path):
    (path,) = make_files(tmp_path / "real", 1)
    path.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(path)
    with Transaction(tmp_path) as work:
        work.stage(tmp_path / "link.txt", b"new", FileTime.of(path))
        work.commit()
    assert (tmp_path / "link.txt").is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_several_threads_may_stage(tmp_path):
    paths = make_files(tmp_path, 60)
    with Transaction(tmp_path) as work:
        work.expect([tmp_path])
        threads = [threading.Thread(target=stage_all, args=(work, paths[at::3])) for at in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        work.commit()
    assert all_new(paths)
    assert len(tree(tmp_path)) == 60


def test_a_transaction_begins_by_putting_the_last_one_in_order(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    leave_marked(tmp_path, paths, monkeypatch)
    with Transaction(tmp_path) as work:
        assert all_new(paths)
        work.stage(paths[0], b"newer", FileTime.of(paths[0]))
        work.commit()
    assert paths[0].read_bytes() == b"newer"
    assert len(tree(tmp_path)) == 4


def test_a_living_transaction_is_neither_joined_nor_put_in_order(tmp_path):
    paths = make_files(tmp_path)
    with Transaction(tmp_path) as work:
        stage_all(work, paths)
        assert recover(tmp_path) is None
        with pytest.raises(TransactionError, match=rf"process {os.getpid()} on"), Transaction(tmp_path):
            pass
        work.commit()
    assert all_new(paths)


def test_one_of_another_process_is_not_put_in_order_either(tmp_path):
    make_files(tmp_path)
    code = (
        "import sys; from pathlib import Path; from labeler.core.transaction import Transaction\n"
        f"with Transaction({str(tmp_path)!r}) as work:\n"
        f"    work.stage(Path({str(tmp_path / 'f9.txt')!r}), b'new', None)\n"
        "    print('begun', flush=True); sys.stdin.read(); work.commit()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        assert recover(tmp_path) is None
        with pytest.raises(TransactionError, match=f"process {process.pid} on"), Transaction(tmp_path):
            pass
        process.stdin.close()
    assert (tmp_path / "f9.txt").read_bytes() == b"new"


def test_files_that_take_their_places_are_waited_for(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    is_marked, found = threading.Event(), []
    complete = Journal.complete

    def slowly(self: Journal) -> list[Path]:
        is_marked.set()
        reader.join(0.2)
        return complete(self)

    def read() -> None:
        is_marked.wait()
        found.append(recover(tmp_path))
        found.append(all_new(paths))

    reader = threading.Thread(target=read)
    reader.start()
    monkeypatch.setattr(Journal, "complete", slowly)
    with Transaction(tmp_path) as work:
        stage_all(work, paths)
        work.commit()
    reader.join()
    assert found == [None, True]


def test_waiting_has_an_end(tmp_path, monkeypatch):
    make_files(tmp_path)
    monkeypatch.setattr(transaction, "PATIENCE", 0.0)
    with Transaction(tmp_path):
        (tmp_path / ".labeler" / "transaction" / "commit").write_text("")
        with pytest.raises(TransactionError, match="Wait until it has ended"):
            recover(tmp_path)
        (tmp_path / ".labeler" / "transaction" / "commit").unlink()


def test_a_key_that_interrupts_after_the_mark_does_not_leave_half(tmp_path, monkeypatch):
    paths = make_files(tmp_path)
    replace, calls = os.replace, []

    def interrupted(old: Path, new: Path) -> None:
        calls.append(new)
        if len(calls) == 2:
            raise KeyboardInterrupt
        replace(old, new)

    monkeypatch.setattr(os, "replace", interrupted)
    change(tmp_path, paths)  # and says that it was done
    assert all_new(paths)
    assert len(tree(tmp_path)) == 4


@pytest.mark.parametrize("is_second_time", [False, True])
def test_a_key_that_interrupts_before_the_mark_or_twice_is_an_interruption(
    tmp_path, monkeypatch, is_second_time
):
    paths = make_files(tmp_path)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Journal, "complete" if is_second_time else "mark", interrupted)
    work = Transaction(tmp_path).__enter__()
    stage_all(work, paths)
    with pytest.raises(KeyboardInterrupt):
        work.commit()
    monkeypatch.undo()
    work.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert all_new(paths) if is_second_time else all_old(paths)
    assert len(tree(tmp_path)) == 4
