"""When an import brought a family."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_roster_speed")]

    operations = [
        migrations.AddField("family", "known_at", models.DateTimeField(blank=True, editable=False, null=True)),
    ]
