// The built site in Firefox, over WebDriver BiDi.
//
//   const site = await start();
//   const tab = await site.openPage("#/rsa", { width: 360 });
//   await tab.click("rsa-keygen", "Make the key");
//   tab.assertClean();
//   await tab.close();
//   await site.close();
//
// Firefox does not tell of requests that a worker makes, nor of downloads; so
// what is asked for after loading is tested in Chromium, and files are looked
// for where the profile puts them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { busy, isQuiet, listenAnew, openClosed, routes, twoFrames, whatSticksOut } from "../in-page.mjs";
import { serve } from "../server.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const DIST = process.env.PADLOCK_DIST ?? path.resolve(here, "../../../dist");

/** So that a fresh profile asks nobody for anything. */
const QUIET = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.search.update": false,
  "captivedetect.canonicalURL": "",
  // What is kept for later visits is tested in Chromium.
  "dom.serviceWorkers.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "",
  "toolkit.telemetry.server": "",
};

function executable() {
  const found = [process.env.PADLOCK_FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"].find(
    (file) => file && existsSync(file),
  );
  assert.ok(found, "No Firefox found: set PADLOCK_FIREFOX to its path.");
  return found;
}

/** Starts a browser, with more settings and options if wished. */
export const launch = (settings = {}, options = {}) =>
  puppeteer.launch({
    browser: "firefox",
    executablePath: executable(),
    headless: true,
    extraPrefsFirefox: { ...QUIET, ...settings },
    ...options,
  });

/** Starts a server for the built site, and Firefox. */
export async function start() {
  assert.ok(existsSync(path.join(DIST, "index.html")), `There is no site in ${DIST}. Run \`cargo xtask build\` first.`);
  const downloads = await mkdtemp(path.join(tmpdir(), "padlock-firefox-"));
  const server = await serve(DIST);
  const browser = await launch({
    "browser.download.folderList": 2,
    "browser.download.dir": downloads,
    "browser.download.alwaysOpenPanel": false,
    "ui.prefersReducedMotion": 1,
  });
  return {
    openPage: (route, options) => openPage(browser, server.url, downloads, route, options),
    /** The page in one file, from the disk. */
    openFile: (route, options) => openPage(browser, pathToFileURL(path.join(DIST, "padlock.html")).href, downloads, route, options),
    async close() {
      await browser.close();
      await server.close();
      await rm(downloads, { recursive: true });
    },
  };
}

/** Opens a page in a fresh context and waits until the app is there. */
async function openPage(browser, url, downloads, route = "#/", { width = 1440, height = 900 } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  const errors = [];
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) errors.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("requestfailed", (request) => errors.push(`request failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} for ${response.url()}`);
    if (!response.url().startsWith(url) && !/^(data|blob):/.test(response.url())) errors.push(`asked ${response.url()}`);
  });
  await page.goto(new URL(route, url).href);
  await page.waitForSelector('nav[aria-label="Pages"]', { timeout: 30_000 });

  const tab = {
    page,
    routes: () => page.evaluate(routes),
    /** Waits until no exhibit computes any more. */
    async settled(timeout = 120_000) {
      await page.evaluate(listenAnew);
      await page.evaluate(twoFrames);
      await page
        .waitForFunction(isQuiet, { timeout, polling: 50 })
        .catch(async () => assert.fail(`still running after ${timeout} ms: ${await page.evaluate(busy)}`));
    },
    /** Goes to another route without loading the page again. */
    async go(next) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, next);
      await tab.settled();
    },
    /** Clicks a button of an exhibit, by what it says. */
    async click(unit, says) {
      await (await tab.find(unit, "button, summary", says)).click();
    },
    /** Types into a field of an exhibit, by its label, in place of what is there. */
    async fill(unit, label, text) {
      const name = await tab.find(unit, "label", label);
      const id = await name.evaluate((one) => one.htmlFor);
      const field = await page.evaluateHandle((id) => document.getElementById(id), id);
      await field.evaluate((one) => one.select());
      await field.type(text);
    },
    /** Opens an exhibit by its link in the path, where another one is open. */
    async open(unit) {
      await page.evaluate((unit) => {
        if (document.getElementById(unit)) return;
        const link = document.querySelector(`nav.path a[href*="at=${unit}"]`);
        if (link) link.click();
        else location.hash = "#/?at=" + unit;
      }, unit);
      await page.waitForSelector(`[id="${unit}"]`, { timeout: 30_000 });
    },
    /** The element in an exhibit whose text this is; else its beginning, before a count, or its end, behind a mark. */
    async find(unit, selector, says) {
      await tab.open(unit);
      const found = await page.evaluateHandle(
        (unit, selector, says) => {
          const all = [...document.querySelectorAll(`[id="${unit}"] :is(${selector})`)];
          const first = (is) => all.find((one) => is(one.textContent));
          return first((text) => text === says) ?? first((text) => text.startsWith(says)) ?? first((text) => text.endsWith(says));
        },
        unit,
        selector,
        says,
      );
      const element = found.asElement();
      assert.ok(element, `${unit} has no ${selector} that says “${says}”`);
      return element;
    },
    /** Opens all disclosures, and those that appear by that. */
    async openDetails() {
      while ((await page.evaluate(openClosed)) > 0) await tab.settled();
    },
    /** What an exhibit says. */
    text: (unit) => page.evaluate((unit) => document.getElementById(unit).innerText, unit),
    /** Waits until what an exhibit says matches, and returns the match. */
    async says(unit, pattern, timeout = 60_000) {
      const end = Date.now() + timeout;
      await tab.open(unit);
      for (;;) {
        const text = await tab.text(unit);
        const match = text.match(pattern);
        if (match) return match;
        if (Date.now() > end) assert.fail(`${unit} never says ${pattern}. It says: ${text.slice(0, 1500)}`);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    /** Waits until the last run of an exhibit went well ("yes") or showed a failure ("no"). */
    async comesOut(unit, good) {
      await tab.open(unit);
      await page
        .waitForFunction(
          (unit, good) => {
            const exhibit = document.getElementById(unit);
            return exhibit.dataset.state === "done" && exhibit.querySelector(".headline")?.dataset.good === good;
          },
          { timeout: 60_000, polling: 50 },
          unit,
          good,
        )
        .catch(async () => assert.fail(`${unit} does not come out as ${good}. It says: ${(await tab.text(unit)).slice(0, 1500)}`));
    },
    /** What lies on the desk, by name. */
    things: () => page.$$eval("aside summary .name", (all) => all.map((one) => one.textContent)),
    /** The file that a button of an exhibit saves. */
    async download(unit, says, name) {
      await tab.click(unit, says);
      const end = Date.now() + 20_000;
      for (;;) {
        // While it is written it has a second file beside it.
        const files = await readdir(downloads);
        if (files.includes(name) && !files.includes(`${name}.part`)) {
          const bytes = await readFile(path.join(downloads, name));
          if (bytes.length > 0) return bytes;
        }
        assert.ok(Date.now() < end, `${name} was not saved; there are ${files}`);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    async assertNoOverflow() {
      assert.equal(await page.evaluate(whatSticksOut), null, `sideways scrolling at ${page.url()}`);
    },
    assertClean: () => assert.deepEqual(errors, [], "errors on the page"),
    close: () => context.close(),
  };
  return tab;
}
