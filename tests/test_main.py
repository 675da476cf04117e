from __future__ import annotations

import subprocess
import sys

import pytest

import labeler
from labeler.__main__ import main


def run(*words):
    """`python -m labeler` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "labeler", *words], capture_output=True, text=True, check=False
    )


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"labeler {labeler.__version__}\n"


def test_help_names_every_command_and_the_window(capsys):
    from labeler.cli import COMMANDS

    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)
    assert "labeler [FOLDER|IMAGE]" in text


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["expotr"], "'expotr' is neither a command nor a folder or image that exists."),
        (["expotr", "a", "b"], "'expotr' is not a command"),
        (["--colour"], "the following arguments are required: COMMAND"),
        (["export"], "the following arguments are required: DATASET, TARGET"),
        (["export", "a", "b", "--colour"], "unrecognized arguments: --colour"),
    ],
)
def test_wrong_usage_is_one_line_on_stderr_and_status_2(capsys, words, reason):
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"labeler: {reason}")
    assert err.count("\n") == 1


def test_a_wrong_word_opens_no_window_in_a_real_process():
    answer = run("no such folder")
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1


def test_a_file_that_is_no_image_opens_no_window(tmp_path, capsys):
    notes = tmp_path / "notes.txt"
    notes.write_text("no image")
    assert main([str(notes)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"labeler: {str(notes)!r} is a file, but no image that Labeler reads.")
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["."]])
def test_a_folder_or_nothing_opens_the_window(monkeypatch, words):
    opened = []
    monkeypatch.setattr("labeler.gui.app.run", lambda path: opened.append(path) or 0)
    assert main(words) == 0
    assert [None if path is None else str(path) for path in opened] == (words or [None])
