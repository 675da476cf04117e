from __future__ import annotations

import pytest

from labeler.__main__ import main
from labeler.cli.parser import Parser
from labeler.core.errors import OptionError


def test_wrong_options_are_an_error_with_the_way_to_help():
    parser = Parser(prog="labeler export")
    parser.add_argument("--workers", type=int)
    with pytest.raises(OptionError, match=r"invalid int value: 'many' \(see: labeler export --help\)"):
        parser.parse_args(["--workers", "many"])


def test_subcommands_behave_the_same():
    parser = Parser(prog="labeler")
    parser.add_subparsers().add_parser("export").add_argument("target")
    with pytest.raises(OptionError, match=r"arguments are required: target \(see: labeler export --help\)"):
        parser.parse_args(["export"])


def test_an_empty_name_is_no_path(capsys):
    assert main(["export", "", "target"]) == 2
    assert "an empty name is no file or folder" in capsys.readouterr().err
