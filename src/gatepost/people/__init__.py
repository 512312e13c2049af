"""Everyone, from a real roster: persons, schools, sections, guardianship, contact points, roles."""
