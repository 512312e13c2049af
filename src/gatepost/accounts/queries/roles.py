"""Who may do what, in words a principal can read."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.kernel.access import GRANTS
from gatepost.people.roles import FAMILY, ROLE_WORDS, Role


@dataclass(frozen=True)
class RoleInWords:
    """One role: its name, what it is, and each permission it holds."""

    slug: str
    name: str | Promise
    description: str | Promise
    permissions: list[str | Promise]


def roles_in_words() -> list[RoleInWords]:
    """Every role that holds a permission, in the order of `ROLE_WORDS`; permissions in the order of the rooms."""
    names: dict[str, str | Promise] = {**dict(Role.choices), FAMILY: _("Guardian")}
    return [
        RoleInWords(slug, names[slug], words, [grant.description for grant in GRANTS.values() if slug in grant.roles])
        for slug, words in ROLE_WORDS.items()
    ]
