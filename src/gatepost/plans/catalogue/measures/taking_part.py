"""Measures 9 to 15: families' own place, their part in school life, and every activity thought from their side."""

from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType as Type
from gatepost.plans.catalogue.measures.measure import Measure, Window

TAKING_PART = (
    Measure(
        number=9,
        title=_("A room for the families’ association"),
        what=_("The association has a place in the school that is its own: to meet, to keep things, to be found."),
        steps=(
            _("Find a room near the entrance, even a small one."),
            _("Give it a key, a sign in the school’s languages and hours."),
            _("Let the association decide what it is used for."),
        ),
        effort=_("One room; an afternoon to set it up"),
        window=Window.FIRST_TERM,
        types=(Type.DECISION_MAKING, Type.VOLUNTEERING),
        evidence=_("Meetings held there, and who comes to them"),
        action=_("A room for the families’ association"),
    ),
    Measure(
        number=10,
        title=_("Named teachers as the link between teachers and families"),
        what=_("For each grade, one teacher is known to families by name and face as the one to turn to."),
        steps=(
            _("Ask who would like it; free an hour a week for it."),
            _("Tell names, languages and hours to every family."),
            _("Meet with the family liaison once a month."),
        ),
        effort=_("One hour a week for each of them"),
        window=Window.FIRST_WEEKS,
        types=(Type.COMMUNICATING,),
        evidence=_("Contacts with the named teachers, and families who know the name"),
        action=_("Name a link teacher for each grade"),
    ),
    Measure(
        number=11,
        title=_("The association’s place on the school’s site"),
        what=_("The association writes its own part of the school’s site: who it is, what it does, how to join."),
        steps=(
            _("Agree on one person from each side."),
            _("Begin with three things: faces, dates, how to join."),
            _("Put it into the families’ languages."),
        ),
        effort=_("Two hours to begin, half an hour a month"),
        window=Window.FIRST_TERM,
        types=(Type.DECISION_MAKING, Type.COMMUNICATING),
        evidence=_("When it was last changed, and what readers asked"),
        action=_("The association’s place on the school’s site"),
    ),
    Measure(
        number=12,
        title=_("Families bring what they know into lessons"),
        what=_("Families who know a trade, a language, a place or an art take part in lessons with it."),
        steps=(
            _("Ask every family what it could share, also from home."),
            _("Match it with what a class is learning."),
            _("Prepare together; a teacher is always there."),
            _("Thank them, and tell other families of it."),
        ),
        effort=_("Two hours for each lesson, together"),
        window=Window.YEAR,
        types=(Type.VOLUNTEERING, Type.LEARNING_AT_HOME),
        evidence=_("Families who took part, and lessons held"),
        action=_("Families bring what they know into lessons"),
    ),
    Measure(
        number=13,
        title=_("Places online where families can speak freely"),
        what=_("A class page, a network or a forum in which families speak with each other and with school, and not only read."),
        steps=(
            _("Ask families which they use already."),
            _("Agree on few rules, and on who keeps to them."),
            _("Never put there what a family without internet would miss."),
        ),
        effort=_("An evening to begin, an hour a week"),
        window=Window.FIRST_TERM,
        types=(Type.COMMUNICATING, Type.DECISION_MAKING),
        evidence=_("How many families write, not only read"),
        action=_("A place online where families can speak freely"),
    ),
    Measure(
        number=14,
        title=_("Families on trips, at celebrations and days of remembrance"),
        what=_("Families take part in what the school does outside lessons, and help to decide what it does."),
        steps=(
            _("Plan the year’s days with families at the table."),
            _("Offer tasks of ten minutes as well as whole days, and some from home."),
            _("Think of cost, hours, language and food for everybody."),
        ),
        effort=_("Two planning meetings; the days themselves"),
        window=Window.YEAR,
        types=(Type.VOLUNTEERING, Type.COMMUNITY),
        evidence=_("Families who took part or helped, by language and grade"),
        action=_("Families on trips and at celebrations"),
    ),
    Measure(
        number=15,
        title=_("Every activity thought through from the families’ side"),
        what=_("Before anything is decided, somebody asks: what does it mean for families, and how could they be part of it?"),
        steps=(
            _("Put the question on the sheet on which activities are planned."),
            _("Let one from a family answer it with you."),
            _("Look back at the end of each term: where did we forget?"),
        ),
        effort=_("Five minutes for each activity"),
        window=Window.YEAR,
        types=(Type.DECISION_MAKING, Type.COMMUNICATING),
        evidence=_("Activities with a word on families, of all activities"),
        action=_("Ask of every activity: what does it mean for families?"),
    ),
)
