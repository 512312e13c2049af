"""Practices that link what is learned at school with what is learned at home."""

from django.utils.translation import gettext_lazy as _

from gatepost.surveys.instrument.practice import Practice

PRACTICES = (
    Practice(
        number=1,
        families=_("How often did the school tell you what your child was learning at that time?"),
        teachers=_("How often did you tell families what their child was learning at that time?"),
        directors=_("How often do families hear from the school what their child is learning at that time?"),
    ),
    Practice(
        number=2,
        families=_(
            "How often did a teacher give you a simple idea for academic support at home, such as something to practise together?"
        ),
        teachers=_(
            "How often did you give families a simple idea for academic support at home, such as something to practise together?"
        ),
        directors=_(
            "How often do teachers give families simple ideas for academic support at home, such as something to practise together?"
        ),
        students=_("How often did you get a task from school that you could do together with somebody at home?"),
    ),
    Practice(
        number=3,
        families=_("How often did a teacher ask you what your child likes, is good at, or needs in order to learn well?"),
        teachers=_("How often did you ask families what their child likes, is good at, or needs in order to learn well?"),
        directors=_("How often do teachers ask families what their child likes, is good at, or needs in order to learn well?"),
    ),
    Practice(
        number=4,
        families=_("How often did you, your child and a teacher agree on a goal and on what each of you does for it?"),
        teachers=_("How often did you, a student and the family agree on a goal and on what each of you does for it?"),
        directors=_("How often do teachers, students and families agree on a goal and on what each of them does for it?"),
        students=_("How often did you, your family and a teacher agree on a goal and on what each of you does for it?"),
    ),
    Practice(
        number=5,
        families=_("How often did the school encourage you to talk, read or count with your child in your own language?"),
        teachers=_("How often did you encourage families to talk, read or count with their child in their own language?"),
        directors=_(
            "How often does the school encourage families to talk, read or count with their child in their own language?"
        ),
    ),
    Practice(
        number=6,
        families=_(
            "How often did the school explain to you the choices ahead for your child, such as subjects or the next school?"
        ),
        teachers=_(
            "How often did you explain to families the choices ahead for their child, such as subjects or the next school?"
        ),
        directors=_(
            "How often does the school explain to families the choices ahead for their child, such as subjects or the next school?"
        ),
    ),
)
