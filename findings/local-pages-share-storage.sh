#!/usr/bin/env bash
# What a page that was opened from a file keeps on the phone or computer, and who else can read it.
#
# Guess: pages opened from files have origins of their own (each says “null”), so that one cannot read what another has kept;
#        or else none may keep anything.
# Seen:  Chromium keeps it, also over a restart, and all pages opened from files share one storage, from whatever folder:
#        each reads, changes and clears what the others kept. Firefox ESR 153 does the same (looked at by hand; it is in no
#        package that could be pinned here). A frame of a sandbox has none, and asking for it throws.
# What we do: what the phone page keeps stands under its sheet's id, holds no name and no words of the sheet but what the
#        patient wrote, and the page offers to clear it; it clears nothing that is not its own. docs/phone-page.md says it.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
npm install --silent --no-audit --no-fund --prefix "$place" @sparticuz/chromium@153.0.0 playwright-core@1.64.1 >/dev/null
mkdir "$place/downloads" "$place/elsewhere"
echo '<!DOCTYPE html><title>One</title>' >"$place/downloads/one.html"
echo '<!DOCTYPE html><title>Two</title><iframe sandbox="allow-scripts" srcdoc="&lt;p&gt;x"></iframe>' >"$place/elsewhere/two.html"
cat >"$place/look.mjs" <<'J'
import packed from "@sparticuz/chromium";
import { chromium } from "playwright-core";

const start = async () =>
  chromium.launchPersistentContext(`${process.argv[2]}/profile`, {
    executablePath: await packed.executablePath(),
    args: ["--no-sandbox", "--disable-gpu"],  // not the package's own, which loosen what pages may do
    headless: true,
  });
const at = async (browser, name) => {
  const page = await browser.newPage();
  await page.goto(`file://${process.argv[2]}/${name}`);
  return page;
};
let browser = await start();
const version = browser.browser()?.version() ?? "";
const one = await at(browser, "downloads/one.html");
await one.evaluate(() => localStorage.setItem("kept", "by the first page"));
const said = await one.evaluate(() => [location.origin, origin]);
await one.waitForTimeout(1500);
await browser.close();
browser = await start();
const two = await at(browser, "elsewhere/two.html");
const read = await two.evaluate(() => localStorage.getItem("kept"));
const framed = await two.frames()[1].evaluate(() => {
  try { return String(localStorage.getItem("kept")); } catch (error) { return error.name; }
});
await two.evaluate(() => localStorage.clear());
const again = await (await at(browser, "downloads/one.html")).evaluate(() => localStorage.getItem("kept"));
await browser.close();
console.log(JSON.stringify({ version, said, read, framed, again }));
J
said=$(node "$place/look.mjs" "$place")
echo "$said"
node -e '
const { said, read, framed, again } = JSON.parse(process.argv[1]);
const seen = { origins: said, read, framed, again };
const expected = { origins: ["file://", "null"], read: "by the first page", framed: "SecurityError", again: null };
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error("changed:", JSON.stringify(seen), "expected:", JSON.stringify(expected));
  process.exit(1);
}
console.log("as noted: pages opened from files share one storage, and a restart keeps it");
' "$said"
