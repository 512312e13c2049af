"""Rows noted before belong to a school where it is certain which; the others show their words to nobody but who wrote them."""

from collections import defaultdict
from typing import Any

from django.db import migrations


def give_schools(apps: Any, _schema_editor: Any) -> None:
    """Staff's rows: the only school they ever worked at, or the only one of these where a child of the adult is or was.

    The family's own: the only school of the children. Ended roles count, for somebody may have moved to another school since.
    """
    rows = apps.get_model("people", "NotedBarrier").objects.filter(school=None)
    children: dict[int, set[int]] = defaultdict(set)
    links = apps.get_model("people", "Guardianship").objects.filter(adult__in=rows.values("person"))
    for adult, student in links.values_list("adult_id", "student_id"):
        children[adult].add(student)
    schools: dict[int, set[int]] = defaultdict(set)
    roles = apps.get_model("people", "SchoolRole").objects.exclude(role="student")
    for person, school in roles.filter(person__in=rows.exclude(noted_by=None).values("noted_by")).values_list("person", "school"):
        schools[person].add(school)
    learns_at: dict[int, set[int]] = defaultdict(set)
    for person, school in (
        apps.get_model("people", "SchoolRole")
        .objects.filter(role="student", person__in=links.values("student"))
        .values_list("person", "school")
    ):
        learns_at[person].add(school)
    for pair in rows.order_by().values_list("person", "noted_by").distinct():
        person, noter = pair
        of_children = {school for child in children[person] for school in learns_at[child]}
        found = of_children if noter is None else schools[noter]
        if len(found) > 1:
            found = found & of_children
        if len(found) == 1:
            rows.filter(person=person, noted_by=noter).update(school=found.pop())


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_barriers_of_one_school"),
    ]

    operations = [migrations.RunPython(give_schools, migrations.RunPython.noop)]
