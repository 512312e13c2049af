"""Measures 1 to 8: the first meetings with a family, and the talks through the year."""

from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType as Type
from gatepost.plans.catalogue.measures.measure import Measure, Window

FIRST_STEPS = (
    Measure(
        number=1,
        title=_("Meet next year’s families at their school of today"),
        what=_(
            "Counsellor and head of studies go to the school the children come from and meet their families there, before the change."
        ),
        steps=(
            _("Agree on an evening with the school they come from, and ask which languages are needed."),
            _("Invite every family there, through the school it knows."),
            _("Tell little, ask much: what are they glad of, what worries them?"),
            _("Give a name and a number for questions over the summer."),
        ),
        effort=_("Two people, one evening for each school, half a day to prepare"),
        window=Window.LAST_TERM,
        types=(Type.COMMUNICATING, Type.COMMUNITY),
        evidence=_("Families met before the first day, and questions asked afterwards"),
        action=_("Meet next year’s families at their school of today"),
    ),
    Measure(
        number=2,
        title=_("A welcome day with leadership, tutors and counsellor"),
        what=_(
            "On the first day families are received, too, by the people they will need: leadership, the class tutor, the counsellor."
        ),
        steps=(
            _("Greet at the gate, in the families’ languages."),
            _("One half hour together, one half hour in the classroom with the tutor."),
            _("Leave time to stand and talk; coffee helps."),
            _("Ask those who could not come when it suits them."),
        ),
        effort=_("All tutors and leadership, two hours; a morning to prepare"),
        window=Window.FIRST_DAY,
        types=(Type.COMMUNICATING,),
        evidence=_("Families who took part, by language and grade, and those invited again"),
        action=_("Welcome day for families"),
    ),
    Measure(
        number=3,
        title=_("A talk with every new family in the first term"),
        what=_(
            "Counsellor or head of studies talk with each family of the entry year and of every new student, one by one, at an hour that suits the family."
        ),
        steps=(
            _("Offer early, late and by phone; ask which language."),
            _("Begin with what the family knows about the child."),
            _("Write down hopes, what helps, how they want to be reached."),
            _("Tell the class tutor what the family agrees to pass on."),
        ),
        effort=_("Half an hour for each family; free staff for it or pay the hours"),
        window=Window.FIRST_TERM,
        types=(Type.COMMUNICATING, Type.PARENTING),
        evidence=_("New families talked with, of all new families; who is still missing"),
        action=_("A talk with every new family"),
    ),
    Measure(
        number=4,
        title=_("Class meeting by the tutor in the first term"),
        what=_(
            "The tutor tells what the year will be: subjects, teachers, timetable, dates of assessment, advice and aims; and hears what families expect."
        ),
        steps=(
            _("Invite two weeks ahead, with interpreter and childcare offered."),
            _("Hand out one page in the families’ languages."),
            _("Keep half of the time for questions and for families to talk with each other."),
            _("Send the page to those who could not come, and ask back."),
        ),
        effort=_("Each tutor one evening and two hours to prepare"),
        window=Window.FIRST_WEEKS,
        types=(Type.COMMUNICATING, Type.LEARNING_AT_HOME),
        evidence=_("Families of each class who took part, and who read the page"),
        action=_("Class meetings by the tutors"),
    ),
    Measure(
        number=5,
        title=_("How is the class doing? An evening with the counsellor"),
        what=_("Families of a class and the counsellor look at how the class lives and learns together, without naming a child."),
        steps=(
            _("Ask students and families beforehand: one question each."),
            _("Show what came of it, in plain words."),
            _("Look for two things that home and school will both do."),
            _("Come back to them after six weeks."),
        ),
        effort=_("Counsellor one evening for each class, three hours to prepare"),
        window=Window.MIDDLE,
        types=(Type.COMMUNICATING, Type.PARENTING),
        evidence=_("Families who took part, and what was agreed"),
        action=_("Class evenings with the counsellor"),
    ),
    Measure(
        number=6,
        title=_("Tutors meet families of students who struggle in many subjects"),
        what=_(
            "Where a student did not pass five subjects or more, the tutor meets the family to find a way together, strengths first."
        ),
        steps=(
            _("Call rather than write, within a week of the results."),
            _("Begin with what goes well; ask what the family sees."),
            _("Agree on one thing each: student, family, school."),
            _("Meet again after four weeks, shortly."),
        ),
        effort=_("Forty minutes for each family, twice"),
        window=Window.AFTER_MARKS,
        types=(Type.LEARNING_AT_HOME, Type.COMMUNICATING),
        evidence=_("Families met of those concerned, and the second talk"),
        action=_("Tutors meet families of students who struggle in many subjects"),
    ),
    Measure(
        number=7,
        title=_("A talk about progress with tutor or subject teacher, for each family"),
        what=_(
            "Every family can talk alone with the tutor or a teacher about how its child is learning, not only when something is wrong."
        ),
        steps=(
            _("Offer times to every family, not only on request."),
            _("Let the student take part and say something first."),
            _("Look at work, not only at marks."),
            _("Write down what both sides will do."),
        ),
        effort=_("Twenty minutes for each family, once a year at least"),
        window=Window.MIDDLE,
        types=(Type.COMMUNICATING, Type.LEARNING_AT_HOME),
        evidence=_("Families who had a talk, by language and grade"),
        action=_("A talk about progress for each family"),
    ),
    Measure(
        number=8,
        title=_("An open day on which families sit in lessons"),
        what=_("On one day at least, families come into ordinary lessons and see how their children learn."),
        steps=(
            _("Choose a day and offer a second one in the evening or with recorded work."),
            _("Ask each teacher for one lesson that families can join in."),
            _("Have somebody at the door who speaks with everybody."),
            _("Ask two questions at the end."),
        ),
        effort=_("All teachers one day; two people half a day to prepare"),
        window=Window.MIDDLE,
        types=(Type.LEARNING_AT_HOME, Type.VOLUNTEERING),
        evidence=_("Families who took part, and their two answers"),
        action=_("Open day in lessons"),
    ),
)
