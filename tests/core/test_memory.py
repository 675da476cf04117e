from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core import memory
from labeler.core.memory import available_memory, give_back, shown_bytes


@pytest.fixture(autouse=True)
def no_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control groups of the machine that runs the tests do not count."""
    monkeypatch.setattr(memory, "_GROUPS", tmp_path / "no groups")


def test_linux_tells_what_it_has_available(tmp_path, monkeypatch):
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal:       16384 kB\nMemFree:           1 kB\nMemAvailable:    2048 kB\n")
    monkeypatch.setattr(memory, "_MEMINFO", meminfo)
    assert available_memory() == 2048 * 1024


def test_other_systems_tell_their_free_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "none")
    monkeypatch.setattr(memory.os, "sysconf", {"SC_AVPHYS_PAGES": 10, "SC_PAGE_SIZE": 4096}.__getitem__)
    assert available_memory() == 40960


def test_a_system_that_does_not_tell_is_not_asked_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "none")
    monkeypatch.delattr(memory.os, "sysconf")
    assert available_memory() is None


def test_bytes_are_shown_in_words():
    assert shown_bytes(3_600_000_000) == "3.6 GB"
    assert shown_bytes(250_000) == "0.2 MB"


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with 8 GB free, and a folder for its control groups."""
    (tmp_path / "meminfo").write_text("MemTotal: 16000000 kB\nMemAvailable:    8000000 kB\n")
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "_GROUPS", tmp_path / "cgroup")
    monkeypatch.setattr(memory, "_MOUNT", tmp_path / "fs")
    return tmp_path


def write_group(folder: Path, limit: object, used: int, *, version: int, droppable: int = 0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = (
        ("memory.max", "memory.current")
        if version == 2
        else (
            "memory.limit_in_bytes",
            "memory.usage_in_bytes",
        )
    )
    for name, value in zip(names, (limit, used), strict=True):
        (folder / name).write_text(f"{value}\n")
    key = "inactive_file" if version == 2 else "total_inactive_file"
    (folder / "memory.stat").write_text(f"anon 5\n{key} {droppable}\n")


def test_without_control_groups_the_machine_counts(groups: Path) -> None:
    assert available_memory() == 8_000_000 * 1024


def test_a_limit_of_control_groups_version_2_counts(groups: Path) -> None:
    (groups / "cgroup").write_text("0::/user.slice/app.scope\n")
    write_group(groups / "fs/user.slice/app.scope", 1_000_000, 300_000, version=2, droppable=50_000)
    assert available_memory() == 750_000


def test_a_limit_of_control_groups_version_1_counts(groups: Path) -> None:
    (groups / "cgroup").write_text("9:name=systemd:/\n4:cpu,memory:/docker/abc\n0::/\n")
    write_group(groups / "fs/memory/docker/abc", 2_000_000, 500_000, version=1)
    assert available_memory() == 1_500_000


def test_a_group_around_ours_may_be_the_tightest(groups: Path) -> None:
    (groups / "cgroup").write_text("0::/a/b\n")
    write_group(groups / "fs/a/b", "max", 1, version=2)
    write_group(groups / "fs/a", 900_000, 400_000, version=2)
    assert available_memory() == 500_000


def test_a_container_that_sees_only_its_root_is_limited_by_that(groups: Path) -> None:
    (groups / "cgroup").write_text("4:memory:/docker/unseen\n")
    write_group(groups / "fs/memory", 700_000, 0, version=1)
    assert available_memory() == 700_000


def test_a_group_that_has_more_than_its_limit_leaves_nothing(groups: Path) -> None:
    (groups / "cgroup").write_text("0::/a\n")
    write_group(groups / "fs/a", 100, 900, version=2)
    assert available_memory() == 0


def test_odd_statistics_count_not(groups: Path) -> None:
    (groups / "cgroup").write_text("0::/a\n")
    write_group(groups / "fs/a", 1000, 900, version=2)
    (groups / "fs/a/memory.stat").write_text("inactive_file many\n")
    assert available_memory() == 100


def test_a_group_without_limit_counts_not(groups: Path) -> None:
    (groups / "cgroup").write_text("0::/a\n4:memory:/\nnonsense\n")
    write_group(groups / "fs/a", "max", 900, version=2)
    write_group(groups / "fs/memory", 9223372036854771712, 900, version=1)
    assert available_memory() == 8_000_000 * 1024


def test_giving_back_is_tried_and_never_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    give_back()

    def none(name: object) -> None:
        raise OSError

    monkeypatch.setattr(memory.ctypes, "CDLL", none)
    give_back()
    monkeypatch.setattr(memory.ctypes, "CDLL", object)
    give_back()
