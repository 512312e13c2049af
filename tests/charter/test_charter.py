"""What a school says publicly: begun with an outline, written in several languages, published, confirmed, heard about."""

import datetime as dt

import pytest
from django.test import Client

from gatepost.accounts.models import User
from gatepost.charter import commands, queries
from gatepost.charter.models import Feedback, Version
from gatepost.errands.models import Errand
from gatepost.kernel.errors import BadInputError, ConflictError, NotAllowedError, NotReadyError
from gatepost.people.models import Person
from gatepost.touchpoints.commands.talks import log_talk
from tests.support.cast import Cast, make_guardian, make_staff, make_student

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    user = User.objects.create_user(person=person, email=f"p{person.pk}@example.org", password=None)
    client = Client()
    client.force_login(user, backend="gatepost.accounts.backends.StaffBackend")
    return client


def write(draft: Version, *, by: Person, language: str = "en", **bodies: str) -> Version:
    titles = {chapter["slug"]: chapter["title"].get(language, "") for chapter in draft.chapters}
    words = {slug: (titles[slug], body) for slug, body in bodies.items()}
    return commands.write_chapters(draft, words, language=language, seen=draft.changed_at, by=by)


def published(cast: Cast, kind: str = "policy", **bodies: str) -> Version:
    draft = commands.begin_draft(cast.school, kind, by=cast.dov)
    return commands.publish(write(draft, by=cast.dov, **(bodies or {"belief": "Every family is strong."})), by=cast.dov)


def page(cast: Cast, kind: str, language: str = "en") -> str:
    return Client().get(f"/about/{cast.school.slug}/{kind}/", {"lang": language}).content.decode()


def test_a_policy_begins_with_titles_in_every_language_and_no_word_of_ours_in_it(cast: Cast) -> None:
    draft = commands.begin_draft(cast.school, "policy", by=cast.dov)
    assert [chapter["slug"] for chapter in draft.chapters][:3] == ["belief", "welcome", "two-way"]
    assert {slug for chapter in draft.chapters for slug in chapter["body"]} == set()
    assert commands.begin_draft(cast.school, "policy", by=cast.carla) == draft


def test_nobody_outside_reads_a_draft(cast: Cast) -> None:
    draft = commands.begin_draft(cast.school, "policy", by=cast.dov)
    write(draft, by=cast.dov, belief="Not ripe yet.")
    assert Client().get(f"/about/{cast.school.slug}/policy/").status_code == 404
    version = commands.publish(draft, by=cast.dov)
    assert "Not ripe yet." in page(cast, "policy")
    newer = write(commands.begin_draft(cast.school, "policy", by=cast.dov), by=cast.dov, belief="Second thoughts.")
    assert (newer.number, "Second thoughts." in page(cast, "policy"), "Not ripe yet." in page(cast, "policy")) == (2, False, True)
    assert queries.difference(version, newer, "en") == [
        ("What we believe", "What we believe\nNot ripe yet.", "What we believe\nSecond thoughts.")
    ]


def test_what_is_published_stands(cast: Cast) -> None:
    version = published(cast)
    with pytest.raises(ConflictError):
        write(version, by=cast.dov, belief="Changed in secret.")
    with pytest.raises(ConflictError):
        commands.publish(version, by=cast.dov)


def test_an_empty_policy_is_not_published_and_a_teacher_writes_none(cast: Cast) -> None:
    draft = commands.begin_draft(cast.school, "policy", by=cast.dov)
    with pytest.raises(NotReadyError):
        commands.publish(draft, by=cast.dov)
    with pytest.raises(NotAllowedError):
        write(draft, by=cast.ben, belief="Mine.")
    with pytest.raises(NotAllowedError):
        commands.publish(draft, by=cast.carla)
    stranger = make_staff(cast.other_school, "principal")
    with pytest.raises(NotAllowedError):
        commands.begin_draft(cast.school, "policy", by=stranger)


def test_two_who_write_at_once_lose_no_word(cast: Cast) -> None:
    draft = commands.begin_draft(cast.school, "policy", by=cast.dov)
    seen = draft.changed_at
    client = signed_in(cast.carla)
    write(draft, by=cast.dov, belief="Dov was first.")
    answer = client.post(
        "/charter/policy/write/",
        {"language": "en", "seen": seen.isoformat(), "body-belief": "Carla’s words.", "title-belief": "X"},
    )
    assert answer.status_code == 409
    assert answer.context["form"]["body-belief"].value() == "Carla’s words."
    draft.refresh_from_db()
    assert draft.chapters[0]["body"] == {"en": "Dov was first."}


def test_a_reader_gets_her_language_and_is_told_where_it_is_missing(cast: Cast) -> None:
    draft = commands.begin_draft(cast.school, "policy", by=cast.dov)
    draft = write(draft, by=cast.dov, belief="Every family is strong.", review="We look each May.")
    draft = write(draft, by=cast.dov, language="ar", belief="كل أسرة قوية.")
    commands.publish(draft, by=cast.dov)
    chapters = {one.slug: one for one in queries.chapters_in(draft, "ar")}
    assert (chapters["belief"].body, chapters["belief"].is_own, chapters["belief"].is_rtl) == ("كل أسرة قوية.", True, True)
    assert (chapters["review"].body, chapters["review"].is_own, chapters["review"].is_rtl) == ("We look each May.", False, False)
    shown = page(cast, "policy", "ar")
    assert ('dir="rtl"' in shown, 'lang="en" dir="ltr"' in shown) == (True, True)


def test_it_is_confirmed_for_a_year_by_a_body(cast: Cast) -> None:
    version = published(cast)
    assert queries.standing_of(cast.school, "policy", cast.dov).confirmed is None
    year = queries.standing_of(cast.school, "policy", cast.dov).year
    with pytest.raises(BadInputError):
        commands.confirm(version, year=year, body=" ", on=dt.date(2026, 9, 1), by=cast.dov)
    commands.confirm(version, year=year, body="The school council", on=dt.date(2026, 9, 1), by=cast.dov)
    standing = queries.standing_of(cast.school, "policy", cast.dov)
    assert standing.confirmed is not None
    assert standing.confirmed.body == "The school council"
    assert "by: The school council" in page(cast, "policy")


def test_a_newer_version_has_to_be_confirmed_again_by_its_readers_not_silently(cast: Cast) -> None:
    version = published(cast)
    year = queries.standing_of(cast.school, "policy", cast.dov).year
    commands.confirm(version, year=year, body="The school council", on=dt.date(2026, 9, 1), by=cast.dov)
    commands.publish(write(commands.begin_draft(cast.school, "policy", by=cast.dov), by=cast.dov, belief="New."), by=cast.dov)
    assert "The school council" not in page(cast, "policy")


def test_a_chapter_is_added_moved_and_removed(cast: Cast) -> None:
    draft = commands.begin_draft(cast.school, "policy", by=cast.dov)
    draft = commands.add_chapter(draft, title="Our garden", by=cast.dov)
    draft = commands.add_chapter(draft, title="Our garden", by=cast.dov)
    assert [chapter["slug"] for chapter in draft.chapters][-2:] == ["our-garden", "our-garden-1"]
    draft = commands.move_chapter_up(draft, "our-garden-1", by=cast.dov)
    draft = commands.remove_chapter(draft, "our-garden", by=cast.dov)
    assert [chapter["slug"] for chapter in draft.chapters][-1] == "our-garden-1"
    with pytest.raises(BadInputError):
        commands.add_chapter(draft, title="  ", by=cast.dov)


def test_the_newcomers_page_shows_who_is_there_and_hides_who_is_protected(cast: Cast) -> None:
    hidden = make_staff(cast.school, "counsellor", "Hidden", "Person")
    hidden.is_protected = True
    hidden.save()
    published(cast, "profile", who="Come and see us.")
    shown = page(cast, "profile")
    assert [name in shown for name in ("Dov Stern", "Carla Rossi", "Hidden Person", "Ben Ortiz")] == [True, True, False, False]


def test_places_of_contact_are_shown_only_where_ten_families_stand_behind_them(cast: Cast) -> None:
    published(cast, "profile", contact="We meet here:")
    families = []
    for number in range(10):
        child = make_student(cast.section, f"Child {number}", "Many")
        make_guardian(child, email=f"many{number}@example.org")
        families.append(child.families.get())
    for number, family in enumerate(families[:9]):
        log_talk(family, by=cast.ben, source=f"t:{number}", means="gate")
    assert "Of every 100 talks" not in page(cast, "profile")
    log_talk(families[9], by=cast.ben, source="t:9", means="gate")
    log_talk(families[0], by=cast.ben, source="t:10", means="phone")
    shown = page(cast, "profile")
    assert "<b>100</b> · At the gate" in shown
    assert "From afar" not in shown


def test_languages_are_named_from_ten_families_on(cast: Cast) -> None:
    published(cast, "profile", languages="Many.")
    for number in range(10):
        make_guardian(make_student(cast.section, f"Child {number}", "Many"), language="ar")
    shown = page(cast, "profile")
    assert "read and speak many languages: Arabic." in shown


def test_a_reader_says_what_is_missing_and_the_office_hears_of_it(cast: Cast) -> None:
    published(cast)
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/about/{cast.school.slug}/policy/", {"helped": "no", "words": "Nothing on food.", "lang": "en"})
    assert answer.status_code == 302
    said = Feedback.objects.get()
    assert (said.helped, said.words) == (False, "Nothing on food.")
    assert list(Errand.objects.values_list("title", "reason")) == [("Somebody wrote about our public page", "Nothing on food.")]
    nothing = client.post(f"/about/{cast.school.slug}/policy/", {"lang": "en"}, follow=True).content.decode()
    assert "Please tick an answer or write something." in nothing
    assert Feedback.objects.count() == 1
    commands.settle_feedback(said, by=cast.carla)
    assert queries.standing_of(cast.school, "policy", cast.carla).feedback[0].settled_by == cast.carla


def test_many_words_at_once_from_one_place_are_refused(cast: Cast) -> None:
    published(cast)
    client = Client()
    codes = [client.post(f"/about/{cast.school.slug}/policy/", {"words": f"Word {number}"}).status_code for number in range(11)]
    assert (codes[9], codes[10]) == (302, 429)


def test_a_whole_network_counts_as_one_and_the_office_gets_one_errand_a_day(cast: Cast) -> None:
    published(cast)
    client = Client()
    path = f"/about/{cast.school.slug}/policy/"
    codes = [client.post(path, {"words": f"Word {n}"}, REMOTE_ADDR=f"2001:db8:1:2::{n}").status_code for n in range(11)]
    assert (codes[9], codes[10]) == (302, 429)
    assert (Feedback.objects.count(), Errand.objects.count()) == (10, 1)


def test_it_prints_in_the_readers_language(cast: Cast) -> None:
    published(cast, "profile", who="Come and see us.")
    answer = Client().get(f"/about/{cast.school.slug}/profile.pdf", {"lang": "ar"})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_what_somebody_wrote_is_never_markup(cast: Cast) -> None:
    published(cast, belief="<script>alert(1)</script>\n- <b>bold</b>\n- second")
    shown = page(cast, "policy")
    assert ("<script>alert" in shown, "<b>bold</b>" in shown, "<li>second</li>" in shown) == (False, False, True)
