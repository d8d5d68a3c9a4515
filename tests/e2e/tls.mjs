// HTTPS with the files that a page made, for tests in any browser: servers, and
// the lists of roots that certutil of NSS writes.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** The page that the servers here have. */
export const PAGE = "Hello over HTTPS";

/** Serves that page on 127.0.0.1 at a free port: `{ url, close }`. */
export async function serveTls({ cert, key }) {
  const server = createServer({ cert, key }, (request, response) => {
    response.writeHead(200, { "Content-Type": "text/plain" });
    response.end(PAGE);
  });
  await new Promise((ready, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", ready);
  });
  return {
    url: `https://localhost:${server.address().port}/`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(closed);
      }),
  };
}

/** Runs a test with servers that have these files. */
export async function withServers(all, work) {
  const servers = [];
  try {
    for (const files of all) servers.push(await serveTls(files));
    await work(...servers.map((one) => one.url));
  } finally {
    for (const one of servers) await one.close();
  }
}

/** Runs a test with an empty folder. */
export async function withFolder(work) {
  const folder = await mkdtemp(path.join(tmpdir(), "padlock-tls-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, maxRetries: 5 });
  }
}

/** Runs commands in a folder, which is home there too. */
export async function shell(folder, commands) {
  const env = { ...process.env, HOME: folder };
  await promisify(execFile)("sh", ["-c", `set -e\n${commands}`], { cwd: folder, env });
}

/** Has Firefox, whose profile is this folder, trust a certificate for websites. */
export async function trustInProfile(profile, pem) {
  await writeFile(path.join(profile, "root.pem"), pem);
  // A profile that has not been used yet has no list.
  await shell(profile, "[ -f cert9.db ] || certutil -d sql:. -N --empty-password");
  await shell(profile, "certutil -d sql:. -A -t C,, -n padlock-root -i root.pem");
}

/** Has it forget that again. */
export const distrustInProfile = (profile) => shell(profile, "certutil -d sql:. -D -n padlock-root");

/** The ways of “The short ways”, by their values in a link, with the names that things made by them get. */
export const NAMES = { adhoc: "adhoc", req: "openssl req -x509", addext: "openssl req -x509 -addext" };
export const WAYS = Object.keys(NAMES);

/** Sent to the page: what it tells that a client says, `[before, once trusted]`. */
export const told = (client) => {
  const tables = [...document.querySelectorAll("#short-way table")];
  const table = tables.find((one) => one.caption?.textContent === "What clients say for localhost");
  const row = [...table.tBodies[0].rows].find((one) => one.cells[0].textContent === client);
  return [row.cells[1].textContent, row.cells[2].textContent];
};

/** Sent to the page: what it calls the way around a warning. */
export const proceeding = () => {
  const captions = [...document.querySelectorAll("#short-way table caption")].map((one) => one.textContent);
  return captions.find((one) => one.includes("Proceed"));
};
