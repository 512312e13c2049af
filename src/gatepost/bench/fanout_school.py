"""A school as large as a fan-out: one adult with an e-mail address for every student, notes in several languages."""

import datetime as dt

from gatepost.channels import commands
from gatepost.channels.addressing import Addressee, Occasion, Words
from gatepost.channels.models import Mailing, MailingKind
from gatepost.kernel import clock
from gatepost.people.models import (
    ContactPoint,
    Enrolment,
    Family,
    Guardianship,
    Person,
    PersonKind,
    Role,
    School,
    SchoolRole,
    Section,
)

_BODY = {
    "en": "Dear family,\n\n{child} read a whole story aloud in class today and was proud of it. Does {child} like reading at home too?",
    "es": "Querida familia:\n\n{child} ha leído hoy un cuento entero en voz alta y estaba muy contento. ¿También le gusta leer en casa?",
    "ar": "العائلة الكريمة،\n\nقرأ {child} اليوم قصة كاملة بصوت عالٍ أمام الصف. هل يحب القراءة في البيت أيضًا؟",
    "uk": "Шановна родино!\n\nСьогодні {child} прочитав уголос ціле оповідання. Чи любить він читати вдома?",
}
_MORE = (
    "\n\nOn Thursday we go to the library. Please give your child a bag for two books. Whoever wants to come along is welcome."
)
_BATCH = 5000


def make(families: int) -> School:
    """Rows only; not timed."""
    school = School.objects.create(name="Riverside School", slug="bench", language="en")
    teacher = Person.objects.create(kind=PersonKind.ADULT, given_name="Ben", family_name="Ortiz")
    SchoolRole.objects.create(person=teacher, school=school, role=Role.TEACHER)
    section = Section.objects.create(school=school, name="4B", grade="4")
    students = _people(PersonKind.STUDENT, families)
    adults = _people(PersonKind.ADULT, families)
    homes = Family.objects.bulk_create([Family(student=student) for student in students], _BATCH)
    rows = zip(adults, students, homes, strict=True)
    Guardianship.objects.bulk_create([Guardianship(adult=a, student=s, family=f) for a, s, f in rows], _BATCH)
    Enrolment.objects.bulk_create([Enrolment(person=student, section=section, role="student") for student in students], _BATCH)
    SchoolRole.objects.bulk_create([SchoolRole(person=student, school=school, role=Role.STUDENT) for student in students], _BATCH)
    ContactPoint.objects.bulk_create(
        [ContactPoint(person=adult, kind="email", value=_address(adult), raw=_address(adult)) for adult in adults], _BATCH
    )
    return school


def post(
    school: School, *, channel: str = "email", hold: dt.timedelta = dt.timedelta(days=1), most: int | None = None
) -> Mailing:
    """One note to everybody (or the first few) by one channel, held back for a day."""
    points = ContactPoint.objects.filter(kind="email", person__guardianships__student__school_roles__school=school)
    links = points.order_by("pk").values_list(
        "pk",
        "value",
        "person_id",
        "person__given_name",
        "person__guardianships__family_id",
        "person__guardianships__student__given_name",
    )
    languages = list(_BODY)
    links = links[:most]
    addressees = [
        Addressee(
            person_id=person,
            family_ids=(family,),
            channel=channel,
            words=(languages[number % len(languages)],) * 2,
            address=value if channel == "email" else "",
            contact_point_id=point if channel == "email" else None,
            personal={"child": child, "greeting": adult},
        )
        for number, (point, value, person, adult, family, child) in enumerate(links)
    ]
    words = [Words(language=code, frame_language=code, body=body + _MORE, original_language="en") for code, body in _BODY.items()]
    occasion = Occasion(
        school=school,
        kind=MailingKind.NOTE,
        reference="bench:1",
        sender=Person.objects.get(school_roles__school=school, school_roles__role=Role.TEACHER),
        section=Section.objects.get(school=school),
        release_at=clock.now() + hold,
    )
    return commands.post_mailing(occasion, words=words, addressees=addressees, by=None)


def _people(kind: str, number: int) -> list[Person]:
    rows = [Person(kind=kind, given_name=f"{kind.title()} {index}", family_name=f"Family {index}") for index in range(number)]
    return Person.objects.bulk_create(rows, _BATCH)


def _address(adult: Person) -> str:
    return f"{adult.given_name.lower().replace(' ', '.')}@example.org"
