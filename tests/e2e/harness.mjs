// One site, one browser, and pages that remember everything that went wrong.
//
//   const site = await start();
//   const tab = await site.openPage("#/rsa", { width: 360, theme: "dark" });
//   await tab.settled();
//   await tab.page.getByRole("button", { name: "Make a key" }).click();
//   tab.assertClean();
//   await tab.close();
//   await site.close();
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import path from "node:path";
import { chromium } from "playwright-core";
import { busy, isQuiet, listenAnew, openClosed, routes, shownExhibits, twoFrames, whatSticksOut, withoutChance } from "./in-page.mjs";
import { serve } from "./server.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const axeSource = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

export const DIST = process.env.PADLOCK_DIST ?? path.resolve(here, "../../dist");

/** The workers, and the files that the site may load after it has opened: theirs, and the type of numbers; the style of pictures has a hash in its name. */
const manifest = readFileSync(path.resolve(here, "../../Cargo.toml"), "utf8");
export const WINGS = [...manifest.matchAll(/^\[\[bin\]\]\nname = "(?!app")(\w+)"/gm)].map(([, name]) => name);
export const LATE = new Set(["worker-boot.js", "padlock-mono-400.woff2", ...WINGS.flatMap((wing) => [`${wing}.js`, `${wing}_bg.wasm`])]);

const FLAGS = [
  "--no-sandbox", // needed as root
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function executable() {
  const candidates = [
    process.env.PADLOCK_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const found = candidates.find((file) => file && existsSync(file));
  assert.ok(found, "No Chromium found: set PADLOCK_CHROMIUM to its path.");
  return found;
}

/** How many pages are looked at at a time, where each is a test of its own. */
const SIDE_BY_SIDE = 3;

/** Does the same with each, as subtests of a test that was given `eachOf.OPTIONS`. */
export const eachOf = (t, all, work) => Promise.all(all.map((one) => t.test(one, () => work(one))));
eachOf.OPTIONS = { concurrency: SIDE_BY_SIDE };

/** Starts a browser, with more flags and other settings of the environment if wished. */
export const launch = (flags = [], env = {}) =>
  chromium.launch({ executablePath: executable(), args: [...FLAGS, ...flags], env: { ...process.env, ...env } });

/** Starts a server for the built site (or for another in `root`) and a browser;
 *  files whose name `slow` matches come bit by bit. */
export async function start(flags = [], root = DIST, slow = null) {
  assert.ok(
    existsSync(path.join(DIST, "index.html")),
    `There is no site in ${DIST}. Run \`cargo xtask build\` first.`,
  );
  const server = await serve(root, slow);
  const browser = await launch(flags);
  return {
    url: server.url,
    server,
    browser,
    openPage: (route, options) => openPage(browser, server.url, route, options),
    /** The page in one file, from the disk. */
    openFile: (file, route, options) => openPage(browser, pathToFileURL(file).href, route, options),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * Opens a page in a fresh profile and waits until the app is there.
 *
 * `route` is a hash route such as `#/rsa`. `width` and `height` in CSS pixels,
 * `theme` "light" or "dark", `reducedMotion` a boolean (on by default, so that
 * tests and screenshots see where things end). A service worker comes only where
 * `keeps` is true: elsewhere tests hold what the page asks the network for. Where `pinned`
 * is true it shows the same at every visit. `scale` is how many pixels of a
 * screenshot a CSS pixel has.
 */
async function openPage(browser, url, route = "#/", options = {}) {
  const { width = 1440, height = 900, theme = "light", reducedMotion = true, permissions = [], keeps = false, hasTouch = false, pinned = false, scale = 1 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: reducedMotion ? "reduce" : "no-preference",
    acceptDownloads: true,
    permissions,
    hasTouch,
    deviceScaleFactor: scale,
  });
  if (pinned) await context.addInitScript(withoutChance);
  if (!keeps) await context.addInitScript(() => delete Navigator.prototype.serviceWorker);
  const page = await context.newPage();
  const log = { console: [], errors: [], csp: [], requests: [] };

  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      log.console.push(`${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => log.errors.push(String(error)));
  page.on("crash", () => log.errors.push("the page crashed"));
  // The context also sees what workers ask for.
  context.on("request", (request) => log.requests.push({ url: request.url(), at: Date.now() }));
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // What a worker is made of goes with a page that goes, and so does the tab's icon.
    if (/^blob:|\/worker-boot\.js\?|(_bg\.wasm|\.js)\?wing=|\/icons\/padlock\.svg$/.test(request.url()) && why === "net::ERR_ABORTED") return;
    log.errors.push(`request failed: ${request.url()} (${why})`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) log.errors.push(`${response.status()} for ${response.url()}`);
  });
  await page.exposeFunction("__padlockCsp", (text) => log.csp.push(text));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      window.__padlockCsp(`${event.effectiveDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
    });
  });

  const tab = {
    page,
    context,
    browser,
    log,
    /** Goes to another route without loading the page again. */
    async go(next) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, next);
      await tab.settled();
    },
    /** Waits until no exhibit computes any more. */
    settled: (timeout = 120_000) => settled(page, timeout),
    /** The ids of the exhibits on this page. */
    units: async () => (await page.evaluate(shownExhibits)).map((one) => one.unit),
    /** Where the navigation leads. */
    routes: () => page.evaluate(routes),
    openDetails: () => openDetails(page),
    axe: () => axe(page),
    assertClean: () => assertClean(log, url),
    assertNoOverflow: () => assertNoOverflow(page),
    close: () => context.close(),
  };

  await page.goto(new URL(route, url).href);
  try {
    await page.waitForSelector('nav[aria-label="Pages"]', { state: "attached", timeout: 30_000 });
  } catch {
    const shown = await page.locator("body").innerText();
    assert.fail(`the app did not start at ${route}. It says: ${shown}\n${JSON.stringify(log, null, 2)}`);
  }
  tab.loaded = log.requests.length;
  // The browser fetches the tab's icon when it likes.
  tab.icon = await page.$eval("link[rel=icon]", (link) => link.href.split("/").pop());
  return tab;
}

async function settled(page, timeout) {
  await page.evaluate(listenAnew);
  await page.evaluate(twoFrames);
  try {
    await page.waitForFunction(isQuiet, null, { timeout, polling: 50 });
  } catch {
    const still = await page.evaluate(busy);
    assert.fail(`still running after ${timeout} ms at ${page.url()}: ${still.join(", ")}`);
  }
}

/** Opens all disclosures, and those that appear by that, a few levels deep. */
async function openDetails(page) {
  for (let level = 0; level < 6; level += 1) {
    if ((await page.evaluate(openClosed)) === 0) return;
    await settled(page, 120_000);
  }
}

/** Runs axe; its findings as readable lines. */
async function axe(page) {
  // Not by a script element: the policy forbids that, and rightly.
  await page.evaluate(`${await source()};0`);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")} (${node.failureSummary?.split("\n").slice(1).join(" ").trim()})`),
  );
}

let axeText;
async function source() {
  const { readFile } = await import("node:fs/promises");
  axeText ??= await readFile(axeSource, "utf8");
  return axeText;
}

/** No error, no violation of the policy, no request to anybody else, and none
 *  after loading but for the worker's own files. */
function assertClean(log, url) {
  assert.deepEqual(log.errors, [], "errors on the page");
  assert.deepEqual(log.csp, [], "violations of the Content-Security-Policy");
  assert.deepEqual(log.console, [], "errors and warnings on the console");
  const foreign = log.requests.map((one) => one.url).filter((one) => !one.startsWith(url) && !isLocal(one));
  assert.deepEqual(foreign, [], "requests to anything but the site");
}

/** Addresses that stand for bytes the page already has. */
function isLocal(address) {
  return /^(data|blob):/.test(address);
}

/** The requests since the page had opened, by their names. */
export function lateRequests(tab) {
  return tab.log.requests
    .slice(tab.loaded)
    .map((one) => one.url)
    .filter((one) => !isLocal(one))
    .map((one) => new URL(one).pathname.split("/").pop())
    .filter((name) => name !== tab.icon && !/^pictures-\w+\.css$/.test(name));
}

/** Nothing sticks out to the side. */
async function assertNoOverflow(page) {
  const out = await page.evaluate(whatSticksOut);
  assert.equal(out, null, `sideways scrolling at ${page.url()}`);
}
