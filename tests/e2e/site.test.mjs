// What holds for the built site whatever its pages show.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { DIST, start } from "./harness.mjs";
import { withPage } from "./person.mjs";
import { PREFIX, fileFor } from "./server.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

test("the policy allows nothing inline and nothing foreign", async () => {
  const tab = await site.openPage();
  const policy = await tab.page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  assert.equal(await tab.page.locator("script:not([src]), style, [style]").count(), 0, "inline script or style");
  await tab.close();
});

test("the policy is in force: an inline script does not run, a foreign request does not leave", async () => {
  const tab = await site.openPage();
  const ran = await tab.page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.__inline = true";
    document.body.append(script);
    const reached = await fetch("http://127.0.0.1:9/").then(() => true, () => false);
    return { inline: window.__inline === true, reached };
  });
  assert.deepEqual(ran, { inline: false, reached: false });
  await assert.doesNotReject(tab.page.waitForTimeout(50));
  assert.ok(tab.log.csp.some((text) => text.includes("script-src")), "the harness sees violations");
  assert.ok(tab.log.csp.some((text) => text.includes("connect-src")), "the harness sees violations");
  assert.throws(() => tab.assertClean(), "the harness reports them");
  await tab.close();
});

test("the worker's files are named by the hash of this build", async () => {
  const html = await readFile(path.join(DIST, "index.html"), "utf8");
  assert.match(html, /<meta[^>]*padlock-build[^>]*>/);
  assert.doesNotMatch(html.match(/<meta[^>]*padlock-build[^>]*>/)[0], /content="?dev/);
  assert.match(html, /boot\.js\?v=[0-9a-f]{16}/);
});

test("nothing in the site names an absolute path of its own", async () => {
  for (const name of await readdir(DIST)) {
    if (!/\.(html|css|js)$/.test(name)) continue;
    const text = await readFile(path.join(DIST, name), "utf8");
    assert.doesNotMatch(text, /(?:src|href)="?\/[^/]/, name);
    assert.doesNotMatch(text, /url\(["']?(?:\/|https?:)/, name);
  }
});

test("without WebAssembly the page says so", async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => delete window.WebAssembly);
  await page.goto(site.url);
  await page.getByRole("heading", { name: "Padlock could not start" }).waitFor();
  await context.close();
});

test("without its wasm the page says so", async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  await page.route(/app-.*\.wasm/, (route) => route.abort());
  await page.goto(site.url);
  await page.getByRole("heading", { name: "Padlock could not start" }).waitFor();
  await context.close();
});

/** Starts a worker as the page does, and says what it hears first. */
const listen = (query) =>
  new Promise((heard) => {
    const boot = new URL(`worker-boot.js?${query}`, document.baseURI).href;
    const words = `self.early = []; import(${JSON.stringify(boot)})`;
    const line = new Blob([words], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(line));
    worker.onerror = (event) => heard(`error: ${event.message}`);
    worker.onmessage = () => heard("message");
  });

test("a worker is under the policy of its page", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    await tab.settled();
    const [worker] = tab.page.workers();
    assert.ok(worker, "a worker has run");
    const blocked = await worker.evaluate(
      () =>
        new Promise((heard) => {
          self.addEventListener("securitypolicyviolation", (event) => heard(event.effectiveDirective));
          fetch("http://127.0.0.1:9/").catch(() => setTimeout(heard, 2000, "reached the network"));
        }),
    );
    assert.equal(blocked, "connect-src");
  }));

test("a worker whose wasm does not load is heard by its page", async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  await context.route(/rsa_bg\.wasm\?wing=rsa&v=broken/, (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.goto(site.url);
  assert.match(await page.evaluate(listen, "wing=rsa&v=broken"), /^error: /);
  await context.close();
});

test("the test server gives nothing from outside the site", () => {
  const root = path.resolve("/srv/site");
  assert.equal(fileFor(root, PREFIX), path.join(root, "index.html"));
  assert.equal(fileFor(root, `${PREFIX}a/b.js`), path.join(root, "a/b.js"));
  for (const bad of ["/", "/index.html", `${PREFIX}../site2/x`, `${PREFIX}%2e%2e/x`, `${PREFIX}..%2f..%2fetc/passwd`, `${PREFIX}%00`, `${PREFIX}%`]) {
    assert.equal(fileFor(root, bad), null, bad);
  }
});
