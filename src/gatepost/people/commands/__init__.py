"""What happens in this room, verb by verb. (The roster has its own, in `roster/`.)"""
