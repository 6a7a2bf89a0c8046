// validate.mjs SCHEMA PATHS-FILE: prints each path whose YAML the schema refuses, a line each with the reason, and how many it accepts.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";

const [schema, list] = process.argv.slice(2);
const ajv = new Ajv({ strict: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
let accepted = 0;
for (const path of readFileSync(list, "utf8").split("\n").filter(line => line.length > 0)) {
  if (validate(parse(readFileSync(path, "utf8"), { merge: true }))) {
    accepted++;
  } else {
    console.log(`${path}\t${ajv.errorsText(validate.errors)}`);
  }
}

console.log(`accepted ${accepted}`);
