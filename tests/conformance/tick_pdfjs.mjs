// Ticks a box, writes texts and saves, as pdf.js (the viewer in Firefox) does.
// node tick_pdfjs.mjs PDFJS-FOLDER IN OUT BOX [FIELD TEXT]...
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, source, target, box, ...texts] = process.argv.slice(2);
const { getDocument, VerbosityLevel } = await import(pathToFileURL(`${folder}/legacy/build/pdf.mjs`).href);
const data = new Uint8Array(await readFile(source));
const pdf = await getDocument({ data, verbosity: VerbosityLevel.ERRORS }).promise;
const fields = await pdf.getFieldObjects();
pdf.annotationStorage.setValue(fields[box][0].id, { value: true });
for (let at = 0; at < texts.length; at += 2)
  pdf.annotationStorage.setValue(fields[texts[at]][0].id, { value: texts[at + 1] });
await writeFile(target, await pdf.saveDocument());
const marks = (await pdf.getMarkInfo())?.Marked ?? false;
const outline = ((await pdf.getOutline()) ?? []).map((item) => item.title);
console.log(JSON.stringify({ fields: Object.keys(fields).length, marked: marks, outline, pages: pdf.numPages }));
