import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import queqiao_web.foundation.codes


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0002_audit_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=queqiao_web.foundation.codes.new_code,
                        editable=False,
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("list_name", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "list_name", "title"), name="view_title_once"
                    )
                ],
            },
        ),
    ]
