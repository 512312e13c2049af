"""One folder for each way out; known by name in settings.CHANNEL_PROVIDERS and to nobody else."""
