from django.db import migrations

from gatepost.kernel.constraints import append_only


class Migration(migrations.Migration):
    dependencies = [("touchpoints", "0001_initial")]
    operations = [migrations.RunSQL(append_only("touchpoints_touchpoint"), migrations.RunSQL.noop)]
