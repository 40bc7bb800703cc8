"""Memory: what one training step gives back is kept for the next one.

Every step asks for the same large arrays and frees them again. The C library returns freed
memory to the system once there is much of it, and the system hands it out again page by page,
filled with zeros: 6,000 pages and a tenth of the time of a step, measured with 128 units and
200 time steps on Linux. Its limit for that grows with the largest array ever freed.
"""

import numpy as np

LARGEST_NOTED = 31 * 2**20  # bytes; glibc takes no note of arrays above 32 MiB


def keep_freed_memory():
    """Make the C library keep up to 62 MiB of freed memory; elsewhere this does nothing."""
    np.empty(LARGEST_NOTED, np.uint8)  # freed at once, and never written: it takes no memory
