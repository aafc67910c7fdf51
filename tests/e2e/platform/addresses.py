"""Every page of the platform, with a record to open it on where it needs one."""

from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

MACHINES = {"health", "ready", "api"}
"""Pages for machines."""


def names(patterns=None):
    """The names of all addresses, ours and those of accounts."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLPattern):
            if one.name and one.name not in MACHINES:
                yield one.name, one.pattern.converters
        elif not getattr(one, "namespace", None):
            yield from names(one.url_patterns)


def addresses(codes):
    """Each name with its address; those that need a record of a kind not in ``codes`` are left."""
    found = {}
    for name, converters in names():
        arguments = _arguments(name, converters, codes)
        if arguments is None:
            continue
        try:
            found[name] = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return found


def _arguments(name, converters, codes):
    if not converters:
        return []
    if list(converters) == ["noun"]:
        return ["demand"]
    if list(converters) == ["sequence"]:
        return [1]
    if list(converters) != ["code"]:
        return None
    kinds = [("demand_review", "submitted"), ("member", "organization")]
    kinds += [(kind, kind) for kind in codes]
    given = (codes[kind] for prefix, kind in kinds if kind in codes and name.startswith(prefix))
    found = next(given, None)
    return None if found is None else [found]
