"""What the room announces."""

from django.dispatch import Signal

# errand (Errand), by (Person): somebody recorded what came of it
errand_closed = Signal()
