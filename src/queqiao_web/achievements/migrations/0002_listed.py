from django.conf import settings
from django.db import migrations, models

import queqiao_web.foundation.records


class Migration(migrations.Migration):
    dependencies = [
        ("achievements", "0001_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="achievement",
            name="achievement_region",
        ),
        migrations.RemoveIndex(
            model_name="achievement",
            name="achievement_trade",
        ),
        migrations.RemoveIndex(
            model_name="achievement",
            name="achievement_ready",
        ),
        migrations.RenameIndex(
            model_name="achievement",
            new_name="achievement_state",
            old_name="achievement_published",
        ),
        migrations.AddField(
            model_name="achievement",
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
            model_name="achievement",
            index=models.Index(
                models.F("is_listed"),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("region_code"),
                models.F("industry_code"),
                models.F("trl"),
                models.F("price_cny"),
                name="achievement_published",
            ),
        ),
        migrations.AddIndex(
            model_name="achievement",
            index=models.Index(
                models.F("is_listed"),
                queqiao_web.foundation.records.LargestFirst("trl"),
                models.OrderBy(models.F("id"), descending=True),
                name="achievement_ready",
            ),
        ),
    ]
