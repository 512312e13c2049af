"""Addresses to listen on: which are free, and a sentence when the wanted one is not."""

import socket

from gatepost.cli.problems import PlainError

ATTEMPTS = 50


def split(address: str, setting: str) -> tuple[str, int]:
    """Host and port of `host:port`."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise PlainError(f"{setting} is “{address}”; write it as host:port, such as 127.0.0.1:8025.")
    return host.strip("[]"), int(port)


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def claim(host: str, port: int, *, strict: bool, option: str) -> int:
    """The port where it is free; else the next free one, or where it was asked for (`strict`) a sentence."""
    if is_free(host, port):
        return port
    if strict:
        raise PlainError(f"Port {port} on {host} is taken by another program or not allowed; choose another with {option}.")
    for other in range(port + 1, min(port + ATTEMPTS, 65536)):
        if is_free(host, other):
            return other
    raise PlainError(f"No port from {port} to {port + ATTEMPTS - 1} is free on {host}; choose one with {option}.")
