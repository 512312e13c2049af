"""Nobody ever sees a stack trace; a visitor reads in the own language what is not possible."""

import pytest
from django.test import Client

from gatepost.kernel import limits
from gatepost.kernel.errors import TooManyTriesError


@pytest.mark.parametrize(
    ("header", "lang", "direction"), [("ar,en;q=0.5", "ar", "rtl"), ("so", "so", "ltr"), ("xx", "en", "ltr")]
)
@pytest.mark.django_db
def test_a_missing_page_speaks_the_visitors_language(client: Client, header: str, lang: str, direction: str) -> None:
    response = client.get("/no/such/page/", headers={"accept-language": header})
    assert response.status_code == 404
    assert f'<html lang="{lang}" dir="{direction}">' in response.content.decode()


@pytest.mark.django_db
def test_a_limit_counts_across_connections_and_says_so() -> None:
    import datetime as dt

    hour = dt.timedelta(hours=1)
    assert [limits.count("tests:door", within=hour) for _try in range(3)] == [1, 2, 3]
    limits.ensure_below("tests:door", limit=4, within=hour)
    with pytest.raises(TooManyTriesError, match="nothing was lost"):
        limits.ensure_below("tests:door", limit=4, within=hour)
