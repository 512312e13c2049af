"""Practices that help families with what children need at home."""

from django.utils.translation import gettext_lazy as _

from gatepost.surveys.instrument.practice import Practice

PRACTICES = (
    Practice(
        number=1,
        families=_("How often did somebody at the school ask you how your family is doing and what would make things easier?"),
        teachers=_("How often did you ask a family how they are doing and what would make things easier for them?"),
        directors=_("How often does the school ask each family how they are doing and what would make things easier?"),
        students=_("How often did an adult at school ask you how things are going for you outside school?"),
    ),
    Practice(
        number=2,
        families=_("How often did you get ideas from the school about health, food, sleep or safety that your family could use?"),
        teachers=_("How often did you share ideas about health, food, sleep or safety that families could use?"),
        directors=_("How often does the school share ideas about health, food, sleep or safety that families can use?"),
    ),
    Practice(
        number=3,
        families=_("How often did the school invite you to learn and talk about raising children together with other families?"),
        teachers=_("How often did you invite families to learn and talk about raising children together?"),
        directors=_("How often does the school invite families to learn and talk about raising children together?"),
    ),
    Practice(
        number=4,
        families=_("How often did the school offer help with things your child needs, such as books, meals, clothes or costs?"),
        teachers=_("How often did you make sure that families know about help with books, meals, clothes or costs?"),
        directors=_("How often does the school offer families help with books, meals, clothes or costs?"),
    ),
    Practice(
        number=5,
        families=_("How often did the school offer to visit you at home, or to meet in a place that suits you?"),
        teachers=_("How often did you offer to visit a family at home, or to meet in a place that suits them?"),
        directors=_("How often does the school offer to visit families at home, or to meet in a place that suits them?"),
    ),
    Practice(
        number=6,
        families=_("How often did somebody at the school tell you that they value what you do for your child?"),
        teachers=_("How often did you tell families that you value what they do for their child?"),
        directors=_("How often do people at the school tell families that they value what they do for their child?"),
        students=_("How often did an adult at school say something good about your family?"),
    ),
)
