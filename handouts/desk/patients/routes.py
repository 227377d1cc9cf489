"""The addresses of the patients' pages. Those that are about a person hold a handle; see ``finding``."""

from __future__ import annotations

from handouts.desk.patients import again, finding, forgetting, person, returned, settle
from handouts.desk.routing import at

__all__ = ["ROUTES"]

_ONE = "/patients/{person:str}"

ROUTES = (
    at("/patients", finding.start),
    at("/patients/find", finding.find, "POST"),
    at("/patients/returns", returned.returns),
    at("/patients/returns", returned.drop, "POST"),
    at("/patients/returns/{pile:str}", returned.pile),
    at("/patients/returns/{pile:str}/stream", returned.stream),
    at("/patients/returns/{pile:str}/stop", returned.stop, "POST"),
    at("/patients/settle", settle.questions),
    at("/patients/settle", settle.act, "POST"),
    at("/patients/settle/picture/{ret:count}/{name:str}", settle.picture),
    at(_ONE, person.show),
    at(f"{_ONE}/sheet/{{sheet:str}}", again.reprint),
    at(f"{_ONE}/progress", again.progress),
    at(f"{_ONE}/again", again.once_more, "POST", role="clinician"),
    at(f"{_ONE}/next", again.from_last_week, "POST", role="clinician"),
    at(f"{_ONE}/undo", again.take_back, "POST", role="clinician"),
    at(f"{_ONE}/forget", forgetting.account, role="owner"),
    at(f"{_ONE}/forget", forgetting.remove, "POST", role="owner"),
)
