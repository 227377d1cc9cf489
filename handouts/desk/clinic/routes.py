"""The addresses of the clinic's pages."""

from __future__ import annotations

from handouts.desk.clinic import brand, drills, editor, programs, start
from handouts.desk.routing import at

__all__ = ["ROUTES"]

ROUTES = (
    at("/clinic", start.start, role="clinician"),
    at("/clinic/folder", start.make_folder_for_clinic, "POST", role="owner"),
    at("/clinic/brand", brand.brand_page, role="owner"),
    at("/clinic/brand", brand.brand_save, "POST", role="owner"),
    at("/clinic/brand/look", brand.brand_look, "POST", role="owner"),
    at("/clinic/brand/undo", brand.brand_back, "POST", role="owner"),
    at("/clinic/brand/logo", brand.logo_upload, "POST", role="owner"),
    at("/clinic/drills", drills.shelf, role="clinician"),
    at("/clinic/drill-mine", drills.make_mine, "POST", role="clinician"),
    at("/clinic/drill-new", drills.make_new, "POST", role="clinician"),
    at("/clinic/drills/{id}", editor.edit, role="clinician"),
    at("/clinic/drills/{id}", editor.save, "POST", role="clinician"),
    at("/clinic/drills/{id}/look", editor.look, "POST", role="clinician"),
    at("/clinic/drills/{id}/draw", editor.draw_now, "POST", role="clinician"),
    at("/clinic/drills/{id}/undo", editor.undo, "POST", role="clinician"),
    at("/clinic/drills/{id}/drop", editor.drop, "POST", role="clinician"),
    at("/clinic/programs", programs.shelf, role="clinician"),
    at("/clinic/programs/new", programs.from_draft, "POST", role="clinician"),
    at("/clinic/programs/new", programs.new_form, role="clinician"),
    at("/clinic/program-make", programs.make, "POST", role="clinician"),
    at("/clinic/programs/{id}", programs.edit, role="clinician"),
    at("/clinic/programs/{id}", programs.save, "POST", role="clinician"),
    at("/clinic/programs/{id}/look", programs.look, "POST", role="clinician"),
    at("/clinic/programs/{id}/undo", programs.undo, "POST", role="clinician"),
)
