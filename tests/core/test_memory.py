from __future__ import annotations

from labeler.core import memory
from labeler.core.memory import available_memory, shown_bytes


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
