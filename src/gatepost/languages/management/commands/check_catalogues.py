"""`check_catalogues`: fails when a language lacks a text that a family can see."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gatepost.languages.catalogues import family_texts, missing_texts


class Command(BaseCommand):
    help = "Checks that every family-facing text stands in every catalogue, with its plural forms and placeholders."

    def handle(self, *args: object, **options: object) -> None:
        problems = [problem for code, _name in settings.LANGUAGES if code != "en" for problem in missing_texts(code)]
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} family-facing texts are missing from the catalogues.")
        self.stdout.write(f"{len(family_texts())} family-facing texts stand in {len(settings.LANGUAGES)} languages.")
