// The schema under a strict validator, and files against it: one line "FILE" for each that
// it refuses, with the reason.
//
//   validate.mjs MODULES SCHEMA < list of files
import fs from "fs";
import { createRequire } from "module";

const [modules, file] = process.argv.slice(2);
const Ajv = createRequire(modules + "/")("ajv");
const ajv = new Ajv({ strict: true, allErrors: true });
const valid = ajv.compile(JSON.parse(fs.readFileSync(file)));
for (const name of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    if (!valid(JSON.parse(fs.readFileSync(name))))
        console.log(`${name}\t${ajv.errorsText(valid.errors).slice(0, 200)}`);
}
