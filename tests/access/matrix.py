"""Every address × everybody: what they get. An address that is missing here fails the tests.

Add a row: `page` (no object), `thing` (about one object, `args` from the world), `act` (a POST), `open_page` (for everyone),
`post_only` (refuses GET). Who is who: `tests.access.principals`; what there is: `tests.access.world`.
"""

from tests.access import (
    matrix_accounts,
    matrix_answering,
    matrix_charter,
    matrix_easier,
    matrix_evidence,
    matrix_families,
    matrix_inquiry,
    matrix_paper,
    matrix_plans,
    matrix_results,
    matrix_reviews,
    matrix_scores,
    matrix_staff,
    matrix_surveys,
    matrix_training,
    matrix_visits,
)
from tests.access.rows import Row

MATRIX: tuple[Row, ...] = (
    *matrix_accounts.ROWS,
    *matrix_answering.ROWS,
    *matrix_families.ROWS,
    *matrix_charter.ROWS,
    *matrix_easier.ROWS,
    *matrix_evidence.ROWS,
    *matrix_inquiry.ROWS,
    *matrix_paper.ROWS,
    *matrix_plans.ROWS,
    *matrix_results.ROWS,
    *matrix_scores.ROWS,
    *matrix_reviews.ROWS,
    *matrix_staff.ROWS,
    *matrix_surveys.ROWS,
    *matrix_training.ROWS,
    *matrix_visits.ROWS,
)
