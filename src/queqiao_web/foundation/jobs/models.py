"""The jobs to do and done: rows written in the transaction that calls for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class JobRun(models.Model):
    """
    One job to run once, at ``due_at`` or later.

    ``key`` is unique, so that the same call is not queued twice. A running job holds a lease; a
    worker that was killed loses it, and the job runs again.
    """

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=160, unique=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        app_label = "foundation"
        indexes = (models.Index(fields=["state", "due_at"], name="job_state_due"),)

    def __str__(self) -> str:
        return f"{self.name} {self.key}"
