"""Six short modules that staff and families take together, in plain words, for whoever leads them and whoever comes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Say = str | Promise

TITLES: dict[str, Say] = {
    "two-way": _("Talking with each other, not past each other"),
    "hard-talks": _("When there is something hard to say"),
    "strengths": _("What a child is good at, first"),
    "two-languages": _("Two languages in one talk"),
    "home-visits": _("A visit at home"),
    "deciding": _("Deciding together"),
}
AIMS: dict[str, Say] = {
    "two-way": _("We find out by which ways each of us likes to be reached, and we try out questions that open a talk."),
    "hard-talks": _("We practise to say what worries us without blame, and to listen until we have understood."),
    "strengths": _("We begin every talk about a child with what we have seen her or him do well."),
    "two-languages": _("We practise a talk with an interpreter and one without, so that nobody is left out of it."),
    "home-visits": _(
        "We learn what makes a visit welcome: it is offered, not ordered, two people come, and hopes are what it is about."
    ),
    "deciding": _("We take one real question of our school and decide it together, so that everybody knows how it came about."),
}
STEPS: dict[str, tuple[Say, ...]] = {
    "two-way": (
        _(
            "In pairs, one from a family and one from school: how do you like to hear from school? What do you read, what not? (10 minutes)"
        ),
        _(
            "Each pair turns three closed questions into open ones: not “Is everything all right?”, but “What does your child tell at home?” (15 minutes)"
        ),
        _(
            "All together: which way of contact do we use most, and whom do we miss with it? Look at the real numbers. (15 minutes)"
        ),
        _("Everybody writes down one thing to try in the next two weeks. (5 minutes)"),
    ),
    "hard-talks": (
        _("Think of a talk that went wrong. What was said first? Tell it to one other person, without names. (10 minutes)"),
        _(
            "Learn four sentences by trying them: what I have seen, what I do not know, what I ask you, what we could do. (15 minutes)"
        ),
        _("Play one talk twice in groups of three: speak, answer, watch. The one who watches says what helped. (20 minutes)"),
        _("Agree: what do we promise each other for the next hard talk? (5 minutes)"),
    ),
    "strengths": (
        _("Everybody tells of a child: a moment in which she or he did something well. Be exact. (10 minutes)"),
        _("Families tell what they see at home that school cannot see. School tells what families cannot see. (15 minutes)"),
        _("Write one good note of two sentences about a child of your own or of your class. (10 minutes)"),
        _("Choose one family you have not told anything good this month, and a day on which you will. (5 minutes)"),
    ),
    "two-languages": (
        _("Try it: explain the way to the market without a word the other knows. What helped? (10 minutes)"),
        _("With an interpreter: speak in short pieces, look at each other and not at the interpreter, ask back. (15 minutes)"),
        _("Without one: use pictures, numbers, a translated sheet, and let the other say it again in own words. (15 minutes)"),
        _("Agree how a family asks for an interpreter here. Never let a child interpret for adults. (5 minutes)"),
    ),
    "home-visits": (
        _("Families tell: when was a visitor welcome, and when not? (10 minutes)"),
        _(
            "Learn the offer: free to say no, at your hour, at home or elsewhere, two of us come, no papers, no marks. (10 minutes)"
        ),
        _("Practise the two questions: what do you hope for your child? What should we know to help? (15 minutes)"),
        _("Talk about what makes visitors and families feel safe, and how we tell each other that we are back. (10 minutes)"),
    ),
    "deciding": (
        _("Put one real question on the table. Who is touched by it, and who of them is not in the room? (10 minutes)"),
        _("Everybody first writes alone, then speaks in turn. Nobody speaks twice before all have spoken once. (15 minutes)"),
        _("Gather ways to do it. For each one: what is good about it, what worries us, what would we need? (15 minutes)"),
        _("Decide, and write down three things: what we heard, what we decided, and why. Tell it to all families. (10 minutes)"),
    ),
}
QUESTIONS: dict[str, Say] = {
    "two-way": _("How sure are you that you can find a way to talk with the other side?"),
    "hard-talks": _("How sure are you that you can say something hard so that the other still wants to talk?"),
    "strengths": _("How easy is it for you to name what a child does well?"),
    "two-languages": _("How sure are you that you can talk with somebody who speaks another language?"),
    "home-visits": _("How comfortable would you feel with a visit at home?"),
    "deciding": _("How sure are you that your voice counts when something is decided at school?"),
}
ANSWERS: tuple[Say, ...] = (
    pgettext_lazy("how sure one is, 1 of 5", "Not at all"),
    pgettext_lazy("how sure one is, 2 of 5", "A little"),
    pgettext_lazy("how sure one is, 3 of 5", "Partly"),
    pgettext_lazy("how sure one is, 4 of 5", "Quite"),
    pgettext_lazy("how sure one is, 5 of 5", "Very"),
)
BEFORE = _("Before we begin")
AFTER = _("At the end")
WHAT_WE_DO = _("What we do together")
NO_NAME = _("Please put no name on this slip.")
FOR_ALL = _("For staff and families together")
