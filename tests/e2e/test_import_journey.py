"""A principal brings in one sheet with Spanish headers: sees what would change, applies it, undoes it."""

from pathlib import Path

import pytest

from gatepost.people.models import Guardianship, Person
from tests.e2e.conftest import Door, assert_accessible
from tests.support.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHEET = """Matrícula;Nombre;Apellidos;Curso;Grupo;Nombre del tutor;Apellidos del tutor;Correo del tutor;Teléfono;Idioma
101;Aina;Soler;4;4C;Marta;Soler;marta.soler@example.org;+34 600 00 01 01;catalán
102;Yara;Haddad;4;4C;Rima;Haddad;rima@example.org;+34 600 00 01 02;árabe
103;Pau;Vidal;4;4C;Joan;Vidal;no es un correo;+34 600 00 01 03;español
"""


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.STAFF_SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def test_a_sheet_comes_in_and_is_undone(cast: Cast, open_page: Door, tmp_path: Path) -> None:
    sheet = tmp_path / "alumnado.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    page = open_page(cast.dov, "/people/roster/")
    assert_accessible(page)
    page.locator("input[type=file]").set_input_files(sheet)
    school = page.locator("select[name=school]")
    if school.count():
        school.select_option(label="Riverside School")
    page.get_by_role("button", name="Upload and compare").click()
    page.get_by_role("heading", name="Which column is what?").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Compare with what is here").click()
    page.get_by_role("button", name="Apply all of it").wait_for()
    assert_accessible(page)
    assert Person.objects.filter(family_name__in=["Soler", "Vidal"]).count() == 0  # seen before anything changes
    assert "no es un correo" in page.locator("main").inner_text()
    page.get_by_role("button", name="Apply all of it").click()
    page.get_by_role("button", name="Undo this import").wait_for()
    assert_accessible(page)
    links = Guardianship.objects.filter(ended_at=None, student__family_name__in=["Soler", "Haddad", "Vidal"])
    assert sorted(links.values_list("student__given_name", "adult__given_name", "adult__read_language")) == [
        ("Aina", "Marta", "ca"),
        ("Pau", "Joan", "es"),
        ("Yara", "Rima", "ar"),
    ]
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("undone", exact=False).first.wait_for()
    assert_accessible(page)
    assert Person.objects.filter(ended_at=None, family_name__in=["Soler", "Vidal"]).count() == 0
