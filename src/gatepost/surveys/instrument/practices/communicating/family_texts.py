"""Practices of hearing from each other, both ways."""

from django.utils.translation import gettext_lazy as _

from gatepost.surveys.instrument.practice import Practice

PRACTICES = (
    Practice(
        number=1,
        families=_("How often did you hear something good about your child from the school?"),
        teachers=_("How often did you tell families something good about their child?"),
        directors=_("How often do families hear something good about their child from the school?"),
        students=_("How often did a teacher tell your family something good about you?"),
    ),
    Practice(
        number=2,
        families=_("How often did you and a teacher sit down for a family–school conference at an hour that suits you?"),
        teachers=_("How often did you offer families a family–school conference at an hour that suits them?"),
        directors=_("How often does the school offer family–school conferences at hours that suit families?"),
    ),
    Practice(
        number=3,
        families=_("How often did you have a short, friendly talk with somebody from the school, for example at the gate?"),
        teachers=_("How often did you have a short, friendly talk with families, for example at the gate?"),
        directors=_("How often do people of the school have short, friendly talks with families, for example at the gate?"),
    ),
    Practice(
        number=4,
        families=_("How often did the school write or speak to you in the language that you understand best?"),
        teachers=_("How often did you write or speak to families in the language that they understand best?"),
        directors=_("How often does the school write or speak to families in the language that they understand best?"),
    ),
    Practice(
        number=5,
        families=_("When you asked the school something, how often did you get an answer within two days?"),
        teachers=_("When families asked you something, how often did you answer within two days?"),
        directors=_("When families ask the school something, how often do they get an answer within two days?"),
    ),
    Practice(
        number=6,
        families=_("How often did a teacher explain to you in plain words how your child is doing and what comes next?"),
        teachers=_("How often did you explain to families in plain words how their child is doing and what comes next?"),
        directors=_("How often do teachers explain to families in plain words how their child is doing and what comes next?"),
        students=_("How often did a teacher talk with you and your family together about how you are doing at school?"),
    ),
)
