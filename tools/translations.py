"""
The platform's sentences: English in the source, Chinese in each app's ``locale``.

``python tools/translations.py update [app ...]`` collects the English sentences of Python code and
templates, merges them into ``<app>/locale/zh_Hans/LC_MESSAGES/django.po`` and compiles the ``.mo``
beside it; what is still to be translated is listed. Translate in the ``.po`` and run it again.

``python tools/translations.py check [app ...]`` changes nothing and fails where a sentence is not
collected, not translated, marked fuzzy, has other placeholders than its English, or where a
compiled file is stale.

Only Babel is needed, no gettext of the system.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PLATFORM = ROOT / "src" / "queqiao_web"
LOCALE = "zh_Hans"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed moment: the same sentences, the same file
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
_ONE, _MANY = None, (1, 2)
_KEYWORDS = {
    "_": _ONE,
    "gettext": _ONE,
    "gettext_lazy": _ONE,
    "gettext_noop": _ONE,
    "ngettext": _MANY,
    "ngettext_lazy": _MANY,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def apps() -> list[str]:
    """Every folder of the platform that holds code."""
    return sorted(path.parent.name for path in PLATFORM.glob("*/__init__.py"))


def po_path(app: str) -> Path:
    """Where the sentences of an app are."""
    return PLATFORM / app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def collect(app: str) -> Catalog:
    """The English sentences of an app, with the files they stand in."""
    catalog = _catalog()
    for path in sorted((PLATFORM / app).rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        place = path.relative_to(PLATFORM).as_posix()
        for _line, message, comments, context in _sentences(path):
            catalog.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def merged(app: str) -> Catalog:
    """The sentences of the source with the translations there are; what is gone is dropped."""
    kept, catalog = held(app), collect(app)
    for message in catalog:
        old = kept.get(_key(message), message.context) if message.id else None
        if old is not None and _is_plural(old) == _is_plural(message) and _is_done(old):
            message.string, message.flags = old.string, old.flags
        elif message.id:
            message.string = _elsewhere(message, but=app) or message.string
    return catalog


def held(app: str) -> Catalog:
    """The translations as they are stored."""
    path = po_path(app)
    if not path.exists():
        return _catalog()
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, ignore_obsolete=True)


def po_bytes(catalog: Catalog) -> bytes:
    """The text file: sorted, without line numbers, so that changes stay readable."""
    written = io.BytesIO()
    write_po(written, catalog, width=100, sort_output=True, include_lineno=False)
    return written.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The compiled file that Django reads."""
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def faults(app: str) -> Iterator[str]:
    """Everything wrong with the translations of an app, a line each."""
    catalog = merged(app)
    if not any(message.id for message in catalog):
        return
    path = po_path(app)
    place = path.relative_to(ROOT).as_posix()
    if not path.exists() or path.read_bytes() != po_bytes(catalog):
        yield f"{place}: not up to date; run `python tools/translations.py update {app}`"
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != mo_bytes(held(app)):
        yield f"{place}: its .mo is stale; run `python tools/translations.py update {app}`"
    for message in catalog:
        if message.id:
            yield from (f"{place}: {fault}" for fault in _faults_of(message))
            other = _elsewhere(message, but=app)
            if other and _is_done(message) and other != message.string:
                yield f"{place}: another app says {other!r}: {_key(message)!r}; use pgettext"


def update(app: str) -> None:
    """Write both files of an app that has sentences."""
    catalog = merged(app)
    if not any(message.id for message in catalog):
        return
    path = po_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po_bytes(catalog))
    path.with_suffix(".mo").write_bytes(mo_bytes(held(app)))


def main(arguments: list[str]) -> int:
    """Update or check; 1 where something is wrong after it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["update", "check"])
    parser.add_argument("apps", nargs="*", choices=[*apps(), []], help="default: every app")
    given = parser.parse_args(arguments)
    chosen = given.apps or apps()
    if given.verb == "update":
        for app in chosen:
            update(app)
        _catalog_of.cache_clear()
    found = [fault for app in chosen for fault in faults(app)]
    print("\n".join(found) or "every sentence has its translation")
    return int(bool(found))


def _catalog() -> Catalog:
    return Catalog(
        locale=LOCALE,
        domain="django",
        header_comment="# The Chinese sentences of this app; made by tools/translations.py.",
        project="queqiao",
        version="0",
        msgid_bugs_address="",
        copyright_holder="The Queqiao authors",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        last_translator="The Queqiao authors",
        language_team="zh_Hans",
        fuzzy=False,
    )


def _sentences(path: Path) -> Iterable[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is no sentence becomes X; indentation would be a fault of Python's.
        lines = templatize(text, origin=path.name).splitlines()
        text = "\n".join(line.strip() for line in lines)
    return extract(
        "python", io.BytesIO(text.encode()), keywords=_KEYWORDS, comment_tags=("Translators",)
    )


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _is_plural(message: Message) -> bool:
    return isinstance(message.id, (tuple, list))


def _is_done(message: Message) -> bool:
    strings = _strings(message)
    return bool(strings) and all(strings)


def _strings(message: Message) -> tuple[str, ...]:
    several = isinstance(message.string, (tuple, list))
    return tuple(message.string) if several else (message.string,)


def _elsewhere(message: Message, *, but: str) -> str | tuple[str, ...] | None:
    """How another app has translated the same sentence."""
    for app in apps():
        if app == but:
            continue
        found = _catalog_of(app).get(_key(message), message.context)
        if found is not None and _is_plural(found) == _is_plural(message) and _is_done(found):
            return found.string
    return None


@cache
def _catalog_of(app: str) -> Catalog:
    return held(app)


def _faults_of(message: Message) -> Iterator[str]:
    strings = _strings(message)
    if message.fuzzy:
        yield f"fuzzy: {_key(message)!r}"
    if not _is_done(message):
        yield f"not translated: {_key(message)!r}"
        return
    wanted = _placeholders(message.id[-1] if _is_plural(message) else message.id)
    for string in strings:
        if _placeholders(string) != wanted:
            yield f"other placeholders than the English: {_key(message)!r}"


def _placeholders(text: str) -> set[str]:
    return {first or second for first, second in _PLACEHOLDER.findall(text)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
