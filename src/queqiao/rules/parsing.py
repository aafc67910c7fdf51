"""
Expressions of rulebooks: from text to nodes.

The grammar, weakest first: ``or``, ``and``, ``not``, one comparison or ``in``, sums, products,
minus, then literals, names, ``field[y-1]``, calls, aggregates. Size and depth are bounded, so that
reading any text takes a bounded time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from queqiao.messages import Message
from queqiao.rules.kinds import FLAG, TEXT, TEXTS, UNITS, parse_day, with_unit
from queqiao.rules.syntax import (
    Aggregate,
    ApplicationDay,
    ApplicationYear,
    Arithmetic,
    Call,
    Compare,
    Every,
    Indexed,
    Literal,
    Name,
    Node,
    Not,
    Some,
    Within,
    YearRange,
)

MAX_CHARACTERS = 2000
MAX_TOKENS = 500
MAX_DEPTH = 40
MAX_YEARS = 30
AGGREGATES = frozenset({"sum", "min", "max", "mean", "every", "any", "none", "count"})
_ROWS_ONLY = frozenset({"count", "any", "none"})
_KEYWORDS = frozenset({"and", "or", "not", "in", "over", "where", "true", "false", "y", "at"})
_UNIT_NAMES = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<date>\d{{4}}-\d{{2}}-\d{{2}}(?!\d))
    | (?P<number>\d+(?:\.\d+)?)\s*(?P<unit>{_UNIT_NAMES})?
    | "(?P<string>[^"\\\n]*)"
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign>\.\.|<=|>=|!=|==|[-+*/()\[\],<>=≠≤≥])
    )""",
    re.VERBOSE,
)
_SPELLINGS = {"≠": "!=", "≤": "<=", "≥": ">=", "==": "="}
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


class ExpressionError(ValueError):
    """An expression that cannot be read or does not fit together; ``column`` is 1-based."""

    def __init__(self, code: str, column: int, **params: object) -> None:
        super().__init__(code)
        self.message = Message(code, params)
        self.column = column


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str  # literal, name, word, sign or end
    text: str
    column: int
    literal: Literal | None = None


def _tokens(text: str) -> list[_Token]:
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError("rules.expression.too_long", 1, limit=MAX_CHARACTERS)
    found: list[_Token] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            rest = text[place:].lstrip()
            column = len(text) - len(rest) + 1
            raise ExpressionError("rules.expression.character", column, character=rest[:1])
        found.append(_token(match))
        place = match.end()
        if len(found) > MAX_TOKENS:
            raise ExpressionError("rules.expression.too_long", 1, limit=MAX_CHARACTERS)
    return [*found, _Token("end", "", end + 1)]


def _token(match: re.Match[str]) -> _Token:
    sort = match.lastgroup or ""
    if sort == "unit":
        sort = "number"
    text, column = match[sort], match.start(sort) + 1
    if sort == "date":
        day = parse_day(text)
        if day is None:
            raise ExpressionError("rules.expression.date", column, text=text)
        return _Token("literal", text, column, Literal(day.value, day.kind))
    if sort == "number":
        quantity = with_unit(text, match["unit"] or "")
        assert quantity is not None  # noqa: S101 -- the pattern knows only known units
        return _Token("literal", text, column, Literal(quantity.value, quantity.kind))
    if sort == "string":
        return _Token("literal", text, column, Literal(text, TEXT))
    if sort == "name":
        return _Token("word" if text in _KEYWORDS else "name", text, column)
    return _Token("sign", _SPELLINGS.get(text, text), column)


def parse_expression(text: str) -> Node:
    """
    The nodes of an expression, names not yet looked up.

    Raises:
        ExpressionError: with the column at which it cannot be read.
    """
    parser = _Parser(_tokens(text))
    node = parser.expression()
    parser.finish()
    return node


class _Parser:
    """Recursive descent; state is the place in the tokens and the depth."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    @property
    def _now(self) -> _Token:
        return self._tokens[self._place]

    def _is(self, *texts: str) -> bool:
        return self._now.sort in {"word", "sign"} and self._now.text in texts

    def _take(self, *texts: str) -> _Token | None:
        if not self._is(*texts):
            return None
        self._place += 1
        return self._tokens[self._place - 1]

    def _expect(self, text: str) -> _Token:
        token = self._take(text)
        if token is None:
            raise self._unexpected(expected=text)
        return token

    def _unexpected(self, expected: str = "") -> ExpressionError:
        now = self._now
        if expected:
            code, params = "rules.expression.expected", {"expected": expected, "found": now.text}
        elif now.sort == "end":
            code, params = "rules.expression.incomplete", {}
        else:
            code, params = "rules.expression.unexpected", {"found": now.text}
        return ExpressionError(code, now.column, **params)

    def finish(self) -> None:
        if self._now.sort != "end":
            raise self._unexpected()

    def expression(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError("rules.expression.too_deep", self._now.column, limit=MAX_DEPTH)
        parts = [self._conjunction()]
        while self._take("or"):
            parts.append(self._conjunction())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _conjunction(self) -> Node:
        parts = [self._negation()]
        while self._take("and"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _negation(self) -> Node:
        turns = 0
        while self._take("not"):
            turns += 1
        body = self._comparison()
        return Not(body) if turns % 2 else body

    def _comparison(self) -> Node:
        left = self._sum()
        if token := self._take(*_COMPARISONS):
            return Compare(token.text, left, self._sum(), token.column)
        if token := self._take("not"):
            self._expect("in")
            return Not(Within(left, self._choices(), token.column))
        if token := self._take("in"):
            return Within(left, self._choices(), token.column)
        return left

    def _choices(self) -> Node:
        if not self._take("("):
            if self._now.sort != "name":
                raise self._unexpected(expected="(")
            return self._name()
        found: list[str] = []
        while True:
            literal = self._now.literal
            if literal is None or not isinstance(literal.value, str):
                raise self._unexpected(expected='"')
            found.append(literal.value)
            self._place += 1
            if not self._take(","):
                break
        self._expect(")")
        return Literal(tuple(found), TEXTS)

    def _sum(self) -> Node:
        node = self._product()
        while token := self._take("+", "-"):
            node = Arithmetic(token.text, node, self._product(), token.column)
        return node

    def _product(self) -> Node:
        node = self._factor()
        while token := self._take("*", "/"):
            node = Arithmetic(token.text, node, self._factor(), token.column)
        return node

    def _factor(self) -> Node:
        minus = self._take("-")
        if minus is None:
            return self._primary()
        body = self._primary()
        if isinstance(body, Literal) and not isinstance(body.value, (str, bool, tuple)):
            return Literal(-body.value, body.kind)
        return Arithmetic("*", Literal(-1, with_unit("1", "").kind), body, minus.column)  # type: ignore[union-attr] # a plain number always reads

    def _primary(self) -> Node:  # noqa: PLR0911 -- one case a token
        now = self._now
        if now.literal is not None:
            self._place += 1
            return now.literal
        if token := self._take("true", "false"):
            return Literal(token.text == "true", FLAG)
        if self._take("at"):
            return ApplicationDay()
        if self._take("y"):
            return ApplicationYear()
        if self._is("(") and self._lists_texts():
            return self._choices()
        if self._take("("):
            node = self.expression()
            self._expect(")")
            return node
        if now.sort != "name":
            raise self._unexpected()
        return self._name()

    def _lists_texts(self) -> bool:
        """Whether a list of texts comes, as in ``("C13", "C14")``."""
        first, mark = (*self._tokens[self._place + 1 : self._place + 3], self._now, self._now)[:2]
        text = first.literal is not None and isinstance(first.literal.value, str)
        return text and mark.text == ","

    def _name(self) -> Node:
        token = self._now
        self._place += 1
        if self._take("("):
            return self._call(token)
        if self._take("["):
            offset = self._year()
            self._expect("]")
            return Indexed(token.text, offset, token.column)
        return Name(token.text, token.column)

    def _year(self) -> int:
        """``y``, ``y-1``, ``y+1`` as an offset."""
        self._expect("y")
        sign = self._take("+", "-")
        if sign is None:
            return 0
        literal = self._now.literal
        if literal is None or not isinstance(literal.value, int) or literal.value > MAX_YEARS:
            raise ExpressionError("rules.expression.year", self._now.column, limit=MAX_YEARS)
        self._place += 1
        return literal.value if sign.text == "+" else -literal.value

    def _call(self, name: _Token) -> Node:
        args: list[Node] = []
        if not self._is(")"):
            args.append(self.expression())
        if name.text in AGGREGATES and len(args) == 1 and not self._is(","):
            return self._aggregate(name, args[0])
        while self._take(","):
            args.append(self.expression())
        self._expect(")")
        return Call(name.text, tuple(args), name.column)

    def _aggregate(self, name: _Token, first: Node) -> Node:
        body: Node | None = first
        source: str | YearRange
        if self._take("over"):
            source = self._source()
        elif name.text in _ROWS_ONLY and isinstance(first, Name):
            body, source = None, first.id
        else:
            raise self._unexpected(expected="over")
        where = self.expression() if self._take("where") else None
        self._expect(")")
        return Aggregate(name.text, body, source, where, name.column)

    def _source(self) -> str | YearRange:
        if self._is("y"):
            column = self._now.column
            first = self._year()
            self._expect("..")
            last = self._year()
            if last < first:
                raise ExpressionError("rules.expression.year_order", column)
            return YearRange(first, last)
        token = self._now
        if token.sort != "name":
            raise self._unexpected()
        self._place += 1
        return token.text
