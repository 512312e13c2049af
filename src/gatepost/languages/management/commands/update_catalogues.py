"""`update_catalogues`: adds new family-facing texts to every catalogue, untranslated, and drops those that are gone."""

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale

from gatepost.languages.catalogues import catalogue_path, family_texts, read_catalogue


class Command(BaseCommand):
    help = "Brings the catalogues up to the family-facing texts of the source; translations are kept."

    def handle(self, *args: object, **options: object) -> None:
        template = Catalog(project="Gatepost", charset="utf-8")
        for text in family_texts():
            identifier = (text.singular, text.plural) if text.plural else text.singular
            template.add(identifier, context=text.context or None, locations=[(text.place.split(":")[0], 0)])
        for code, _name in settings.LANGUAGES:
            if code == "en":
                continue
            catalogue = read_catalogue(code)
            if catalogue.locale is None:
                catalogue = Catalog(locale=to_locale(code), project="Gatepost", charset="utf-8")
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            path = catalogue_path(code)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalogue, width=120, omit_header=False, include_lineno=False, ignore_obsolete=True)
            self.stdout.write(f"{code}: {path}")
