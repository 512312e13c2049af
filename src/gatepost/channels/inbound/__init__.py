"""Mail that comes back: taken in raw, read in a limited child, placed where it belongs.

`child` and what it imports (`reading_mail` and below) know no Django: they run in a fresh interpreter on hostile input.
"""
