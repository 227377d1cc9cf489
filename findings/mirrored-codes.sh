#!/usr/bin/env bash
# What readers of codes make of one that is seen from behind: the sheet's other side shines through, or a camera mirrors.
#
# Guess: in a mirror, a Data Matrix is none: its solid edges are not at the left and below. Who reads a code from behind all
#        the same says so, or lists its corners the other way round.
# Seen:  zxing-cpp reads a square Data Matrix from behind, and all that its Python says of it, corners too, is the same as of
#        one that is turned by a quarter. The oblong one that it makes of the same text by itself is not read from behind.
#        zxing-js reads neither. QR codes from behind are read by zxing-cpp, OpenCV and jsQR, and all of these name the corners
#        as if the code were turned, so that what is placed by them lies elsewhere; zxing-js names them right.
# What we do: the modules that are seen are compared with those that the text has, as they are and in a mirror; a code that
#        agrees better with a mirror is passed over.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q zxing-cpp==3.1.1 opencv-python-headless==5.0.0.93
npm install --silent --no-audit --no-fund --prefix "$place" @zxing/library@0.23.0 jsqr@1.4.0 >/dev/null
cd "$place"
cat >read.cjs <<'J'
const { readFileSync } = require("node:fs");
const zxing = require("@zxing/library");
const jsqr = require("jsqr");
const [kind, side] = process.argv.slice(2);
const grey = new Uint8ClampedArray(readFileSync("seen.raw"));
const wide = Number(side), high = grey.length / wide;
const found = {};
try {
  const bitmap = new zxing.BinaryBitmap(new zxing.HybridBinarizer(new zxing.RGBLuminanceSource(grey, wide, high)));
  const reader = kind === "QRCode" ? new zxing.QRCodeReader() : new zxing.DataMatrixReader();
  const read = reader.decode(bitmap);
  const [four, one, two] = read.getResultPoints().map((point) => [point.getX(), point.getY()]);
  found["zxing-js"] = [read.getText(), kind === "QRCode" ? [one, two, null, four] : null];
} catch (error) {
  if (!(error instanceof zxing.Exception)) throw error;
}
const colours = Uint8ClampedArray.from({ length: 4 * grey.length }, (_, at) => grey[at >> 2]);
const code = kind === "QRCode" && jsqr(colours, wide, high);
if (code) {
  const { topLeftCorner: one, topRightCorner: two, bottomRightCorner: three, bottomLeftCorner: four } = code.location;
  found.jsQR = [code.data, [one, two, three, four].map((corner) => [corner.x, corner.y])];
}
console.log(JSON.stringify(found));
J
cat >see.py <<'P'
import json
import subprocess
import sys

import cv2
import numpy as np
import zxingcpp

TEXT = "K7QX2M9TBW4R"
KINDS = {
    "square Data Matrix": ("DataMatrix", {"force_square": True}), "oblong Data Matrix": ("DataMatrix", {}),
    "QR code": ("QRCode", {}),
}
FACTS = ("text", "valid", "format", "symbology_identifier", "ec_level", "content_type", "extra")


def made(kind, options):
    code = zxingcpp.create_barcode(TEXT, getattr(zxingcpp.BarcodeFormat, kind), **options)
    return np.pad(np.array(code.to_image(scale=6)), 54, constant_values=255)


def by_zxing_cpp(seen):
    for one in zxingcpp.read_barcodes(seen):
        at = one.position
        corners = [(c.x, c.y) for c in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        return one.text, corners, [str(getattr(one, fact)) for fact in FACTS]
    return None


def by_opencv(seen):
    text, corners, _ = cv2.QRCodeDetector().detectAndDecode(seen)
    return (text, corners[0].tolist()) if text else None


def by_js(seen, kind):
    seen.tofile("seen.raw")
    command = ["node", "read.cjs", kind, str(seen.shape[1])]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def placed(corners, image, mirrored):
    """Whether each corner is said to be where that corner of the printed code is seen, and not where another one is."""
    dark = np.argwhere(image < 128)
    (top, left), (low, right) = dark.min(0), dark.max(0)
    true = [(left, top), (right, top), (right, low), (left, low)]
    true = [(image.shape[1] - 1 - x, y) for x, y in true] if mirrored else true
    return all(
        at == min(range(4), key=lambda k: np.hypot(one[0] - true[k][0], one[1] - true[k][1]))
        for at, one in enumerate(corners) if one is not None
    )


def said(found, image, mirrored):
    if found is None or found[0] != TEXT:
        return "not read"
    if not found[1]:
        return "read"
    return "read, corners " + ("right" if placed(found[1], image, mirrored) else "wrong")


BEHIND = {
    ("square Data Matrix", "zxing-cpp"): "read, corners wrong", ("square Data Matrix", "zxing-js"): "not read",
    ("oblong Data Matrix", "zxing-cpp"): "not read", ("oblong Data Matrix", "zxing-js"): "not read",
    ("QR code", "zxing-cpp"): "read, corners wrong", ("QR code", "zxing-js"): "read, corners right",
    ("QR code", "jsQR"): "read, corners wrong", ("QR code", "OpenCV"): "read, corners wrong",
}
changed = []
for name, (kind, options) in KINDS.items():
    image = made(kind, options)
    for mirrored in (False, True):
        shown = np.ascontiguousarray(image[:, ::-1] if mirrored else image)
        readers = {"zxing-cpp": by_zxing_cpp(shown), "zxing-js": None, **by_js(shown, kind)}
        if kind == "QRCode":
            readers["OpenCV"] = by_opencv(shown)
        for reader, found in readers.items():
            seen = said(found, image, mirrored)
            print(f"{name}{' from behind' if mirrored else ''}: {reader}: {seen}")
            right = seen == BEHIND[name, reader] if mirrored else seen in ("read", "read, corners right")
            changed += [] if right else [(name, reader)]

# nothing but the corners differs between a square code from behind and one that is only turned
image = made(*KINDS["square Data Matrix"])
behind, turned = by_zxing_cpp(np.ascontiguousarray(image[:, ::-1])), by_zxing_cpp(np.ascontiguousarray(np.rot90(image)))
print(f"zxing-cpp of one from behind: {', '.join(behind[2])}; the same of one that is turned: {behind == turned}")
if behind != turned or changed:
    sys.exit(f"this has changed: {changed}")
P
venv/bin/python see.py
