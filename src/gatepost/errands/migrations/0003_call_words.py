"""A call's number, and what the family said in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("errands", "0002_tries")]

    operations = [
        migrations.AddField(
            "errand", "phone", models.CharField(blank=True, db_default="", default="", help_text="the number to call", max_length=320)
        ),
        migrations.AddField(
            "errand",
            "said",
            models.TextField(blank=True, db_default="", default="", help_text="what the family said, in a call that reached it"),
        ),
    ]
