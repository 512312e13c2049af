"""What the room announces, in the past tense and inside the transaction."""

from django.dispatch import Signal

# delivery_ids: list[int] — a batch was handed to a provider (or printed, or became a call) and settled as sent
deliveries_sent = Signal()
# delivery_ids: list[int], failed or bounced for good; `reason` is on the rows
deliveries_failed = Signal()
# delivery_ids: list[int], delivered on a provider's word
deliveries_delivered = Signal()
# delivery (Delivery), at: a person pressed something on the family page
delivery_read = Signal()
# An answer arrived. It brings the delivery, text and full_text, the channel (email, link, slip or phone), the Inbound
# where there is one, whether it is_verified, by whom it was given, and its source
reply_arrived = Signal()
