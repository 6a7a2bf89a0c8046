// validate.mjs LIST: reads lines of a schema's path, a tab and a YAML file's path; prints each file that its schema refuses, a line each with
// the reason, and how many are accepted.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";

const schemas = new Map();
const compile = path => {
  const ajv = new Ajv({ strict: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(path, "utf8")));
  return text => validate(parse(text, { merge: true })) ? null : ajv.errorsText(validate.errors);
};
let accepted = 0;
for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(line => line.length > 0)) {
  const [schema, path] = line.split("\t");
  if (!schemas.has(schema)) {
    schemas.set(schema, compile(schema));
  }

  const reason = schemas.get(schema)(readFileSync(path, "utf8"));
  if (reason === null) {
    accepted++;
  } else {
    console.log(`${path}\t${reason}`);
  }
}

console.log(`accepted ${accepted}`);
