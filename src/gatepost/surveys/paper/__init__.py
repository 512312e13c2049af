"""A survey on paper: what stands on a sheet and where, what a filled one says."""
