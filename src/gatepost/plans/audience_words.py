"""For whom an action is meant, in a few words."""

from django.utils import translation

from gatepost.languages.tags import language_name
from gatepost.plans.models import Action
from gatepost.plans.printed import family_texts as say
from gatepost.reach.wording import listed


def audience_of(action: Action) -> str:
    """Classes, grades and languages by name; blank for the whole school. Needs the sections loaded along."""
    names = [section.name for section in action.sections.all()]
    names += [str(say.GRADE % {"name": grade}) for grade in action.grades]
    whom = listed(names) if names else ""
    readers = listed(language_name(tag, translation.get_language() or "en") for tag in action.languages)
    return " · ".join(filter(None, [whom, readers]))
