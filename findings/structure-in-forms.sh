#!/usr/bin/env bash
# What readers find of the structure of a PDF whose tagged content stands in a form XObject.
#
# Guess: a form with its own /StructParents, whose marked parts the elements refer to by its stream (ISO 32000-1, 14.7.4.4), is
#        as well seen as content of the page itself: validators of PDF/UA pass it, and the form may be shared.
# Seen:  pikepdf and poppler find its heading, list, figure and paragraph. PDFium (Chrome, Edge, Android) finds nothing of the
#        page, and pdf.js (Firefox) nothing but what holds a form field: both build a page's tree from the page's own
#        /StructParents. The same content in the page's stream, with ids that count per page, is found by all. In PDFium a
#        cell that holds only a form field, or nothing, is missing from its row even then, and what follows it moves up under
#        the wrong head; a marked part of its own, even an empty one, keeps it there.
# What we do: what is tagged stands in the page's own streams, and each cell has a marked part.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pikepdf==10.18.0 pypdfium2==5.15.2
npm install --silent --no-audit --no-fund --prefix "$place" pdfjs-dist@5.6.205 >/dev/null
cd "$place"
cat >walk.mjs <<'J'
import { readFile } from "node:fs/promises";
import { getDocument, VerbosityLevel, version } from "./node_modules/pdfjs-dist/legacy/build/pdf.mjs";
const found = {};
for (const file of process.argv.slice(2)) {
  const data = new Uint8Array(await readFile(file));
  const page = await (await getDocument({ data, verbosity: VerbosityLevel.ERRORS }).promise).getPage(1);
  const roles = (node) => (node?.role ? [node.role, ...node.children.flatMap(roles)] : []);
  found[file] = ((await page.getStructTree())?.children ?? []).flatMap(roles).join(" ");
}
console.log(JSON.stringify([version, found]));
J
venv/bin/python - <<'P'
import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import version

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from pypdfium2 import raw

WORDS = ("Hip hinge", "Sit back.", "Band", "Two sets", "Mon", "Tue")
KINDS = ("H1", "LBody", "Figure", "P", "TH", "TH")


def make(path, *, in_form, marked_cells):
    """A page with a heading, a list, a figure, a paragraph, and a table: two days, a cell over the row, one with a field."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 300)).obj
    page.Tabs = Name.S
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    ids, parents = [], []

    def element(kind, above, **more):
        made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=above, Pg=page, K=Array(), **more))
        above.K = made if above == root else Array([*above.K, made])
        return made

    def marked(to):
        number = len(ids)
        ids.append(number)
        parents.append(to)
        part = number
        if in_form:
            part = Dictionary(Type=Name.MCR, Stm=form, MCID=number, Pg=page)
        to.K = Array([*to.K, part])

    form = pdf.make_stream(b"")
    document = element("Document", root)
    marked(element("H1", document))
    marked(element("LBody", element("LI", element("L", document))))
    marked(element("Figure", document, Alt="A person bends."))
    marked(element("P", document))
    table = element("Table", document)
    days, row = element("TR", table), element("TR", table)
    over = element("TD", days)
    for _ in range(2):
        marked(element("TH", days, A=Dictionary(O=Name.Table, Scope=Name.Column)))
    cell = element("TD", row)
    if marked_cells:
        marked(over)
        marked(cell)
    field = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="note", TU="Monday", DA="/Helv 9 Tf", F=4, P=page,
        Rect=[200, 20, 260, 40], StructParent=1,
    ))
    kid = element("Form", cell)
    kid.K = Array([Dictionary(Type=Name.OBJR, Obj=field)])

    font = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    text = [f"/{kind} <</MCID {at}>> BDC BT /F1 12 Tf 20 {280 - 20 * at} Td ({words}) Tj ET EMC"
            for at, (kind, words) in enumerate(zip(KINDS, WORDS))]
    text += [f"/TD <</MCID {at}>> BDC EMC" for at in ids[len(WORDS):]]
    code, holder = "\n".join(text).encode(), form if in_form else page
    if in_form:
        form.write(code)
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 300])
        form.Resources = Dictionary(Font=font)
        page.Resources = Dictionary(XObject=Dictionary(B=form))
        page.Contents = pdf.make_stream(b"/B Do")
    else:
        page.Resources = Dictionary(Font=font)
        page.Contents = pdf.make_stream(code)
    holder.StructParents = 0
    page.Annots = Array([field])
    root.ParentTree = Dictionary(Nums=Array([0, Array(parents), 1, kid]))
    root.ParentTreeNextKey = 2
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
    pdf.Root.Lang = pikepdf.String("en")
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DR=Dictionary(Font=Dictionary(Helv=font.F1)))
    pdf.save(path)


def by_pikepdf(path):
    def kinds(node):
        found = [str(node.S)[1:]]
        for kid in node.get("/K", []):
            if isinstance(kid, Dictionary) and "/S" in kid:
                found += kinds(kid)
        return found

    with pikepdf.open(path) as pdf:
        assert not pdf.check_pdf_syntax()
        return " ".join(kinds(pdf.Root.StructTreeRoot.K))


def by_pdfium(path):
    def kinds(element):
        size = raw.FPDF_StructElement_GetType(element, None, 0)
        buffer = (raw.FPDF_WCHAR * (size // 2))()
        raw.FPDF_StructElement_GetType(element, buffer, size)
        found = [bytes(buffer).decode("utf-16-le").rstrip("\0")]
        for at in range(raw.FPDF_StructElement_CountChildren(element)):
            if kid := raw.FPDF_StructElement_GetChildAtIndex(element, at):
                found += kinds(kid)
        return found

    page = pypdfium2.PdfDocument(path)[0]
    tree = raw.FPDF_StructTree_GetForPage(page)
    tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(raw.FPDF_StructTree_CountChildren(tree))]
    found = " ".join(kind for top in tops for kind in kinds(top)).strip()
    raw.FPDF_StructTree_Close(tree)
    return found


def by_poppler(path):
    if not shutil.which("pdfinfo"):
        return "(not here)"
    said = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True).stdout
    kinds = re.findall(r"^ *([A-Z]\w*)(?: \(\w+\))?:?$", said, re.MULTILINE)
    return " ".join(kinds) if kinds else f"(not understood) {said}"


make("form.pdf", in_form=True, marked_cells=False)
make("page.pdf", in_form=False, marked_cells=False)
make("cells.pdf", in_form=False, marked_cells=True)
files = ("form.pdf", "page.pdf", "cells.pdf")
js, by_js = json.loads(subprocess.run(["node", "walk.mjs", *files], capture_output=True, text=True, check=True).stdout)
names = {
    "pikepdf " + version("pikepdf"): by_pikepdf, "poppler": by_poppler,
    "PDFium (pypdfium2 " + version("pypdfium2") + ")": by_pdfium, "pdf.js " + js: by_js.get,
}
seen = {}
for path, what in zip(files, ("tagged content in a form", "in the page's stream", "and a marked part in each cell")):
    print(f"{what}:")
    for name, read in names.items():
        seen[path, name.split()[0]] = read(path)
        print(f"  {name}: {read(path) or 'nothing'}")

FRONT = "Document H1 L LI LBody Figure P"
ALL = f"{FRONT} Table TR TD TH TH TR TD Form"
right = {("form.pdf", "PDFium"): "", ("page.pdf", "PDFium"): f"{FRONT} Table TR TH TH",
         ("cells.pdf", "PDFium"): f"{FRONT} Table TR TD TH TH TR TD",
         ("form.pdf", "pdf.js"): "Document Table TR TD TH TH TR TD Form"}
for key, found in seen.items():
    if key[1] != "poppler" and found != right.get(key, ALL):
        sys.exit(f"this has changed: {key} {found}")
P
