"""What happens to surveys and answers."""
