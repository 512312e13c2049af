"""The command line: sets up, starts and stops the database and the processes, and calls the rooms' commands.

Only the standard library is imported when these modules are: they run before anything is installed.
"""
