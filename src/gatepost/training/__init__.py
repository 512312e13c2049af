"""Training that staff and families take together: short modules, who was there, a question before and after."""
