"""The tables of notifications and of what people chose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.records import CodeField


class Notification(models.Model):
    """
    One thing told to one person; it is written in the transaction of what it tells.

    ``key`` makes it one of its kind for this person. ``params`` fill the sentences of the kind;
    they hold nothing that its reader may not see. It is a message, no record: without history, and
    gone some months after.
    """

    code = CodeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    is_shown = models.BooleanField(default=True)  # in the site; false where they chose not to

    class Meta:
        app_label = "foundation"
        verbose_name = _("notification")
        constraints = (
            models.UniqueConstraint(fields=["user", "kind", "key"], name="notification_once"),
        )
        indexes = (
            models.Index(fields=["user", "is_shown", "-id"], name="notification_user"),
            models.Index(
                fields=["user"],
                condition=models.Q(read_at__isnull=True, is_shown=True),
                name="notification_unread",
            ),
            models.Index(fields=["kind", "key"], name="notification_kind_key"),
            models.Index(fields=["created_at"], name="notification_created"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Channel(models.TextChoices):
    """A way to reach somebody."""

    SITE = "site", _("In the platform")
    MAIL = "mail", _("By e-mail")
    WEBHOOK = "webhook", _("By webhook")


class How(models.TextChoices):
    """How somebody wants to be told."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, together")
    NEVER = "never", _("Not at all")


class NotificationChoice(models.Model):
    """What a person chose for one kind and channel; without a row the default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_choices"
    )
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    how = models.CharField(max_length=8, choices=How.choices)

    class Meta:
        app_label = "foundation"
        constraints = (
            models.UniqueConstraint(
                fields=["user", "kind", "channel"], name="notification_choice_once"
            ),
            models.CheckConstraint(
                condition=models.Q(channel=Channel.MAIL) | ~models.Q(how=How.DAILY),
                name="notification_daily_by_mail",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.how}"
