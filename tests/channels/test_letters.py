"""Letters: what stands on the paper, read back from the PDF; and the way of a pile from printing to the child's bag."""

import uuid

import pypdfium2
import pytest
import zxingcpp
from tests.channels.posting import ENGLISH, SOMALI, deliver, post, post_to_amina, to
from tests.support.cast import Cast, make_guardian, make_student, restrict

from gatepost.channels import commands, tokens
from gatepost.channels.addressing import Words
from gatepost.channels.models import Delivery, LetterRun, Mailing
from gatepost.errands import commands as errands
from gatepost.errands.models import Errand
from gatepost.kernel.errors import ConflictError, NotReadyError
from gatepost.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db
ARABIC = Words(
    language="ar",
    frame_language="ar",
    body="مرحبا! قرأ {child} اليوم قصة كاملة.",
    original_language="en",
    original_body="#strong[Dear family], {child} read *aloud* today. $x$",
)
CHINESE = Words(
    language="zh-Hans", frame_language="zh-hans", body="亲爱的家长，{child} 今天朗读了一个故事。", original_language="en"
)


class Paper:
    """A PDF as a reader and a phone see it."""

    def __init__(self, pdf: bytes) -> None:
        self.document = pypdfium2.PdfDocument(pdf)

    def text(self, page: int) -> str:
        return self.document[page].get_textpage().get_text_range()

    def qr(self, page: int) -> list[str]:
        bitmap = self.document[page].render(scale=3, grayscale=True)
        grey = memoryview(bytearray(bytes(bitmap.buffer))).cast("B", shape=[bitmap.height, bitmap.stride])
        return [found.text for found in zxingcpp.read_barcodes(grey)]

    def __len__(self) -> int:
        return len(self.document)


def print_letters(mailing: Mailing) -> tuple[LetterRun, Paper]:
    deliver(mailing, "letter")
    run = LetterRun.objects.get(mailing=mailing)
    return run, Paper(bytes(run.pdf))


def test_a_letter_names_adult_child_and_section_and_says_it_in_both_languages(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="letter", words=SOMALI)
    run, paper = print_letters(delivery.mailing)
    text = paper.text(0)
    for words in ("Amina Warsame", "Yusuf", "4B", "Riverside School", "maanta ayuu akhriyey", "read aloud today"):
        assert words in text
    assert text.index("akhriyey") < text.index("read aloud")
    assert (run.letters, run.pages, len(paper)) == (1, 1, 1)


def test_the_qr_code_opens_the_personal_link_and_the_code_finds_the_delivery(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="letter")
    _run, paper = print_letters(delivery.mailing)
    assert paper.qr(0) == [tokens.link_url(delivery)]
    code = tokens.short_code(delivery)
    assert paper.text(0).count(code) == 2
    assert tokens.delivery_of_code(code.lower().replace("-", " ")) == delivery


def test_what_people_wrote_is_text_and_never_markup(cast: Cast) -> None:
    mailing = post(cast, to(cast.amina, channel="letter", words=ARABIC), words=[ARABIC], reference="tests.note:2")
    _run, paper = print_letters(mailing)
    assert "#strong[Dear family], Yusuf read *aloud* today. $x$" in paper.text(0)


def test_arabic_and_chinese_are_set_with_their_letters(cast: Cast) -> None:
    mailing = post(
        cast,
        to(cast.amina, channel="letter", words=ARABIC),
        to(make_guardian(cast.yusuf, "Lin"), channel="letter", words=CHINESE),
        words=[ARABIC, CHINESE],
    )
    _run, paper = print_letters(mailing)
    both = paper.text(0) + paper.text(2)
    assert "亲爱的家长" in both
    assert "مرحبا" in both


def test_arabic_stands_at_the_right(cast: Cast) -> None:
    mailing = post(cast, to(cast.amina, channel="letter", words=ARABIC), words=[ARABIC])
    _run, paper = print_letters(mailing)
    page = paper.document[0].get_textpage()
    found = page.search("مرحبا").get_next()
    assert found is not None
    left, _bottom, right, _top = page.get_charbox(found[0])
    width = paper.document[0].get_width()
    assert left > width / 2
    assert right < width


def test_letters_lie_in_the_order_of_the_students_names_each_on_a_sheet_of_its_own(cast: Cast) -> None:
    adults = [
        make_guardian(make_student(cast.section, given, family), f"Adult{given}")
        for given, family in (("Zoe", "Abel"), ("Ann", "Zola"), ("Max", "Moss"))
    ]
    mailing = post(cast, *[to(adult, channel="letter") for adult in adults])
    _run, paper = print_letters(mailing)
    assert len(paper) == 5
    assert ["AdultZoe" in paper.text(0), "AdultMax" in paper.text(2), "AdultAnn" in paper.text(4)] == [True] * 3


def test_a_long_letter_takes_a_second_page_and_the_next_begins_on_a_new_sheet(cast: Cast) -> None:
    long = Words(
        language="en",
        frame_language="en",
        body="\n\n".join(["A long paragraph of many words. " * 12] * 12),
        original_language="en",
    )
    sister = make_guardian(make_student(cast.section, "Zoe", "Zola"), "Last")
    mailing = post(cast, to(cast.amina, channel="letter", words=long), to(sister, channel="letter", words=long), words=[long])
    run, paper = print_letters(mailing)
    assert (len(paper), run.pages) == (4, 4)
    assert "Last Zola" in paper.text(2)


def test_a_printed_letter_is_not_sent_until_it_is_handed_out(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="letter")
    run, _paper = print_letters(delivery.mailing)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.waits_for, delivery.letter_run) == ("queued", "hand-out", run)
    assert not Touchpoint.objects.exists()
    errand = Errand.objects.get(kind="hand-out")
    assert (errand.owner, errand.section) == (cast.ben, cast.section)
    assert commands.hand_out(run, by=cast.ben) == (1, 0)
    delivery.refresh_from_db()
    errand.refresh_from_db()
    assert (delivery.state, delivery.waits_for, errand.result) == ("sent", "", "handed-out")
    assert [(row.means, row.outcome) for row in Touchpoint.objects.all()] == [("letter", "sent")]


def test_closing_the_errand_hands_the_letters_out(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="letter")
    run, _paper = print_letters(delivery.mailing)
    errands.record_result(Errand.objects.get(kind="hand-out"), result="handed-out", by=cast.ben)
    run.refresh_from_db()
    delivery.refresh_from_db()
    assert (run.handed_out_by, delivery.state) == (cast.ben, "sent")


def test_printing_twice_makes_no_second_letter(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="letter")
    print_letters(delivery.mailing)
    deliver(delivery.mailing, "letter")
    assert LetterRun.objects.count() == 1


def test_a_worker_that_lost_its_lease_keeps_no_paper(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="letter")
    Delivery.objects.update(state="sending", lease=uuid.uuid4())
    paper = commands.Paper(b"%PDF", [delivery.pk], 1)
    assert commands.keep_run(delivery.mailing_id, paper, lease=uuid.uuid4()) is None
    assert not LetterRun.objects.exists()


def test_a_restricted_adult_gets_no_letter_even_when_it_is_printed(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Omar")
    mailing = post(cast, to(cast.amina, channel="letter"), to(father, channel="letter"))
    run, paper = print_letters(mailing)
    assert "Omar" in paper.text(0) + paper.text(2)
    restrict(father, cast.yusuf)
    with pytest.raises(NotReadyError):
        commands.paper_of(run, by=cast.ben)
    assert commands.print_again(run, by=cast.ben) == 2
    again, paper = print_letters(mailing)
    assert (again.letters, "Omar" in paper.text(0)) == (1, False)
    assert commands.paper_of(again, by=cast.ben) == bytes(again.pdf)


def test_handing_out_an_old_pile_counts_only_those_who_may_be_told(cast: Cast) -> None:
    father = make_guardian(cast.yusuf, "Omar")
    mailing = post(cast, to(cast.amina, channel="letter"), to(father, channel="letter"))
    run, _paper = print_letters(mailing)
    restrict(father, cast.yusuf)
    assert commands.hand_out(run, by=cast.ben) == (1, 1)
    assert Delivery.objects.get(person=father).state == "suppressed"


def test_a_note_taken_back_takes_its_letters_and_the_errand_with_it(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="letter")
    run, _paper = print_letters(delivery.mailing)
    commands.stop_mailing(delivery.mailing, by=cast.ben)
    assert not Errand.objects.exists()
    with pytest.raises(NotReadyError):
        commands.paper_of(run, by=cast.ben)


def test_letters_handed_out_are_not_made_again(cast: Cast) -> None:
    delivery = post_to_amina(cast, channel="letter", words=ENGLISH)
    run, _paper = print_letters(delivery.mailing)
    commands.hand_out(run, by=cast.ben)
    with pytest.raises(ConflictError):
        commands.print_again(run, by=cast.ben)


def test_a_script_without_a_font_goes_another_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.kernel.paper.typesetting._families", lambda: frozenset({"Liberation Sans"}))
    mailing = post(cast, to(cast.amina, channel="letter", words=ARABIC), words=[ARABIC])
    deliver(mailing, "letter")
    delivery = Delivery.objects.get(mailing=mailing)
    assert (delivery.state, delivery.reason) == ("failed", "no-font")
    followed = commands.find_next_way(delivery.pk)
    assert followed is not None
    assert followed.channel == "email"
