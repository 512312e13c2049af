"""What is written down while the story is told: rows of the ledger, threads and their messages."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from gatepost.conversations.models import Message, MessageVia, Thread
from gatepost.demo.copying import Copier
from gatepost.demo.households import Home
from gatepost.demo.places import Place, StaffMember
from gatepost.languages.models import Text, Version
from gatepost.touchpoints.models import Direction, Outcome, Touchpoint, usual_place

# Something went both ways so few school days ago that it counts today, whatever today is.
FRESH = 27
# What lies further back than this has left the window of thirty school days.
STALE = 33


@dataclass
class ThreadDraft:
    """A thread until all of its entries are known."""

    key: int
    section: int | None
    last_at: dt.datetime
    unread_since: dt.datetime | None = None

    def hear(self, at: dt.datetime, *, is_unread: bool) -> None:
        """An answer came; the owner has opened the thread since, or not yet."""
        self.last_at = max(at, self.last_at)
        if is_unread:
            self.unread_since = min(at, self.unread_since or at)


@dataclass
class Chronicle:
    """The written side of one school's three months."""

    place: Place
    days: list[dt.date]
    threads: dict[tuple[int, int], ThreadDraft] = field(default_factory=dict)
    last_exchange: dict[int, dt.datetime] = field(default_factory=dict)

    @property
    def copier(self) -> Copier:
        return self.place.copier

    @property
    def now(self) -> dt.datetime:
        return self.place.year.now

    def is_recent(self, day: dt.date) -> bool:
        """So near that a try of then still says something of today."""
        return day >= self.days[-min(STALE, len(self.days))]

    def touch(self, home: Home, at: dt.datetime, source: str, outcome: Outcome, means: str, **more: Any) -> int:
        """One row of the ledger."""
        direction = more.pop("direction", Direction.OUT)
        if outcome in {Outcome.ANSWERED, Outcome.TOOK_PART}:
            self.last_exchange[home.key] = max(at, self.last_exchange.get(home.key, at))
        return self.copier.add(
            Touchpoint, at=at, recorded_at=at, school_id=self.place.key, family_id=home.key, direction=str(direction),
            means=str(means), place=usual_place(means).value, outcome=outcome.value, source=source, **more,
        )  # fmt: skip

    def thread(self, home: Home, owner: StaffMember, at: dt.datetime) -> ThreadDraft:
        """The thread between one member of staff and one family."""
        where = (home.key, owner.key)
        if where not in self.threads:
            self.threads[where] = ThreadDraft(self.copier.key(Thread), home.section.key, at)
        thread = self.threads[where]
        thread.last_at = max(thread.last_at, at)
        return thread

    def say(self, thread: ThreadDraft, at: dt.datetime, source: str, via: MessageVia, **more: Any) -> int:
        """One entry of a thread."""
        thread.last_at = max(thread.last_at, at)
        return self.copier.add(
            Message, thread_id=thread.key, at=at, source=source, via=via.value, **{"from_family": False, **more}
        )

    def finish(self) -> None:
        """Write the threads, now that their last entries are known."""
        for (family, owner), thread in self.threads.items():
            self.copier.add(
                Thread, id=thread.key, school_id=self.place.key, family_id=family, owner_id=owner, section_id=thread.section,
                last_at=thread.last_at, unread_since=thread.unread_since,
            )  # fmt: skip

    def text(self, body: str, at: dt.datetime) -> int:
        """Something a member of staff wrote, in English."""
        key = self.copier.add(Text, original_language="en", created_at=at)
        self.copier.add(Version, text_id=key, language="en", body=body, origin="human")
        return key
