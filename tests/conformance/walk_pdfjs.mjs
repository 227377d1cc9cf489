// Prints what pdf.js (the viewer in Firefox) finds of the structure of files: a line of JSON for each.
// node walk_pdfjs.mjs PDFJS-FOLDER FILE…
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { getDocument, VerbosityLevel } = await import(pathToFileURL(`${folder}/legacy/build/pdf.mjs`).href);

async function texts(page) {
  const found = {};
  const open = [];
  for (const item of (await page.getTextContent({ includeMarkedContent: true })).items) {
    if (item.type === "beginMarkedContentProps" || item.type === "beginMarkedContent") {
      open.push(item.id ?? null);
    } else if (item.type === "endMarkedContent") {
      open.pop();
    } else {
      const id = open.findLast((one) => one !== null); // innermost
      if (id !== undefined) {
        found[id] = (found[id] ?? "") + item.str + (item.hasEOL ? "\n" : "");
      }
    }
  }
  return found;
}

async function fields(page) {
  const widgets = (await page.getAnnotations()).filter((one) => one.subtype === "Widget");
  return widgets.map(({ id, fieldName, alternativeText }) => ({ id, name: fieldName, label: alternativeText }));
}

for (const file of files) {
  const pdf = await getDocument({ data: new Uint8Array(await readFile(file)), verbosity: VerbosityLevel.ERRORS }).promise;
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    pages.push({ tree: await page.getStructTree(), texts: await texts(page), fields: await fields(page) });
  }
  console.log(JSON.stringify(pages));
  await pdf.destroy();
}
