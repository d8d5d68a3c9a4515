// Servers with certificates that have one fault each, made anew, and what our
// own check says that browsers do with them. `tests/certificates/` has the
// cases; `tests/interop/clients.rs` asks openssl and Python about the same.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PAGE, shell } from "./tls.mjs";

const run = promisify(execFile);
const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The programs of `examples/` that have these names, built: their paths. */
export async function built(...names) {
  const wanted = names.flatMap((name) => ["--example", name]);
  const words = ["build", "--quiet", "--locked", "--message-format=json", ...wanted];
  const { stdout } = await run("cargo", words, { cwd: repository, maxBuffer: 2 ** 28 });
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  const made = lines.map((line) => JSON.parse(line)).filter((one) => one.executable);
  return names.map((name) => made.find((one) => one.target.name === name).executable);
}

/** Gives one after the other to whoever is free. */
async function takeTurns(all, workers) {
  const waiting = [...all];
  const work = async (worker) => {
    while (waiting.length > 0) await worker(waiting.shift());
  };
  await Promise.all(workers.map(work));
}

/** The cases, their files in a folder: `{ name, host, cert, key, root, answer }`, with what our check answers. */
export async function oddCases(folder) {
  const [unit, make] = await built("unit", "odd_certificates");
  await run(make, [folder]);
  const cases = JSON.parse(await readFile(path.join(folder, "cases.json"), "utf8"));
  assert.ok(cases.length > 80, `${cases.length} cases`);
  await takeTurns(cases, Array(2).fill(async (one) => {
    const file = (end) => path.join(folder, one.name + end);
    const read = (end) => readFile(file(end), "utf8");
    [one.cert, one.key, one.root] = await Promise.all([".pem", "-key.pem", "-root.pem"].map(read));
    const asked = [`certificate=@${file(".pem")}`, `between=@${file(".pem")}`, `issuer=@${file("-root.pem")}`, `host=${one.host}`];
    const { stdout } = await run(unit, ["check-certificate", ...asked, "--json"]);
    one.answer = JSON.parse(stdout.trim().split("\n").at(-1));
  }));
  return cases;
}

/** Has the list of NSS in `list` trust the roots of all cases for websites. */
export async function trustAll(list, folder, cases) {
  const names = new Map(cases.map((one) => [one.root, one.name])).values();
  const add = (name) => `certutil -d sql:. -A -t C,, -n ${name} -i "${folder}/${name}-root.pem"`;
  await shell(list, ["certutil -d sql:. -N --empty-password", ...[...names].map(add)].join("\n"));
}

/** Asks about each case with a server of its own, in several tabs at once: what `ask(tab, url)` says, by the name of the case. A tab is `{}` at first. */
export async function askAll(cases, maxVersion, ask, atOnce) {
  const said = {};
  const by = (tab) => async ({ name, host, cert, key }) => {
    // A server may be as weak as it likes.
    const server = createServer({ cert, key, maxVersion, ciphers: "DEFAULT@SECLEVEL=0" }, (_, response) => {
      response.writeHead(200, { "Content-Type": "text/plain" });
      response.end(PAGE);
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    try {
      said[name] = await ask(tab, `https://${host}:${server.address().port}/`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };
  await takeTurns(cases, Array.from({ length: atOnce }, () => by({})));
  return said;
}

const CLIENT = "(?:Chromium|Firefox|curl|openssl with -x509_strict \\(Python’s ssl since 3\\.13\\)|openssl|Python’s cryptography|[Bb]rowsers)";
const CLAUSE = new RegExp(
  `(?<who>${CLIENT}(?:(?:, | and | nor )${CLIENT})*) ` +
    "(?<what>pass(?:es)? over|takes? no|takes? only|takes?|refuses?|does so with TLS 1\\.2|does not|does|cannot read|let it vouch for nobody)",
  "g",
);

/** What a text says of clients, in the order of the text: `{ who, refuses, with12 }`. */
function clauses(text) {
  let last = false;
  return [...text.matchAll(CLAUSE)].map(({ index, groups: { who, what } }) => {
    const same = what.startsWith("does so");
    const other = ["does", "does not"].includes(what);
    const isNone = /takes? (no|only)|refuse|cannot|nobody/.test(what) || text.slice(0, index).endsWith("Neither ");
    const refuses = same ? last : other ? !last : isNone;
    last = refuses;
    return { who, refuses, with12: same };
  });
}

/** What is said of a browser in texts, each of which has to be understood. */
function clausesOf(browser, texts) {
  for (const text of texts) {
    const named = (text) => (text.match(/Chromium|Firefox/g) ?? []).length;
    const understood = clauses(text).reduce((sum, { who }) => sum + named(who), 0);
    assert.equal(understood, named(text), `not in words that are understood here: ${text}`);
  }
  return texts.flatMap(clauses).filter(({ who }) => who.includes(browser) || /[Bb]rowsers/.test(who));
}

/** Whether a browser refuses a case, with TLS 1.2 or newer, by what our check answers. */
export function isSaidToRefuse(browser, { answer }, version) {
  const counts = (clause) => !clause.with12 || version === "TLSv1.2";
  const [checks, ...others] = answer.comparisons;
  const failing = checks.rows.filter((row) => /^[✗?]/.test(row.left)).map((row) => row.right);
  const grave = clausesOf(browser, failing);
  const remarked = clausesOf(browser, others.flatMap(({ rows }) => rows.flatMap((row) => [row.right, row.note])));
  // A verdict that tells no browsers apart speaks of all.
  const isMeant = answer.good !== true && grave.length === 0;
  return isMeant || [...grave, ...remarked].some((clause) => clause.refuses && counts(clause));
}

/** Holds what a browser said to each case against what our check says that it does. */
export function compare(browser, cases, said, version) {
  const wrong = cases.flatMap((one) => {
    const answer = said[one.name];
    // What is wrong with a CA in between is none that vouches.
    const isError = ERROR.test(answer) || (one.name.endsWith("-between") && answer === "SEC_ERROR_UNKNOWN_ISSUER");
    const fits = isSaidToRefuse(browser, one, version) ? isError : answer === "takes it";
    return fits ? [] : [`${one.name}: ${browser} says ${answer}, and we: ${one.answer.says} ${JSON.stringify(one.answer.comparisons)}`];
  });
  assert.deepEqual(wrong, []);
}

/** Errors about a certificate or its key. That nobody vouches for it is none: its root is trusted. */
const ERROR = /^(ERR_(CERT|SSL)_|(SEC|SSL|MOZILLA_PKIX)_ERROR_(?!UNKNOWN_ISSUER)|NS_ERROR_FAILURE$)/;
