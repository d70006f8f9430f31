"""What people are shown: the fidelity matrix, the state of the evidence, the coverage of a port."""

from __future__ import annotations

from verifake.report._coverage import coverage_page, uncovered
from verifake.report._differences import differences_page
from verifake.report._matrix import Lane, matrix_json, matrix_table
from verifake.report._status import basis_sentence, campaign_sentence, disagreements, faithful_sentence, status_table
from verifake.report._strength import PartTrials, Trial, strength_page, strength_sentence

__all__ = [
    "Lane",
    "PartTrials",
    "Trial",
    "basis_sentence",
    "campaign_sentence",
    "coverage_page",
    "differences_page",
    "disagreements",
    "faithful_sentence",
    "matrix_json",
    "matrix_table",
    "status_table",
    "strength_page",
    "strength_sentence",
    "uncovered",
]
