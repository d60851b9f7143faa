"""The judge: what was decided about people, organisations and places, held against the truth of a sample.

It stands on the sample's side of the house: it reads the warehouse and `truth/`, and writes into neither.
"""

from pipelines.evaluation.judgement import (
    Evaluation,
    Interval,
    Score,
    evaluate,
    evaluate_intervals,
    macro_f1,
    mean_width,
)
from pipelines.evaluation.ledger import EvaluationError

__all__ = [
    "Evaluation",
    "EvaluationError",
    "Interval",
    "Score",
    "evaluate",
    "evaluate_intervals",
    "macro_f1",
    "mean_width",
]
