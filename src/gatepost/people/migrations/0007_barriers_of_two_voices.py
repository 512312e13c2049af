"""What an adult said on a family page and what staff wrote down may stand side by side."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_barrier_in_own_words"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="notedbarrier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("noted_by", None)),
                fields=("person", "kind"),
                name="people_notedbarrier_own_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notedbarrier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("noted_by__isnull", False)),
                fields=("person", "kind"),
                name="people_notedbarrier_staff_once",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="notedbarrier",
            name="people_notedbarrier_once",
        ),
    ]
