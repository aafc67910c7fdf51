"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Matches between what is published, feedback on them, introductions."""

    name = "queqiao_web.matching"
    label = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        """Say what is kept up, what waits here, what belongs to records, and the words of verbs."""
        from queqiao_web.foundation.jobs.registry import BEFORE_WORK
        from queqiao_web.foundation.likeness import kept_up_by
        from queqiao_web.foundation.ui.related import related_comes_from
        from queqiao_web.foundation.ui.timeline import verbs_are
        from queqiao_web.foundation.ui.tones import tones_are
        from queqiao_web.foundation.ui.waiting import waiting_comes_from
        from queqiao_web.matching.actions import KEPT_AS, keep_index
        from queqiao_web.matching.adapters.standing import load
        from queqiao_web.matching.pages.beside import matches_of_record, waiting_matches

        BEFORE_WORK.append(load)
        kept_up_by(KEPT_AS, lambda at: keep_index(at=at))
        waiting_comes_from("matching", waiting_matches)
        related_comes_from("demands.demand", matches_of_record)
        related_comes_from("achievements.achievement", matches_of_record)
        tones_are(
            {
                "open": "waiting",
                "unanswered": "returned",
                "introduced": "done",
                "dealing": "done",
                "lapsed": "ended",
                "retired": "ended",
                "rejected": "ended",
            }
        )
        verbs_are(
            {
                "matching.match.answered": _("A side is interested"),
                "matching.match.declined": _("A side declined"),
                "matching.match.introduced": _("Both interested: introduced"),
                "matching.match.reopened": _("A refusal was taken back"),
                "matching.match.reminded": _("A side was reminded to answer"),
                "matching.match.unanswered": _("The term passed without an answer"),
                "matching.match.signed": _("A contract was signed"),
                "matching.match.lapsed": _("No longer a match"),
                "matching.match.found_again": _("Found to fit again"),
                "matching.introduction.assigned": _("A broker was assigned"),
                "matching.introduction.released": _("The broker stepped back"),
                "matching.introduction.dealing": _("A deal has begun"),
                "matching.ranker.trained": _("A ranking model was trained"),
                "matching.ranker.activated": _("The ranking model was put to use"),
                "matching.ranker.retired": _("The ranking model was replaced"),
                "matching.refresh.finished": _("Matches were found anew"),
            }
        )
