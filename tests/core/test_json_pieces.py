"""JSON that is read in pieces means what it means when it is read at once."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core import json_pieces
from labeler.core.json_pieces import loads


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_pieces, "_PIECE", 20)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.text('ab},{]\n"\\[ :shapes', max_size=12),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=3), children, max_size=3)
    ),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.sampled_from(["label", "points", "shapes", "x"]), VALUES, max_size=3)
CONTENTS = st.fixed_dictionaries(
    {"version": st.text(max_size=5), "shapes": st.lists(OBJECTS, max_size=6) | VALUES, "end": VALUES}
)


@given(content=CONTENTS, indent=st.sampled_from([None, 1, 2, 4, "\t"]), is_first=st.booleans())
def test_any_object_is_read_as_at_once(content, indent, is_first) -> None:
    if is_first:
        content = {"shapes": content.pop("shapes"), **content}
    data = json.dumps(content, indent=indent).encode()
    assert loads(data) == orjson.loads(data)


@given(
    content=CONTENTS,
    indent=st.sampled_from([1, 2]),
    place=st.floats(0, 1),
    inserted=st.sampled_from(
        [b"", b"}", b"{", b"]", b"[", b",", b'"', b"\\", b"\n    },\n    {", b'"shapes": [\n {']
    ),
    removed=st.integers(0, 3),
)
def test_what_is_no_json_is_refused_as_at_once(content, indent, place, inserted, removed) -> None:
    data = json.dumps(content, indent=indent).encode()
    at = int(place * len(data))
    data = data[:at] + inserted + data[at + removed :]
    try:
        expected = orjson.loads(data)
    except orjson.JSONDecodeError:
        with pytest.raises(orjson.JSONDecodeError):
            loads(data)
    else:
        assert loads(data) == expected


@given(content=CONTENTS, indent=st.sampled_from([None, 1, 2]))
def test_parts_are_converted_in_turn(content, indent) -> None:
    data = json.dumps(content, indent=indent).encode()
    made = loads(data, lambda before, part: (before, part))
    if type(content["shapes"]) is not list:
        assert made == content
        return
    parts = made.pop("shapes")
    before = 0
    for start, part in parts:
        assert start == before
        before += len(part)
    assert [shape for _, part in parts for shape in part] == content.pop("shapes")
    assert made == content


def test_a_value_that_is_no_object_is_not_converted() -> None:
    assert loads(b"[1, 2]", lambda before, part: None) == [1, 2]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    lengths: list[int] = []

    class Counting:
        JSONDecodeError = orjson.JSONDecodeError

        @staticmethod
        def loads(data: bytes) -> object:
            lengths.append(len(data))
            return orjson.loads(data)

    monkeypatch.setattr(json_pieces, "orjson", Counting)
    return lengths


@pytest.mark.parametrize("indent", [1, 2, 4, "\t"])
def test_indented_files_are_read_in_pieces(monkeypatch, indent) -> None:
    lengths = counted(monkeypatch)
    content = {"flags": {}, "shapes": [{"label": "cat", "points": [[1, 2], [3, 4]]}] * 50, "imageData": None}
    data = json.dumps(content, indent=indent).encode()
    assert loads(data) == content
    assert len(lengths) > 30
    assert max(lengths) < len(data) / 10


@pytest.mark.parametrize(
    "text",
    [
        '{"shapes": [\n  {"a": 1},\n  {"b": 2}\n], "shapes": [\n  {"c": 3}\n]}',
        '{"x\\"shapes": [\n  {"a": 1}\n], "shapes": 5, "y": "zzzzzzzzzzzzzzzzzzzz"}',
        '{"inner": {"shapes": [\n  {"a": 1}\n]}, "shapes": [\n  {"b": 2}\n], "y": 1}',
        '[{"shapes": [\n  {"a": 1},\n  {"b": 2}\n]}, "zzzzzzzzzzzzzzzzzzzzzzzzzzz"]',
        '{"shapes": [\n  {"a": [\n  {"b": 1}\n  ]},\n  {"c": 2}\n], "y": "zzzzzzzzzzzz"}',
        '{"shapes": [\n  {"a": "\\n  },\\n  {"},\n  {"c": 2}\n], "y": "zzzzzzzzzzzz"}',
    ],
)
def test_odd_layouts_are_read_as_at_once(text) -> None:
    assert loads(text.encode()) == orjson.loads(text)
