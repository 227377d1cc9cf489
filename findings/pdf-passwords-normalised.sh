#!/usr/bin/env bash
# Two ways to make a password of a protected PDF (AES-256) into bytes.
#
# Guess: a password that opens a file in one program opens it in every other, typed the same way.
# Seen:  pypdf prepares the password first (SASLprep, as the PDF standard asks: a no-break space becomes a space, “ﬁ” becomes
#        “fi”); qpdf (in pikepdf) and PDFium (the reader in Chrome and Edge) take the characters as they are. So a file that
#        pypdf protects with such a password does not open there with what was typed, and the other way round.
# What we do: passwords are taken only if preparing leaves them as they are. What comes back is opened with the password as
#        it was typed; where only another form of it opens the file, that is told.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pypdf==7.1.1 cryptography==50.0.2 pikepdf==10.18.0 pypdfium2==5.15.2
"$place/venv/bin/python" - <<'P'
import io
import sys
from importlib.metadata import version

import pikepdf
import pypdf
import pypdfium2


def by_pypdf(password):
    writer, file = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt(user_password=password, algorithm="AES-256")
    writer.write(file)
    return file.getvalue()


def by_pikepdf(password):
    pdf, file = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(file, encryption=pikepdf.Encryption(user=password, owner="of the owner", R=6))
    return file.getvalue()


def in_pypdf(data, password):
    return bool(pypdf.PdfReader(io.BytesIO(data)).decrypt(password))


def in_pikepdf(data, password):
    try:
        pikepdf.open(io.BytesIO(data), password=password).close()
    except pikepdf.PasswordError:
        return False
    return True


def in_pdfium(data, password):
    try:
        pypdfium2.PdfDocument(data, password=password).close()
    except pypdfium2.PdfiumError:
        return False
    return True


print(", ".join(f"{name} {version(name)}" for name in ("pypdf", "pikepdf", "pypdfium2")))
PLAIN, ODD, PREPARED = "harbour street", "harbour\u00a0street", "harbour street"
found = {}
for maker in (by_pypdf, by_pikepdf):
    for name, made_with, typed in (("plain", PLAIN, PLAIN), ("no-break space", ODD, ODD), ("typed as a space", ODD, PREPARED)):
        opens = tuple(reads(maker(made_with), typed) for reads in (in_pypdf, in_pikepdf, in_pdfium))
        found[maker.__name__, name] = opens
        print(f"made {maker.__name__.replace('_', ' ')}, {name:17}: opens in pypdf {opens[0]}, pikepdf {opens[1]}, PDFium {opens[2]}")
expected = {
    ("by_pypdf", "plain"): (True, True, True),
    ("by_pypdf", "no-break space"): (True, False, False),
    ("by_pypdf", "typed as a space"): (True, True, True),
    ("by_pikepdf", "plain"): (True, True, True),
    ("by_pikepdf", "no-break space"): (False, True, True),
    ("by_pikepdf", "typed as a space"): (False, False, False),
}
if found != expected:
    sys.exit("this has changed")
P
