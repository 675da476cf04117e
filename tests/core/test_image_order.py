"""Images stand in natural order, folder by folder, as a dataset lists them."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from labeler.core.dataset import DatasetImage, open_dataset
from labeler.core.image_order import order_key, place_of

NAMES = ["a2.jpg", "a10.jpg", "day2/b.jpg", "day2/in/c.jpg", "day10/a.jpg"]


def images(names: list[str]) -> list[DatasetImage]:
    return [DatasetImage(name, name, name, name) for name in names]


def test_a_name_has_a_place_whether_it_is_there_or_not() -> None:
    listed = images(NAMES)
    assert [place_of(name, listed) for name in NAMES] == [0, 1, 2, 3, 4]
    assert place_of("a3.jpg", listed) == 1
    assert place_of("day2/z.jpg", listed) == 3
    assert place_of("day9/z.jpg", listed) == 4
    assert place_of("z.jpg", listed) == 2
    assert place_of("a.jpg", []) == 0


def test_a_dataset_lists_its_images_so(tmp_path: Path) -> None:
    for name in reversed(NAMES):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert [image.name for image in open_dataset(tmp_path).images] == NAMES


@given(st.lists(st.text("aB1/0.", min_size=1, max_size=6), unique=True))
def test_whatever_the_names_each_is_found_at_its_place(names: list[str]) -> None:
    ordered = images(sorted(names, key=order_key))
    assert [place_of(image.name, ordered) for image in ordered] == list(range(len(ordered)))
