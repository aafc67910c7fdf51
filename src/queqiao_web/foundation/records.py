"""What the tables of most nouns share: a public code, times, a version."""

from django.db import models

from queqiao_web.foundation.codes import LENGTH, new_code


class Record(models.Model):
    """
    A record with a public code, the moments of its making and last change, and a version.

    ``version`` grows with every change; a form carries the one it was opened with, so that nobody
    overwrites what they have not seen.
    """

    code = models.CharField(max_length=LENGTH, unique=True, default=new_code, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
