"""Tables of tokens and of the answers kept for requests that carry a key."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.records import Record


class ApiToken(Record):
    """
    What a program shows instead of a password: limited to scopes, and ending on a day.

    Only the digest of the secret is kept; ``hint`` are its first signs, to tell tokens apart.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens"
    )
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=8, editable=False)
    scopes = models.JSONField(_("what it may do"), default=list)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    audit_masked: ClassVar[frozenset[str]] = frozenset({"name"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"digest", "hint", "last_used_at"})

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        indexes = (models.Index(fields=["user", "-id"], name="api_token_user"),)

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """
    The answer to a request that carried an ``Idempotency-Key``, to be given again.

    It is written in the transaction of the change itself: there is neither a change without its
    answer nor an answer without its change.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=100)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="")
    etag = models.CharField(max_length=20, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kept answer")
        constraints = (models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once"),)
        indexes = (models.Index(fields=["created_at"], name="kept_answer_created"),)

    def __str__(self) -> str:
        return self.key
