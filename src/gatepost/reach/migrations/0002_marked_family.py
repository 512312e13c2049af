from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reach", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="MarkedFamily",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("family_id", models.BigIntegerField()),
            ],
        ),
    ]
