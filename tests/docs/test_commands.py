"""The commands, options and Python names that the documents mention exist."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
from functools import cache

import pytest

import labeler
from labeler.cli import COMMANDS, make_parser
from labeler.core.errors import LabelerError
from tests.docs.pages import DOCS, PAGES, ROOT, blocks, in_backquotes, name_of, text_of

# Options of other programs that the documents show: pip, this project's own scripts.
FOREIGN = {"--no-install-recommends", "--quiet", "--editable", "--json"}


@cache
def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command, and of each action of `classes` as `classes rename`."""
    found = dict(_children(make_parser()))
    return found | {f"classes {name}": parser for name, parser in _children(found["classes"])}


def _children(parser: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser]]:
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return [pair for group in groups for pair in group.choices.items()]


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    return set(parser._option_string_actions)


def commands_in(block: str) -> list[str]:
    """The lines of a block that are commands of Labeler."""
    lines = [line.removeprefix("$ ") for line in block.splitlines()]
    return [line for line in lines if re.match(r"labeler [a-z]", line)]


def faults_in_words(words: list[str]) -> list[str]:
    """What is wrong with a command of which a sentence shows a part: `classes rename --labels DIR`."""
    name, rest = words[0], words[1:]
    if name == "classes" and rest and re.fullmatch("[a-z]+", rest[0]):
        name, rest = f"classes {rest[0]}", rest[1:]
    if name not in parsers():
        return [f"no command {name}"]
    named = [word.partition("=")[0] for word in rest if word.startswith("--")]
    return [f"{name} has no {option}" for option in named if option not in options_of(parsers()[name])]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_a_block_is_understood(page):
    faults = []
    for line in (line for block in blocks(page) for line in commands_in(block)):
        words = shlex.split(line, comments=True)[1:]
        if words[0] not in COMMANDS:
            continue  # a folder that is opened
        try:
            make_parser().parse_args(words)
        except (LabelerError, SystemExit) as error:
            faults.append(f"{line}: {error}")
    assert not faults


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_a_sentence_exists_with_its_options(page):
    faults = []
    for shown in in_backquotes(page):
        if re.match(r"labeler [a-z]", shown):
            faults += faults_in_words(shlex.split(shown)[1:])
    assert not faults


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_option_that_is_named_alone_belongs_to_a_command(page):
    known = FOREIGN.union(*(options_of(parser) for parser in parsers().values()))
    named = [shown.split()[0].partition("=")[0] for shown in in_backquotes(page) if shown.startswith("--")]
    assert set(named) <= known


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_python_name_exists(page):
    for name in re.findall(r"(?<![\w./-])labeler\.([a-z]\w*(?:\.\w+)*)", text_of(page)):
        if not name.startswith("org"):
            assert exists(name), name


def exists(name: str) -> bool:
    """Whether `labeler.NAME` is a public name, or a module and what is in it."""
    first, _, _ = name.partition(".")
    if first in labeler.__all__:
        return True
    module, _, last = f"labeler.{name}".rpartition(".")
    try:
        return hasattr(importlib.import_module(module), last) or bool(
            importlib.import_module(f"labeler.{name}")
        )
    except ImportError:
        return False


def test_the_readme_shows_every_command():
    shown = {line.split()[1] for block in blocks(ROOT / "README.md") for line in commands_in(block)}
    assert shown >= set(COMMANDS)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"export"}))
def test_every_option_of_a_command_is_described(command):
    pages = [DOCS / name for name in ("label-images.md", "classes.md", "guide.md")]
    text = "".join(map(text_of, pages))
    own = [parser for name, parser in parsers().items() if name.split()[0] == command]
    options = {option for parser in own for option in options_of(parser) if option.startswith("--")}
    assert not {option for option in options - {"--help"} if f"{option}" not in text}


def test_a_wrong_command_is_found():
    assert faults_in_words(["convert", "A", "B", "--classes", "x", "--nearest"]) == [
        "convert has no --nearest"
    ]
    assert faults_in_words(["classes", "rename", "--labels=x"]) == []
    assert faults_in_words(["mend"]) == ["no command mend"]
    assert not exists("read_mask")
