// The servers of `examples/failing_servers.rs`, at which clients fail for one reason
// each, with what the exhibit says of every client.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { built } from "./odd.mjs";
import { until } from "./person.mjs";
import { shell, withFolder } from "./tls.mjs";

/** The page that the servers have. */
export const PAGE = "Nobody else can read this.";

/** Runs a test with the servers: `{ name, host, port, root, rows, failures }`; `failures` grows by what each server hears. */
export async function withFailing(work) {
  const [program] = await built("failing_servers");
  const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
  const cases = new Map();
  try {
    await new Promise((ready, failed) => {
      child.once("exit", (code) => failed(new Error(`the servers ended with ${code}`)));
      createInterface(child.stdout).on("line", (line) => {
        const told = JSON.parse(line);
        if (told === null) ready();
        else if ("failure" in told) cases.get(told.name).failures.push(told.failure);
        else cases.set(told.name, { ...told, failures: [] });
      });
    });
    assert.ok(cases.size > 50, `${cases.size} servers`);
    await work([...cases.values()]);
  } finally {
    child.stdin.end();
  }
}

/** Lays into a folder the list of NSS that trusts the roots of these, and another that trusts nobody: their folders are handed to the test with the servers that clients are asked about there. */
export async function withLists(cases, make, work) {
  for (const trusting of [true, false]) {
    await withFolder(async (home) => {
      const list = await make(home);
      const here = cases.filter((one) => (one.root !== null) === trusting);
      const roots = [...new Set(here.map((one) => one.root).filter(Boolean))];
      await shell(home, `certutil -d sql:${list} -N --empty-password`);
      for (const [index, root] of roots.entries()) {
        await writeFile(path.join(home, "root.pem"), root);
        await shell(home, `certutil -d sql:${list} -A -t C,, -n root-${index} -i root.pem`);
      }
      await work(home, here);
    });
  }
}

/** The servers that browsers are asked about: they have no switch that makes them check nothing. */
export const forBrowsers = (cases) => cases.filter((one) => !one.name.startsWith("insecure"));

/** What the exhibit says of a client: `{ says, shows, alert }`. */
function told({ name, rows }, client) {
  const row = rows.find((row) => row.client.startsWith(client));
  assert.ok(row, `${name}: nothing is said of ${client}`);
  const [, alert] = row.note.match(/^It sends the alert (\w+)\.$/) ?? [];
  return { says: row.says, shows: row.shows, alert };
}

/** The major version in which the exhibit says that it heard a client. */
export const version = (cases, client) => cases[0].rows.find((row) => row.client.startsWith(client)).client.split(" ").at(-1);

const heard = ({ failures }, alert) => failures.some((failure) => failure?.toLowerCase() === `received fatal alert: ${alert.replaceAll("_", "")}`);

/** What a browser did otherwise than the exhibit says of it, in words; nothing where it did the same. */
export async function objections(one, client, { says, shows }) {
  const expected = told(one, client);
  const said = expected.says.startsWith("nothing") ? "nothing" : expected.says;
  const fits = (words, expected) => expected.split(" or ").includes(words);
  const same = fits(says, said) && fits(shows, expected.shows);
  const wrong = same ? [] : [`${one.name}: ${says}, ${shows}, and we: ${expected.says}, ${expected.shows}`];
  const { alert } = expected;
  const hears = alert === undefined || (await until(async () => heard(one, alert), "the alert", 5000).catch(() => false));
  return hears ? wrong : [...wrong, `${one.name}: ${one.failures}, and we: ${alert}`];
}

/** How long a browser is waited for where nothing comes, in milliseconds. */
export const BOUND = 3000;

/** What the exhibit calls what a browser does then. */
export const WAITS = "a page that goes on loading";
