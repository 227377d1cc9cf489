#!/usr/bin/env bash
# What libraries that keep a YAML file's comments do to the rest of it when one key is taken out or one text is changed.
#
# Guess: the lines of that key go or change, and no other line: that is what they are for.
# Seen:  ruamel.yaml and StrictYAML also take out the comment that stands above the next key, for they count it to the one
#        before. Of a list's last item, ruamel.yaml takes the comments above it, and eemeli's yaml too. StrictYAML takes the
#        quotes from a text of digits, so that every other reader finds a number there ("01632" loses its nought, or is an
#        octal number), and moves lists that are set in to the margin.
# What we do: the desk changes a clinic's files line by line in the places that the reader names, and takes what comes out
#        only if it reads back as what was meant, with every comment there; else it shows what to change by hand.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q ruamel.yaml==0.19.1 strictyaml==1.7.3
npm install --silent --no-audit --no-fund --prefix "$place" yaml@2.9.0 >/dev/null
cd "$place"
cat >clinic.yaml <<'Y'
# The clinic
name: Harbour Street
hours: Mon to Fri

# When to stop.
# The patient reads this first.
stop:
  - pain is sharp
  # this one is ours
  - you feel dizzy
emergency: "01632"
Y
cat >take.py <<'P'
import io
import json
from difflib import ndiff

import strictyaml
from ruamel.yaml import YAML

SOURCE = open("clinic.yaml", encoding="utf-8").read()


def lost_and_new(after):
    return [line.rstrip() for line in ndiff(SOURCE.splitlines(), after.splitlines()) if line[0] in "-+"]


def ruamel(change):
    reader = YAML()
    reader.preserve_quotes = True
    reader.indent(mapping=2, sequence=4, offset=2)  # as the file has it
    data, out = reader.load(SOURCE), io.StringIO()
    change(data)
    reader.dump(data, out)
    return lost_and_new(out.getvalue())


def strict(change):
    data = strictyaml.load(SOURCE)
    change(data)
    return lost_and_new(data.as_yaml())


print(json.dumps({
    "ruamel.yaml, nothing": ruamel(lambda data: None),
    "ruamel.yaml, hours out": ruamel(lambda data: data.pop("hours")),
    "ruamel.yaml, last item out": ruamel(lambda data: data["stop"].pop()),
    "StrictYAML, nothing": strict(lambda data: None),
    "StrictYAML, hours out": strict(lambda data: data.__delitem__("hours")),
}))
P
cat >take.mjs <<'J'
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";

const source = readFileSync("clinic.yaml", "utf8");
const after = (change) => {
  const document = parseDocument(source);
  change(document);
  const [old, now] = [source, String(document)].map((text) => text.split("\n"));
  return [...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`), ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`)];
};
console.log(JSON.stringify({
  "yaml, nothing": after(() => {}),
  "yaml, hours out": after((document) => document.delete("hours")),
  "yaml, last item out": after((document) => document.deleteIn(["stop", 1])),
}));
J
venv/bin/python take.py >one.json
node take.mjs >two.json
venv/bin/python - <<'P'
import json

seen = json.load(open("one.json")) | json.load(open("two.json"))
for name, lines in seen.items():
    print(name, *(lines or ["(the same)"]), sep="\n    ")
json.dump(seen, open("seen.json", "w"))
P
venv/bin/python - <<'P'
import json
import sys

seen = json.load(open("seen.json"))
above = ["- # When to stop.", "- # The patient reads this first."]
checks = {
    "ruamel.yaml leaves the file as it is where nothing changes": seen["ruamel.yaml, nothing"] == [],
    "ruamel.yaml takes the next key's comment with hours": all(line in seen["ruamel.yaml, hours out"] for line in above),
    "ruamel.yaml takes the comment above the last item": "-   # this one is ours" in seen["ruamel.yaml, last item out"],
    "StrictYAML takes the quotes off": '+ emergency: 01632' in seen["StrictYAML, nothing"],
    "StrictYAML takes the next key's comment with hours": all(line in seen["StrictYAML, hours out"] for line in above),
    "yaml leaves the file as it is where nothing changes": seen["yaml, nothing"] == [],
    "yaml takes hours alone": seen["yaml, hours out"] == ["- hours: Mon to Fri"],
    "yaml takes the comment above the last item": "-   # this one is ours" in seen["yaml, last item out"],
}
changed = [name for name, held in checks.items() if not held]
if changed:
    sys.exit("changed: " + "; ".join(changed))
print("as noted")
P
