"""The skeleton: a pose becomes a body in space.

In come a pose, a build, and the places where hands meet props; out goes a Body whose feet, knees or back are on the
floor. Nothing here knows of cameras, paper or colours.
"""

from handouts.figures.skeleton.presets import merged
from handouts.figures.skeleton.solve import solve

__all__ = ["merged", "solve"]
