import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table with a foreign key, which Django adds after the table."""

    initial = True
    dependencies = [("organizations", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="organizations.organization",
                    ),
                ),
                ("text", models.TextField()),
            ],
        )
    ]
