"""What a submission may take of the machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one process that holds a submission."""

    load_seconds: float = 30  # for all the code outside functions
    statement_seconds: int = 5  # for one statement of it
    call_seconds: float = 5  # for one call
    cpu_seconds: int = 120  # of processor time, all in all
    memory: int = 2**30  # bytes of address space
    reply: int = 2**25  # bytes of one answer
