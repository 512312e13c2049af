"""One module on paper, in any of our languages: what it is for, what is done together, and the slip."""

from django.utils import translation

from gatepost.kernel.paper.report import Report, bullets, heading, paragraph, pdf_of, table
from gatepost.languages.tags import is_rtl
from gatepost.training import family_texts as say
from gatepost.training.modules import Module


def module_paper(module: Module, language: str) -> bytes:
    """Two pages: the module, and the slip that is filled in before and after, without a name."""
    with translation.override(language):
        blank = [[str(words), "☐", "☐"] for words in say.ANSWERS]
        blocks = [
            paragraph(str(module.aim)),
            heading(str(say.WHAT_WE_DO)),
            bullets([str(step) for step in module.steps]),
            heading(str(module.question)),
            table(["", str(say.BEFORE), str(say.AFTER)], blank, widths=[2, 1, 1]),
            paragraph(str(say.NO_NAME), quiet=True),
        ]
        report = Report(
            title=str(module.title), subtitle=str(say.FOR_ALL), language=language, rtl=is_rtl(language), blocks=blocks
        )
        return pdf_of(report)
