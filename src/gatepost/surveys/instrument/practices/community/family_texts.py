"""Practices that join school, families and the people and places around."""

from django.utils.translation import gettext_lazy as _

from gatepost.surveys.instrument.practice import Practice

PRACTICES = (
    Practice(
        number=1,
        families=_(
            "How often did the school tell you about offers nearby, such as a clinic, a library, language classes or sports?"
        ),
        teachers=_(
            "How often did you tell families about offers nearby, such as a clinic, a library, language classes or sports?"
        ),
        directors=_(
            "How often does the school tell families about offers nearby, such as a clinic, a library, language classes or sports?"
        ),
    ),
    Practice(
        number=2,
        families=_(
            "How often did somebody at the school help you to get in touch with a person or a place that could support you?"
        ),
        teachers=_("How often did you help a family to get in touch with a person or a place that could support them?"),
        directors=_("How often does the school help families to get in touch with a person or a place that can support them?"),
    ),
    Practice(
        number=3,
        families=_(
            "How often did your child learn with people or in places near the school, such as a museum, a workshop or a park?"
        ),
        teachers=_(
            "How often did your students learn with people or in places near the school, such as a museum, a workshop or a park?"
        ),
        directors=_(
            "How often do students learn with people or in places near the school, such as a museum, a workshop or a park?"
        ),
        students=_("How often did you learn with people or in places near the school, such as a museum, a workshop or a park?"),
    ),
    Practice(
        number=4,
        families=_(
            "How often could you or your neighbours use rooms of the school, for example for a course, sports or a meeting?"
        ),
        teachers=_(
            "How often did you help families or neighbours to use rooms of the school, for example for a course, sports or a meeting?"
        ),
        directors=_(
            "How often can families or neighbours use rooms of the school, for example for a course, sports or a meeting?"
        ),
    ),
    Practice(
        number=5,
        families=_("How often did the school bring families together so that you could get to know and support each other?"),
        teachers=_("How often did you bring families together so that they could get to know and support each other?"),
        directors=_("How often does the school bring families together so that they can get to know and support each other?"),
    ),
    Practice(
        number=6,
        families=_("How often did your child’s class or the school do something good for people in the neighbourhood?"),
        teachers=_("How often did you and your students do something good for people in the neighbourhood?"),
        directors=_("How often do classes or the whole school do something good for people in the neighbourhood?"),
        students=_("How often did your class do something good for people in the neighbourhood?"),
    ),
)
