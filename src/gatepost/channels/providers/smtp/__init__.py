"""E-mail through a mail server (RFC 5321), pipelined where it is offered (RFC 2920)."""
