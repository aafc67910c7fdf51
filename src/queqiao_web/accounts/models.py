"""The table of people."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.records import CodeField


class User(AbstractUser):
    """
    A person who signs in, by e-mail or user name.

    ``erased_at`` is set when they had their personal data removed: what they did stays, under no
    name. Personal fields never enter the audit.
    """

    code = CodeField()
    display_name = models.CharField(_("your name"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=30, blank=True, default="")
    language = models.CharField(_("language"), max_length=8, default="zh-hans")
    large_print = models.BooleanField(_("large print"), default=False)
    terms_agreed_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    audit_masked: ClassVar[frozenset[str]] = frozenset(
        {"username", "email", "display_name", "phone", "first_name", "last_name", "password"}
    )
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"last_login"})

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.display_name or self.username
