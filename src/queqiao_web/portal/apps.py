"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The public home, the workspaces, the dashboard, the audit viewer."""

    name = "queqiao_web.portal"
    label = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Say what waits for people below, what the main navigation holds, and who sees it."""
        from queqiao_web.foundation.ui.menu import MenuEntry, everybody, members, menu_is
        from queqiao_web.foundation.ui.waiting import waiting_comes_from
        from queqiao_web.portal.permissions import sees_audit, sees_dashboard
        from queqiao_web.portal.queries.waiting import (
            waiting_achievements,
            waiting_demands,
        )

        waiting_comes_from("demands", waiting_demands)
        waiting_comes_from("achievements", waiting_achievements)
        menu_is(
            MenuEntry("workspace", _("My workspace"), members),
            MenuEntry("demand_list", _("Demands"), everybody),
            MenuEntry("achievement_list", _("Achievements"), everybody),
            MenuEntry("expert_list", _("Experts"), everybody),
            MenuEntry("organization_list", _("Organizations"), everybody),
            MenuEntry("price_list", _("Listings and auctions"), everybody),
            MenuEntry("match_list", _("Matches"), members),
            MenuEntry("deal_list", _("Deals"), members),
            MenuEntry("dashboard", _("Dashboard"), sees_dashboard),
            MenuEntry("audit_list", _("Audit"), sees_audit),
        )
