"""
Requests done once however often they are sent.

The first request with a key keeps its answer in the transaction of what it changed. The same
request sent again gets that answer; another request under the same key is refused. Of two at the
same moment the second waits for the first, since both want the one row of the key.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from queqiao_web.api.models import ApiToken, KeptAnswer
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.http import Request

KEPT_FOR = timedelta(days=7)
_KEY = re.compile(r"[!-~]{1,100}")
_FIRST_ERROR = 400
_SERVER_ERROR = 500
_ONCE = "X-Shown-Once"
"""Marks an answer that holds a secret; what is kept of it says only that it was given."""


def answer_once(request: Request, token: ApiToken, run: Callable[[], HttpResponse]) -> HttpResponse:
    """
    The answer of ``run``, or the one kept for this key.

    Raises:
        Invalid: the key is malformed, or was used for another request.
    """
    key = request.headers["Idempotency-Key"]
    if not _KEY.fullmatch(key):
        text = _("A key has 1 to 100 visible ASCII signs.")
        raise Invalid([Problem("Idempotency-Key", "idempotency_key.malformed", text)])
    row = KeptAnswer(
        token=token, key=key, request_digest=_digest(request), created_at=request.received_at
    )
    kept = KeptAnswer.objects.filter(token=token, key=key).first()
    if kept is not None:
        return _again(kept, row.request_digest)
    with transaction.atomic():
        if not _is_first(row):
            return _again(KeptAnswer.objects.get(token=token, key=key), row.request_digest)
        answer = run()
        if answer.status_code < _FIRST_ERROR:
            _fill(row, answer)
            row.save()
        else:
            transaction.set_rollback(True)
    if _FIRST_ERROR <= answer.status_code < _SERVER_ERROR:
        _keep_refusal(row, answer)
    return answer


def forget_old_answers(*, at: datetime) -> int:
    """Remove what was kept for more than a week; how many."""
    count, _each = KeptAnswer.objects.filter(created_at__lt=at - KEPT_FOR).delete()
    return count


def _digest(request: Request) -> str:
    """What makes a request the same: where it went and what it said, file by file if it has any."""
    head = f"{request.method} {request.get_full_path()}\n".encode()
    if request.content_type != "multipart/form-data":
        return hashlib.sha256(head + request.body).hexdigest()
    digest = hashlib.sha256(head)
    for name, values in sorted(request.POST.lists()):
        digest.update(json.dumps([name, values]).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            digest.update(json.dumps([name, file.name, content]).encode())
    return digest.hexdigest()


def _is_first(row: KeptAnswer) -> bool:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _keep_refusal(row: KeptAnswer, answer: HttpResponse) -> None:
    """A refusal changed nothing, so it is kept on its own."""
    row.pk = None
    _fill(row, answer)
    KeptAnswer.objects.bulk_create([row], ignore_conflicts=True)


def _fill(row: KeptAnswer, answer: HttpResponse) -> None:
    row.status = answer.status_code
    row.etag = answer.get("ETag", "")
    row.body = "" if _ONCE in answer else answer.content.decode()


def _again(kept: KeptAnswer, digest: str) -> HttpResponse:
    if kept.request_digest != digest:
        text = _("This key was used for another request.")
        raise Invalid([Problem("Idempotency-Key", "idempotency_key.reused", text)])
    if not kept.body and kept.status < _FIRST_ERROR:
        raise Conflict(
            code="api.answer.shown_once",
            text=_("This was done already. Its answer held a secret, which is shown only once."),
        )
    answer = HttpResponse(kept.body, status=kept.status, content_type="application/json")
    answer["Idempotency-Replayed"] = "true"
    if kept.etag:
        answer["ETag"] = kept.etag
    return answer
