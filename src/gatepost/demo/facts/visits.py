"""What families of the demo school told on visits: hopes, strengths, what they ask of the school. Invented."""

SUITS = ("Weekdays after half past four", "Fridays", "After prayer, about five", "Saturday morning", "Any day but Tuesday")
NOTES: tuple[tuple[str, str, str], ...] = (
    (
        "That she finds friends here, and later becomes a nurse like her aunt.",
        "Reads to her brother every night. Three languages at the table.",
        "Books in Polish to take home.",
    ),
    (
        "A calm school year. To swim well by summer.",
        "Repairs bicycles with his grandfather; explains everything patiently.",
        "Tell us early when plans change.",
    ),
    (
        "That he keeps his Somali and is at ease in English.",
        "Knows long poems by heart. Helps at the shop and counts the change.",
        "A time for a talk after six.",
    ),
    (
        "To draw, and to be listened to.",
        "Looks after the rabbits; never forgets them.",
        "Show us what they read, so that we can ask about it.",
    ),
    (
        "That the two sisters may be in one club.",
        "Cooks with her mother on Sundays and measures everything.",
        "Somebody who tells us how the school works.",
    ),
)
