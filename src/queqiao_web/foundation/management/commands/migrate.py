"""``queqiao-web migrate``: Django's, with each migration done and noted in one transaction."""

from __future__ import annotations

from django.core.management.commands import migrate as djangos

from queqiao_web.foundation.serving.migrating import WholeExecutor

djangos.MigrationExecutor = WholeExecutor  # Django's command offers no other way in


class Command(djangos.Command):
    """Part of ``prepare``, which is the command to type."""
