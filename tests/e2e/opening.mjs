// `cargo xtask bench opening [SITE]`: from opening a link to the picture of its
// exhibit, on a slow line and a slow processor, and on a fast one; side by side
// with another built site where one is named, in turn, in one browser. Prints a
// table, and last one line of JSON.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { DIST, launch } from "./harness.mjs";
import { PREFIX, TYPES, fileFor } from "./server.mjs";

/** How often each link is opened on each site. */
const SAMPLES = 5;

/** What a page is opened with: bytes a second that the server sends at most, the
 *  milliseconds before it answers, and by how much the page's thread is slower. */
const LINES = [
  { name: "1.6 Mbit/s, a quarter of the processor", rate: 200_000, wait: 150, slower: 4 },
  { name: "as it is", rate: Infinity, wait: 0, slower: 1 },
];

const LINKS = [
  ["fernet-encrypt", "#/cipher?at=fernet-encrypt"],
  ["rsa-keygen", "#/rsa?at=rsa-keygen&numbers=real"],
  ["check-certificate", "#/certificate?at=check-certificate"],
  ["https", "#/handshake?at=https"],
];

/** Serves a site with brotli on a line that all its connections share. */
async function serveSlowly(root) {
  const kept = new Map();
  const line = { rate: Infinity, wait: 0, free: 0 };
  const compressed = async (file) => {
    if (!kept.has(file)) kept.set(file, brotliCompressSync(await readFile(file)));
    return kept.get(file);
  };
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const server = createServer(async (request, response) => {
    try {
      const file = fileFor(root, new URL(request.url, "http://127.0.0.1").pathname);
      const body = await compressed(file);
      await sleep(line.wait);
      response.writeHead(200, { "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream", "Content-Encoding": "br", "Cache-Control": "max-age=600" });
      const piece = 4_000;
      for (let at = 0; at < body.length; at += piece) {
        const part = body.subarray(at, at + piece);
        line.free = Math.max(line.free, performance.now()) + (part.length / line.rate) * 1000;
        if (line.free - performance.now() > 1) await sleep(line.free - performance.now());
        response.write(part);
      }
      response.end();
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}${PREFIX}`, line, close: () => server.close() };
}

/** Tells when the exhibit's picture is there, in milliseconds since the page was asked for. */
const watch = (unit) => {
  const look = () => {
    const pictures = [...document.querySelectorAll(`[data-unit="${unit}"] :is(svg, .picture)`)];
    const isSeen = pictures.some((one) => {
      const { width, height } = one.getBoundingClientRect();
      return width >= 200 && height >= 100 && one.checkVisibility();
    });
    if (isSeen) window.__seen = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

async function open(browser, site, [unit, link], line) {
  Object.assign(site.line, { rate: line.rate, wait: line.wait, free: 0 });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  await context.addInitScript(() => delete Navigator.prototype.serviceWorker);
  const page = await context.newPage();
  await page.addInitScript(watch, unit);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: line.slower });
  await page.goto(site.url + link, { waitUntil: "commit" });
  const seen = await page.waitForFunction(() => window.__seen, null, { timeout: 60_000 });
  const milliseconds = await seen.jsonValue();
  await context.close();
  return milliseconds;
}

const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];

const roots = [DIST, ...process.argv.slice(2)];
const sites = await Promise.all(roots.map(serveSlowly));
const browser = await launch();
const results = [];
for (const line of LINES) {
  for (const link of LINKS) {
    const samples = sites.map(() => []);
    // One more than counts: the first compresses what the server sends.
    for (let go = 0; go <= SAMPLES; go += 1) {
      for (const [index, site] of sites.entries()) {
        const time = await open(browser, site, link, go === 0 ? LINES.at(-1) : line);
        if (go > 0) samples[index].push(time);
      }
    }
    const [ms, other] = samples.map((all) => Math.round(median(all)));
    results.push({ line: line.name, unit: link[0], ms, ...(other && { other, ratio: Number((ms / other).toFixed(2)) }) });
  }
}
await browser.close();
for (const site of sites) site.close();
console.table(results);
console.log(JSON.stringify({ bench: "opening", samples: SAMPLES, results }));
