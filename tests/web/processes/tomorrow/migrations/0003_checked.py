from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tomorrow", "0002_write")]
    operations = [
        migrations.AddField("note", "is_checked", models.BooleanField(default=False)),
    ]
