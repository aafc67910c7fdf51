"""Tags of record pages: badge, breadcrumb, timeline, verbs that cannot be done now."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from queqiao_web.foundation.access.decisions import Decision
from queqiao_web.foundation.templatetags.queqiao.library import register
from queqiao_web.foundation.ui.related import related_links
from queqiao_web.foundation.ui.tones import tone_of


@register.simple_tag
def state_badge(record: models.Model, tone: str = "") -> SafeString:
    """``{% state_badge demand %}``: the state as a word with its shape."""
    return badge(record.get_state_display(), tone or tone_of(record.state))


@register.simple_tag
def badge(text: str, tone: str = "ended") -> SafeString:
    """``{% badge _("Urgent") "waiting" %}``: any word with the shape of a tone."""
    return format_html('<span class="state state-{}">{}</span>', tone, text)


@register.inclusion_tag("foundation/parts/breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, object]:
    """``{% breadcrumb _("Demands") list_url demand.title %}``: words and addresses in turn."""
    crumbs = list(zip_longest(parts[::2], parts[1::2], fillvalue=""))
    return {"crumbs": crumbs}


@register.inclusion_tag("foundation/parts/timeline.html", takes_context=True)
def timeline(context: dict[str, object], entries: Iterable[object]) -> dict[str, object]:
    """``{% timeline entries %}`` of ``ui.timeline.timeline_of(record)``: who did what, when."""
    return {"entries": entries, "request": context.get("request")}


@register.inclusion_tag("foundation/parts/verb.html", takes_context=True)
def verb(
    context: dict[str, object],
    url: str,
    text: str,
    decision: Decision | None = None,
    **look: str,
) -> dict[str, object]:
    """
    ``{% verb url _("Withdraw") may_withdraw %}``: a button that posts; or, where the decision says
    no, the same button out of use with its reason. ``look="primary"``, ``confirm=_("Sure?")``.
    """
    return {
        "url": url,
        "text": text,
        "decision": decision,
        "look": look.get("look", "secondary"),
        "confirm": look.get("confirm", ""),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("foundation/parts/related.html", takes_context=True)
def related(context: dict[str, object], record: models.Model) -> dict[str, object]:
    """``{% related demand %}``: what other apps have beside the record, for this actor."""
    links = related_links(record, context["actor"])  # type: ignore[arg-type] # the frame's
    return {"links": links, "csrf_token": context.get("csrf_token")}
