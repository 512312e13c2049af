"""Rights that end between posting and arriving: calls, letters and next ways tell nobody who may not be told."""

import datetime as dt

import pytest
from tests.channels.posting import ENGLISH, deliver, post, post_to_amina, to
from tests.channels.test_letters import Paper
from tests.support.cast import Cast, make_guardian, make_student, restrict

from gatepost.channels import commands
from gatepost.channels.addressing import Words
from gatepost.channels.models import Answer, Delivery, LetterRun, Mailing
from gatepost.conversations.models import Message
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.kernel import clock
from gatepost.kernel.errors import NotReadyError
from gatepost.people.commands.rights import Bar
from gatepost.people.commands.rights import restrict as enter_restriction
from gatepost.people.models import ContactPoint, Guardianship, Person, RosterRun
from gatepost.people.signals import roster_applied
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db
GREETING = Words(language="en", frame_language="en", body="Dear {greeting}, {child} read aloud.", original_language="en")


def bar(cast: Cast, student: Person) -> None:
    """By the command, as the principal does it."""
    rights = frozenset({"contact"})
    enter_restriction(cast.amina, student, bar=Bar(rights, clock.today(), "Court order"), by=cast.dov)


def twin(cast: Cast) -> Person:
    hodan = make_student(cast.section, "Hodan")
    Guardianship.objects.create(adult=cast.amina, student=hodan, family=hodan.families.create())
    return hodan


def called(cast: Cast) -> tuple[Delivery, Errand]:
    delivery = post_to_amina(cast, channel="phone")
    deliver(delivery.mailing, "phone")
    return delivery, Errand.objects.get(source=f"channels.delivery:{delivery.pk}")


def printed(mailing: Mailing) -> tuple[LetterRun, str]:
    deliver(mailing, "letter")
    run = LetterRun.objects.filter(mailing=mailing, handed_out_at=None).get()
    paper = Paper(bytes(run.pdf))
    return run, "".join(paper.text(page) for page in range(len(paper)))


class TestCalls:
    def test_a_restriction_takes_the_errand_back_at_once(self, cast: Cast) -> None:
        delivery, errand = called(cast)
        assert "+34600111222" in errand.title
        bar(cast, cast.yusuf)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.reason, delivery.waits_for) == ("suppressed", "no-contact-right", "")
        assert not Errand.objects.exists()

    def test_of_twins_the_barred_one_is_named_no_more(self, cast: Cast) -> None:
        hodan = twin(cast)
        _delivery, errand = called(cast)
        assert "Hodan" in errand.script
        bar(cast, hodan)
        errand.refresh_from_db()
        assert ("Hodan" in errand.script, "Yusuf" in errand.script, errand.family) == (False, True, cast.family)
        errands.record_result(errand, result="reached", by=cast.ben)
        assert [row.family for row in Touchpoint.objects.all()] == [cast.family]

    def test_a_talk_after_the_right_has_ended_is_no_answer_and_no_touchpoint(self, cast: Cast) -> None:
        delivery, errand = called(cast)
        restrict(cast.amina, cast.yusuf)
        errands.record_result(errand, result="reached", note="She comes on Thursday.", by=cast.ben)
        delivery.refresh_from_db()
        errand.refresh_from_db()
        assert (delivery.state, delivery.reason, delivery.answered_at) == ("suppressed", "no-contact-right", None)
        assert (Message.objects.count(), Answer.objects.count(), Touchpoint.objects.count()) == (0, 0, 0)
        assert ("Amina" in errand.title, errand.script, errand.closed_by) == (False, "", cast.ben)

    def test_guardianships_that_an_import_ends_take_their_calls_back(self, cast: Cast) -> None:
        from gatepost.channels import tasks

        father = make_guardian(cast.yusuf, "Omar", phone="+34600111333")
        deliver(post(cast, to(cast.amina, channel="phone"), to(father, channel="phone")), "phone")
        Guardianship.objects.filter(adult=cast.amina).update(ended_at=clock.now())
        roster_applied.send(sender=RosterRun, run_id=1)
        tasks.review_calls()
        assert [errand.title for errand in Errand.objects.all()] == ["Call Omar Warsame: +34600111333"]
        assert Delivery.objects.get(person=cast.amina).state == "suppressed"

    def test_another_adults_restriction_changes_nothing(self, cast: Cast) -> None:
        father = make_guardian(cast.yusuf, "Omar")
        _delivery, errand = called(cast)
        restrict(father, cast.yusuf)
        assert commands.review_calls(adult_id=father.pk) == 0
        assert Errand.objects.get() == errand


class TestNextWays:
    def test_the_next_way_does_not_name_the_barred_twin(self, cast: Cast) -> None:
        hodan = twin(cast)
        delivery = post_to_amina(cast)
        assert delivery.personal["child"] == "Yusuf, Hodan"
        commands.record_status(delivery, "sent")
        restrict(cast.amina, hodan)
        commands.record_status(delivery, "bounced", reason="no-such-address", is_bad_address=True)
        followed = commands.find_next_way(delivery.pk)
        assert followed is not None
        assert (followed.channel, followed.personal["child"]) == ("letter", "Yusuf")

    def test_nobody_is_asked_to_find_a_way_to_somebody_who_was_barred_meanwhile(self, cast: Cast) -> None:
        hodan = twin(cast)
        ContactPoint.objects.filter(kind="phone").delete()
        letter = post(cast, to(cast.amina, channel="letter", families=[cast.family])).deliveries.get()
        ContactPoint.objects.all().delete()
        commands.record_status(letter, "failed", reason="no-font")
        assert commands.find_next_way(letter.pk) is None
        assert Errand.objects.get().title == "Find a way to reach Amina Warsame"
        bar(cast, hodan)
        assert Errand.objects.count() == 1
        bar(cast, cast.yusuf)
        assert Errand.objects.count() == 0

    def test_a_call_instead_of_a_letter_to_a_home_greets_the_one_who_is_called(self, cast: Cast) -> None:
        delivery = post_to_amina(cast, channel="letter", words=ENGLISH)
        Delivery.objects.filter(pk=delivery.pk).update(personal={"child": "Yusuf", "greeting": "Amina Warsame, Omar Warsame"})
        ContactPoint.objects.filter(kind="email").delete()
        commands.record_status(delivery, "failed", reason="no-font")
        followed = commands.find_next_way(delivery.pk)
        assert followed is not None
        assert (followed.channel, followed.personal["greeting"]) == ("phone", "Amina Warsame")


class TestLetters:
    def to_the_home(self, cast: Cast) -> tuple[Mailing, Person]:
        """One letter to Amina's home, posted while Omar lived there and might be told."""
        omar = make_guardian(cast.yusuf, "Omar")
        mailing = post(cast, to(cast.amina, channel="letter", words=GREETING), words=[GREETING])
        Delivery.objects.update(personal={"child": "Yusuf", "greeting": "Amina Warsame, Omar Warsame"})
        return mailing, omar

    def test_a_letter_that_names_a_twin_who_is_barred_now_is_printed_again(self, cast: Cast) -> None:
        hodan = twin(cast)
        delivery = post_to_amina(cast, channel="letter")
        run, text = printed(delivery.mailing)
        assert "Hodan" in text
        restrict(cast.amina, hodan)
        with pytest.raises(NotReadyError):
            commands.paper_of(run, by=cast.ben)
        commands.print_again(run, by=cast.ben)
        run, text = printed(delivery.mailing)
        assert ("Hodan" in text, "Yusuf" in text) == (False, True)
        assert commands.paper_of(run, by=cast.ben) == bytes(run.pdf)

    def test_handed_out_with_the_barred_twin_on_it_it_does_not_count_and_is_made_anew(self, cast: Cast) -> None:
        hodan = twin(cast)
        delivery = post_to_amina(cast, channel="letter")
        run, _text = printed(delivery.mailing)
        restrict(cast.amina, hodan)
        assert commands.hand_out(run, by=cast.ben) == (0, 1)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.waits_for, Touchpoint.objects.count()) == ("queued", "", 0)
        again, text = printed(delivery.mailing)
        assert ("Hodan" in text, again.letters) == (False, 1)

    def test_an_adult_barred_before_printing_is_not_greeted(self, cast: Cast) -> None:
        mailing, omar = self.to_the_home(cast)
        restrict(omar, cast.yusuf)
        _run, text = printed(mailing)
        assert ("Omar" in text, "Amina Warsame" in text) == (False, True)

    def test_an_adult_barred_after_printing_makes_it_print_again(self, cast: Cast) -> None:
        mailing, omar = self.to_the_home(cast)
        run, text = printed(mailing)
        assert "Omar" in text
        assert commands.paper_of(run, by=cast.ben) == bytes(run.pdf)
        restrict(omar, cast.yusuf)
        with pytest.raises(NotReadyError):
            commands.paper_of(run, by=cast.ben)
        assert commands.hand_out(run, by=cast.ben) == (0, 1)
        run, text = printed(mailing)
        assert "Omar" not in text
        assert commands.hand_out(run, by=cast.ben) == (1, 0)

    def test_a_right_that_ended_with_the_day_counts_too(self, cast: Cast) -> None:
        mailing, omar = self.to_the_home(cast)
        Guardianship.objects.filter(adult=omar).update(ends_on=dt.date(2020, 1, 1))
        _run, text = printed(mailing)
        assert "Omar" not in text
