"""Memory that is freed should be there again for the next step."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import resource
import numpy as np
from coursepkg.numpy_nn.memory import keep_freed_memory

def step():
    for array in [np.empty(800_000, np.float32) for _ in range(8)]:
        array.fill(1)

{before}
step()
start = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - start)
"""


def page_faults(before):
    program = PROGRAM.format(before=before)
    return int(subprocess.check_output([sys.executable, "-c", program], text=True))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="about the C library of Linux")
def test_steps_take_no_new_pages():
    assert page_faults("keep_freed_memory()") < page_faults("pass") / 10
