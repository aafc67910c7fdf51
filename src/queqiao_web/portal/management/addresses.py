"""Every page of the platform as somebody may open it, with a record where it needs one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from queqiao_web.achievements.queries import achievements_visible_to
from queqiao_web.deals.queries import deals_visible_to
from queqiao_web.demands.queries import demands_visible_to
from queqiao_web.experts.queries import experts_visible_to
from queqiao_web.foundation.access import Actor
from queqiao_web.matching.queries import introductions_visible_to, matches_visible_to
from queqiao_web.organizations.queries import organizations_visible_to

_FINDERS: Final[dict[str, Callable[[Actor], QuerySet[Any]]]] = {
    "demand": demands_visible_to,
    "achievement": achievements_visible_to,
    "expert": experts_visible_to,
    "match": matches_visible_to,
    "introduction": introductions_visible_to,
    "deal": deals_visible_to,
    "organization": organizations_visible_to,
    "member": organizations_visible_to,
    "verification": organizations_visible_to,
}
_MACHINES: Final = frozenset({"health", "ready"})


def addresses_for(actor: Actor) -> dict[str, str]:
    """The addresses of all pages by name; those whose record this actor has none of are left."""
    found: dict[str, str] = {}
    for name, converters in _names(get_resolver().url_patterns):
        arguments = _arguments(name, converters, actor)
        if arguments is None or name in _MACHINES:
            continue
        try:
            found[name] = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return found


def _names(patterns: Iterable[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in patterns:
        if not isinstance(one, URLPattern):
            if not one.namespace:
                yield from _names(one.url_patterns)
        elif one.name:
            yield one.name, tuple(one.pattern.converters)


def _arguments(name: str, converters: tuple[str, ...], actor: Actor) -> list[str] | None:
    """What the address takes: nothing, a noun, an event, or the code of a record."""
    plain = {(): [], ("noun",): ["demand"], ("sequence",): ["1"]}
    if converters in plain:
        return plain[converters]
    finder = next((find for kind, find in _FINDERS.items() if name.startswith(kind)), None)
    if converters != ("code",) or finder is None:
        return None
    row = finder(actor).order_by("-pk").first()
    return [row.code] if row is not None else None
