"""The app's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Organizations, memberships, posts."""

    name = "queqiao_web.organizations"
    label = "organizations"
    verbose_name = _("Organizations")

    def ready(self) -> None:
        """Say how a user becomes an actor, what an account still holds, and what is known of it."""
        from queqiao_web.accounts.queries import erasure_is_asked_of, personal_data_is_given_by
        from queqiao_web.foundation.disclosure import Level
        from queqiao_web.foundation.files import FileRules, Papers, files_belong_to
        from queqiao_web.foundation.http.actors import actors_are_built_by
        from queqiao_web.foundation.ui.timeline import verbs_are
        from queqiao_web.foundation.ui.waiting import waiting_comes_from
        from queqiao_web.foundation.webhooks.owners import organizations_are_named_by
        from queqiao_web.organizations import permissions, queries, states

        actors_are_built_by(queries.actor_for)
        organizations_are_named_by(queries.names_of)
        erasure_is_asked_of(queries.organizations_without_other_owner)
        personal_data_is_given_by("memberships", queries.memberships_for_export)
        personal_data_is_given_by("posts", queries.posts_for_export)
        verbs_are(states.VERBS)
        waiting_comes_from("organizations", queries.waiting_organizations)
        files_belong_to(
            "organizations.organization",
            FileRules(
                queries.organizations_visible_to,
                permissions.can_attach_licence,
                permissions.licence_level,
                queries.organization_page,
                papers=Papers(
                    _("Licence or certificate"),
                    states.LicenceKind,
                    is_titled=False,
                    claim_of=queries.code_claimed,
                    claim_word=states.claim_word,
                ),
                levels=(Level.SECRET,),
            ),
        )
