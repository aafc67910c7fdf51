from django.conf import settings
from django.db import migrations, models

import queqiao_web.foundation.records


class Migration(migrations.Migration):
    dependencies = [
        ("demands", "0001_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="demand",
            name="demand_region",
        ),
        migrations.RemoveIndex(
            model_name="demand",
            name="demand_trade",
        ),
        migrations.RemoveIndex(
            model_name="demand",
            name="demand_deadline",
        ),
        migrations.RemoveIndex(
            model_name="demand",
            name="demand_budget",
        ),
        migrations.RemoveIndex(
            model_name="demand",
            name="demand_valid",
        ),
        migrations.RenameIndex(
            model_name="demand",
            new_name="demand_state",
            old_name="demand_published",
        ),
        migrations.AddField(
            model_name="demand",
            name="is_listed",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(models.Q(("state__in", ["matched", "published"])), then=1),
                    default=0,
                ),
                output_field=models.SmallIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="demand",
            index=models.Index(
                models.F("is_listed"),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("region_code"),
                models.F("industry_code"),
                models.F("budget_cny"),
                name="demand_published",
            ),
        ),
        migrations.AddIndex(
            model_name="demand",
            index=models.Index(fields=["is_listed", "deadline_on", "id"], name="demand_deadline"),
        ),
        migrations.AddIndex(
            model_name="demand",
            index=models.Index(
                models.F("is_listed"),
                queqiao_web.foundation.records.LargestFirst("budget_cny"),
                models.OrderBy(models.F("id"), descending=True),
                name="demand_budget",
            ),
        ),
        migrations.AddIndex(
            model_name="demand",
            index=models.Index(
                fields=["state", "valid_until", "id", "budget_cny"], name="demand_valid"
            ),
        ),
    ]
