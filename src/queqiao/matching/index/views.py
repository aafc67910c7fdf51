"""What the kernels are given, as named tuples of arrays, for that is what numba takes apart."""

from __future__ import annotations

from typing import Any, NamedTuple

Array = Any


class Postings(NamedTuple):
    """One segment, as mapped."""

    documents: int
    blocks: int
    dense: int
    base: float
    middle: float
    upper: float
    frequencies: Array
    base_starts: Array
    base_documents: Array
    middle_starts: Array
    middle_documents: Array
    middle_units: Array
    upper_starts: Array
    upper_documents: Array
    upper_units: Array
    bits: Array
    more_rows: Array
    record_starts: Array
    records: Array
    lengths: Array


class Query(NamedTuple):
    """One query in one segment: term numbers, whole weights, and the same as fractions."""

    terms: Array
    whole: Array
    weights: Array


class Limits(NamedTuple):
    """How many to return and to score; K = ``k_base`` + ``k_slope`` x length, or ``k_mean``."""

    k: int
    candidates: int
    k_base: float
    k_slope: float
    k_mean: float


class Scratch(NamedTuple):
    """Room for one thread to work in."""

    sums: Array
    largest: Array
    chosen: Array
    counts: Array
    planes: Array
    rows: Array
    worth: Array
    term_weights: Array
    tables: Array
    work: Array  # 0: postings added one by one, 1: rows of bits added, 2: scored exactly, 3: redone
