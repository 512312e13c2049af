"""What a person types on these pages, one module for each kind of work."""
