from django.db import migrations


def write(apps, schema_editor):
    """A note of each organization; whoever did this twice would have two."""
    notes = apps.get_model("tomorrow", "Note").objects
    for row in apps.get_model("organizations", "Organization").objects.order_by("pk"):
        notes.create(organization=row, text=row.name)
    notes.update(text="记")


class Migration(migrations.Migration):
    dependencies = [("tomorrow", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
