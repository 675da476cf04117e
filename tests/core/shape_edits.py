"""Random annotations and edits of their shapes, for the tests of edits and of what follows changes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from labeler.core.edits.shapes import DeleteShapes, InsertShapes, ReorderShapes, ReplaceShapes
from labeler.core.geometry import Bounds
from labeler.core.shapes import ShapeKind, polygon

coordinates = st.integers(-20, 20).map(float)
points = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=4)
shapes = st.builds(polygon, st.sampled_from(["car", "tree", "road"]), points)
shape_lists = st.lists(shapes, max_size=6)


@st.composite
def edits(draw, count):
    """An edit of a list of `count` shapes, given as a function of that list."""
    places = draw(st.sets(st.integers(0, count - 1))) if count else set()
    chosen = tuple(sorted(places))
    match draw(st.sampled_from(["insert", "delete", "replace", "reorder"])):
        case "insert":
            added = draw(st.lists(shapes, min_size=1, max_size=3))
            positions = sorted(draw(st.permutations(range(count + len(added))))[: len(added)])
            return lambda _: InsertShapes(tuple(positions), tuple(added))
        case "delete":
            return lambda now: DeleteShapes(chosen, tuple(now[place] for place in chosen))
        case "replace":
            after = tuple(draw(shapes) for _ in chosen)
            return lambda now: ReplaceShapes(chosen, tuple(now[place] for place in chosen), after)
        case _:
            order = tuple(draw(st.permutations(range(count))))
            return lambda now: ReorderShapes(
                order,
                Bounds.around(now[old].bounds for new, old in enumerate(order) if new != old),
            )


def as_circle(shape):
    """The shape as a circle, whose box is not that of its points."""
    return replace(shape, kind=ShapeKind.CIRCLE, points=shape.points[:2])
