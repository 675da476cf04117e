"""What an export says about itself: `manifest.json` when it is complete, a journal while it is being made.

The manifest names the program, the raster rule, the class table, the options, and for each image its
source, the hashes of what it was made from and of what was written, and its pixel counts. It holds no
times: the same dataset and options give the same bytes. It has one image a line, so that a version control
shows what changed.

The journal is written before the first file of an export and deleted after the manifest: a target that has
one was interrupted. It names every file that may be ours, and the images that are finished.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from labeler.core.errors import ExportError
from labeler.core.files import read_bytes
from labeler.core.palette import color_to_hex
from labeler.formats.target_files import unwritable

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.formats.base import ExportOptions

MANIFEST = "manifest.json"
JOURNAL = "export.journal"
RASTER_RULE = "pixel centres, even-odd, half-open (left and top in, right and bottom out)"

# Counts up when the manifest or what it describes changes its meaning; older exports are then made anew.
VERSION = 1

Recipe = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ImageEntry:
    """What the manifest says about one image.

    `image_sha256` is None where nothing that was written depends on the bytes of the photograph; `files` has
    a None for a link. `pixels` counts the pixels of each class index (as text, for JSON).
    """

    id: str
    source: str
    size: tuple[int, int]
    annotation_sha256: str | None
    image_sha256: str | None
    files: Mapping[str, str | None] = field(default_factory=dict)
    pixels: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def to_line(self) -> bytes:
        """One line of JSON, without the line end."""
        return orjson.dumps(self)

    @classmethod
    def of_line(cls, line: bytes) -> ImageEntry:
        """The entry that `to_line` wrote."""
        fields = orjson.loads(line)
        fields["size"] = tuple(fields["size"])
        fields["notices"] = tuple(fields["notices"])
        return cls(**fields)

    def is_made_from(self, other: ImageEntry) -> bool:
        """Whether both stand for the same image with the same annotation, size and photograph."""
        return self._origin == other._origin

    @property
    def _origin(self) -> tuple[object, ...]:
        return (self.id, self.source, self.size, self.annotation_sha256, self.image_sha256)


@dataclass(slots=True)
class EarlierExport:
    """What a target's manifest or journal tells about the export before this one.

    `lines` has the line of each finished image by id; `files` are all paths that are ours.
    """

    recipe: Recipe
    files: set[str] = field(default_factory=set)
    lines: dict[str, bytes] = field(default_factory=dict)
    is_interrupted: bool = False


def make_recipe(options: ExportOptions, program: str, classes: ClassTable) -> Recipe:
    """Everything but the dataset that an export's files depend on."""
    rows = sorted(classes, key=lambda row: row.index)
    table = [{"index": row.index, "name": row.name, "color": color_to_hex(row.color)} for row in rows]
    kept = asdict(options)
    name, ratios, seed, lists = (kept.pop(field) for field in ("format", "ratios", "seed", "lists"))
    del kept["workers"], kept["overwrite"]
    return {
        "version": VERSION,
        "program": program,
        "format": name,
        "raster_rule": RASTER_RULE,
        "classes": table,
        "classes_sha256": hashlib.sha256(orjson.dumps(table)).hexdigest(),
        "options": kept,
        "split": {"ratios": ratios, "seed": seed} if lists is None else {"lists": True},
    }


def makes_same_images(recipe: Recipe, other: Recipe) -> bool:
    """Whether two exports make the same files of an image; how images are split is no matter of theirs."""
    return {**recipe, "split": None} == {**other, "split": None}


def manifest_blocks(recipe: Recipe, files: Mapping[str, str], lines: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of `manifest.json`: recipe, files of the whole dataset with their hashes, a line an image."""
    for key, value in recipe.items():
        yield (b"" if key != "version" else b"{\n") + orjson.dumps(key) + b": " + orjson.dumps(value) + b",\n"
    yield b'"files": ' + orjson.dumps(files) + b',\n"images": ['
    before = b"\n"
    for line in lines:
        yield before + line
        before = b",\n"
    yield b"\n]\n}\n"


def read_earlier(target: Path) -> EarlierExport | None:
    """What the target's journal, or else its manifest, says; None when the target has neither.

    Raises ExportError when there is a file of that name which Labeler did not write.
    """
    journal, manifest = target / JOURNAL, target / MANIFEST
    if journal.exists():
        return _read_journal(journal)
    return _read_manifest(manifest) if manifest.exists() else None


def _read_manifest(path: Path) -> EarlierExport:
    try:
        recipe = orjson.loads(read_bytes(path))
        images, files = recipe.pop("images"), recipe.pop("files")
        earlier = EarlierExport(recipe, {*files, MANIFEST})
        for image in images:
            earlier.files.update(image["files"])
            earlier.lines[image["id"]] = orjson.dumps(image)
        if not {"raster_rule", "classes"} <= recipe.keys():
            raise ValueError("another program's manifest")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ExportError(
            f"{path} is not a manifest of Labeler; choose another target, or move that file away."
        ) from None
    return earlier


class Journal:
    """The record of an export in the making: append-only lines, each a JSON object with one key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with unwritable(path):
            self._file = path.open("ab")

    @staticmethod
    def beginning(earlier: EarlierExport, patterns: tuple[str, ...], ids: list[str]) -> Iterator[bytes]:
        """The first lines: the recipe, what was there before, and every file that may come.

        `earlier` is the export before this one with the recipe of this one: the images that it finished
        are finished for the next one too, should this one be interrupted.
        """
        yield _line(recipe=earlier.recipe)
        yield _line(files=sorted(earlier.files))
        yield _line(planned={"patterns": patterns, "ids": ids})
        for line in earlier.lines.values():
            yield b'{"before":' + line + b"}\n"

    def add(self, entry_line: bytes) -> None:
        """Note that an image is finished; a kill after this line keeps it."""
        with unwritable(self._path):
            self._file.write(b'{"done":' + entry_line + b"}\n")
            self._file.flush()

    def finished(self) -> Iterator[bytes]:
        """The lines of the images finished by this export, in the order in which they were added."""
        with self._path.open("rb") as file:
            for line in file:
                if line.startswith(b'{"done":'):
                    yield line[len(b'{"done":') : -len(b"}\n")]

    def close(self) -> None:
        """Close the file; it stays on the disk."""
        with contextlib.suppress(OSError):  # of what a full disk did not take
            self._file.close()


def _read_journal(path: Path) -> EarlierExport:
    earlier = EarlierExport({}, {MANIFEST, JOURNAL}, is_interrupted=True)
    lines = read_bytes(path).split(b"\n")
    if not lines[0].startswith(b'{"recipe":'):
        raise ExportError(
            f"{path} is not a journal of Labeler; choose another target, or move that file away."
        )
    for line in lines:
        try:
            for key, value in orjson.loads(line).items():
                _take_over(earlier, key, value)
        except ValueError:
            continue  # the end of a line that a kill cut off
    return earlier


def _take_over(earlier: EarlierExport, key: str, value: Any) -> None:
    match key:
        case "recipe":
            earlier.recipe = value
        case "files":
            earlier.files.update(value)
        case "planned":
            for pattern in value["patterns"]:
                earlier.files.update(pattern.format(image_id) for image_id in value["ids"])
        case "before" | "done":
            earlier.lines[value["id"]] = orjson.dumps(value)


def _line(**content: object) -> bytes:
    return orjson.dumps(content) + b"\n"
