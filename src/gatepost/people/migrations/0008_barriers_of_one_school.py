"""What is noted of an adult belongs to the school at which it was written or said."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_barriers_of_two_voices"),
    ]

    operations = [
        migrations.AddField(
            model_name="notedbarrier",
            name="school",
            field=models.ForeignKey(
                blank=True,
                help_text="where it was written or said; empty: not known",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="people.school",
            ),
        ),
        migrations.AddConstraint(
            model_name="notedbarrier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("noted_by", None)),
                fields=("person", "kind", "school"),
                name="people_notedbarrier_own_once_at_school",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="notedbarrier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("noted_by__isnull", False)),
                fields=("person", "kind", "school"),
                name="people_notedbarrier_staff_once_at_school",
                nulls_distinct=False,
            ),
        ),
        migrations.RemoveConstraint(model_name="notedbarrier", name="people_notedbarrier_own_once"),
        migrations.RemoveConstraint(model_name="notedbarrier", name="people_notedbarrier_staff_once"),
    ]
