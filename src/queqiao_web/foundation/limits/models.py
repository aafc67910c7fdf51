"""The table of buckets."""

from django.db import models


class RateBucket(models.Model):
    """
    What is left of one limit for one asker: ``key`` is a digest, so that no address is stored.

    ``tokens`` as they were at ``filled_at``; since then they have grown again.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    class Meta:
        app_label = "foundation"
        indexes = (models.Index(fields=["filled_at"], name="bucket_filled"),)

    def __str__(self) -> str:
        return self.key[:8]
