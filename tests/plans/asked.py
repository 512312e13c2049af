"""What a school has asked: an inquiry and a self-review with answers, written as other rooms leave them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.test import Client

from gatepost.accounts.models import User
from gatepost.people.models import Person, School
from gatepost.plans.models import Plan
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.ready import INQUIRY, SELF_REVIEW
from gatepost.surveys.models import Item, Remark, Response, Stratum, Survey, Tally

NOW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=dt.UTC)


def signed_in(person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"p{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def opened(survey: Survey) -> Survey:
    survey.state, survey.opened_at = "open", NOW
    survey.save()
    return survey


def make_inquiry(school: School, by: Person, *, answers: int = 10, privacy: str = "anonymous") -> Survey:
    """Open, with so many answers of families; own words are added with `say`, ticks with `tick`."""
    survey = opened(make_survey(replace(INQUIRY, privacy=privacy), school=school, by=by))
    stratum = Stratum.objects.create(survey=survey, sector="families")
    Response.objects.bulk_create(Response(survey=survey, stratum=stratum) for _one in range(answers))
    return survey


def say(survey: Survey, words: str, *, language: str = "en", key: str = "partnership", sector: str = "families") -> Remark:
    item = Item.objects.get(survey=survey, key=key)
    return Remark.objects.create(item=item, sector=sector, language=language, words=words)


def make_self_review(school: School, by: Person) -> Survey:
    return opened(make_survey(SELF_REVIEW, school=school, by=by))


def rate(survey: Survey, sector: str, key: str, counts: Mapping[int, int], *, language: str = "") -> None:
    """So many of a side chose each level."""
    stratum, _new = Stratum.objects.get_or_create(survey=survey, sector=sector, language=language)
    item = Item.objects.get(survey=survey, key=key)
    Tally.objects.bulk_create(
        Tally(survey=survey, stratum=stratum, item=item, value=value, number=number) for value, number in counts.items()
    )


def make_plan(school: School, by: Person) -> Plan:
    return Plan.objects.create(
        school=school, title="Together", first_year=2026, last_year=2028, created_by=by, created_at=NOW, changed_at=NOW
    )
