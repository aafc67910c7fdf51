"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    """Experts: who can solve problems."""

    name = "queqiao_web.experts"
    label = "experts"
    verbose_name = _("Experts")

    def ready(self) -> None:
        """Register the table of imports, and say how the states of claims look."""
        from queqiao_web.experts.forms import table  # noqa: F401 -- when models are
        from queqiao_web.foundation.ui.timeline import verbs_are
        from queqiao_web.foundation.ui.tones import tones_are

        verbs_are(
            {
                "experts.expert.given": _("Given to the person it tells of"),
                "experts.expert.given_back": _("Given back to the organization"),
                "experts.expert.contact_opened": _("Contact details were opened to a partner"),
                "experts.expert.contact_closed": _("Contact details were closed to a partner"),
                "experts.claim.requested": _("Somebody says that this is their profile"),
                "experts.claim.refused": _("The claim to the profile was refused"),
                "experts.claim.dropped": _("The claim to the profile was dropped"),
            }
        )
        tones_are({"requested": "waiting", "refused": "ended", "dropped": "ended"})
