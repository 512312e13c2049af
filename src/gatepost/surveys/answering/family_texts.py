"""What is promised to whoever answers, in plain words; and what the page says when it cannot go on."""

from django.utils.translation import gettext_lazy as _

# Anonymous: the box.
ANONYMOUS = _("Nobody can find out what you said.")
ANONYMOUS_LOCKED = _(
    "Your answers are locked away without your name. They are opened only together with those of at least nine other people, and mixed."
)
ANONYMOUS_APART = _("Apart from them we keep that you have answered, and on which day. So nobody will remind you again.")
ANONYMOUS_KEPT_HOME = _(
    "Your language and the grade of your child stay with your answers only if at least ten people share them."
)
ANONYMOUS_KEPT_WORK = _("Nothing about you stays with your answers. Your language does only if at least ten people share it.")
ANONYMOUS_FEW = _("If fewer than ten people answer, the answers are never opened. They are deleted.")
OWN_WORDS_STAND_ALONE = _(
    "What you write in your own words is kept apart from your other answers. Please write no names: some people may know you by what you tell."
)

# Confidential: kept with the person, shown in groups.
CONFIDENTIAL = _("The school sees only what groups of ten or more people say.")
CONFIDENTIAL_KEPT = _(
    "Your answers are kept together with your name, so that later answers can be put beside them. The school is not shown who said what."
)
CONFIDENTIAL_WORDS = _(
    "What you write in your own words is read by the principal, the counsellor and the family liaison, without your name."
)

# Named.
NAMED = _("The school reads your answers together with your name.")
NAMED_KEPT = _(
    "Your answers are kept with your name and the day. The principal, the counsellor and the family liaison can read them."
)

# The leadership: too few to hide among.
LEADERSHIP = _("You answer for the leadership. Your answer is shown as the leadership’s.")
LEADERSHIP_FEW = _(
    "You are so few that nobody can promise you to stay unknown, and so your answers are shown, however few they are."
)
LEADERSHIP_NO_NAME = _("Your name is not kept with them.")
LEADERSHIP_NAME = _("Your name is kept with them and is not shown.")

# Sentences with which an answer is refused.
CLOSED = _("This survey is closed. Answers are not taken any more. Thank you for wanting to answer.")
NOT_OPEN_YET = _("This survey has not begun yet. Please come back later.")
NOTHING_SAID = _("You have not answered any question yet. Please answer at least one, or simply close this page.")
NOT_ONE_OF_THE_ANSWERS = _("One of the answers does not fit its question. Please go back, choose once more and send it again.")
NOT_A_QUESTION_OF_YOURS = _(
    "There is an answer to a question that you are not asked. Please open the page again from the beginning."
)
WORDS_TOO_LONG = _("What you wrote is longer than 2000 characters. Please make it shorter and send it once more.")
NOT_ASKED = _("This survey does not ask you any more. If you think it should, please tell the school.")
PAGE_DAMAGED = _("This page did not arrive whole. Please open it again from the beginning; nothing was sent.")
