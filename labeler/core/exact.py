"""Decisions without rounding: which side of a pixel centre an edge crosses a row on, and where a row begins.

A sum or product of two float64 numbers is exactly the rounded result plus a float64 remainder, and a list
of such numbers adds up without loss (J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic and Fast
Robust Geometric Predicates, 1997). All functions take numbers (in kernels) as well as arrays of equal length.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labeler.core.compiled import inlined

# Coordinates may lie this far from the origin. There the float64 crossing of an edge is still good to 1/100
# pixel, and no intermediate result overflows.
LARGEST = 2.0**40
# Closer to 0 than this a coordinate counts as 0, so that no remainder of a product underflows.
SMALLEST = 2.0**-450
# A float64 crossing is off by at most this times (|x0| + |x1| + 1). Rounding gives less than 10 * 2**-53.
CROSSING_ERROR = 2.0**-48
# Numbers that the sum of six products without rounding is made of.
TERMS = 12

# A number in kernels, an array of numbers elsewhere.
Real = Any


@inlined
def first_centre(value: Real) -> Real:
    """The smallest whole number n with n + 0.5 >= value: the first row or column whose centre is reached."""
    whole = np.floor(value)
    return whole + (value > whole + 0.5)


@inlined
def crosses_left(edge: tuple[Real, Real, Real, Real], x: Real, y: Real, terms: Real) -> Real:
    """Whether an edge meets the row y at or left of x, exactly. x and y are pixel centres.

    `edge` is (x0, y0, x1, y1) with y0 <= y <= y1 and y0 < y1; `terms` is room for TERMS float64 numbers
    (arrays: rows).
    """
    x0, y0, x1, y1 = _flushed(edge[0]), _flushed(edge[1]), _flushed(edge[2]), _flushed(edge[3])
    # (x0 - x) * (y1 - y0) + (y - y0) * (x1 - x0) <= 0, multiplied out: differences would round.
    _add_product(terms, 0, x0, y1)
    _add_product(terms, 2, -y0, x1)
    _add_product(terms, 4, x, y0)
    _add_product(terms, 6, -x, y1)
    _add_product(terms, 8, y, x1)
    _add_product(terms, 10, -y, x0)
    # The terms do not overlap and grow: the last one that is not 0 has the sign of the sum.
    total = terms[0]
    for place in range(1, TERMS):
        total = terms[place] + (terms[place] == 0) * total
    return total <= 0


@inlined
def _flushed(value: Real) -> Real:
    return value * (abs(value) >= SMALLEST)


@inlined
def _add_product(terms: Real, count: int, a: Real, b: Real) -> None:
    """Add a * b, split by Dekker into the rounded product and its remainder, to the first `count` terms."""
    product = a * b
    a_high = 134217729.0 * a
    a_high = a_high - (a_high - a)
    b_high = 134217729.0 * b
    b_high = b_high - (b_high - b)
    a_low, b_low = a - a_high, b - b_high
    remainder = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    _add(terms, count, remainder)
    _add(terms, count + 1, product)


@inlined
def _add(terms: Real, count: int, value: Real) -> None:
    """Add a number to the sum that the first `count` terms hold (Shewchuk's Grow-Expansion)."""
    for place in range(count):
        term = terms[place]
        total = value + term
        taken = total - value
        terms[place] = (value - (total - taken)) + (term - taken)
        value = total
    terms[count] = value
