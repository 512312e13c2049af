"""The ground floor: clock, errors, access, jobs, pages. It knows no word of schools."""
