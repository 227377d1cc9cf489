"""What must be true of every picture, whoever wrote it: feet on the floor, balance, joints that bend as joints do.

In comes a figure; out come findings, each with its position and how to mend it. The checks know nothing of files or
lines, and draw nothing.
"""

from handouts.figures.checks.all import check_figure
from handouts.figures.checks.finding import Finding
from handouts.figures.checks.words import Spoken

__all__ = ["Finding", "Spoken", "check_figure"]
