import gatepost.accounts.models
from django.db import migrations, models


class Migration(migrations.Migration):
    """A code belongs to an address and a browser, not to a person; guardians have users without an address."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="SignInCode"),
        migrations.CreateModel(
            name="SignInCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "address",
                    models.CharField(
                        help_text="as typed, in lower case; whose it is, is asked when the code is used", max_length=320
                    ),
                ),
                ("language", models.CharField(help_text="of the page on which it was asked for", max_length=20)),
                ("seed", models.BigIntegerField(default=gatepost.accounts.models._seed)),
                ("browser_digest", models.CharField(db_index=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("tries_left", models.PositiveSmallIntegerField(default=5)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=models.EmailField(blank=True, max_length=254, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="user",
            name="is_active",
            field=models.BooleanField(default=True, help_text="false: the staff door is closed to this person"),
        ),
    ]
