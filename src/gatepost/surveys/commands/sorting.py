"""What families said in their own words, put to the types of involvement it speaks of."""

from django.db import transaction
from django.utils.translation import gettext as _

from gatepost.framework.types import InvolvementType
from gatepost.history import commands as history
from gatepost.kernel.access import ensure
from gatepost.kernel.errors import BadInputError
from gatepost.people.models import Person
from gatepost.surveys.models import Remark
from gatepost.surveys.rules import Perm


@transaction.atomic
def sort_remark(remark: Remark, *, involvement_type: str, belongs: bool, by: Person) -> Remark:
    """It speaks of this type, or it does not; other types stay as they are. Pressing twice does no harm."""
    survey = remark.item.survey
    ensure(by, Perm.READ_REMARKS, survey)
    if involvement_type not in InvolvementType.values:
        raise BadInputError(_("Please press one of the six types beside the answer. Nothing was changed."))
    row = Remark.objects.select_for_update().get(pk=remark.pk)
    if (involvement_type in row.sorted_as) is belongs:
        return row
    chosen = {*row.sorted_as, involvement_type} if belongs else {*row.sorted_as} - {involvement_type}
    row.sorted_as = [one for one in InvolvementType.values if one in chosen]
    row.sorted_by = by
    row.save(update_fields=["sorted_as", "sorted_by"])
    history.record("surveys.sort_remark", by=by, subject=survey, involvement_type=involvement_type, belongs=belongs)
    return row
