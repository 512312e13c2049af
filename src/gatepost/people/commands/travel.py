"""How long the way to school takes, where a school keeps it: a band for each family, entered class by class."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.history import commands as history
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError, NotAllowedError
from gatepost.people.models import Family, Person, Section, TravelBand
from gatepost.people.rules import Perm
from gatepost.people.travel import families_in


@transaction.atomic
def set_travel_bands(section: Section, bands: Mapping[int, str], *, by: Person) -> int:
    """Set the band of each family named; a family that is not in the class, or not named, stays as it is.

    Returns how many were changed.
    """
    ensure(by, Perm.SET_TRAVEL)
    if not Section.objects.visible_to(by).filter(pk=section.pk).exists():
        raise NotAllowedError(_("This class is not at your school."))
    if any(band and band not in TravelBand.values for band in bands.values()):
        raise BadInputError(_("Please choose one of the lengths offered. Nothing was changed."))
    changed = []
    for family in families_in(section):
        band = bands.get(family.pk, family.travel_band)
        if band != family.travel_band:
            family.travel_band = band
            changed.append(family)
    Family.objects.bulk_update(changed, ["travel_band"])
    if changed:
        history.record("people.set_travel_bands", by=by, subject=section, families=[family.pk for family in changed])
    return len(changed)
