// Ticks a box, writes texts and saves, as a program on pdf-lib, or on its successor @cantoo/pdf-lib, does.
// node pdflib.mjs PACKAGE-FOLDER IN OUT BOX [FIELD TEXT]...
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";

const [folder, source, target, box, ...texts] = process.argv.slice(2);
const { PDFDocument } = createRequire(import.meta.url)(folder);
const pdf = await PDFDocument.load(await readFile(source), { updateMetadata: false });
const form = pdf.getForm();
form.getCheckBox(box).check();
for (let at = 0; at < texts.length; at += 2) form.getTextField(texts[at]).setText(texts[at + 1]);
await writeFile(target, await pdf.save());
