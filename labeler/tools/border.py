"""Repaints a part of the border of a shape, and of all shapes that share it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from labeler.core.errors import GeometryError, ToolError
from labeler.tools.base import Draft, Hover
from labeler.tools.border_course import Course, border_at, course_of
from labeler.tools.hit import is_selected
from labeler.tools.path_tool import PathTool

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.tools.base import AnyEdit, Place, Pointer, Ring, ToolContext
    from labeler.tools.border_course import BorderSpot


class BorderTool(PathTool):
    """From a place on the border to another: the line that is drawn replaces the part between them.

    Of the two parts it is the shorter one, or with `flip` the longer. All shapes that share it follow.
    """

    name: ClassVar[str] = "border"
    first_use: ClassVar[str] = (
        "Press on a border, draw its new course, end on the border.\n"
        "Neighbours follow. Backspace takes a step back."
    )
    options: ClassVar[tuple[str, ...]] = ("snaps", "freehand_tolerance")

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context, is_ring=False, has_ways=False)
        self._spot: BorderSpot | None = None  # where a press would begin
        self._course: Course | None = None
        self._end: Place | None = None  # where a press would end
        self._run: Ring = ()
        self._pointer: Pointer | None = None
        self._is_pressed = False

    @property
    def hint(self) -> str:
        """Where to begin, what the next click does, and how to end."""
        if self._course is None:
            if self._spot is None:
                return "Press on the border of a shape to repaint a part of it"
            return "Click, or press and drag, to draw the new border from here"
        if self._path.trail:
            return "Draw the new border · release on the border to end · Esc drops it"
        if self._end is not None:
            return "Click to put the line in place of the marked part · {other_way} takes the other part"
        return (
            "Click to add a vertex · the border or Enter ends · {other_way} other part · Shift freehand · "
            "Ctrl: no snapping"
        )

    @property
    def draft(self) -> Draft | None:
        """The line, the part of the border that will go, and where the pointer was caught."""
        if self._course is None:
            return None if self._spot is None else Draft(snap=self._spot.place)
        draft = replace(self._path.draft() or Draft(), run=self._run)
        return draft if self._end is None else replace(draft, cursor=self._end, snap=self._end)

    @property
    def hover(self) -> Hover | None:
        """The shape whose border a press would take."""
        spot = self._spot if self._course is None else self._course.start
        return None if spot is None else Hover(spot.position)

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """Begin on a border, set a vertex, or end on the border; raises ToolError where there is none."""
        edit = self.move(pointer)
        if edit is not None:
            return edit
        self._is_pressed = True
        if self._course is None:
            self._begin(pointer)
        elif self._end is not None:
            return self._finished(self._end)
        elif len(self._path.points) > 1 or not pointer.is_near(*self._path.points[0]):
            self._path.press(pointer)
        return None

    def move(self, pointer: Pointer) -> AnyEdit | None:
        """The line follows; with the button down it is drawn freehand."""
        if self._course is None:
            self._pointer, self._spot = pointer, border_at(self.context, pointer)
            return None
        return self._drawn_to(pointer, len(self._path.points))

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """A line that was drawn with the button ends."""
        self._is_pressed = False
        if self._course is None:
            return None
        count = len(self._path.points)
        self._path.release(pointer)
        return self._drawn_to(pointer, count)

    def double_press(self, pointer: Pointer) -> AnyEdit | None:
        """Go on to the border, as Enter does; the first press has set a vertex, or ended the line."""
        return self.finish() if len(self._path.points) > 1 else None

    def leave(self) -> None:
        """The pointer is gone."""
        self._pointer = self._spot = self._end = None
        self._run = ()
        self._path.leave()

    def flip(self) -> bool:
        """Take the other of the two parts of the border."""
        if self._course is None:
            return False
        self._course.takes_longer = not self._course.takes_longer
        self._run = self._course.run_to(self._run[-1]) if self._run else ()
        return True

    def finish(self) -> AnyEdit | None:
        """End at the place of the border that is nearest to the last vertex."""
        if self._course is None:
            return None
        self._path.end_trail()
        if len(self._path.points) < 2:
            raise ToolError("The line has no vertex yet; click to add one, or press Esc.")
        return self._finished(self._course.nearest(self._path.points[-1]))

    def take_back(self) -> bool:
        """The last step goes; with the first place the line is dropped."""
        if self._course is None:
            return False
        self._path.take_back()
        if not self._path.points:
            self._forget()
        return True

    def cancel(self) -> AnyEdit | None:
        """The line goes."""
        self._forget()
        return None

    def draft_state(self) -> Mapping[str, Any] | None:
        """The line so far, and the border where it began."""
        state, course = super().draft_state(), self._course
        return None if state is None or course is None else {**state, **course.state()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on with a line; raises ValueError too when the border is gone where it began."""
        course = course_of(self.context, state)
        super().restore(state)
        self._course = course

    def follow(self, change: Change) -> None:
        """A line whose shape has changed is dropped."""
        if self._course is not None and self._course.is_stale(self.context.annotation.shapes):
            self._forget()
        if self._course is None:
            self._spot = None if self._pointer is None else border_at(self.context, self._pointer)

    def _begin(self, pointer: Pointer) -> None:
        spot = self._spot
        if spot is None:
            raise ToolError("Here is no border of a shape that can be changed; begin on one.")
        if not is_selected(self.context, spot.position):
            self.context.select((spot.position,))
        self._course = Course(self.context.annotation.shapes, spot)
        self._path.begin(spot.place, pointer)

    def _drawn_to(self, pointer: Pointer, count: int) -> AnyEdit | None:
        """The pointer has come there; a line that was drawn onto the border is complete.

        `count` is how many vertices there were before.
        """
        course, path = self._course, self._path
        assert course is not None
        self._pointer = pointer
        path.move(replace(pointer, shift=pointer.shift or self._is_pressed))
        has_left = len(path.points) > 1 or path.trail or not pointer.is_near(*path.points[0])
        self._end = course.end_at(pointer) if has_left and not pointer.ctrl else None
        self._run = course.run_to(self._end or course.nearest((pointer.x, pointer.y)))
        is_drawn = len(path.points) > count
        return self._finished(self._end) if is_drawn and self._end is not None else None

    def _finished(self, end: Place) -> AnyEdit:
        """The edit of the whole line; refused, the line stays as it is."""
        from labeler.core.edits.repaint import repaint

        assert self._course is not None
        points = self._path.points
        reach = 0.0 if self._pointer is None else self._pointer.tolerance
        if len(points) > 1 and math.dist(points[-1], end) <= reach:
            points = points[:-1]
        what = self._course.repainted((*points, end))
        if what is None:
            raise ToolError("The line ends where it began; end it at another place of the border.")
        context = self.context
        try:
            edit = repaint(context.annotation, context.index, what, context.is_editable)
        except GeometryError as error:
            raise ToolError(str(error)) from None
        self._forget()
        return edit

    def _forget(self) -> None:
        self._path.clear()
        self._course = self._spot = self._end = None
        self._run = ()
        self._is_pressed = False
