// Opens a protected file, ticks a box and saves, as pdf.js (the viewer in Firefox) does.
// node open_pdfjs.mjs PDFJS-FOLDER IN OUT BOX PASSWORD
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, source, target, box, password] = process.argv.slice(2);
const { getDocument, VerbosityLevel } = await import(pathToFileURL(`${folder}/legacy/build/pdf.mjs`).href);
const data = new Uint8Array(await readFile(source));
let pdf;
try {
  pdf = await getDocument({ data, password, verbosity: VerbosityLevel.ERRORS }).promise;
} catch (error) {
  if (error.name !== "PasswordException") throw error;
  console.log(JSON.stringify({ opened: false }));
  process.exit();
}
const fields = (await pdf.getFieldObjects()) ?? {};
const texts = [];
const roles = [];
const walk = (node) => {
  roles.push(node.role ?? node.type);
  (node.children ?? []).forEach(walk);
};
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number);
  texts.push((await page.getTextContent()).items.map((item) => item.str).join(" "));
  const tree = await page.getStructTree();
  if (tree) walk(tree);
}
if (fields[box]) {
  pdf.annotationStorage.setValue(fields[box][0].id, { value: true });
  await writeFile(target, await pdf.saveDocument());
}
console.log(JSON.stringify({ opened: true, fields: Object.keys(fields).sort(), texts, roles, permissions: await pdf.getPermissions() }));
