"""Questions to families about how it is for them, each with its own answers in five steps, from least to most."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Say = str | Promise

AMOUNT: tuple[Say, ...] = (_("Not at all"), _("A little"), _("Somewhat"), _("Quite a lot"), _("Very much"))
EASE: tuple[Say, ...] = (_("Very hard"), _("Rather hard"), _("Neither hard nor easy"), _("Rather easy"), _("Very easy"))
WELL: tuple[Say, ...] = (_("Not well at all"), _("Not very well"), _("Fairly well"), _("Well"), _("Very well"))


@dataclass(frozen=True)
class Question:
    key: str
    words: Say
    steps: tuple[Say, ...]


EFFICACY_TITLE = _("What you can do")
EFFICACY_LEAD = _("Families do a lot for learning that nobody sees. Here we ask how it is for you.")
EFFICACY = (
    Question("efficacy-1", _("How much do you trust yourself to help your child when learning is hard?"), AMOUNT),
    Question("efficacy-2", _("How easy is it for you to find out what your child is learning at school?"), EASE),
    Question("efficacy-3", _("How easy is it for you to bring up a worry with the school?"), EASE),
    Question(
        "efficacy-4",
        _("How much can you do so that your child feels good about going to school?"),
        (_("Nothing at all"), _("Only a little"), _("Some things"), _("Many things"), _("Very many things")),
    ),
    Question("efficacy-5", _("How well do you know whom to ask at the school when you need something?"), WELL),
)

CLIMATE_TITLE = _("How it feels at this school")
CLIMATE_LEAD = _("There are no wrong answers. Please tell us how it is for you and your child.")
CLIMATE = (
    Question(
        "climate-1",
        _("How welcome do you feel when you come to the school?"),
        (_("Not welcome at all"), _("Not very welcome"), _("Fairly welcome"), _("Welcome"), _("Very welcome")),
    ),
    Question(
        "climate-2",
        _("With how much respect do people at the school speak with you?"),
        (_("With no respect"), _("With little respect"), _("With some respect"), _("With respect"), _("With great respect")),
    ),
    Question(
        "climate-3",
        _("How much does the school value what your family brings, such as its languages, its customs and what it knows?"),
        AMOUNT,
    ),
    Question(
        "climate-4",
        _("How safe is your child at this school, as you see it?"),
        (_("Not safe at all"), _("Not very safe"), _("Fairly safe"), _("Safe"), _("Very safe")),
    ),
    Question("climate-5", _("How much do the adults at the school care about your child as a person?"), AMOUNT),
)

COMMUNICATION_TITLE = _("How we hear from each other")
COMMUNICATION_LEAD = _("Messages, letters, calls, talks at the gate: please think of all of them together.")
COMMUNICATION = (
    Question("communication-1", _("How easy is it for you to reach the person you need at the school?"), EASE),
    Question("communication-2", _("How well do you understand what the school writes or tells you?"), WELL),
    Question(
        "communication-3",
        _("How useful is what you hear from the school?"),
        (_("Not useful at all"), _("Not very useful"), _("Fairly useful"), _("Useful"), _("Very useful")),
    ),
    Question("communication-4", _("When you tell the school something, how well do people listen to you?"), WELL),
    Question(
        "communication-5",
        _("When something matters for your child, how soon do you hear about it from the school?"),
        (_("Much too late"), _("Rather late"), _("Sometimes in time"), _("Mostly in time"), _("Always in time")),
    ),
)

FIT_TITLE = _("How school and child fit")
FIT_LEAD = _("You know your child best. Please tell us how well this school suits your child.")
FIT = (
    Question("fit-1", _("How well does the way of teaching at this school suit the way your child learns?"), WELL),
    Question("fit-2", _("How well do people at the school see what your child is good at?"), WELL),
    Question("fit-3", _("How much does what your child learns here help with the future you wish for your child?"), AMOUNT),
    Question("fit-4", _("How much does your child feel part of this school?"), AMOUNT),
    Question("fit-5", _("How well do the values of this school go together with those of your family?"), WELL),
)
