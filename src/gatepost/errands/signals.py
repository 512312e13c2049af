"""What the room announces."""

from django.dispatch import Signal

# errand (Errand), by (Person): somebody recorded what came of it
errand_closed = Signal()
# errand (Errand), result (str), note (str), by (Person): somebody tried, and will try again
errand_tried = Signal()
# errand (Errand), by (Person | None): its owner passes everything on, and this one is bound to its owner (see bound.py)
errand_left_behind = Signal()
