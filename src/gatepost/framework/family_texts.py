"""The words of the table of types by sectors, in every language of the house: it is shown to families, too."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType, Sector

TYPES: dict[str, str | Promise] = {
    InvolvementType.PARENTING: _("Support for life at home"),
    InvolvementType.COMMUNICATING: _("Talking with each other"),
    InvolvementType.VOLUNTEERING: _("Families helping at school"),
    InvolvementType.LEARNING_AT_HOME: _("Learning at home"),
    InvolvementType.DECISION_MAKING: _("Deciding together"),
    InvolvementType.COMMUNITY: _("School and community together"),
}
SECTORS: dict[str, str | Promise] = {
    Sector.FAMILIES: _("Families"),
    Sector.TEACHERS: _("Teachers"),
    Sector.DIRECTORS: _("School leadership"),
    Sector.STUDENTS: _("Students"),
}
TYPE = _("Kind of working together")
CELL = _("{number} ({share} %)")
SHARE = _("{share} %")
NUMBER_OF = _("{sector}: number")
BASE_OF = _("{sector}: out of")
SHARE_OF = _("{sector}: share in %")
SPOKEN = _("{type}: {cells}.")
SPOKEN_CELL = _("{sector} {number} of {base} ({share} %)")
SPOKEN_NOT_SHOWN = _("{sector} not shown")
EVERY = _("Out of: {bases}.")
EVERY_ONE = _("{sector} {base}")
EVERY_RANGE = _("{sector} {fewest} to {most}")
HIDDEN = _("A dash stands where too few were asked, so that nobody can be found out.")
