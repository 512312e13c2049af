"""What a good partnership needs: for each a question and five sentences, from hardly begun to part of every day."""

from django.utils.translation import gettext_lazy as _

from gatepost.surveys.instrument.rubric import Rubric

NEEDS = (
    Rubric(
        "shared-belief",
        _("Do the people of the school believe that every family has strengths and matters for learning?"),
        (
            _("One hears mostly what families lack."),
            _("A few people speak up for families."),
            _("The leadership says that families matter; in daily work one sees it only here and there."),
            _("Leadership and most staff show that families matter and build on their strengths."),
            _("Everybody builds on the strengths of each family; new colleagues learn it from the first day."),
        ),
    ),
    Rubric(
        "collaborative-processes",
        _("Is it settled and written down how families and school work together?"),
        (
            _("Nothing is settled; it depends on the person."),
            _("There are some habits, but nothing is written, and families were not asked."),
            _("There is something in writing; families know little of it."),
            _("It is written together with families, it is about learning, and there are several ways to take part."),
            _("Every year families and school go through it together and change it; nothing is taken for granted."),
        ),
    ),
    Rubric(
        "timely-communication",
        _("Do families get what they need to know in time, and do they know whom to turn to with a problem?"),
        (
            _("Families hear late or by chance, and do not know whom to turn to."),
            _("The usual messages are in time; with a problem one has to find a way by oneself."),
            _("Most families get messages in time; for problems there is a way that some people know."),
            _("Families can see how their child learns at any time, and everybody knows the way to solve a problem."),
            _("The school knows what keeps each family from hearing, does something about it, and sets goals with families."),
        ),
    ),
    Rubric(
        "plans-resources-reviews",
        _("Is there a plan for the partnership, with people, money and a look back?"),
        (
            _("There is no plan; things happen when somebody has time."),
            _("One person looks after it, without a plan, money or hours for it."),
            _("There is a plan with goals; it is not looked at regularly."),
            _("A team of families and staff has a plan, money and training, and looks at the results every year."),
            _("The team looks at the results several times a year, tells everybody about them, and changes the plan."),
        ),
    ),
    Rubric(
        "time",
        _("Does the partnership get time to grow over years?"),
        (
            _("Things are tried once and then forgotten."),
            _("Each year something new begins; what was good is not continued."),
            _("Some good things come back every year."),
            _("There is a plan for several years, and staff have hours for work with families."),
            _("For three years or more the school has built on what worked, also when people changed."),
        ),
    ),
)
