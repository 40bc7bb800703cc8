"""What a sandboxed process may not ask of the kernel, as a program that the kernel runs.

Namespaces and limits leave gaps: limits on processes do not bind the user root, memory shared
by name is in no limit, and a process may open namespaces of its own. So the calls for these are
refused. The program is in the kernel's classic filter language: each instruction is a code, two
jumps and a value, and it sees the number of the call and the architecture.
"""

import platform
import struct

# One column an architecture, as in the kernel's tables: asm/unistd_64.h, asm-generic/unistd.h.
ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
REFUSED = {
    # processes and threads
    "clone": (56, 220),
    "clone3": (435, 435),
    "fork": (57, None),
    "vfork": (58, None),
    # memory and messages outside the limits
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    # the network, and sockets at all
    "socket": (41, 198),
    "socketpair": (53, 199),
    # namespaces and file systems
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    # other processes, and wide doors into the kernel
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
}
LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE = 0, 4  # where in the data
KILL, REFUSE, ALLOW = 0x80000000, 0x00050001, 0x7FFF0000  # REFUSE: "operation not permitted"
OTHER_NUMBERS = 0x40000000  # a second set of numbers on x86_64, from here on


def program(machine=None):
    """Return the filter for a machine, by default this one, as bytes.

    Raises:
        ValueError: the calls of this kind of machine are not known here.
    """
    machine = machine or platform.machine()
    if machine not in ARCHITECTURES:
        known = " and ".join(ARCHITECTURES)
        raise ValueError(f"the sandbox knows {known}, and this machine is {machine}")
    code, column = ARCHITECTURES[machine]
    numbers = [entry[column] for entry in REFUSED.values() if entry[column] is not None]
    instructions = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_IF_EQUAL, 1, 0, code),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (JUMP_IF_AT_LEAST, len(numbers) + 1, 0, OTHER_NUMBERS),
        *((JUMP_IF_EQUAL, len(numbers) - i, 0, number) for i, number in enumerate(numbers)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in instructions)
