"""The table of saved views of lists."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.records import CodeField


class SavedView(models.Model):
    """
    Filters and order of a list that a person keeps under a name of their own.

    A private convenience, no record: only its owner sees it, and it has no history.
    """

    code = CodeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    list_name = models.CharField(max_length=60)
    title = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=500)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "foundation"
        verbose_name = _("saved view")
        constraints = (
            models.UniqueConstraint(fields=["user", "list_name", "title"], name="view_title_once"),
        )

    def __str__(self) -> str:
        return self.title
