"""What the demo school says publicly, and the training it held."""

import datetime as dt

from gatepost.charter import commands
from gatepost.charter.models import Confirmation, DocumentKind, Feedback, Version
from gatepost.demo.facts.charter import POLICY, PROFILE
from gatepost.demo.outreach_story import Outreach
from gatepost.framework.types import Sector
from gatepost.people.models import Guardianship, Person
from gatepost.people.queries import staff_now
from gatepost.people.school_years import year_of
from gatepost.training.models import Attendance, Session, Slip


def tell_charter(story: Outreach) -> None:
    """Policy and newcomer's page are public; the policy is confirmed for the year, and one reader has written."""
    policy = _published(story, DocumentKind.POLICY, POLICY)
    _published(story, DocumentKind.PROFILE, PROFILE)
    year = year_of(story.now.date(), story.school.pk)
    day = (story.now - dt.timedelta(days=30)).date()
    Confirmation.objects.create(version=policy, year=year, body="School council", confirmed_on=day, written_by=story.principal)
    Feedback.objects.create(
        version=policy,
        language="es",
        helped=True,
        words="¿Hay intérprete también por teléfono?",
        given_at=story.now - dt.timedelta(days=2),
    )


def _published(story: Outreach, kind: str, words: dict[str, dict[str, str]]) -> Version:
    draft = commands.begin_draft(story.school, kind, by=story.principal)
    for chapter in draft.chapters:
        chapter["body"] |= words.get(chapter["slug"], {})
    at = story.now - dt.timedelta(days=60)
    draft.published_at, draft.published_by, draft.changed_at = at, story.principal, at
    draft.save()
    return draft


def tell_training(story: Outreach) -> None:
    """Two sessions held, one to come."""
    adults = Guardianship.objects.with_right("contact", on=story.now.date()).filter(family__reach__school=story.school)
    parents = list(Person.objects.filter(pk__in=adults.values("adult"), is_protected=False).order_by("-pk")[:40])
    staff = list(staff_now(story.school.pk).exclude(pk=story.principal.pk).order_by("pk")[:14])
    for module, ago, guests, colleagues in (("two-way", 38, 14, 9), ("strengths", 17, 9, 7)):
        day = (story.now - dt.timedelta(days=ago)).date()
        session = _session(story, module, day)
        there = [(one, Sector.FAMILIES) for one in parents[:guests]] + [(one, Sector.TEACHERS) for one in staff[:colleagues]]
        Attendance.objects.bulk_create(Attendance(session=session, person=one, sector=sector) for one, sector in there)
        Slip.objects.bulk_create(
            Slip(
                session=session,
                sector=sector,
                before=(before := story.rng.randint(1, 3)),
                after=min(5, before + story.rng.randint(0, 2)),
            )
            for _one, sector in there[:-2]
        )
        parents = parents[guests:]
    _session(story, "two-languages", (story.now + dt.timedelta(days=11)).date())


def _session(story: Outreach, module: str, day: dt.date) -> Session:
    return Session.objects.create(
        school=story.school,
        module=module,
        meets_on=day,
        begins_at=dt.time(17, 30),
        place="Library",
        led_by="A teacher and a mother of grade 4",
        languages="English, Spanish, Arabic",
        created_by=story.principal,
    )
