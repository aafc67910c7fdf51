"""``queqiao-web verify_audit``: whether the chain of audit events holds."""

from __future__ import annotations

import sys

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from queqiao_web.foundation.audit.chain import find_breaks
from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.management.command import PlatformCommand

BROKEN = 3
_SENTENCES = {
    "gap": gettext_lazy("an event is missing"),
    "altered": gettext_lazy("the event was altered"),
    "unlinked": gettext_lazy("the event does not follow the one before it"),
    "cut": gettext_lazy("the chain does not end where it should: events are missing or were added"),
}


class Command(PlatformCommand):
    """Read the whole chain and name every place where it does not hold."""

    help = "Verify the chain of audit events; exit code 3 where it is broken."

    def handle(self, **_options: object) -> None:
        """Check, print, exit."""
        with transaction.atomic():
            head = AuditHead.objects.select_for_update().get(pk=1)
            events = AuditEvent.objects.order_by("sequence").iterator(chunk_size=2_000)
            breaks = list(find_breaks(events, head_sequence=head.sequence, head_digest=head.digest))
        for one in breaks:
            line = _("event %(sequence)d: %(what)s")
            self.stdout.write(line % {"sequence": one.sequence, "what": _SENTENCES[one.code]})
        if breaks:
            sys.exit(BROKEN)
        text = _("The audit chain is whole: %(count)d events, the last digest is %(digest)s.")
        self.stdout.write(text % {"count": head.sequence, "digest": head.digest or "–"})
