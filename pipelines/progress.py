"""Progress: what a run tells the terminal while it works.

Here Dagster's events become one line per finished step; results are shown by the command line.
"""

import logging
from collections.abc import Callable

import dagster as dg

# Told of each finished step: its name, and whether it succeeded.
StepListener = Callable[[str, bool], None]

FINISHED = {"STEP_SUCCESS": True, "STEP_FAILURE": False}


class _StepHandler(logging.Handler):
    def __init__(self, listener: StepListener) -> None:
        super().__init__()
        self._listener = listener

    def emit(self, record: logging.LogRecord) -> None:
        """Tell the listener where the record is the end of a step."""
        meta = getattr(record, "dagster_meta", {})
        event = meta.get("dagster_event") if isinstance(meta, dict) else None
        if event is not None and event.event_type_value in FINISHED:
            self._listener(str(event.step_key), FINISHED[event.event_type_value])


def step_logger(listener: StepListener) -> dg.LoggerDefinition:
    """A Dagster logger that tells the listener of each finished step and prints nothing."""

    def steps(_context: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("alcance.steps")
        logger.addHandler(_StepHandler(listener))
        return logger

    return dg.LoggerDefinition(steps, description="One call for each finished step.")


silent_steps = step_logger(lambda _step, _succeeded: None)
