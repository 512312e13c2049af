"""What the school's own records point to: found where it is so, not found where it is not, silent where too little is there."""

import datetime as dt

import pytest
from django.test import Client

from gatepost.accounts.models import User
from gatepost.channels.commands.mailings import release_mailing
from gatepost.conversations.audience import of_section
from gatepost.conversations.commands.notes import NoteContent, send_note
from gatepost.framework.types import InvolvementType
from gatepost.kernel import clock
from gatepost.people.models import Family
from gatepost.plans.commands.measures import Decided, decide_measure
from gatepost.plans.models import Side, TeamMember
from gatepost.plans.queries.pitfalls import Finding, Verdict, findings, scope_of
from gatepost.plans.queries.plans import current_plan
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.ready import INQUIRY
from gatepost.touchpoints.commands.batches import Entry, record_touchpoints
from tests.plans.planning import a_plan, an_action, this_year
from tests.support.cast import Cast, make_guardian, make_student

pytestmark = pytest.mark.django_db


def found(cast: Cast, slug: str) -> Finding:
    return next(one for one in findings(scope_of(cast.dov, cast.school)) if one.slug == slug)


def families(cast: Cast, number: int) -> list[Family]:
    made = []
    for place in range(number):
        child = make_student(cast.section, f"Child{place}", "Many")
        make_guardian(child, "Parent", email=f"many{place}@example.org")
        made.append(child.families.get())
    return made


def contact(cast: Cast, family: Family, key: object, outcome: str = "delivered", *, days_ago: int = 1, **more: str) -> Entry:
    words = {"means": "email", "direction": "out"} | more
    at = clock.now() - dt.timedelta(days=days_ago)
    return Entry(family_id=family.pk, school_id=cast.school.pk, at=at, outcome=outcome, source=f"t:{key}", **words)  # type: ignore[arg-type]


def test_with_nothing_on_record_nothing_is_said_against_anybody(cast: Cast) -> None:
    told = {one.slug: one.verdict for one in findings(scope_of(cast.dov, cast.school))}
    assert told.pop("ignoring") == Verdict.FOUND
    assert set(told.values()) == {Verdict.TOO_LITTLE}
    assert len(told) == 8


def test_one_way_contact_is_found_and_a_quarter_of_answers_clears_it(cast: Cast) -> None:
    chosen = families(cast, 10)
    record_touchpoints(
        [contact(cast, family, f"o{place}{round_}") for place, family in enumerate(chosen) for round_ in range(3)], by=None
    )
    assert found(cast, "one-way").verdict == Verdict.FOUND
    record_touchpoints(
        [contact(cast, family, f"a{place}", "answered", direction="in") for place, family in enumerate(chosen)], by=None
    )
    clear = found(cast, "one-way")
    assert (clear.verdict, clear.sentence.split(",", 1)[1]) == (Verdict.CLEAR, " 10 went both ways (25 %).")


def test_a_note_in_one_language_only_is_shown_with_how_many_it_left_out(cast: Cast) -> None:
    content = NoteContent(original_language="en", versions={"en": "Hello."})
    note = send_note(content, section=cast.section, school=cast.school, expected=of_section(cast.section).count, by=cast.ben)
    release_mailing(note.mailing, by=cast.ben)
    finding = found(cast, "one-language")
    assert (finding.verdict, finding.rows_in_all, finding.rows[0].detail) == (
        Verdict.FOUND,
        1,
        "1 of 1 readers got a language that is not theirs",
    )
    assert finding.rows[0].url == f"/notes/{note.pk}/"


def test_a_note_in_the_readers_language_is_none(cast: Cast) -> None:
    content = NoteContent(original_language="en", versions={"en": "Hello.", "so": "Salaan."})
    send_note(content, section=cast.section, school=cast.school, expected=of_section(cast.section).count, by=cast.ben)
    assert found(cast, "one-language").verdict == Verdict.CLEAR


def test_words_that_make_families_small_are_shown_with_better_ones(cast: Cast) -> None:
    content = NoteContent(original_language="en", versions={"en": "Come to our Back-to-School Night, about homework help."})
    send_note(content, section=cast.section, school=cast.school, expected=of_section(cast.section).count, by=cast.ben)
    finding = found(cast, "deficit-wording")
    assert finding.rows[0].detail == (
        "“back-to-school night” → “family welcoming event”; “homework help” → “academic support at home”"
    )


def test_families_who_were_with_us_and_hear_nothing_are_named(cast: Cast) -> None:
    chosen = families(cast, 11)
    talks = [
        contact(cast, family, f"{place}:{round_}", "answered", days_ago=80 if place < 2 else 10, direction="both", means="gate")
        for place, family in enumerate(chosen)
        for round_ in range(4)
    ]
    record_touchpoints(talks, by=None)
    finding = found(cast, "dropped-support")
    assert (finding.verdict, [row.name for row in finding.rows]) == (Verdict.FOUND, ["Child0 Many", "Child1 Many"])
    record_touchpoints([contact(cast, family, f"n{family.pk}") for family in chosen[:2]], by=None)
    assert found(cast, "dropped-support").verdict == Verdict.CLEAR


def test_goals_without_a_familys_voice_are_found_until_one_sits_there(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    assert found(cast, "alone").verdict == Verdict.TOO_LITTLE
    plan.goals.filter(number__lte=2).update(title="Children read at home")
    finding = found(cast, "alone")
    assert (finding.verdict, finding.rows_in_all) == (Verdict.FOUND, 2)
    assert finding.sentence == "In 2 of 2 goals families had no voice. No family sits in the team."
    plan.goals.update(asked_families=True)
    assert found(cast, "alone").sentence == "In 0 of 2 goals families had no voice. No family sits in the team."
    TeamMember.objects.create(plan=plan, person=cast.amina, name="Amina", side=Side.FAMILIES)
    assert found(cast, "alone").verdict == Verdict.CLEAR


def test_a_plan_of_visible_forms_only_is_found(cast: Cast) -> None:
    plan = a_plan(cast.school, cast.dov)
    for number in range(4):
        an_action(plan, cast.dov, f"Helpers {number}", main_type=InvolvementType.VOLUNTEERING)
    finding = found(cast, "visible-forms")
    assert (finding.verdict, finding.rows_in_all) == (Verdict.FOUND, 4)
    for number in range(2):
        an_action(plan, cast.dov, f"At home {number}")
    assert found(cast, "visible-forms").verdict == Verdict.CLEAR
    assert current_plan(cast.dov) == plan


def test_presence_is_not_taken_for_learning(cast: Cast) -> None:
    chosen = families(cast, 10)
    at_school = {"means": "meeting", "direction": "both", "place": "school"}
    rows = [
        contact(cast, family, f"{place}:{r}", "took-part", **at_school) for place, family in enumerate(chosen) for r in range(3)
    ]
    record_touchpoints(rows, by=None)
    assert found(cast, "presence").verdict == Verdict.FOUND
    learning = {"means": "gate", "direction": "both", "content_kind": "learning"}
    rows = [
        contact(cast, family, f"l{place}:{r}", "answered", **learning) for place, family in enumerate(chosen) for r in range(3)
    ]
    record_touchpoints(rows, by=None)
    assert found(cast, "presence").verdict == Verdict.CLEAR


def test_an_inquiry_that_went_out_clears_the_school(cast: Cast) -> None:
    survey = make_survey(INQUIRY, school=cast.school, by=cast.dov)
    assert found(cast, "ignoring").verdict == Verdict.FOUND
    type(survey).objects.filter(pk=survey.pk).update(state="open", opened_at=clock.now())
    assert found(cast, "ignoring").verdict == Verdict.CLEAR


def test_measures_taken_over_as_they_are_are_found_until_one_is_made_ones_own(cast: Cast) -> None:
    year = this_year(cast.school)
    for number in range(1, 5):
        decide_measure(cast.school, number, Decided("adopt", "It works.", "The team"), year=year, by=cast.dov)
    assert (found(cast, "imported").verdict, found(cast, "imported").rows_in_all) == (Verdict.FOUND, 4)
    decide_measure(cast.school, 4, Decided("adapt", "Hours.", "The team", "In the evening"), year=year, by=cast.dov)
    assert found(cast, "imported").verdict == Verdict.CLEAR


def test_another_schools_records_are_not_looked_at(cast: Cast) -> None:
    content = NoteContent(original_language="en", versions={"en": "Homework help."})
    send_note(content, section=cast.section, school=cast.school, expected=of_section(cast.section).count, by=cast.ben)
    told = findings(scope_of(cast.eve, cast.other_school))
    assert {one.slug: one.rows for one in told if one.rows and one.slug != "ignoring"} == {}


def test_the_page_opens_with_what_was_found(cast: Cast, settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    user = User.objects.create_user(person=cast.dov, email="dov@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    page = client.get("/plan/findings/")
    assert (page.status_code, page.context["found"]) == (200, 1)
