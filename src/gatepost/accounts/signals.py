"""What the room announces."""

from django.dispatch import Signal

# person_id, school_ids (list[int]): the staff door was closed to this person, who worked at these schools
access_ended = Signal()
