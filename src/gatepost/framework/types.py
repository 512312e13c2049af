"""The six types of involvement (J. Epstein), the sectors asked, and what a contact is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvolvementType(models.TextChoices):
    """Epstein's six types, in her order; every activity, message and survey item carries one."""

    PARENTING = "parenting", _("Helping parents with parenting")
    COMMUNICATING = "communicating", _("Communicating")
    VOLUNTEERING = "volunteering", _("Volunteering")
    LEARNING_AT_HOME = "learning-at-home", _("Learning at home")
    DECISION_MAKING = "decision-making", _("Decision-making")
    COMMUNITY = "community", _("Collaborating with the community")


class Sector(models.TextChoices):
    """Who is asked, always in this order; students where the school asks them."""

    FAMILIES = "families", _("Families")
    TEACHERS = "teachers", _("Teachers")
    DIRECTORS = "directors", _("Leadership")
    STUDENTS = "students", _("Students")


class ContentKind(models.TextChoices):
    """What a contact is about."""

    LEARNING = "learning", _("Learning")
    LOGISTICS = "logistics", _("Dates and things")
    BEHAVIOUR = "behaviour", _("Behaviour")
    SOCIAL = "social", _("Just to be in touch")


class Tone(models.TextChoices):
    """How it sounds."""

    PRAISE = "praise", _("Good news")
    NEUTRAL = "neutral", _("Neither")
    CONCERN = "concern", _("A concern")
