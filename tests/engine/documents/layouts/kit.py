"""Stories, noise and the bookkeeping of what in a composed page is its article."""

# ruff: noqa: E501 -- markup as pages have it

from __future__ import annotations

import importlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
MODULES = ("news", "official", "blogs", "threads", "shops", "bare", "wild", "odd")


@dataclass(frozen=True, slots=True)
class Made:
    """A page and what is true of it."""

    name: str
    data: bytes
    title: str
    paragraphs: tuple[str, ...]
    published_on: date | None

    @property
    def body(self) -> str:
        """The article."""
        return "\n".join(self.paragraphs)


def _sections(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            current = found.setdefault(line[2:], [])
        else:
            current.append(line)
    return found


STORIES = list(_sections("stories.txt").items())
NOISE = _sections("noise.txt")


@dataclass
class Kit:
    """What a layout composes from."""

    number: int
    story: int
    gold: list[str] = field(default_factory=list)
    dated: bool = True

    def __post_init__(self):
        self.chance = random.Random(self.number)  # noqa: S311 -- layouts, no secrets
        self.title, self.text = STORIES[self.story % len(STORIES)]
        self.on = date(2009, 3, 1) + timedelta(days=self.chance.randrange(5400))

    def day(self, form: str = "%Y-%m-%d") -> str:
        return self.on.strftime(form)

    @property
    def zh(self) -> str:
        return f"{self.on.year}年{self.on.month:02d}月{self.on.day:02d}日"

    def keep(self, text: str) -> str:
        """Text that belongs to the article."""
        self.gold.append(text)
        return text

    def p(self, form: str = "<p>{}</p>", text: list[str] | None = None, seam: str = "\n") -> str:
        return seam.join(form.format(self.keep(t)) for t in (self.text if text is None else text))

    # --- noise ------------------------------------------------------------------------------------

    def titles(self, count: int) -> list[str]:
        return self.chance.sample(NOISE["titles"], min(count, len(NOISE["titles"])))

    def links(self, count: int, form: str = '<li><a href="/a/{n}.html">{}</a></li>') -> str:
        return "\n".join(form.format(t, n=self.chance.randrange(10**6)) for t in self.titles(count))

    def summary(self) -> str:
        return self.chance.choice(NOISE["summaries"])

    def teasers(self, count: int, form: str) -> str:
        return "\n".join(
            form.format(title=t, text=self.summary(), day=self.day(), n=i)
            for i, t in enumerate(self.titles(count))
        )

    def comments(self, count: int, form: str) -> str:
        return "\n".join(
            form.format(c, n=i, day=(self.on + timedelta(days=i + 1)).isoformat())
            for i, c in enumerate(self.chance.choices(NOISE["comments"], k=count))
        )

    def nav(self, form: str = '<li><a href="/{n}/">{}</a></li>', seam: str = "") -> str:
        words = NOISE["navigation"][0].split()
        return seam.join(form.format(w, n=i) for i, w in enumerate(words))

    def foot(self, form: str = '<a href="#">{}</a>', seam: str = " | ") -> str:
        return seam.join(form.format(w) for w in NOISE["footer"][0].split())

    @property
    def legal(self) -> str:
        return NOISE["legal"][0]

    def rights(self, form: str = "<p>{}</p>") -> str:
        return "\n".join(form.format(t) for t in NOISE["legal"][1:])


def page(
    kit: Kit,
    body: str,
    *,
    head: str = "",
    site: str = "青禾在线",
    charset: str = "utf-8",
    seam: str = "_",
) -> str:
    return f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{kit.title}{seam}{site}</title>
<meta name="keywords" content="新闻,青禾"><meta name="description" content="{kit.text[0][:60]}">
{head}<link rel="stylesheet" href="/c.css"><script>var a=1; if (a<2) {{ document.write("<p>广告位</p>"); }}</script>
<style>.a{{color:red}}</style></head><body>{body}
<script src="/s.js"></script></body></html>"""


Layout = Callable[[Kit], str]
LAYOUTS: list[tuple[str, Layout, int, str]] = []


def layout(story: int, *, encoding: str = "utf-8") -> Callable[[Layout], Layout]:
    """Register a layout; ``story`` is the number of the text it tells."""

    def register(function: Layout) -> Layout:
        LAYOUTS.append((function.__name__, function, story, encoding))
        return function

    return register


def all_pages() -> list[Made]:
    """Every layout once; the same pages at every call."""
    for name in MODULES:
        importlib.import_module(f"tests.engine.documents.layouts.{name}")
    made = []
    for number, (name, function, story, encoding) in enumerate(LAYOUTS):
        kit = Kit(number, story)
        markup = function(kit)
        data = markup.encode(encoding, errors="xmlcharrefreplace")
        made.append(Made(name, data, kit.title, tuple(kit.gold), kit.on if kit.dated else None))
    return made
