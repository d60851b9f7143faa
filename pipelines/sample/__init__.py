"""The sample: a synthetic workspace in the platforms' own formats, with the truth beside it.

It reads as world -> acts -> rows -> files; nothing here knows how exports are read or how reach is counted.
"""

from pipelines.sample.settings import SampleError
from pipelines.sample.workspace import SampleSummary, write_sample

__all__ = ["SampleError", "SampleSummary", "write_sample"]
