"""Tags of lists: what to say when they are empty, pages, keeping the rest of a query."""

from __future__ import annotations

from django.template import Context

from queqiao_web.foundation.templatetags.queqiao.library import register


@register.inclusion_tag("foundation/parts/empty.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, str]:
    """``{% empty_state title=_("No demands yet") text=… url=… action=… %}``: what to do now."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("foundation/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: object) -> dict[str, object]:
    """``{% pagination page %}`` of a list page (``ui.lists``) or of Django's paginator."""
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("foundation/parts/filters.html", takes_context=True)
def list_filters(context: Context, page: object) -> dict[str, object]:
    """``{% list_filters page %}``: the filters of a list and its order."""
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("foundation/parts/list_words.html", takes_context=True)
def list_words(context: Context, page: object) -> dict[str, object]:
    """``{% list_words page %}``: how many there are, what was asked for, export, saved views."""
    return {
        "page": page,
        "request": context.get("request"),
        "actor": context.get("actor"),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: object) -> str:
    """``{% query_with sort="budget" %}``: the present query string with these parts changed."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in {None, ""}:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"
