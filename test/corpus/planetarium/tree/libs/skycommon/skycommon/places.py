"""Where things are. Shared by shows and dome."""

TICKETS_HOST = "localhost"
TICKETS_PORT = 6402

# used by is_here(); the names this machine has for itself
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def tickets(path: str) -> str:
    return "http://" + TICKETS_HOST + ":" + str(TICKETS_PORT) + path


def is_here(host: str) -> bool:
    return host in HERE
