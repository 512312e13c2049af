"""What every change of a survey's questions asks first: who may, and whether they may still change."""

from django.utils.translation import gettext as _

from gatepost.kernel.access import ensure
from gatepost.kernel.errors import ConflictError
from gatepost.people.models import Person
from gatepost.surveys.models import Item, Survey, SurveyState
from gatepost.surveys.rules import Perm
from gatepost.surveys.wording import Words


def locked(survey: Survey, *, by: Person) -> Survey:
    """The row as it is now, kept from others until this change is done."""
    ensure(by, Perm.BUILD, survey)
    return Survey.objects.select_for_update(of=("self",)).select_related("school").get(pk=survey.pk)


def ensure_changeable(survey: Survey) -> None:
    """Raises ConflictError from the first answer on: whoever answered would have answered something else."""
    if survey.is_promised:
        raise ConflictError(_("Somebody has answered already: the questions stand now. Make a new round to change them."))
    if survey.state == SurveyState.CLOSED:
        raise ConflictError(_("This survey is closed. Make a new round to change its questions."))


def ensure_said_stands(survey: Survey, before: Words, after: Words) -> None:
    """Raises ConflictError where words that went out with the invitations would change. A language may still be added."""
    if survey.state != SurveyState.DRAFT and not before.items() <= after.items():
        raise ConflictError(words_stand())


def words_stand() -> str:
    return _(
        "The invitations have gone out with these words: title, introduction and the titles of the parts stand now. "
        "Only a language in which they are missing can still be added."
    )


def languages_stand() -> str:
    return _("The invitations have gone out in these languages: a language can still be added, but none can be taken away.")


def reworded(words: Words, language: str, text: str) -> Words:
    """New words in the first language: what stood in other languages would say something else, and goes."""
    text = text.strip()
    if words.get(language, "") == text:
        return words
    return {language: text} if text else {}


def renumber(survey: Survey) -> None:
    """Parts and questions counted through in the order in which they stand."""
    parts = list(survey.parts.order_by("number", "pk"))
    places = {part.pk: place for place, part in enumerate(parts)}
    for place, part in enumerate(parts, start=1):
        part.number = place
    items = sorted(survey.items.all(), key=lambda item: (places[item.part_id], item.number, item.pk))
    for place, item in enumerate(items, start=1):
        item.number = place
    type(parts[0]).objects.bulk_update(parts, ["number"]) if parts else None
    Item.objects.bulk_update(items, ["number"], batch_size=200)
