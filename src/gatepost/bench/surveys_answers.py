"""A survey with as many answers as wanted, written by the database itself: not timed, never by hand.

One school; the ready instrument cut to sixty closed questions and one open; seven in ten of those asked have answered, of some
languages far fewer.
"""

from typing import Any

from django.db import connection

from gatepost.accounts.models import User
from gatepost.bench.reach_district import Size, make_people, tidy
from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.people.models import Person, PersonKind, Role, School, SchoolRole
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.ready import MIRROR
from gatepost.surveys.models import ItemKind, Survey

ITEMS = 60
# Of ten who were asked, so many answered.
ANSWERED = 7

# Families by their adults; of a hundred, eight are taken for teachers and one for the leadership, so that all sides are many.
_ASKED = """
INSERT INTO surveys_invitation (survey_id, person_id, sector, unit_key, language, grade, section_name, need, asked_on, reminded, answered_on)
SELECT %(survey)s, a.id, CASE WHEN n %% 100 < 8 THEN 'teachers' WHEN n %% 100 = 8 THEN 'directors' ELSE 'families' END, 'person:' || a.id,
  a.read_language, c.grade, c.name, CASE WHEN n %% 8 = 0 THEN 'interpreter' ELSE '' END, current_date - 30, n %% 3,
  CASE WHEN rank <= %(answers)s THEN current_date - (n %% 20) END
FROM (
  SELECT substr(sourced_id, 2)::int AS n, id, read_language, row_number() OVER (
    ORDER BY hashint4(id::int)::bigint + CASE WHEN read_language IN ('ar', 'so', 'ur') THEN 1500000000 ELSE 0 END) AS rank
  FROM people_person WHERE sourced_id LIKE 'a%%'
) a
JOIN people_guardianship g ON g.adult_id = a.id JOIN people_enrolment e ON e.person_id = g.student_id JOIN people_section c ON c.id = e.section_id
"""
_STRATA = """
INSERT INTO surveys_stratum (survey_id, sector, language, grade, section_name)
SELECT DISTINCT survey_id, sector, language, CASE WHEN sector = 'families' THEN grade ELSE '' END, '' FROM surveys_invitation
WHERE survey_id = %(survey)s AND answered_on IS NOT NULL
"""
# About one question in twenty is left out; a type of involvement is seen more or less by each side.
_ANSWERS = """
INSERT INTO surveys_response (id, survey_id, stratum_id, marks)
SELECT gen_random_uuid(), %(survey)s, s.id, m.marks
FROM surveys_invitation i
JOIN surveys_stratum s ON s.survey_id = i.survey_id AND s.sector = i.sector AND s.language = i.language
  AND s.grade = CASE WHEN i.sector = 'families' THEN i.grade ELSE '' END
CROSS JOIN LATERAL (
  SELECT jsonb_object_agg(q.key, CASE WHEN q.kind = 'checklist' THEN to_jsonb(ARRAY[1 + floor(random() * 2)::int, 3 + floor(random() * 2)::int])
    ELSE to_jsonb(least(5, greatest(1, round(3 + abs(hashtext(q.involvement_type || i.sector)) %% 3 - 1 + (random() + random() - 1) * 2)))::int) END) AS marks
  FROM surveys_item q WHERE q.survey_id = i.survey_id AND q.kind <> 'text' AND random() + i.id * 0 > 0.05
) m
WHERE i.survey_id = %(survey)s AND i.answered_on IS NOT NULL
ORDER BY 1
"""
_REMARKS = """
INSERT INTO surveys_remark (id, item_id, sector, language, words, sorted_as)
SELECT gen_random_uuid(), q.id, s.sector, s.language, repeat('We would like to hear more often how our child is doing. ', 3), '{}'
FROM surveys_response r JOIN surveys_stratum s ON s.id = r.stratum_id JOIN surveys_item q ON q.survey_id = r.survey_id AND q.kind = 'text'
WHERE r.survey_id = %(survey)s AND random() < 0.1 ORDER BY 1
"""


def make_answered(answers: int) -> Survey:
    """The survey, closed and not counted yet."""
    make_people(Size(families=answers * 10 // ANSWERED, touchpoints=0, schools=1, years=1))
    school = School.objects.get()
    survey = make_survey(MIRROR, school=school, by=_principal(school))
    extra = survey.items.filter(kind=ItemKind.CHECKLIST).order_by("-number")
    closed = survey.items.exclude(kind=ItemKind.TEXT).count()
    survey.items.filter(pk__in=extra[: closed - ITEMS]).delete()
    survey.items.update(sectors=[Sector.FAMILIES, Sector.TEACHERS, Sector.DIRECTORS], shown_if={})
    survey.state, survey.opened_at, survey.closed_at = "closed", clock.now(), clock.now()
    survey.answered_first_on = clock.today()
    survey.save()
    with connection.cursor() as cursor:
        wanted: dict[str, Any] = {"survey": survey.pk, "answers": answers}
        for statement in (_ASKED, _STRATA, _ANSWERS, _REMARKS):
            cursor.execute(statement, wanted)
    tidy()
    return survey


def _principal(school: School) -> Person:
    """Who makes the survey and looks at its pages."""
    person = Person.objects.create(kind=PersonKind.ADULT, given_name="Dov", family_name="Stern")
    SchoolRole.objects.create(person=person, school=school, role=Role.PRINCIPAL)
    User.objects.create_user(person=person, email=f"principal{person.pk}@example.org", password=None)
    return person
