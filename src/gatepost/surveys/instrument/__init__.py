"""The ready instrument: practices asked of all sides, scales, barriers and roles, in every language of the house."""
