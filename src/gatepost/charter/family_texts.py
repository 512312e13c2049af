"""Words of the public pages that we hand a school ready-made: titles, first texts, labels. A school puts its own in their place."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Say = str | Promise

POLICY_TITLES: dict[str, Say] = {
    "belief": _("What we believe"),
    "welcome": _("How we welcome every family"),
    "two-way": _("How we talk with each other"),
    "learning": _("How we work together for learning"),
    "decisions": _("How families take part in decisions"),
    "taking-part": _("Ways to take part, for every family"),
    "concerns": _("When you are worried or do not agree"),
    "community": _("How we work with our neighbourhood"),
    "review": _("How we see whether it works"),
}

PROFILE_TITLES: dict[str, Say] = {
    "who": _("Who is who"),
    "first-steps": _("First steps, and how long they take"),
    "welcome": _("How we welcome you"),
    "groups": _("Groups you can join"),
    "words": _("Words we use"),
    "unwritten": _("What nobody writes down"),
    "myths": _("What people say, and what is true"),
    "contact": _("Where school and families meet"),
    "languages": _("Languages at our school"),
}

FIRST_STEPS = _(
    "- Tell us how we can reach you best, and in which language: two minutes.\n"
    "- Meet your child’s teacher: about half an hour, at an hour that suits you.\n"
    "- Tell us what your child is good at and what helps your child: ten minutes.\n"
    "- See the school from inside: ask at the office for a day."
)
WELCOME = _(
    "Nobody needs to know how school works here before coming in. Ask anything, at any time, in your language. "
    "If you need somebody to interpret, childcare or help with the way, tell us: we arrange it."
)
WORDS = _(
    "- Family–school conference: a talk between you and a teacher about your child. Both sides ask and both sides tell.\n"
    "- Student progress report: a paper that says what your child has learned and what comes next.\n"
    "- Family liaison: the person at school who helps families and teachers find each other.\n"
    "- Academic support at home: what you do at home that helps learning. Talking in your own language is part of it."
)
UNWRITTEN = _(
    "- You may come to the gate and talk with us. You do not need a reason.\n"
    "- You may bring a relative, a friend or your younger children to every talk.\n"
    "- You may say that you did not understand. We say it again, in other words or in your language."
)
MYTHS = _(
    "- People say: only those who speak the language of the school can help their child. "
    "True is: children learn more when families talk, tell stories and read with them in the language they know best.\n"
    "- People say: school calls only when something is wrong. True is: we want to tell you good news as well."
)

ROLES: dict[str, Say] = {
    "principal": _("Leads the school"),
    "liaison": _("Helps families and school find each other"),
    "counsellor": _("Listens and gives advice"),
    "office": _("Is there for papers, dates and questions"),
}
MEET_BY_PLACE = _("Of every 100 talks between families and school in the last year:")
FAMILIES_READ = _("Families at our school read and speak many languages: %(languages)s.")
POLICY_TITLE = pgettext_lazy("title of a public page", "Our partnership with families")
PROFILE_TITLE = pgettext_lazy("title of a public page", "New at our school")
CONFIRMED = _("Confirmed for the school year %(year)s by: %(body)s")
VERSION_OF = _("As it stands since %(day)s")
