"""Practices by which families and school decide together."""

from django.utils.translation import gettext_lazy as _

from gatepost.surveys.instrument.practice import Practice

PRACTICES = (
    Practice(
        number=1,
        families=_("How often did the school ask you what you think before it decided something that matters to families?"),
        teachers=_("How often did you ask families what they think before you decided something that matters to them?"),
        directors=_("How often does the school ask families what they think before it decides something that matters to them?"),
        students=_("How often did the school ask students what they think before it decided something that matters to them?"),
    ),
    Practice(
        number=2,
        families=_("How often did the school tell you what became of an idea or a concern of families?"),
        teachers=_("How often did you tell families what became of an idea or a concern of theirs?"),
        directors=_("How often does the school tell families what became of an idea or a concern of theirs?"),
    ),
    Practice(
        number=3,
        families=_(
            "When something important about your child was decided at school, how often did you decide together with the school?"
        ),
        teachers=_("When something important about a student was decided, how often did you decide together with the family?"),
        directors=_(
            "When something important about a student is decided, how often does the school decide together with the family?"
        ),
        students=_("When something important about you was decided at school, how often did you have a say?"),
    ),
    Practice(
        number=4,
        families=_("How often did you hear from the people who speak for families in the school’s council or association?"),
        teachers=_("How often did you work with the people who speak for families in the school’s council or association?"),
        directors=_("How often does the school work with the people who speak for families in its council or association?"),
    ),
    Practice(
        number=5,
        families=_(
            "How often did the school make it easier for you to have a say, such as with an interpreter, at another hour, or on paper?"
        ),
        teachers=_(
            "How often did you make it easier for families to have a say, such as with an interpreter, at another hour, or on paper?"
        ),
        directors=_(
            "How often does the school make it easier for families to have a say, such as with an interpreter, at another hour, or on paper?"
        ),
    ),
    Practice(
        number=6,
        families=_("How often did the school talk with you or other families about its goals and how far it has come?"),
        teachers=_("How often did you talk with families about the goals of the school and how far it has come?"),
        directors=_("How often does the school talk with families about its goals and how far it has come?"),
    ),
)
