"""While anonymous answers lie in the box, the page of results says how many, and does not make one person's answer its headline."""

import pytest

from gatepost.framework.types import Sector
from gatepost.kernel import clock
from gatepost.surveys.commands.making import make_survey
from gatepost.surveys.instrument.ready import SHORT
from gatepost.surveys.models import Sealed, Survey
from gatepost.surveys.queries.waiting import locked_sentence
from gatepost.surveys.result_wording import opening
from tests.support.cast import Cast


@pytest.mark.django_db
def test_the_page_says_how_many_answers_wait(cast: Cast) -> None:
    survey = make_survey(SHORT, school=cast.school, by=cast.dov)
    Survey.objects.filter(pk=survey.pk).update(state="open", opened_at=clock.now())
    assert locked_sentence(survey) == ""
    Sealed.objects.bulk_create(Sealed(survey=survey, blob=b"x") for _number in range(3))
    assert locked_sentence(survey).startswith("3 answers wait locked.")


def test_one_leaders_answer_is_no_headline() -> None:
    said = opening({Sector.DIRECTORS: 0.5}, {Sector.DIRECTORS: 1})
    assert said == "So far only the leadership’s answer can be shown: the others appear from ten of a group on."
    assert opening({Sector.FAMILIES: 0.25, Sector.DIRECTORS: 0.5}, {Sector.FAMILIES: 12, Sector.DIRECTORS: 1}).startswith(
        "Families"
    )
