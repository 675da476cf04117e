from __future__ import annotations

import io

from labeler.cli.progress import Progress, run_job
from labeler.jobs.step import Step, StepStatus
from labeler.jobs.time_left import TimeLeft


class Terminal(io.StringIO):
    def isatty(self):
        return True


def step(done, total=3, status=StepStatus.WRITTEN, message=""):
    return Step(done, total, f"a{done}.jpg", status, message)


def test_a_terminal_shows_how_far_the_job_is_and_is_clean_afterwards():
    stream = Terminal()
    with Progress(stream) as progress:
        progress.show(step(1))
    assert stream.getvalue() == "\r\x1b[K 33 %  1 of 3  a1.jpg\r\x1b[K"


def test_steps_that_come_at_once_are_drawn_as_one_but_the_last_always():
    stream = Terminal()
    with Progress(stream) as progress:
        for done in range(1, 501):
            progress.show(step(done, 500))
    drawn = stream.getvalue().count(" of 500")
    assert 2 <= drawn < 100
    assert "100 %  500 of 500" in stream.getvalue()


def test_a_line_is_never_wider_than_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    with Progress(stream) as progress:
        progress.show(Step(1, 1, "a" * 200, StepStatus.WRITTEN))
    assert len(stream.getvalue().split("\x1b[K")[1].rstrip("\r")) == 19


def test_a_stream_that_is_no_terminal_gets_no_progress():
    stream = io.StringIO()
    with Progress(stream) as progress:
        progress.show(step(1))
    assert stream.getvalue() == ""


def test_a_remark_takes_the_line_away_and_leaves_it_to_the_next_step(capsys):
    stream = Terminal()
    with Progress(stream) as progress:
        progress.tell(step(1))
        progress.tell(step(3, message="Shape 2 is a point."))
    assert capsys.readouterr().out == "a3.jpg: Shape 2 is a point.\n"
    assert stream.getvalue().split("\r\x1b[K")[1:] == [
        " 33 %  1 of 3  a1.jpg",
        "100 %  3 of 3  a3.jpg",
        "",
    ]


def test_a_step_that_failed_is_named_though_it_does_not_say_why(capsys):
    with Progress(io.StringIO()) as progress:
        progress.tell(step(1, status=StepStatus.FAILED))
    assert capsys.readouterr().err == "failed: a1.jpg: \n"


def test_a_job_prints_failures_to_stderr_and_everything_else_to_stdout(capsys):
    steps = [
        step(1, message="Shape 2 is a point."),
        step(2, status=StepStatus.LEFT_OUT, message="It has no shapes."),
        step(3, status=StepStatus.FAILED, message="a3.jpg: cannot be read."),
    ]
    assert run_job(steps) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "a1.jpg: Shape 2 is a point.",
        "left out: a2.jpg: It has no shapes.",
        "1 written, 1 left out, 1 failed.",
    ]
    assert err.splitlines() == ["failed: a3.jpg: a3.jpg: cannot be read."]


def test_a_job_without_failures_ends_with_0(capsys):
    assert run_job([step(1), step(2), step(3)]) == 0
    assert capsys.readouterr().out == "3 written.\n"


def test_a_name_with_a_line_break_stays_on_its_line(capsys):
    assert run_job([Step(1, 1, "two\nlines\x1b[2J.jpg", StepStatus.LEFT_OUT, "It is\nodd.")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "left out: two?lines?[2J.jpg: It is?odd."


def test_the_line_says_how_long_it_will_take_once_that_can_be_told(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    stream = Terminal()
    with Progress(stream) as progress:
        progress._time_left = TimeLeft(lambda: now[0])
        for done in (1, 2, 3):
            now[0] += 60
            progress.show(Step(done, 10, f"a{done}.jpg", StepStatus.WRITTEN))
    lines = stream.getvalue().split("\r\x1b[K")
    assert lines[1] == " 10 %  1 of 10  a1.jpg"
    assert lines[3] == " 30 %  3 of 10  about 7 min left  a3.jpg"
