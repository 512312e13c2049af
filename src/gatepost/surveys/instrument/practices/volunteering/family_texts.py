"""Practices by which families help, share what they can do, and are there."""

from django.utils.translation import gettext_lazy as _

from gatepost.surveys.instrument.practice import Practice

PRACTICES = (
    Practice(
        number=1,
        families=_("How often did somebody at the school ask you in person to join in or to help with something?"),
        teachers=_("How often did you ask families in person to join in or to help with something?"),
        directors=_("How often does the school ask families in person to join in or to help with something?"),
    ),
    Practice(
        number=2,
        families=_("How often did the school offer ways to help that fit your time, such as short tasks or tasks from home?"),
        teachers=_("How often did you offer families ways to help that fit their time, such as short tasks or tasks from home?"),
        directors=_(
            "How often does the school offer ways to help that fit families’ time, such as short tasks or tasks from home?"
        ),
    ),
    Practice(
        number=3,
        families=_(
            "How often did the school invite you to share what you know or can do, such as your work, a language or a craft?"
        ),
        teachers=_(
            "How often did you invite families to share what they know or can do, such as their work, a language or a craft?"
        ),
        directors=_(
            "How often does the school invite families to share what they know or can do, such as work, a language or a craft?"
        ),
        students=_("How often did somebody’s parent or relative come to show or tell your class something?"),
    ),
    Practice(
        number=4,
        families=_("How often were you invited to be there during a lesson or other work of your child’s class?"),
        teachers=_("How often did you invite families to be there during a lesson or other work of the class?"),
        directors=_("How often does the school invite families to be there during lessons or other work of a class?"),
    ),
    Practice(
        number=5,
        families=_("How often were you invited to plan or prepare a trip, a celebration or another activity with the school?"),
        teachers=_("How often did you plan or prepare a trip, a celebration or another activity together with families?"),
        directors=_("How often does the school plan or prepare trips, celebrations and other activities together with families?"),
        students=_("How often did families help with a trip, a celebration or another activity of your class?"),
    ),
    Practice(
        number=6,
        families=_("How often did the school thank you or other families for their help and tell what came of it?"),
        teachers=_("How often did you thank families for their help and tell them what came of it?"),
        directors=_("How often does the school thank families for their help and tell them what came of it?"),
    ),
)
