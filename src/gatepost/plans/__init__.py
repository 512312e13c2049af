"""The partnership plan over several years: team, goals, actions with their evidence, measures, self-review, yearly review."""
