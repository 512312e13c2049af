"""Printing sheets: who gets one, what stands on it, in every language; and who handed one in."""

import json

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings

from gatepost.kernel.errors import BadInputError, NotAllowedError, NotReadyError
from gatepost.surveys.commands.entering import find_sheet
from gatepost.surveys.commands.sheets import Wanted, note_handed_in, print_sheets
from gatepost.surveys.models import Invitation, Sheet, SheetRun
from gatepost.surveys.queries.paper import lists_to_tick
from tests.support.cast import Cast, restrict
from tests.surveys.filled_sheets import codes_of, make_paper_survey
from tests.surveys.sitting_down import invite, invite_parents

pytestmark = pytest.mark.django_db
NAMED = Wanted(sector="families", language="en")
BLANK = Wanted(sector="families", language="en", blank=10)


def texts_of(run: SheetRun) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(bytes(run.pdf))]


def names_in(run: SheetRun) -> list[str]:
    """Whose names stand on the strips, in the order of the pile."""
    adults = [sheet.invitation.person for sheet in run.sheets.order_by("number") if sheet.invitation]
    pages = [text for text in texts_of(run) if "Tear this strip" in text]
    assert len(adults) == len(pages)
    return [adult.full_name for adult, text in zip(adults, pages, strict=True) if adult.full_name in text]


def test_every_page_carries_its_code_and_every_sheet_begins_on_an_odd_page(cast: Cast) -> None:
    run = print_sheets(make_paper_survey(cast.school, cast.dov, scales=30), BLANK, by=cast.carla)
    document = pypdfium2.PdfDocument(bytes(run.pdf))
    pages = run.layout["pages"]
    assert (pages, len(document)) == (3, 40)
    seen = []
    for page in document:
        bitmap = page.render(scale=2, grayscale=True)
        grey = memoryview(bytearray(bytes(bitmap.buffer))).cast("B", shape=[bitmap.height, bitmap.stride])
        seen.append([found.text for found in zxingcpp.read_barcodes(grey)])
    codes = codes_of(run)
    wanted = [[f"{code}-{run.pk}-{page}"] if page <= pages else [] for code in codes for page in (1, 2, 3, 4)]
    assert seen == wanted


def test_a_blank_sheet_belongs_to_nobody_and_its_code_is_kept_as_digest_only(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov)
    invite(survey, cast.amina)
    run = print_sheets(survey, BLANK, by=cast.carla)
    assert [sheet.invitation for sheet in run.sheets.all()] == [None] * 10
    assert "Warsame" not in "".join(texts_of(run))
    stored = json.dumps(list(Sheet.objects.values("code_digest", "number", "state", "answer_digest")))
    assert [code for code in codes_of(run) if code in stored] == []


def test_sheets_of_a_confidential_survey_are_sorted_by_child_and_show_the_name_on_the_strip_only(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, privacy="confidential")
    invite_parents(survey, cast.section, 2, language="en", grade="4")
    invite(survey, cast.amina, language="en")
    run = print_sheets(survey, NAMED, by=cast.carla)
    assert names_in(run) == ["Parent en0 en4", "Parent en1 en4", "Amina Warsame"]
    first = pypdfium2.PdfDocument(bytes(run.pdf))[4].get_textpage()
    assert "Amina" not in first.get_text_bounded(bottom=80)
    assert "Amina Warsame" in first.get_text_bounded(top=80)


def test_nobody_gets_a_sheet_whose_right_has_ended_who_has_answered_or_holds_one(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, privacy="confidential")
    barred, answered, first, second = invite_parents(survey, cast.section, 4, language="en", grade="4")
    restrict(barred.person, barred.families.get().student, by=cast.dov)
    Invitation.objects.filter(pk=answered.pk).update(answered_on="2026-11-20")
    Invitation.objects.filter(pk=second.pk).update(language="ar")
    run = print_sheets(survey, NAMED, by=cast.carla)
    assert [sheet.invitation for sheet in run.sheets.all()] == [first]
    with pytest.raises(NotReadyError, match="Nobody is left"):
        print_sheets(survey, NAMED, by=cast.carla)
    again = print_sheets(survey, Wanted(sector="families", language="en", again=True), by=cast.carla)
    old, new = codes_of(run)[0], codes_of(again)[0]
    assert (find_sheet(survey, old), find_sheet(survey, new)) == (None, again.sheets.get())


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_sheet_is_set_in_every_language_with_a_place_for_every_box(cast: Cast, language: str) -> None:
    survey = make_paper_survey(cast.school, cast.dov, languages=["en", language], scales=4)
    invite_parents(survey, cast.section, 10, language=language, grade="4")
    layout = print_sheets(survey, Wanted(sector="families", language=language, blank=10), by=cast.carla).layout
    boxes = {key: [value for value, _x, _y in item["boxes"]] for key, item in layout["items"].items()}
    assert boxes == {**{f"s{n}": [1, 2, 3, 4, 5] for n in range(1, 5)}, "way": [1, 2, 3], "ways": [1, 2, 3, 4], "more": []}
    across = [x for _value, x, _y in layout["items"]["s1"]["boxes"]]
    assert across == sorted(across, reverse=language in ("ar", "ur"))


def test_what_somebody_wrote_is_words_and_no_markup(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, title={"en": "#panic() *a* $x$ \\ <place>"}, scales=1)
    run = print_sheets(survey, BLANK, by=cast.carla)
    assert "#panic() *a* $x$ \\ <place>" in texts_of(run)[0]


def test_sheets_are_printed_by_whoever_may_while_the_survey_is_open(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov)
    with pytest.raises(NotAllowedError):
        print_sheets(survey, BLANK, by=cast.ben)
    with pytest.raises(BadInputError, match="does not ask this group"):
        print_sheets(survey, Wanted(sector="teachers", language="en", blank=1), by=cast.carla)
    draft = make_paper_survey(cast.school, cast.dov, state="draft", opened_at=None)
    with pytest.raises(NotReadyError, match="while the survey is open"):
        print_sheets(draft, BLANK, by=cast.carla)
    assert SheetRun.objects.count() == 0


def test_who_handed_in_is_noted_by_the_day_and_joined_to_no_sheet(cast: Cast) -> None:
    survey = make_paper_survey(cast.school, cast.dov, unit="family")
    unit = f"family:{cast.family.pk}"
    amina = invite(survey, cast.amina, unit=unit, section_name="4B")
    partner, other = invite_parents(survey, cast.section, 2, language="en", grade="4")
    Invitation.objects.filter(pk=partner.pk).update(unit_key=unit, section_name="4B")
    Invitation.objects.filter(pk=other.pk).update(section_name="4B")
    print_sheets(survey, BLANK, by=cast.carla)
    assert note_handed_in(survey, [amina.pk, 999], sector="families", section_name="4B", by=cast.carla) == 1
    assert note_handed_in(survey, [amina.pk], sector="families", section_name="4B", by=cast.carla) == 0
    noted = Invitation.objects.exclude(answered_on=None).order_by("pk")
    assert list(noted) == [amina, partner]
    assert [(one.section_name, one.asked, one.answered) for one in lists_to_tick(survey)] == [("4B", 3, 2)]
    assert Sheet.objects.exclude(invitation=None).count() == 0
