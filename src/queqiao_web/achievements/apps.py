"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AchievementsConfig(AppConfig):
    """Achievements: what universities and institutes can offer."""

    name = "queqiao_web.achievements"
    label = "achievements"
    verbose_name = _("Achievements")

    def ready(self) -> None:
        """Register the table of imports, the rules of files, and words for the timeline."""
        from queqiao_web.achievements.forms import table  # noqa: F401 -- when models are
        from queqiao_web.achievements.pages.evidence import claim_word, claimed_level
        from queqiao_web.achievements.permissions import can_attach_evidence
        from queqiao_web.achievements.queries import (
            achievement_level,
            achievement_page,
            achievements_visible_to,
        )
        from queqiao_web.achievements.states import EvidenceKind
        from queqiao_web.foundation.files import FileRules, Papers, files_belong_to
        from queqiao_web.foundation.ui.timeline import verbs_are

        files_belong_to(
            "achievements.achievement",
            FileRules(
                achievements_visible_to,
                can_attach_evidence,
                achievement_level,
                achievement_page,
                papers=Papers(
                    _("Files that show this readiness"),
                    EvidenceKind,
                    claim_of=claimed_level,
                    claim_word=claim_word,
                ),
            ),
        )
        verbs_are(
            {
                "achievements.achievement.paper_stored": _(
                    "A file showing the readiness was attached"
                ),
                "achievements.achievement.paper_removed": _(
                    "A file showing the readiness was removed"
                ),
            }
        )
