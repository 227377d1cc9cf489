"""Props: each is one class that holds its YAML model and knows how it is drawn, held, pointed at and checked.

In come a figure's YAML and a body in space; out go units in space, places for hands and call-outs, and solids. Props
know nothing of drills, of paper, or of each other.
"""

from handouts.figures.props.bands import BandProp, PostProp
from handouts.figures.props.bars import BarProp, DowelProp, PlatesProp, RackProp
from handouts.figures.props.cloth import TowelProp
from handouts.figures.props.cushions import PillowProp, RollerProp, RollProp
from handouts.figures.props.fixtures import carried
from handouts.figures.props.furniture import BedProp, DoorwayProp, FrameProp, RailProp, StairsProp, TableProp
from handouts.figures.props.registry import PROPS, AnyProp, point_words, reach_words, registered
from handouts.figures.props.straps import StrapsProp
from handouts.figures.props.supports import ChairProp, MatProp, StepProp, WallProp
from handouts.figures.props.together import anchors, closes, hand_places, prop_units, solids
from handouts.figures.props.weights import BallProp, BellProp, BottleProp, DumbbellProp, StickProp

__all__ = [
    "PROPS",
    "AnyProp",
    "BallProp",
    "BandProp",
    "BarProp",
    "BedProp",
    "BellProp",
    "BottleProp",
    "ChairProp",
    "DoorwayProp",
    "DowelProp",
    "DumbbellProp",
    "FrameProp",
    "MatProp",
    "PillowProp",
    "PlatesProp",
    "PostProp",
    "RackProp",
    "RailProp",
    "RollProp",
    "RollerProp",
    "StairsProp",
    "StepProp",
    "StickProp",
    "StrapsProp",
    "TableProp",
    "TowelProp",
    "WallProp",
    "anchors",
    "carried",
    "closes",
    "hand_places",
    "point_words",
    "prop_units",
    "reach_words",
    "registered",
    "solids",
]
