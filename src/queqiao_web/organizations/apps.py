"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Organizations, memberships, posts."""

    name = "queqiao_web.organizations"
    label = "organizations"
    verbose_name = _("Organizations")

    def ready(self) -> None:
        """Say how a signed-in user becomes an actor."""
        from queqiao_web.foundation.http.actors import (
            actors_are_built_by,
        )
        from queqiao_web.organizations.queries import actor_for

        actors_are_built_by(actor_for)
