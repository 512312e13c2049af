"""Four scales for families: trust in oneself, climate, communication, fit."""
