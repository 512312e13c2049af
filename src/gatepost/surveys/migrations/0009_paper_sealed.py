"""What lies on anonymous sheets is sealed; their piles know no section, nor who entered a sheet when; closed piles are empty."""

from typing import Any

from django.db import migrations

from gatepost.surveys.paper.keeping import keep, keep_bytes, told, told_bytes


def seal_paper(apps: Any, _schema_editor: Any) -> None:
    def rows(name: str, path: str) -> Any:
        return apps.get_model("surveys", name).objects.filter(**{f"{path}privacy": "anonymous"})

    # Twice the same: what is sealed already is opened first.
    for sheet in rows("Sheet", "run__survey__").exclude(entered=None).select_related("run__survey"):
        survey = sheet.run.survey
        sheet.entered = keep(survey, told(survey, sheet.entered))
        if sheet.entered_again is not None:
            sheet.entered_again = keep(survey, told(survey, sheet.entered_again))
        sheet.save(update_fields=["entered", "entered_again"])
    for page in rows("ScannedPage", "sheet__run__survey__").select_related("sheet__run__survey"):
        survey = page.sheet.run.survey
        page.marks = keep(survey, told(survey, page.marks))
        page.save(update_fields=["marks"])
    for doubt in rows("Doubt", "page__sheet__run__survey__").select_related("page__sheet__run__survey"):
        survey = doubt.page.sheet.run.survey
        doubt.seen = keep(survey, told(survey, doubt.seen))
        doubt.picture = keep_bytes(survey, told_bytes(survey, doubt.picture))
        doubt.save(update_fields=["seen", "picture"])
    for scan in rows("Scan", "survey__").exclude(data=b"").select_related("survey"):
        scan.data = keep_bytes(scan.survey, told_bytes(scan.survey, scan.data))
        scan.save(update_fields=["data"])
    rows("Sheet", "run__survey__").update(entered_by=None, entered_on=None)
    rows("SheetRun", "survey__").update(section_name="")
    apps.get_model("surveys", "SheetRun").objects.filter(survey__state="closed").update(pdf=b"")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0008_said_stands")]

    operations = [migrations.RunPython(seal_paper, migrations.RunPython.noop)]
