"""The digest of an event, and the check of a whole chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from queqiao_web.foundation.audit.models import AuditEvent

GENESIS = "0" * 64
"""What stands before the first event."""


def digest_of(event: AuditEvent) -> str:
    """SHA-256 over everything in the event and the digest before it, in one fixed spelling."""
    body = {
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "verb": event.verb,
        "actor": [event.actor_kind, event.actor_id, event.on_behalf_of_id],
        "subject": [event.subject_type, event.subject_id, event.region_code],
        "before": event.before,
        "after": event.after,
        "details": event.details,
        "origin": [event.channel, event.ip, event.request],
        "previous": event.previous,
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold: the sequence number, and a code of what is wrong."""

    sequence: int
    code: str  # gap, altered, unlinked, cut


def find_breaks(
    events: Iterable[AuditEvent],
    *,
    head_sequence: int,
    head_digest: str,
    after: tuple[int, str] = (0, GENESIS),
) -> Iterator[Break]:
    """
    Every break in the chain, in order; none where nothing was altered, removed or cut off.

    ``after`` is the sequence and digest of the event before the first, where not all are checked.
    """
    expected, previous = after[0] + 1, after[1]
    for event in events:
        if event.sequence != expected:
            yield Break(expected, "gap")
        elif event.previous != previous:
            yield Break(event.sequence, "unlinked")
        if digest_of(event) != event.digest:
            yield Break(event.sequence, "altered")
        expected, previous = event.sequence + 1, event.digest
    if (head_sequence, head_digest or GENESIS) != (expected - 1, previous):
        yield Break(expected, "cut")
