"""`labeler classes rename|reindex|merge|delete|split`: changes over a whole dataset, all or nothing."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from labeler.cli.parser import named_path
from labeler.core.errors import OptionError
from labeler.core.text import as_one_line

if TYPE_CHECKING:
    from labeler.cli.parser import Parser
    from labeler.core.class_changes import ClassChange, Part
    from labeler.core.dataset import Dataset
    from labeler.jobs.change_classes import Result

ACTIONS = ("rename", "reindex", "merge", "delete", "split")

_ALL = (
    "All annotations, classes.csv, and the label images named by --labels are rewritten, or none: a change "
    "that is broken off is taken back or completed when the dataset is opened next. mapping.csv beside them "
    "says which index became which."
)


def add_actions(actions: argparse._SubParsersAction[Parser]) -> None:
    """Add the actions that change classes over a dataset to those of `classes`."""
    rename = _action(actions, "rename", "give a class another name in a whole dataset")
    rename.add_argument("old", metavar="OLD", help="the class")
    rename.add_argument("new", metavar="NEW", help="its new name")
    reindex = _action(actions, "reindex", "give classes other indices, or exchange them")
    reindex.add_argument("indices", metavar="NAME=INDEX", nargs="+", help="a class and its new index")
    merge = _action(actions, "merge", "make one class of several")
    merge.add_argument("names", metavar="NAME", nargs="+", help="the classes that go")
    merge.add_argument(
        "--into", metavar="NAME", required=True, help="the class they become: one of the table, or a new name"
    )
    delete = _action(actions, "delete", "delete classes with their shapes, or leave these to another class")
    delete.add_argument("names", metavar="NAME", nargs="+", help="the classes that go")
    delete.add_argument("--shapes-to", metavar="NAME", help="class that their shapes get; else they go, too")
    delete.add_argument(
        "--pixels-to",
        metavar="INDEX",
        type=int,
        help="index that their pixels get in label images (default: that of --shapes-to, or 0)",
    )
    split = _action(actions, "split", "make a part of a class a class of its own")
    split.add_argument("name", metavar="NAME", help="the class")
    split.add_argument("new", metavar="NEW", help="name of the new class")
    split.add_argument("--images", metavar="IMAGE", nargs="+", help="its shapes in these images (name or id)")
    split.add_argument("--flag", default="", help="its shapes with this flag set")
    split.add_argument("--text", default="", help="its shapes with these words in their description")
    split.add_argument("--group", metavar="N", type=int, help="its shapes of this group")
    split.add_argument("--index", metavar="N", type=int, help="index of the new class (default: lowest free)")
    split.add_argument("--color", metavar="#RRGGBB", help="its colour (default: that of the VOC colour map)")


def run(options: argparse.Namespace) -> int:
    """Change the dataset, or with --dry-run tell what would change; 1 when a file hinders it."""
    from labeler.cli.opened_dataset import opened_dataset
    from labeler.cli.progress import Progress
    from labeler.core.draining import drained
    from labeler.jobs.change_classes import Result, change_classes, preview

    dataset = opened_dataset(options.dataset)
    arguments = (dataset, _changes(options, dataset), options.labels, options.workers)
    with Progress(sys.stderr) as progress:
        on_step = progress.show if options.json else progress.tell
        if options.dry_run:
            result = Result(drained(preview(*arguments), on_step), is_done=False)
        else:
            result = drained(change_classes(*arguments), on_step)
    if options.json:
        print(json.dumps(_as_data(result, has_files=options.per_file), indent=2))
    else:
        _tell(result, has_files=options.per_file)
        if options.dry_run and not result.preview.problems:
            print("Nothing was changed (--dry-run).")
    return 1 if result.preview.problems else 0


def _action(actions: argparse._SubParsersAction[Parser], name: str, words: str) -> Parser:
    action = actions.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}. {_ALL}")
    action.add_argument(
        "dataset", metavar="DATASET", type=named_path, help="folder of images and annotations"
    )
    action.add_argument(
        "--labels",
        metavar="DIR",
        type=named_path,
        action="append",
        default=[],
        help="folder of label PNGs that change with it; may be given several times",
    )
    action.add_argument("--dry-run", action="store_true", help="change nothing, tell what would change")
    action.add_argument("--per-file", action="store_true", help="tell it of each file")
    action.add_argument("--json", action="store_true", help="one JSON document on stdout")
    action.add_argument("--workers", metavar="N", type=int, help="files at a time (default: one a processor)")
    return action


def _changes(options: argparse.Namespace, dataset: Dataset) -> list[ClassChange]:
    from labeler.core import class_changes as to

    match options.action:
        case "rename":
            return [to.RenameClass(options.old, options.new)]
        case "reindex":
            return [to.ReindexClasses(dict(map(parse_index, options.indices)))]
        case "merge":
            return [to.MergeClasses(tuple(options.names), options.into)]
        case "delete":
            return [to.DeleteClass(name, options.shapes_to, options.pixels_to) for name in options.names]
        case _:
            color = None if options.color is None else _color(options.color)
            part = _part(options, dataset)
            return [to.SplitClass(options.name, options.new, part, options.index, color)]


def parse_index(text: str) -> tuple[str, int]:
    """A class name and an index, from `name=index`; raises OptionError."""
    name, equals, index = text.rpartition("=")
    if not equals or not name or not index.strip().isdecimal():
        raise OptionError(f"{text!r} is not a class and its index, like car=7.")
    return name, int(index)


def _color(text: str) -> tuple[int, int, int]:
    from labeler.core.palette import color_from_hex

    try:
        return color_from_hex(text)
    except ValueError:
        raise OptionError(f"--color: {text!r} is no colour like #8c8c8c.") from None


def _part(options: argparse.Namespace, dataset: Dataset) -> Part:
    from labeler.core.class_changes import Part

    images = None
    if options.images is not None:
        name_of_id = {image.id: image.name for image in dataset.images}
        names = {image.name for image in dataset.images}
        images = frozenset(name if name in names else name_of_id.get(name, name) for name in options.images)
    return Part(images, options.flag, options.text, options.group)


def _tell(result: Result, *, has_files: bool) -> None:
    found = result.preview
    if has_files:
        for file in found.files:
            print(f"{as_one_line(str(file.path))}: {file.text}")
    print(found.text)
    for path in (*result.mappings, *result.kept):
        print(f"{as_one_line(str(path))}: written.")
    if found.problems:
        count = len(found.problems)
        print(f"Nothing was changed: {count} {'file hinders' if count == 1 else 'files hinder'} it.")


def _as_data(result: Result, *, has_files: bool) -> dict[str, Any]:
    found = result.preview
    data: dict[str, Any] = {
        "is_done": result.is_done,
        "annotations": found.annotations,
        "shapes": found.shapes,
        "deleted": found.deleted,
        "label_images": found.label_images,
        "recolored": found.recolored,
        "pixels": found.pixels,
        "problems": [{"name": step.name, "message": step.message} for step in found.problems],
        "mapping": [asdict(row) for row in found.plan.rows()],
        "mapping_files": [str(path) for path in result.mappings],
        "kept": [str(path) for path in result.kept],
    }
    if has_files:
        data["files"] = [asdict(file) | {"path": str(file.path)} for file in found.files]
    return data
