"""Who may see the dashboard of a region and the audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import ALLOW, Actor, Decision, RegionRole, deny


def can_view_dashboard(actor: Actor) -> Decision:
    """Officers, the operator and auditors, for the regions of their posts."""
    if actor.holds(RegionRole.OFFICER, RegionRole.OPERATOR, RegionRole.AUDITOR):
        return ALLOW
    return deny(
        "portal.dashboard.not_officer",
        _("The dashboard is for officers of a region, the operator and auditors."),
    )


def can_view_audit(actor: Actor) -> Decision:
    """Auditors and the operator, for the regions of their posts."""
    if actor.holds(RegionRole.OPERATOR, RegionRole.AUDITOR):
        return ALLOW
    return deny("portal.audit.not_auditor", _("The audit is for auditors and the operator."))


def sees_dashboard(actor: Actor) -> bool:
    """Whether the menu shows the dashboard."""
    return can_view_dashboard(actor).allowed


def sees_audit(actor: Actor) -> bool:
    """Whether the menu shows the audit."""
    return can_view_audit(actor).allowed
