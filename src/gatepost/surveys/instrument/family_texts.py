"""The frame of the ready instrument: titles, what it is for, the one scale of all practices, the open question at the end."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Say = str | Promise

# One scale for every side; from the fourth step on, the practice happens for who answers.
FREQUENCY: tuple[Say, ...] = (_("Never"), _("Rarely"), _("Sometimes"), _("Often"), _("Whenever it is needed"))

MIRROR_TITLE = _("Families and school together")
MIRROR_INTRO = _(
    "What works well between families and school, and what is missing? Families, teachers and the school’s leadership answer "
    "the same questions, and then we look at the answers together. It takes about 20 minutes. You can leave out any question."
)
SHORT_TITLE = _("Families and school together: twelve questions")
SHORT_INTRO = _(
    "What works well between families and school, and what is missing? Families, teachers and the school’s leadership answer "
    "the same twelve questions, and then we look at the answers together. You can leave out any question."
)
SHORT_PART = _("How often does it happen?")
LEAD = _(
    "Please think of this school year. If you have several children at this school, think of all of them. "
    "What does not concern you, you can leave out."
)
TYPE_TITLES: dict[str, Say] = {
    "parenting": _("What children need at home"),
    "communicating": _("Talking with each other"),
    "volunteering": _("Joining in and helping"),
    "learning-at-home": _("Learning at home and at school"),
    "decision-making": _("Deciding together"),
    "community": _("School and neighbourhood"),
}
END_TITLE = _("In your own words")
END = _("Was a question hard to answer, or is there something else that you would like to say?")

REVIEW_TITLE = _("How good is our partnership?")
REVIEW_INTRO = _(
    "Here are 14 signs of a good partnership between families and school. For each one, choose the sentence that fits our school "
    "best today. Families, teachers and the school’s leadership answer by themselves; then we talk about it. "
    "It takes about 15 minutes."
)
SIGNS_TITLE = _("Signs of a good partnership")
NEEDS_TITLE = _("What a good partnership needs")
REVIEW_LEAD = _("No school is at the top everywhere. What you do not know, you can leave out.")
