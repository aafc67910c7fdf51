# mypy: disable-error-code="misc,no-untyped-def,no-untyped-call,import-untyped,unused-ignore"
# ruff: noqa: ANN001, ANN201, ANN202, ANN401, ARG001, PLR0913, PLR0917 -- LLVM builders are untyped
"""
Loops over vectors, written as LLVM vectors: every processor gets its own best code.

Addresses are plain integers. ``add_three`` and ``add_seven`` add rows of bits as columns of binary
numbers (carry-save adders: 256 documents an instruction), ``spread_*`` turn such numbers into one
byte a document, ``weigh`` multiplies each byte by a factor and notes the largest of every 64.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

_BYTE, _SHORT, _WORD, _LONG = (ir.IntType(bits) for bits in (8, 16, 32, 64))
_BYTES = ir.VectorType(_BYTE, 32)
_SHORTS = ir.VectorType(_SHORT, 32)
_BITS = ir.VectorType(ir.IntType(1), 32)
_QUAD = ir.VectorType(_LONG, 4)
_LANES = ir.VectorType(_WORD, 32)


def _function(builder: Any, name: str, result: Any, arguments: list[Any]) -> Any:
    kind = ir.FunctionType(result, arguments)
    return cgutils.get_or_insert_function(builder.module, kind, name)


def _splat(builder: Any, value: Any) -> Any:
    undefined = ir.Constant(_BYTES, ir.Undefined)
    one = builder.insert_element(undefined, value, ir.Constant(_WORD, 0))
    return builder.shuffle_vector(one, undefined, ir.Constant(_LANES, [0] * 32))


def _full_adder(builder: Any, a: Any, b: Any, c: Any) -> tuple[Any, Any]:
    """Sum and carry of three rows of bits."""
    half = builder.xor(a, b)
    carry = builder.or_(builder.and_(a, b), builder.and_(half, c))
    return builder.xor(half, c), carry


@intrinsic
def prefetch(_context, address):
    """Ask for the cache line at an address."""

    def generate(context, builder, _signature, arguments):
        pointer = _BYTE.as_pointer()
        call = _function(builder, "llvm.prefetch.p0", ir.VoidType(), [pointer, _WORD, _WORD, _WORD])
        flags = [ir.Constant(_WORD, value) for value in (0, 3, 1)]
        builder.call(call, [builder.inttoptr(arguments[0], pointer), *flags])
        return context.get_dummy_value()

    return types.void(types.int64), generate


@intrinsic
def add_three(_context, total, carry, a, b, c, vectors):
    """Rows ``total`` and ``carry`` (worth twice) become the sum of the rows ``a``, ``b``, ``c``."""

    def generate(context, builder, _signature, arguments):
        rows = [builder.inttoptr(row, _QUAD.as_pointer()) for row in arguments[:5]]
        with cgutils.for_range(builder, arguments[5]) as loop:
            values = [builder.load(builder.gep(row, [loop.index]), align=32) for row in rows[2:]]
            for row, value in zip(rows, _full_adder(builder, *values), strict=False):
                builder.store(value, builder.gep(row, [loop.index]), align=32)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 6), generate


@intrinsic
def add_seven(_context, total, carry, carry_two, a, b, c, d, e, f, g, vectors):
    """Rows worth one, two and four become the sum of seven rows."""

    def generate(context, builder, _signature, arguments):
        rows = [builder.inttoptr(row, _QUAD.as_pointer()) for row in arguments[:10]]
        with cgutils.for_range(builder, arguments[10]) as loop:
            a, b, c, d, e, f, g = (
                builder.load(builder.gep(row, [loop.index]), align=32) for row in rows[3:]
            )
            first, carry_a = _full_adder(builder, a, b, c)
            second, carry_b = _full_adder(builder, d, e, f)
            total, carry_c = _full_adder(builder, first, second, g)
            carries = _full_adder(builder, carry_a, carry_b, carry_c)
            for row, value in zip(rows, (total, *carries), strict=False):
                builder.store(value, builder.gep(row, [loop.index]), align=32)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 11), generate


def _spread_of(planes: int) -> Callable[..., Any]:
    @intrinsic
    def spread(_context, out, first_plane, stride, words, worth):
        """Bytes at ``out``: for each plane whose bit is set, ``worth[plane]``, up to 255."""

        def generate(context, builder, _signature, arguments):
            target = builder.inttoptr(arguments[0], _BYTES.as_pointer())
            worths = builder.inttoptr(arguments[4], _BYTE.as_pointer())
            add = _function(builder, "llvm.uadd.sat.v32i8", _BYTES, [_BYTES, _BYTES])
            amounts, rows = [], []
            for plane in range(planes):
                number = ir.Constant(_LONG, plane)
                amounts.append(_splat(builder, builder.load(builder.gep(worths, [number]))))
                row = builder.add(arguments[1], builder.mul(arguments[2], number))
                rows.append(builder.inttoptr(row, _WORD.as_pointer()))
            with cgutils.for_range(builder, arguments[3]) as loop:
                total = ir.Constant(_BYTES, [0] * 32)
                for row, amount in zip(rows, amounts, strict=True):
                    bits = builder.bitcast(builder.load(builder.gep(row, [loop.index])), _BITS)
                    part = builder.and_(builder.sext(bits, _BYTES), amount)
                    total = builder.call(add, [total, part])
                builder.store(total, builder.gep(target, [loop.index]), align=32)
            return context.get_dummy_value()

        return types.void(*[types.int64] * 5), generate

    return spread  # type: ignore[no-any-return]


spread_four = _spread_of(4)
spread_six = _spread_of(6)
spread_eight = _spread_of(8)


@intrinsic
def weigh(_context, sums, factors, groups, largest):
    """
    Each byte times its factor over 128, rounded up; the number of bytes that were full (255).

    A full byte stays full, for its true sum is not known. ``largest`` gets one byte for 64.
    """

    def generate(_numba, builder, _signature, arguments):
        pointers = [builder.inttoptr(arguments[i], _BYTES.as_pointer()) for i in (0, 1)]
        out = builder.inttoptr(arguments[3], _BYTE.as_pointer())
        reduce = _function(builder, "llvm.vector.reduce.umax.v32i8", _BYTE, [_BYTES])
        larger = _function(builder, "llvm.umax.v32i8", _BYTES, [_BYTES, _BYTES])
        full = cgutils.alloca_once_value(builder, ir.Constant(_LONG, 0))
        with cgutils.for_range(builder, arguments[2]) as loop:
            halves = []
            for half in (0, 1):
                place = builder.mul(loop.index, ir.Constant(_LONG, 2))
                place = builder.add(place, ir.Constant(_LONG, half))
                halves.append(_weigh_half(builder, pointers, place, full))
            best = builder.call(reduce, [builder.call(larger, halves)])
            builder.store(best, builder.gep(out, [loop.index]))
        return builder.load(full)

    return types.int64(*[types.int64] * 4), generate


def _weigh_half(builder: Any, pointers: list[Any], place: Any, full: Any) -> Any:
    count = _function(builder, "llvm.ctpop.i32", _WORD, [_WORD])
    smaller = _function(builder, "llvm.umin.v32i16", _SHORTS, [_SHORTS, _SHORTS])
    top = ir.Constant(_BYTES, [255] * 32)
    address = builder.gep(pointers[0], [place])
    raw = builder.load(address, align=32)
    factor = builder.load(builder.gep(pointers[1], [place]), align=32)
    none = ir.Constant(_BYTES, [0] * 32)
    is_full = builder.and_(
        builder.icmp_unsigned("==", raw, top), builder.icmp_unsigned("!=", factor, none)
    )
    found = builder.zext(builder.call(count, [builder.bitcast(is_full, _WORD)]), _LONG)
    builder.store(builder.add(builder.load(full), found), full)
    product = builder.mul(builder.zext(raw, _SHORTS), builder.zext(factor, _SHORTS))
    rounded = builder.lshr(
        builder.add(product, ir.Constant(_SHORTS, [127] * 32)), ir.Constant(_SHORTS, [7] * 32)
    )
    kept = builder.call(smaller, [rounded, ir.Constant(_SHORTS, [255] * 32)])
    value = builder.select(is_full, top, builder.trunc(kept, _BYTES))
    builder.store(value, address, align=32)
    return value
