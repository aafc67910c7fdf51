"""In which language the command line speaks, and its sentences."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from queqiao.messages import LANGUAGES, Message, catalog, render

_LANGUAGE: ContextVar[str] = ContextVar("language", default="zh")
_NEUTRAL = ("", "C", "POSIX")
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def language() -> str:
    """The language in use, ``zh`` or ``en``."""
    return _LANGUAGE.get()


def set_language(name: str) -> None:
    """Speak ``name`` from now on."""
    _LANGUAGE.set(name)


def say(code: str, **params: object) -> str:
    """The command line's sentence ``cli.<code>`` in the language in use."""
    return render(Message(f"cli.{code}", params), language())


def printable(text: str) -> str:
    """The text without what a terminal would obey: cells of a file may hold any character."""
    return text.translate(_CONTROLS)


def translated(text: str) -> str:
    """``text``, or the sentence that it names when it is a code of the command line's."""
    sentence = catalog("cli").get(text.removeprefix("cli.")) if text.startswith("cli.") else None
    return sentence[language()] if sentence else text


def language_of(environment: Mapping[str, str]) -> str:
    """
    The language that an environment asks for.

    ``QUEQIAO_LANG`` decides, else the locale: English where it clearly names another language than
    Chinese, Chinese otherwise.
    """
    chosen = environment.get("QUEQIAO_LANG", "").lower()[:2]
    if chosen in LANGUAGES:
        return chosen
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = environment.get(name, "").split(".")[0]
        if locale not in _NEUTRAL:
            return "zh" if locale.lower().startswith("zh") else "en"
    return "zh"


def take_language(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """The arguments without ``--lang``, and its value: it may stand anywhere before ``--``."""
    rest: list[str] = []
    chosen: str | None = None
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == "--lang":
            chosen = next(waiting, "")
        elif argument.startswith("--lang="):
            chosen = argument.partition("=")[2]
        else:
            rest.append(argument)
    return rest, chosen


def speak(arguments: Sequence[str]) -> list[str]:
    """Set the language from ``--lang`` or the environment; the arguments without ``--lang``."""
    rest, chosen = take_language(arguments)
    set_language(language_of(os.environ))
    if chosen is not None:
        from click import UsageError

        if chosen not in LANGUAGES:
            raise UsageError(say("usage.bad_language", value=chosen))
        set_language(chosen)
    return rest
