"""Runs the whole benchmark, the quick part first.

With a number of rows as argument the big files have that many.
"""

import sys

from tests.bench.identity import measure_identity
from tests.bench.reading import measure_reading
from tests.bench.running import measure_running

if __name__ == "__main__":
    measure_running()
    measure_identity()
    measure_reading(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
