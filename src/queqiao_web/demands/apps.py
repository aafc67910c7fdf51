"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemandsConfig(AppConfig):
    """Demands: what enterprises need solved."""

    name = "queqiao_web.demands"
    label = "demands"
    verbose_name = _("Demands")

    def ready(self) -> None:
        """Register the table of imports, the rules of files, and words for the timeline."""
        from queqiao_web.demands.forms import table  # noqa: F401 -- registers itself
        from queqiao_web.demands.permissions import can_attach_to_demand
        from queqiao_web.demands.queries import demand_level, demand_page, demands_visible_to
        from queqiao_web.foundation.files import FileRules, files_belong_to
        from queqiao_web.foundation.ui.timeline import verbs_are

        files_belong_to(
            "demands.demand",
            FileRules(demands_visible_to, can_attach_to_demand, demand_level, demand_page),
        )
        verbs_are({"demands.demand.revealed": _("Read by somebody outside")})
