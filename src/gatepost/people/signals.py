"""What the room announces, in the past tense and inside the transaction."""

from django.dispatch import Signal

# sender: the run's class; run_id
roster_applied = Signal()
# run_id; sent before the run's rows go, so that what other rooms keep about them and can make again may go first
# (`people.roster.undoing.made_by(run_id, "families")` names them)
roster_undone = Signal()
# contact_point_id, person_id, state
contact_state_changed = Signal()
# adult_id, student_id: contact, records or pick-up was barred or allowed again
rights_changed = Signal()
# school_id: a term or a closed day came or went, or the number of school days that count was changed
calendar_changed = Signal()
