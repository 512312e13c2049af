"""Of a confidential survey nobody can reckon from pages, looks and files what one of fewer than ten has said.

`tests.surveys.reader` is who tries. People answer one by one, he looks at everything again and again, before closing and after
it, and takes the file out. Then faults are planted, and he finds fewer than ten each time.
"""

from collections.abc import Callable

import pytest
from django.utils import timezone

from gatepost.surveys.commands import settling, tallying
from gatepost.surveys.commands.tallying import tally
from gatepost.surveys.models import FEWEST, Remark, Response, Stratum, Survey
from gatepost.surveys.queries import cells, remarks, waiting
from gatepost.surveys.taking_along import answers as file_of_answers
from gatepost.surveys.views import export
from tests.reach.picturing import signed_in
from tests.support.cast import Cast
from tests.surveys.answers import make_item, make_survey
from tests.surveys.reader import Reader

pytestmark = pytest.mark.django_db
Place = tuple[str, str, str]
# (language, grade, section) → how many. Who stands last answers last.
FOURTEEN_AND_ONE = {("es", "4", "4A"): 14, ("so", "4", "4A"): 1}
FOUR_SECTIONS = {("es", "4", "4A"): 12, ("es", "4", "4B"): 12, ("es", "5", "5A"): 12, ("es", "5", "5B"): 2}
MANY = {
    ("es", "4", "4A"): 11, ("so", "5", "5A"): 12, ("es", "5", "5A"): 13, ("so", "4", "4B"): 2, ("ar", "4", "4A"): 10, ("ar", "5", "5B"): 1,
    ("es", "4", "4B"): 9,
}  # fmt: skip
SCHOOLS = [FOURTEEN_AND_ONE, FOUR_SECTIONS, MANY]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def prepare(cast: Cast, number: int) -> Survey:
    survey = make_survey(cast.school, cast.dov, privacy="confidential", sectors=["families"])
    people = [{"value": one, "words": {"en": f"Person {one}"}} for one in range(1, number + 1)]
    make_item(survey, "who", kind="choice", options=people)
    make_item(survey, "gate", practice="gate", involvement_type="community")
    make_item(survey, "more", kind="text", options=[])
    return survey


def answer(survey: Survey, place: Place, one: int) -> None:
    """As it is kept when somebody answers: the group as fine as asked, own words beside."""
    language, grade, section = place
    stratum, _new = Stratum.objects.get_or_create(
        survey=survey, sector="families", language=language, grade=grade, section_name=section
    )
    response = Response.objects.create(survey=survey, stratum=stratum, marks={"who": one, "gate": one % 5 + 1})
    item = survey.items.get(key="more")
    Remark.objects.create(item=item, sector="families", language=language, words=f"Words of {one}", response=response)
    tally(survey.pk)


def read(cast: Cast, school: dict[Place, int]) -> Reader:
    """Looks from the tenth answer on at each third, before and after the last, and twice after closing."""
    places = [place for place, number in school.items() for _one in range(number)]
    survey = prepare(cast, len(places))
    reader = Reader(signed_in(cast.dov), survey.pk)
    for one, place in enumerate(places, start=1):
        answer(survey, place, one)
        if one >= FEWEST and (one % 3 == 0 or len(places) - one < 2):
            reader.look(frozenset(range(1, one + 1)))
    everybody = frozenset(range(1, len(places) + 1))
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=timezone.now())
    for _time in range(2):
        reader.look(everybody)
        tally(survey.pk)
    reader.look(everybody)
    assert everybody in reader.sets  # he did see what everybody said
    return reader


@pytest.mark.parametrize("school", SCHOOLS)
def test_whatever_he_subtracts_ten_may_have_said_it(cast: Cast, school: dict[Place, int]) -> None:
    reader = read(cast, school)
    assert reader.candidates() >= FEWEST


def test_he_does_see_groups_and_the_lines_of_the_file(cast: Cast) -> None:
    assert sorted(len(held) for held in read(cast, MANY).sets) != [sum(MANY.values())]


# Faults, planted one by one.


def keep_groups_as_fine_as_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(settling, "coarse_cells", dict)


def let_pages_and_file_each_hide_by_themselves(patch: pytest.MonkeyPatch) -> None:
    """As it was: nothing settled; pages hide by one thing at a time, the file by all of them."""
    patch.setattr(settling, "_move", lambda survey, groups: None)


def show_before_closing(patch: pytest.MonkeyPatch) -> None:
    for module in (waiting, cells, tallying):
        patch.setattr(module, "waits", lambda survey: False)


def show_words_at_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(remarks, "shown_sectors", lambda survey: ["families"])


def let_the_file_out_before_closing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(export, "_may_take", lambda survey: True)


def write_every_group_into_the_file(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(settling, "_move", lambda survey, groups: None)
    patch.setattr(cells, "DIMENSIONS", ())
    patch.setattr(file_of_answers, "coarsened", lambda numbers: {group: group for group in numbers})


@pytest.mark.parametrize(
    ("plant", "school"),
    [
        (keep_groups_as_fine_as_asked, MANY),
        (let_pages_and_file_each_hide_by_themselves, FOUR_SECTIONS),
        (show_before_closing, FOURTEEN_AND_ONE),
        (show_before_closing, FOUR_SECTIONS),
        (show_words_at_once, FOURTEEN_AND_ONE),
        (let_the_file_out_before_closing, FOURTEEN_AND_ONE),
        (write_every_group_into_the_file, FOURTEEN_AND_ONE),
    ],
)
def test_a_planted_fault_is_found(
    cast: Cast,
    plant: Callable[[pytest.MonkeyPatch], None],
    school: dict[Place, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    assert 0 < read(cast, school).candidates() < FEWEST
