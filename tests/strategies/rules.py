"""Random enterprises, expressions and rulebooks: from a seed, so that a failure can be repeated."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

from queqiao.rules.fields import Field, fields
from queqiao.rules.kinds import FEN_PER_WAN, MONEY, Shape
from queqiao.rules.rows import Record

AT = date(2026, 5, 1)
WORDS = (
    "I", "II", "national", "provincial", "self", "assign", "高新技术企业", "创新型中小企业",
    "专精特新中小企业", "查账征收", "C3562", "I6510", "E4700", "技术开发", "ownership",
    "91350100M000100Y43", "220200", "较大生产安全事故", "严重违法失信名单",
)  # fmt: skip
_WAN = (0, 1, 60, 80, 100, 300, 400, 500, 1000, 1500, 2000, 5000, 20000, 40000)
_COUNTS = (0, 1, 2, 3, 5, 9, 10, 20, 49, 50, 99, 100, 300, 500, 1000)
_DAYS = tuple(
    date(year, month, day).toordinal()
    for year in (2015, 2020, 2022, 2023, 2024, 2025, 2026)
    for month, day in ((1, 1), (2, 28), (5, 1), (5, 2), (12, 31))
)


class Maker:
    """Draws everything from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 -- no secrets here
        self.fields = fields()

    # enterprises

    def record(self, *, gaps: float | None = None) -> Record:
        """An enterprise of which a share of the facts is missing."""
        share = self.random.choice((0, 0, 0.05, 0.3, 0.8)) if gaps is None else gaps
        values, series, lists = {}, {}, {}
        for name, one in self.fields.items():
            if one.kind is None:
                if self.random.random() >= share:
                    lists[name] = tuple(
                        self._row(one, share / 3)
                        for _ in range(self.random.choice((0, 0, 1, 2, 4)))
                    )
            elif one.yearly and self.random.random() < 0.95:
                figures = {year: self._cell(one, share) for year in (2022, 2023, 2024, 2025)}
                series[name] = {year: one for year, one in figures.items() if one is not None}
            elif (cell := self._cell(one, share)) is not None:
                values[name] = cell
        return Record(values, series, lists)

    def _row(self, listed: Field, gaps: float):
        cells = {name: self._cell(one, gaps) for name, one in listed.columns.items()}
        return {name: cell for name, cell in cells.items() if cell is not None}

    def _cell(self, one: Field, gaps: float):
        return None if self.random.random() < gaps else self.cell(one)

    def cell(self, one: Field):  # noqa: PLR0911 -- one line a kind
        """A value that the field can have."""
        choose = self.random.choice
        match one.kind.shape:
            case Shape.FLAG:
                return self.random.random() < 0.7
            case Shape.TEXT:
                return choose(WORDS)
            case Shape.DATE:
                return choose(_DAYS)
            case Shape.YEAR:
                return choose((2019, 2021, 2022, 2023, 2024, 2025, 2026))
        if one.kind == MONEY:
            fen = choose(_WAN) * FEN_PER_WAN
            if self.random.random() < 0.4:
                fen += choose((-1, 1, -10000, 333333, 12345678))
            return -fen if one.negative and self.random.random() < 0.3 else abs(fen)
        if self.random.random() < 0.2:
            return Fraction(self.random.randrange(1000), choose((2, 4, 5, 10)))
        return choose(_COUNTS)

    # expressions, always well-formed

    def test(self, depth: int) -> str:
        """A test."""
        choose = self.random.choice
        if depth <= 0:
            return choose((self._flag(), self._comparison(0), self._comparison(0)))
        make = choose(
            (
                lambda: f"({self.test(depth - 1)} and {self.test(depth - 1)})",
                lambda: f"({self.test(depth - 1)} or {self.test(depth - 1)})",
                lambda: f"not ({self.test(depth - 1)})",
                lambda: self._comparison(depth),
                lambda: self._comparison(depth),
                lambda: f'{self._text()} in ("{choose(WORDS)}", "{choose(WORDS)}")',
                lambda: f'starts_with({self._text()}, "{choose(WORDS)[:2]}")',
                lambda: f"if({self.test(depth - 1)}, {self._flag()}, {self._comparison(0)})",
                self._over_rows,
                lambda: f"{choose(('every', 'any'))}({self._yearly_test()} over {self._years()})",
                lambda: f"has_year(y-{choose((1, 2, 3, 4))})",
                lambda: f"registered_on <= at - {choose((1, 3, 5))}年",
                lambda: f"years_between(registered_on, year_end(y-1)) >= {choose((1, 2, 3))}年",
                lambda: f"cagr(revenue[y-3], revenue[y-1], 2) >= {choose((0, 5, 10))}%",
            )
        )
        return make()

    def _flag(self) -> str:
        names = [n for n, f in self.fields.items() if f.kind and f.kind.shape is Shape.FLAG]
        return self.random.choice(names)

    def _text(self) -> str:
        names = [n for n, f in self.fields.items() if f.kind and f.kind.shape is Shape.TEXT]
        return self.random.choice(names)

    def _comparison(self, depth: int) -> str:
        kind = self.random.choice((MONEY, MONEY, "share", "persons"))
        op = self.random.choice(("=", "!=", "<", "<=", ">", ">="))
        if kind == "share":
            right = f"{self.random.choice((0, 3, 5, 10, 60, 80, 100))}%"
            return f"{self.money(depth)} / {self.money(depth)} {op} {right}"
        if kind == "persons":
            return f"{self._persons()} {op} {self.random.choice(_COUNTS)}人"
        right = self.money(0) if self.random.random() < 0.4 else f"{self.random.choice(_WAN)}万元"
        return f"{self.money(depth)} {op} {right}"

    def _persons(self) -> str:
        return self.random.choice(("employees_avg", "rd_staff", "tech_staff", "professional_staff"))

    def _yearly(self) -> str:
        names = [n for n, f in self.fields.items() if f.yearly and f.kind == MONEY]
        return self.random.choice(names)

    def _years(self) -> str:
        first = self.random.choice((1, 2, 3, 4))
        return f"y-{first}..y-{self.random.randint(1, first)}"

    def _yearly_test(self) -> str:
        return f"{self._yearly()} >= {self.random.choice(_WAN)}万元"

    def money(self, depth: int) -> str:
        """An amount of money."""
        choose = self.random.choice
        if depth <= 0:
            return f"{self._yearly()}[y-{choose((1, 2, 3))}]"
        make = choose(
            (
                lambda: f"({self.money(depth - 1)} {choose('+-')} {self.money(depth - 1)})",
                lambda: f"({self.money(depth - 1)} * {choose((5, 50, 150))}%)",
                lambda: f"({self.money(depth - 1)} * ({self._persons()} / {self._persons()}))",
                lambda: f"({self.money(depth - 1)} / {self.money(depth - 1)} * {choose(_WAN)}万元)",
                lambda: f"{choose(('min', 'max'))}({self.money(depth - 1)}, {self.money(0)})",
                lambda: f"abs({self.money(depth - 1)})",
                lambda: f"{choose(('sum', 'mean', 'max'))}({self._yearly()} over {self._years()})",
                lambda: f"if({self.test(depth - 1)}, {self.money(0)}, {self.money(0)})",
                lambda: f"{choose(('floor', 'ceil'))}({self.money(depth - 1)}, 10万元)",
                self._money_of_rows,
            )
        )
        return make()

    def _money_of_rows(self) -> str:
        return self.random.choice(
            (
                "sum(paid_in over equity_in where qualified_investor and year >= y - 2)",
                "sum(price - equipment_price over technology_transfers where registered)",
                "sum(price * 50% over technology_contracts where written and invoice_on <= at)",
                "max(price over technology_contracts where recognised)",
                "mean(items_1_5 over rd_projects where year = y - 1)",
            )
        )

    def _over_rows(self) -> str:
        return self.random.choice(
            (
                'count(ip where class = "I" and not disputed) >= 1件',
                "count(ip where granted_on >= at - 3年 or owner_rank <= 2) < 3件",
                'any(certs where type = "高新技术企业" and issued <= at and expires >= at)',
                "none(credit_flags where on <= at and removed_on > at)",
                "every(written over technology_contracts where price >= 100万元)",
                'count(awards where level in ("national", "provincial") and year >= y - 5) = 0件',
            )
        )

    # rulebooks

    def rulebook(self) -> str:
        """A rulebook as YAML: parameters, definitions, conditions, a route, a score, an amount."""
        conditions = "".join(self._condition(number) for number in range(4))
        items = "".join(self._item(number) for number in range(2))
        return f"""
rulebook: test.random
version: "1"
title: {{zh: 试, en: test}}
in_force: {{from: 2000-01-01}}
sources: {{s: {{document: 文号, grade: S}}}}
parameters:
  limit:
    source: s
    values:
      - {{from: 2020-01-01, through: 2026-04-30, value: {self.random.choice(_WAN)}万元}}
      - {{from: 2026-05-01, value: {self.random.choice((*_WAN, "null"))}{"万元"}}}
define:
  some_money: '{self.money(2)}'
  some_share:
    cases:
      - {{when: '{self.test(1)}', then: 5%}}
      - {{when: '{self.test(1)}', then: '{self.money(0)} / {self.money(0)}'}}
    else: 60%
conditions:{conditions}
  - {{id: scored, title: {{zh: 分, en: score}}, source: s, test: score >= 12分}}
  - {{id: judged, title: {{zh: 判, en: judged}}, source: s, judged: true, when: '{self.test(1)}'}}
routes:
  - id: direct
    title: {{zh: 直通, en: direct}}
    replaces: [scored, c1]
    any:
      - {{id: shortcut, title: {{zh: 捷径, en: shortcut}}, source: s, test: '{self.test(1)}'}}
score:
  total: [item0, best]
  max: 30
  items:{items}
    - {{id: best, title: {{zh: 高, en: best}}, best_of: [item0, item1]}}
amount:
  title: {{zh: 额, en: amount}}
  value: '{self.money(2)}'
  at_most: [limit]
""".replace("null万元", "null")

    def _condition(self, number: int) -> str:
        extra = ""
        if self.random.random() < 0.2:
            extra = f"\n    waived_if: '{self.test(1)}'"
        tests = (
            self.test(3),
            f"some_money >= limit or {self.test(1)}",
            f"some_share >= 10% and {self.test(1)}",
        )
        return f"""
  - id: c{number}
    title: {{zh: 条件, en: condition}}
    source: s
    test: '{self.random.choice(tests)}'{extra}"""

    def _item(self, number: int) -> str:
        return f"""
    - id: item{number}
      title: {{zh: 项, en: item}}
      value: '{self.money(1)} / {self.money(1)}'
      expert: expert_ip_advancement
      brackets:
        - {{at_least: 60%, points: 15..20}}
        - {{above: 10%, points: 10}}
        - {{when: '{self.test(1)}', points: 1..5}}
        - {{points: 0}}"""
