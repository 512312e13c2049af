"""The one page that may depend on nothing: its sentence in every language, kept in the code itself.

Taken from the catalogues' "Something did not work on our side…", without the promise that nothing was changed: when
something breaks unforeseen, nobody can promise that. As in the catalogues, no named speaker has signed them yet.
"""

SORRY: dict[str, str] = {
    "en": "Something did not work on our side. Please go back and try again.",
    "es": "Algo no ha funcionado por nuestra parte. Por favor, vuelva atrás y pruebe otra vez.",
    "ca": "Alguna cosa no ha funcionat per part nostra. Si us plau, torni enrere i provi-ho un altre cop.",
    "fr": "Quelque chose n'a pas marché de notre côté. Merci de revenir en arrière et d'essayer encore.",
    "pt": "Alguma coisa não funcionou do nosso lado. Por favor, volte atrás e tente outra vez.",
    "ro": "Ceva nu a mers la noi. Vă rugăm să mergeți înapoi și să încercați din nou.",
    "ar": "حدث خلل من جهتنا. يرجى الرجوع والمحاولة مرة أخرى.",
    "ur": "ہماری طرف سے کچھ ٹھیک نہیں چلا۔ براہِ کرم واپس جائیں اور پھر کوشش کریں۔",
    "zh-hans": "我们这边出了点问题。请返回再试一次。",
    "uk": "Щось не спрацювало з нашого боку. Будь ласка, поверніться назад і спробуйте ще раз.",
    "so": "Wax baa dhankayaga ka shaqayn waayay. Fadlan dib u noqo oo mar kale isku day.",
    "vi": "Có trục trặc ở phía chúng tôi. Xin quý vị quay lại và thử lại.",
}
# Beyond the sentence above: whom to tell. Staff read English.
TELL = "If it happens twice, please tell the school."


def page() -> str:
    """The whole page: every language on a line of its own, read in its own direction."""
    lines = "".join(f"<p lang={language} dir=auto>{words}</p>\n" for language, words in SORRY.items())
    return (
        '<!doctype html>\n<html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">'
        f"<title>Gatepost</title>\n{lines}<p>{TELL}</p></html>\n"
    )
