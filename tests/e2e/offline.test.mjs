// Without a connection: what the service worker keeps, a new version, the page
// installed, and the page in one file.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { DIST, start } from "./harness.mjs";
import { REAL, comesOut, download, makeItForMe, part, things, until } from "./person.mjs";

/** Runs a test with a copy of the site, which it may change. */
async function withCopy(work) {
  const root = await mkdtemp(path.join(tmpdir(), "padlock-site-"));
  await cp(DIST, root, { recursive: true });
  const site = await start([], root);
  try {
    await work(site, root);
  } finally {
    await site.close();
    await rm(root, { recursive: true });
  }
}

/** Opens a page that may have a service worker. */
const open = (site, route = "#/") => site.openPage(route, { keeps: true });

/** Waits until the files are kept: the page does that by itself. */
const kept = (tab) =>
  until(
    () =>
      tab.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        return registration?.active?.state === "activated" && !registration.installing;
      }),
    "a service worker",
    30_000,
  );

const caches = (tab) => tab.page.evaluate(() => caches.keys());

const notice = (tab) => tab.page.getByRole("status").getByText("A new version of Padlock is ready.");

const button = (tab, name) => tab.page.getByRole("status").getByRole("button", { name, exact: true });

const sha256 = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

/** Puts another build in the place of the one in a folder: another title, and
 *  another file of a wing under another version. */
async function renew(root) {
  const change = async (name, make) => {
    const file = path.join(root, name);
    const before = await readFile(file, "utf8");
    const after = make(before);
    assert.notEqual(after, before, name);
    await writeFile(file, after);
    return [sha256(before), sha256(after)];
  };
  const index = await readFile(path.join(root, "index.html"), "utf8");
  const build = index.match(/padlock-build" content="([0-9a-f]+)"/)[1];
  const next = [...build].reverse().join("");
  const changed = [
    await change("index.html", (text) => text.replace("<title>", '<meta name="renewed"><title>').replace(build, next)),
    await change("rsa.js", (text) => `${text}\n// renewed`),
  ];
  await change("sw.js", (text) => {
    for (const [before, after] of changed) text = text.replace(before, after);
    return text.replaceAll(`v=${build}`, `v=${next}`).replace(/version:"[0-9a-f]+"/, 'version:"renewed"');
  });
  return build;
}

const isRenewed = async (tab) => (await tab.page.locator("meta[name=renewed]").count()) === 1;

test("once the page is idle, it opens again without a connection, and computes", () =>
  withCopy(async (site) => {
    const tab = await open(site);
    await kept(tab);
    assert.equal((await caches(tab)).length, 1);
    await site.server.close();
    await tab.context.setOffline(true);
    for (const address of [site.url, `${site.url}index.html`, `${site.url}?from=elsewhere`]) {
      await tab.page.goto("about:blank");
      await tab.page.goto(`${address}#/`);
      await makeItForMe(tab);
      assert.deepEqual(await things(tab), ["Root key", "Root", "Server key", "Server request", "Server"]);
    }
    await tab.page.reload();
    await tab.page.evaluate(() => document.fonts.ready);
    assert.ok(await tab.page.evaluate(() => document.fonts.check("600 16px 'Padlock Sans'")), "the type is there");
    await tab.go(REAL);
    await part(tab, "Make a key").getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).includes("Key"), "a key");
    await tab.go("#/cipher");
    await comesOut(part(tab, "Check and decrypt a token"), "yes");
    tab.assertClean();
    await tab.close();
  }));

test("every file of the site is kept under the address that the page asks for", () =>
  withCopy(async (site) => {
    const tab = await open(site);
    await kept(tab);
    const asked = new Set(tab.log.requests.map((one) => one.url.split("#")[0]).filter((one) => one.startsWith(site.url)));
    const has = await tab.page.evaluate(async () => {
      const cache = await caches.open((await caches.keys())[0]);
      return (await cache.keys()).map((one) => one.url);
    });
    asked.delete(new URL("sw.js", site.url).href);
    assert.deepEqual([...asked].filter((one) => !has.includes(one)), []);
    await tab.close();
  }));

test("a new version waits until it is asked for", () =>
  withCopy(async (site, root) => {
    const tab = await open(site);
    await kept(tab);
    await renew(root);
    await tab.page.reload();
    await makeItForMe(tab);
    await notice(tab).waitFor({ timeout: 30_000 });
    assert.match(await tab.page.locator(".notices").innerText(), /Loading it loses what is on the desk and not saved/);
    assert.deepEqual(await tab.axe(), []);
    await tab.assertNoOverflow();
    await button(tab, "Later").click();
    assert.equal(await notice(tab).count(), 0);
    assert.ok((await things(tab)).includes("Server"), "nothing is lost");

    tab.page.on("dialog", (dialog) => dialog.accept());
    await tab.page.reload();
    assert.equal(await isRenewed(tab), false, "nobody has asked yet");
    await notice(tab).waitFor({ timeout: 30_000 });
    assert.doesNotMatch(await tab.page.locator(".notices").innerText(), /desk/);
    assert.equal(await isRenewed(tab), false);
    await button(tab, "Load it").click();
    await until(() => isRenewed(tab), "the new version");
    await makeItForMe(tab);
    await until(async () => (await caches(tab)).length === 1, "only the files of the new version", 30_000);
    assert.match((await caches(tab))[0], /renewed$/);
    assert.equal(await notice(tab).count(), 0);
    tab.assertClean();
    await tab.close();
  }));

test("a page of the old version still finds its files", () =>
  withCopy(async (site, root) => {
    const one = await open(site);
    await kept(one);
    await one.page.reload();
    const two = await one.context.newPage();
    await two.goto(site.url);
    const build = await renew(root);
    await one.page.reload();
    await notice(one).waitFor({ timeout: 30_000 });
    await button(one, "Load it").click();
    await until(() => isRenewed(one), "the new version");
    const file = `rsa.js?wing=rsa&v=${build}`;
    const text = (page) => page.evaluate(async (file) => (await fetch(file)).text(), file);
    assert.doesNotMatch(await text(two), /renewed/);
    // And when it wants the new one, there is nothing left to wait for.
    await two.getByRole("status").getByRole("button", { name: "Load it" }).click();
    await two.locator("meta[name=renewed]").waitFor({ state: "attached" });
    await one.close();
  }));

test("who wants to save data is left alone", () =>
  withCopy(async (site) => {
    const tab = await open(site);
    await tab.page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
    await tab.page.reload();
    await until(() => tab.log.requests.some((one) => one.url.includes("offline.js")), "the page to be idle", 30_000);
    await tab.page.waitForTimeout(1_000);
    assert.equal(await tab.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    await tab.close();
  }));

test("the page can be installed", () =>
  withCopy(async (site) => {
    const manifest = JSON.parse(await readFile(path.join(DIST, "manifest.webmanifest"), "utf8"));
    assert.equal(manifest.start_url, "./");
    assert.equal(manifest.scope, "./");
    assert.equal(manifest.display, "standalone");
    for (const { src, sizes, type } of manifest.icons) {
      const bytes = await readFile(path.join(DIST, src));
      if (type !== "image/png") continue;
      // A PNG says its width and height in its first chunk.
      assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, src);
    }
    const purposes = manifest.icons.map(({ sizes, purpose = "any" }) => `${sizes} ${purpose}`);
    assert.deepEqual(purposes, ["any any", "192x192 any", "512x512 any", "512x512 maskable"]);

    const tab = await open(site);
    await kept(tab);
    const browser = await tab.context.newCDPSession(tab.page);
    const { errors, url } = await browser.send("Page.getAppManifest");
    assert.equal(url, new URL("manifest.webmanifest", site.url).href);
    assert.deepEqual(errors, []);
    const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
    // Playwright's contexts are like private windows, from which nothing is installed.
    assert.deepEqual(installabilityErrors.map((one) => one.errorId).filter((id) => id !== "in-incognito"), []);
    await tab.close();
  }));

test("the page in one file is taken away, and makes keys and certificates from the disk", () =>
  withCopy(async (site, root) => {
    const tab = await site.openPage("#/desk");
    const link = tab.page.getByRole("link", { name: "Keep Padlock as one file" });
    const { name, bytes } = await download(tab, link);
    assert.equal(name, "padlock.html");
    assert.ok(bytes.equals(await readFile(path.join(DIST, "padlock.html"))));
    await tab.close();

    const folder = path.join(root, "kept, for later");
    await mkdir(folder);
    const file = path.join(folder, "my padlock.html");
    await writeFile(file, bytes);
    await site.server.close();
    const alone = await site.openFile(file, "#/", { keeps: true });
    await alone.context.setOffline(true);
    const policy = await alone.page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
    assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; style-src 'sha256-[^']+';/);
    assert.doesNotMatch(policy, /connect-src|'self'|unsafe-inline|http|\*/);
    assert.equal(await alone.page.getByText("Keep Padlock as one file").count(), 1);
    assert.equal(await alone.page.getByText("Keep Padlock as one file").isVisible(), false, "it is that file");
    await makeItForMe(alone);
    assert.deepEqual(await things(alone), ["Root key", "Root", "Server key", "Server request", "Server"]);
    for (const route of await alone.routes()) {
      await alone.go(route);
      for (const exhibit of await alone.page.locator("section[data-unit]").all()) {
        assert.match(await exhibit.getAttribute("data-state"), /done|idle/, await exhibit.innerText());
      }
    }
    await alone.go(REAL);
    await part(alone, "Make a key").getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(alone)).includes("Key"), "a key");
    assert.ok(await alone.page.evaluate(() => document.fonts.check("600 16px 'Padlock Sans'")), "its type is in it");
    // Without requests there is nothing to be idle for: no file is asked for later.
    await alone.page.waitForTimeout(6_000);
    const asked = alone.log.requests.map((one) => one.url).filter((one) => !/^(blob|data):/.test(one));
    assert.equal(asked.length, 1, "the file itself");
    alone.assertClean();
    await alone.close();
  }));
