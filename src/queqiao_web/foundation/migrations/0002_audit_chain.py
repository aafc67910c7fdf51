"""The head of the audit chain, and the database's refusal to alter events."""

from django.db import migrations

from queqiao_web.foundation.audit.triggers import create_triggers, drop_triggers


def _begin(apps, schema_editor):
    apps.get_model("foundation", "AuditHead").objects.using(
        schema_editor.connection.alias
    ).get_or_create(pk=1)
    create_triggers(schema_editor.connection)


def _end(apps, schema_editor):  # noqa: ARG001 -- Django's call
    drop_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [migrations.RunPython(_begin, _end)]
