"""The children of a person's lists as a phone needs them to log a talk: names, sections, homes; and what goes on at school."""

import hashlib
import json
from typing import Any

from gatepost.conversations import queries
from gatepost.people.models import Person, School
from gatepost.people.queries import sections_of
from gatepost.touchpoints.queries.activities import open_activities


def children_list(person: Person, school: School | None) -> dict[str, Any]:
    """`children`: one for each home of each child, by name; `recent`: ids of the families last talked about; `activities`:
    what a talk may be part of."""
    sections = sections_of(person)
    families = queries.families_to_log(person)
    homes: dict[int, int] = {}
    for family in families:
        homes[family.student_id] = homes.get(family.student_id, 0) + 1
    enrolled = queries.sections_by_student(section.pk for section in sections)
    last = {student.pk: place for place, student in enumerate(queries.last_talked_about(person))}
    recent = sorted((family for family in families if family.student_id in last), key=lambda family: last[family.student_id])
    return {
        "person": person.pk,
        "school": school.name if school else "",
        "sections": [{"id": section.pk, "name": section.name} for section in sections],
        "children": [
            {
                "family": family.pk,
                "name": family.student.full_name,
                "key": family.student.search_key,
                "home": family.home if homes[family.student_id] > 1 else "",
                "sections": enrolled.get(family.student_id, []),
            }
            for family in families
        ],
        "activities": [{"id": one.pk, "title": one.title} for one in open_activities(person, school)],
        "recent": [family.pk for family in recent],
    }


def mark_of(listed: dict[str, Any]) -> str:
    """The list's ETag: the same words, the same mark."""
    return f'"{hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()[:24]}"'
