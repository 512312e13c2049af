"""Nine signs of a good partnership: for each a question and five sentences, from hardly begun to part of every day."""

from django.utils.translation import gettext_lazy as _

from gatepost.surveys.instrument.rubric import Rubric

SIGNS = (
    Rubric(
        "shared-responsibility",
        _("Who feels responsible for how well students do?"),
        (
            _("School and families each leave it to the other side."),
            _("Each side does its part, and hardly anybody talks about who does what."),
            _("Some teachers and families talk about what each of them can do for the student."),
            _("Most teachers and families agree on what each of them does for the student."),
            _("School, family and student agree on what each of them does, and later they look at it again together."),
        ),
    ),
    Rubric(
        "joint-action",
        _("Do families and school do things together?"),
        (
            _("The school acts alone; families hear about it afterwards, or not at all."),
            _("Now and then families are asked to help with something that is already planned."),
            _("Some activities are planned and done together, mostly with the same few families."),
            _("Many activities are planned and done together, with families of most groups."),
            _("Planning and doing together is the usual way, and the school goes to meet families who are missing."),
        ),
    ),
    Rubric(
        "student-focus",
        _("Is what families and school do together about the students and their learning?"),
        (
            _("It is about money, events and rules; learning is not a topic."),
            _("Learning is a topic only when there is trouble."),
            _("Learning and well-being are a topic at the planned conferences."),
            _("Most meetings and messages say how the student learns and what helps."),
            _("Whatever is done together starts from what this student needs, and the student takes part in it."),
        ),
    ),
    Rubric(
        "positive-attitudes",
        _("How do families and school think and speak of each other?"),
        (
            _("Many speak badly of the other side."),
            _("People are polite, and they expect little from each other."),
            _("Some people trust each other; with others it is hard."),
            _("Most people trust each other and say what the other side does well."),
            _("Respect and trust are felt everywhere, with every family, also when there is a problem."),
        ),
    ),
    Rubric(
        "shared-understanding",
        _("Do families and school talk until they understand each other?"),
        (
            _("There is no time or place for real talks."),
            _("There are talks, but mostly one side speaks."),
            _("In some talks both sides ask and listen."),
            _("In most talks both sides ask, listen and find words that both understand."),
            _("Every family can talk in its own language, and both sides check whether they understood each other."),
        ),
    ),
    Rubric(
        "shared-decisions",
        _("Do families and school set goals and decide together, from what both know about the child?"),
        (
            _("The school decides; families are told."),
            _("Families are asked to agree when the decision has already been made."),
            _("Some families are asked what they know about their child before something is decided."),
            _("Most goals and decisions come from what family and school know about the child’s strengths and needs."),
            _("Family, school and student always decide together, and all of them know the child’s strengths and needs."),
        ),
    ),
    Rubric(
        "complementary-roles",
        _("Do families and school each bring in what they do best?"),
        (
            _("What families do at home is not seen, and what the school does is not known."),
            _("The school tells families what they should do."),
            _("Some teachers ask what families already do and build on it."),
            _("Most teachers and families know what the other side does, and they add to it."),
            _("What families do counts as much as what the school does, and both plan so that the two fit together."),
        ),
    ),
    Rubric(
        "solution-focus",
        _("What happens when there is a problem?"),
        (
            _("People look for who is at fault, or nobody says anything."),
            _("The problem is told to the family, and it ends there."),
            _("Sometimes both sides look for a way out together."),
            _("Mostly both sides look for a way out together and agree on a first step."),
            _("Both sides always look for a way out together, try it, and meet again to see whether it worked."),
        ),
    ),
    Rubric(
        "two-way-communication",
        _("How often do families and school hear from each other?"),
        (
            _("Hardly ever, or only when something goes wrong."),
            _("The school sends messages, and it is hard to answer them."),
            _("Families can answer, and some of them get a reply soon."),
            _("Messages go both ways all year, with good news too, and most answers come soon."),
            _("Every family hears from the school and is heard, in its language and in the way that suits it."),
        ),
    ),
)
