"""Whom a message may name: asked again at the moment it leaves, for the children it is about and the adults it greets."""

from collections import defaultdict
from collections.abc import Iterable

from gatepost.channels.models import Channel, Delivery, Mailing
from gatepost.kernel import clock
from gatepost.people.models import Family, Guardianship


def children_in_words(families: Iterable[Family]) -> str:
    """The children's names as one phrase that reads in every language."""
    return ", ".join(dict.fromkeys(family.student.called for family in families))


def narrow(delivery: Delivery, families: Iterable[Family]) -> None:
    """It is about these families only from now on, and names no other child."""
    kept = list(families)
    delivery.families.set(kept)
    delivery.personal["child"] = children_in_words(kept)
    delivery.save(update_fields=["personal"])


def greet_anew(mailing: Mailing, keys: Iterable[int]) -> dict[int, dict[str, str]]:
    """Letters whose greeting names other adults than may be told now are written anew. Their personal words, by key."""
    changed = []
    for delivery, greeting, _names_barred in _greetings(mailing, keys):
        if greeting != delivery.personal.get("greeting", ""):
            delivery.personal["greeting"] = greeting
            changed.append(delivery)
    Delivery.objects.bulk_update(changed, ["personal"], batch_size=500)
    return {delivery.pk: delivery.personal for delivery in changed}


def greeting_barred(mailing: Mailing, keys: Iterable[int]) -> set[int]:
    """Those of these letters that greet an adult who may no longer be told."""
    return {delivery.pk for delivery, _greeting, names_barred in _greetings(mailing, keys) if names_barred}


def _greetings(mailing: Mailing, keys: Iterable[int]) -> Iterable[tuple[Delivery, str, bool]]:
    """Each letter to a home, the greeting it has to have, and whether the one it has names somebody who is barred now."""
    letters = Delivery.objects.filter(pk__in=list(keys), channel=Channel.LETTER).select_related("person")
    # A letter to one adult names no other; one to a whole home names whoever may be told there.
    to_homes = [one for one in letters.prefetch_related("families") if _greeting(one) not in {"", one.person.full_name}]
    allowed, linked = _adults([family.pk for one in to_homes for family in one.families.all()], mailing)
    for delivery in to_homes:
        families = [family.pk for family in delivery.families.all()]
        names = allowed[families[0]] if len(families) == 1 else []
        greeting = ", ".join(names) or delivery.person.full_name
        barred = {name for key in families for name in linked[key]} - {name for key in families for name in allowed[key]}
        has_changed = greeting != _greeting(delivery)
        yield delivery, greeting, has_changed and any(name in _greeting(delivery) for name in barred)


def _adults(family_ids: list[int], mailing: Mailing) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The names of the adults by home: of those who may be told today, and of all who were ever linked to it."""
    zone = mailing.school.timezone if mailing.school else "UTC"
    held = Guardianship.objects.with_right("contact", on=clock.today(zone))
    allowed: dict[int, list[str]] = defaultdict(list)
    linked: dict[int, list[str]] = defaultdict(list)
    for links, found in ((held, allowed), (Guardianship.objects.all(), linked)):
        for link in links.filter(family__in=family_ids).select_related("adult").order_by("priority", "pk"):
            found[link.family_id].append(link.adult.full_name)
    return allowed, linked


def _greeting(delivery: Delivery) -> str:
    return str(delivery.personal.get("greeting", ""))
