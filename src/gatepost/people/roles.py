"""What a person is at a school, in words a principal can read; `/help/roles/` shows them beside the permissions."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Being a guardian is not a role at a school but a guardianship; for permissions it counts as this one.
FAMILY = "family"


class Role(models.TextChoices):
    """What a person is at a school. A person may hold several; being a guardian is not a role but a guardianship."""

    STUDENT = "student", _("Student")
    TEACHER = "teacher", _("Teacher")
    LIAISON = "liaison", _("Family liaison")
    COUNSELLOR = "counsellor", _("Counsellor")
    OFFICE = "office", _("Office")
    PRINCIPAL = "principal", _("Principal")
    OTHER = "other", _("Other staff")


STAFF_ROLES = frozenset({Role.TEACHER, Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL})
WHOLE_SCHOOL_ROLES = frozenset({Role.LIAISON, Role.COUNSELLOR, Role.OFFICE, Role.PRINCIPAL})

ROLE_WORDS: dict[str, str | Promise] = {
    Role.PRINCIPAL: _("Leads the school: sees every family of the school, imports the roster, sets the rules."),
    Role.OFFICE: _("Runs the office: keeps contact details right, prints letters, types in reply slips, makes calls."),
    Role.LIAISON: _("Is the family liaison: follows up with the families the school has not reached."),
    Role.COUNSELLOR: _("Counsels students and families of the whole school."),
    Role.TEACHER: _("Teaches: writes to and hears from the families of her or his own sections."),
    FAMILY: _("Has the right to be contacted about a child: reads and answers what concerns that child, nothing else."),
}
