from django.db import migrations

from gatepost.kernel.constraints import append_only


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunSQL(append_only("history_event"), migrations.RunSQL.noop)]
