"""The list of findings: narrow where it can be, and never higher than a small screen has room for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from labeler.gui.models.finding_model import CODE, NAME
from labeler.gui.panels.finding_panel import FindingPanel
from labeler.jobs.check import codes
from labeler.jobs.check.finding import Code, Finding
from labeler.jobs.check.job import Report
from labeler.jobs.check.layout import Layout, LayoutKind

WIDTH = 280


def report_of(*findings: Finding) -> Report:
    report = Report(Layout(LayoutKind.LABELS, Path("/data"), ()))
    report.add(findings, None, None)
    return report


@pytest.fixture
def panel(qtbot) -> FindingPanel:
    panel = FindingPanel()
    qtbot.addWidget(panel)
    panel.resize(WIDTH, 400)
    panel.show()
    return panel


def test_a_long_finding_scrolls_and_makes_no_window_higher(panel: FindingPanel, qtbot) -> None:
    lowest = panel.minimumSizeHint().height()
    words = "It goes on, and on, and says one thing after another. " * 40
    panel.show_report(report_of(Finding(codes.IMAGE_UNREADABLE, words, "/data/a.jpg", image="a.jpg")))
    assert words.strip() in panel.words.text()
    assert panel.minimumSizeHint().height() == lowest
    qtbot.waitUntil(lambda: panel.words.height() > panel.height())


def test_it_fits_beside_other_lists_on_a_small_screen(panel: FindingPanel) -> None:
    assert panel.minimumSizeHint().height() < 220
    panel.resize(QSize(WIDTH, panel.minimumSizeHint().height()))
    assert panel.words.parentWidget().height() >= 3 * panel.fontMetrics().lineSpacing()


def test_short_codes_leave_the_room_to_the_names(panel: FindingPanel) -> None:
    def widths(code: Code) -> tuple[int, int]:
        panel.show_report(report_of(Finding(code, "So it is.", "/data/a.jpg", image="a.jpg")))
        return panel.table.columnWidth(NAME), panel.table.columnWidth(CODE)

    short, long = sorted((codes.NEVER_DONE, codes.CLASS_NOT_IN_SPLIT), key=lambda code: len(code.name))
    assert widths(short)[0] > widths(long)[0]
    assert widths(long)[1] >= panel.fontMetrics().horizontalAdvance(long.name)
