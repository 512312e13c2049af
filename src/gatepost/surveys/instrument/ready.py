"""The surveys a school finds ready: each a blueprint that becomes a draft of its own, to be changed before it is opened."""

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gatepost.framework.types import InvolvementType, Sector
from gatepost.people.barriers import BARRIERS, BarrierKind
from gatepost.surveys.instrument import family_texts as frame
from gatepost.surveys.instrument.blueprint import Blueprint, ItemPlan, PartPlan, Say
from gatepost.surveys.instrument.inventories import family_texts as lists
from gatepost.surveys.instrument.mirror import IN_SHORT_FORM, in_steps, items_of
from gatepost.surveys.instrument.needs.family_texts import NEEDS
from gatepost.surveys.instrument.openings import family_texts as opening
from gatepost.surveys.instrument.rubric import Rubric
from gatepost.surveys.instrument.scales import family_texts as scales
from gatepost.surveys.instrument.signs.family_texts import SIGNS
from gatepost.surveys.models import ItemKind, SurveyKind

FAMILIES, TEACHERS, DIRECTORS = Sector.FAMILIES.value, Sector.TEACHERS.value, Sector.DIRECTORS.value
SIDES = (FAMILIES, TEACHERS, DIRECTORS)
# The place of a barrier in the list of `people.barriers`, from 1, is its value; so answers can be joined to what staff noted.
BARRIER_VALUES: dict[BarrierKind, int] = {barrier.kind: place for place, barrier in enumerate(BARRIERS.values(), start=1)}
NOTHING = 99
HELPS_KEY, PARTNERSHIP_KEY, WISH_KEY = "helps", "partnership", "what-helps"


def _open_end() -> PartPlan:
    return PartPlan(title=frame.END_TITLE, items=[ItemPlan(key="own-words", kind=ItemKind.TEXT, wordings={"": frame.END})])


def _scale(name: str, title: Say, lead: Say, questions: tuple[scales.Question, ...]) -> PartPlan:
    items = [
        ItemPlan(key=one.key, kind=ItemKind.SCALE, wordings={FAMILIES: one.words}, options=in_steps(one.steps), scale=name)
        for one in questions
    ]
    return PartPlan(title=title, lead=lead, items=items)


def _barriers(key: str, *, ours: bool, families: Say, staff: Say) -> ItemPlan:
    kinds = [barrier.kind for barrier in BARRIERS.values() if barrier.in_our_hands is ours]
    options = [(BARRIER_VALUES[kind], lists.BARRIER_WORDS[kind]) for kind in kinds]
    wordings = {FAMILIES: families, TEACHERS: staff, DIRECTORS: staff}
    return ItemPlan(key=key, kind=ItemKind.CHECKLIST, wordings=wordings, options=[*options, (NOTHING, lists.NOTHING)])


def _inventories() -> list[PartPlan]:
    barriers = [
        _barriers("barriers-school", ours=True, families=lists.OURS_FAMILIES, staff=lists.OURS_STAFF),
        _barriers("barriers-life", ours=False, families=lists.OUTSIDE_FAMILIES, staff=lists.OUTSIDE_STAFF),
    ]
    who = tuple(enumerate((lists.FAMILY_DOES, lists.SCHOOL_DOES, lists.STUDENT_DOES, lists.COMMUNITY_DOES), start=1))
    roles = [ItemPlan(key=key, kind=ItemKind.CHECKLIST, wordings={"": words}, options=who) for key, words in lists.TASKS.items()]
    return [
        PartPlan(title=lists.BARRIERS_TITLE, lead=lists.BARRIERS_LEAD, items=barriers),
        PartPlan(title=lists.ROLES_TITLE, lead=lists.ROLES_LEAD, items=roles),
    ]


MIRROR = Blueprint(
    kind=SurveyKind.MIRROR,
    title=frame.MIRROR_TITLE,
    intro=frame.MIRROR_INTRO,
    sectors=SIDES,
    parts=[
        *(PartPlan(title=frame.TYPE_TITLES[one], lead=frame.LEAD, items=items_of(one)) for one in InvolvementType),
        _scale("efficacy", scales.EFFICACY_TITLE, scales.EFFICACY_LEAD, scales.EFFICACY),
        _scale("climate", scales.CLIMATE_TITLE, scales.CLIMATE_LEAD, scales.CLIMATE),
        _scale("communication", scales.COMMUNICATION_TITLE, scales.COMMUNICATION_LEAD, scales.COMMUNICATION),
        _scale("fit", scales.FIT_TITLE, scales.FIT_LEAD, scales.FIT),
        *_inventories(),
        _open_end(),
    ],
)

SHORT = Blueprint(
    kind=SurveyKind.SHORT,
    title=frame.SHORT_TITLE,
    intro=frame.SHORT_INTRO,
    sectors=SIDES,
    parts=[
        PartPlan(
            title=frame.SHORT_PART,
            lead=frame.LEAD,
            items=[item for one in InvolvementType for item in items_of(one) if item.key in IN_SHORT_FORM],
        ),
        _open_end(),
    ],
)

INQUIRY = Blueprint(
    kind=SurveyKind.INQUIRY,
    title=opening.INQUIRY_TITLE,
    intro=opening.INQUIRY_INTRO,
    sectors=(FAMILIES,),
    parts=[
        PartPlan(
            title=opening.INQUIRY_PART,
            items=[
                ItemPlan(key=PARTNERSHIP_KEY, kind=ItemKind.TEXT, wordings={"": opening.WHAT_PARTNERSHIP}),
                ItemPlan(key=WISH_KEY, kind=ItemKind.TEXT, wordings={"": opening.WHAT_HELPS}),
                ItemPlan(
                    key=HELPS_KEY,
                    kind=ItemKind.CHECKLIST,
                    wordings={"": opening.WHICH_HELP},
                    options=[
                        *((BARRIER_VALUES[kind], words) for kind, words in opening.HELPS.items()),
                        (NOTHING, opening.NOTHING_NOW),
                    ],
                ),
            ],
        )
    ],
)


def _levels(rubrics: tuple[Rubric, ...]) -> list[ItemPlan]:
    return [
        ItemPlan(key=one.key, kind=ItemKind.SCALE, wordings={"": one.question}, options=in_steps(one.levels)) for one in rubrics
    ]


SELF_REVIEW = Blueprint(
    kind=SurveyKind.SELF_REVIEW,
    title=frame.REVIEW_TITLE,
    intro=frame.REVIEW_INTRO,
    sectors=SIDES,
    parts=[
        PartPlan(title=frame.SIGNS_TITLE, lead=frame.REVIEW_LEAD, items=_levels(SIGNS)),
        PartPlan(title=frame.NEEDS_TITLE, lead=frame.REVIEW_LEAD, items=_levels(NEEDS)),
    ],
)


def after_action(title: str) -> Blueprint:
    """Two questions to families about one action, which is called as the school calls it."""
    helped = ItemPlan(
        key="helped",
        kind=ItemKind.SCALE,
        wordings={"": format_lazy(opening.AFTER_HELPED, title=title)},
        options=in_steps(scales.AMOUNT),
    )
    change = ItemPlan(key="change", kind=ItemKind.TEXT, wordings={"": opening.AFTER_CHANGE})
    heading = format_lazy(opening.AFTER_TITLE, title=title)
    return Blueprint(
        kind=SurveyKind.EVALUATION,
        title=heading,
        intro=format_lazy(opening.AFTER_INTRO, title=title),
        sectors=(FAMILIES,),
        parts=[PartPlan(title=heading, items=[helped, change])],
    )


def _pulse(title: Say, intro: Say, items: list[ItemPlan]) -> Blueprint:
    return Blueprint(
        kind=SurveyKind.PULSE, title=title, intro=intro, sectors=(FAMILIES,), parts=[PartPlan(title=title, items=items)]
    )


def _step(key: str, words: Say, steps: tuple[Say, ...]) -> ItemPlan:
    return ItemPlan(key=key, kind=ItemKind.SCALE, wordings={"": words}, options=in_steps(steps))


def _text(key: str, words: Say) -> ItemPlan:
    return ItemPlan(key=key, kind=ItemKind.TEXT, wordings={"": words})


_WELCOME = scales.CLIMATE[0].steps
_USEFUL = scales.COMMUNICATION[2].steps
PULSES: dict[str, Blueprint] = {
    "pulse-contact": _pulse(
        opening.PULSE_CONTACT,
        opening.PULSE_CONTACT_INTRO,
        [
            _step("pulse-heard", opening.PULSE_HEARD, scales.AMOUNT),
            _step("pulse-talked", opening.PULSE_TALKED, scales.EASE),
        ],
    ),
    "pulse-welcome": _pulse(
        opening.PULSE_WELCOME,
        opening.PULSE_WELCOME_INTRO,
        [
            _step("pulse-welcome", opening.PULSE_WELCOME_NOW, _WELCOME),
            _text("pulse-welcome-more", opening.PULSE_WELCOME_MORE),
        ],
    ),
    "pulse-learning": _pulse(
        opening.PULSE_LEARNING,
        opening.PULSE_LEARNING_INTRO,
        [
            _step("pulse-knows", opening.PULSE_KNOWS, scales.WELL),
            _step("pulse-ideas", opening.PULSE_IDEAS, _USEFUL),
            _text("pulse-next", opening.PULSE_NEXT),
        ],
    ),
}


@dataclass(frozen=True)
class Ready:
    """One survey on the shelf. `what_for`: to staff, in one sentence; `minutes`: what it takes who answers."""

    slug: str
    blueprint: Blueprint
    what_for: Say
    minutes: int


READY: tuple[Ready, ...] = (
    Ready("inquiry", INQUIRY, _("Ask every family first: what partnership should be for them, and what would help."), 5),
    Ready("short", SHORT, _("See in twelve questions where families, teachers and leadership see things differently."), 4),
    Ready(
        "mirror",
        MIRROR,
        _(
            "The whole picture once a year: 36 practices from every side, how it is for families, what makes it hard, who does what."
        ),
        20,
    ),
    Ready(
        "self-review", SELF_REVIEW, _("Rate the partnership by 14 signs from every side, then talk about where you differ."), 15
    ),
    Ready("pulse-contact", PULSES["pulse-contact"], _("Between two surveys: do families hear from us, and we from them?"), 1),
    Ready("pulse-welcome", PULSES["pulse-welcome"], _("Between two surveys: do families feel welcome?"), 1),
    Ready("pulse-learning", PULSES["pulse-learning"], _("Between two surveys: do families know what is being learned?"), 2),
)
