"""Paper: data set by Typst as PDF; whatever a person wrote is data to it, never markup."""
