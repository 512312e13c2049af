"""The words around a note, in the reader's language: in the e-mail, on the letter and its slip, at the start of a call."""

from django.utils.translation import gettext_lazy as _

SUBJECT = _("A note from %(school)s")
SUBJECT_OF_ANSWER = _("An answer from %(school)s")
REPLY_ABOVE = _("Please write your answer above this line")
GREETING = _("Hello %(name)s,")
FROM = _("From %(sender)s, %(school)s")
ABOUT = _("About %(child)s")
NOT_IN_YOUR_LANGUAGE = _(
    "We do not have this in your language yet. Here it is in %(language)s. You can answer in your own language."
)
MACHINE = _("A machine translated this, and nobody has checked it yet. Ask us if something is unclear.")
ORIGINAL_ON_PAGE = _("The original in %(language)s is on your page.")
HOW_TO_ANSWER = _(
    "To answer, simply reply to this e-mail, in any language. Or open your page; it needs no account and no password:"
)
OPEN_PAGE = _("Read and answer")
WHY_YOU = _("You get this because the school has you as a contact for %(child)s.")
NO_MORE = _("To stop e-mails to this address, open:")

ORIGINAL_BELOW = _("The same in %(language)s:")
SCAN = _("Scan this with your phone to open your page and answer.")
OR_TYPE = _("Or open %(address)s and type this code:")
YOUR_ANSWER = _("Your answer")
GIVE_BACK = _("Write here in any language, cut this off and give it back to the school.")
HAVE_READ = _("I have read this.")
CALL_ME = _("Please call me.")
NOT_UNDERSTOOD = _("I did not understand the message.")
BEST_TIME = _("Phone and best time:")

CALL_OPENING = _("Hello, I am calling from %(school)s. I have a message for you about %(child)s.")
CALL_CLOSING = _("Would you like to answer or to ask something? I will write it down and give it to the teacher.")
