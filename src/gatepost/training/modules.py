"""The six modules: which capacity each builds, how long it takes, and what it is about among the six types of involvement.

Capabilities, connections, cognition, confidence: the four that staff and families build together (dual capacity-building,
K. Mapp and colleagues).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType
from gatepost.training import family_texts as say


@dataclass(frozen=True)
class Module:
    """One module. `builds`: capabilities, connections, cognition or confidence, in words."""

    slug: str
    builds: str | Promise
    minutes: int
    involvement_type: str

    @property
    def title(self) -> say.Say:
        return say.TITLES[self.slug]

    @property
    def aim(self) -> say.Say:
        return say.AIMS[self.slug]

    @property
    def steps(self) -> tuple[say.Say, ...]:
        return say.STEPS[self.slug]

    @property
    def question(self) -> say.Say:
        return say.QUESTIONS[self.slug]


_CAPABILITIES, _CONNECTIONS = _("Capabilities: what one can do"), _("Connections: whom one knows and trusts")
_COGNITION, _CONFIDENCE = _("Cognition: what one believes"), _("Confidence: what one dares")

MODULES: dict[str, Module] = {
    module.slug: module
    for module in (
        Module("two-way", _CONNECTIONS, 45, InvolvementType.COMMUNICATING),
        Module("hard-talks", _CAPABILITIES, 50, InvolvementType.COMMUNICATING),
        Module("strengths", _COGNITION, 40, InvolvementType.PARENTING),
        Module("two-languages", _CAPABILITIES, 45, InvolvementType.COMMUNICATING),
        Module("home-visits", _CONNECTIONS, 45, InvolvementType.PARENTING),
        Module("deciding", _CONFIDENCE, 50, InvolvementType.DECISION_MAKING),
    )
}
