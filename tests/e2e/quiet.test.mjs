// Nothing leaves the page: the network is watched during the whole main job.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LATE, WINGS, lateRequests, start } from "./harness.mjs";
import { REAL, comesOut, desk, download, field, makeItForMe, open, part, things, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

test("the start page loads no engine while it opens, and has it once it is idle", () =>
  withPage(site, "#/", {}, async (tab) => {
    await tab.page.mouse.move(300, 300);
    await tab.page.mouse.wheel(0, 600);
    await tab.page.waitForTimeout(500);
    assert.deepEqual(tab.page.workers(), [], "no worker");
    assert.deepEqual(lateRequests(tab), [], "no request");
    const early = tab.log.requests.map((one) => new URL(one.url).pathname.split("/").pop());
    assert.deepEqual(early.filter((name) => LATE.has(name)), [], "nor before");
    // And it is there before it is wanted.
    await warm(tab);
    const late = new Set(lateRequests(tab));
    await makeItForMe(tab);
    assert.deepEqual(new Set(lateRequests(tab)), late, "nothing else is loaded");
  }));

/** Waits until the page has started a worker of each wing by itself. */
async function warm(tab) {
  const loaded = () => WINGS.every((wing) => lateRequests(tab).includes(`${wing}_bg.wasm`));
  await until(() => tab.page.workers().length >= WINGS.length && loaded(), "a worker of each wing");
  await tab.settled();
  await tab.page.waitForTimeout(1_000);
}

test("once the page is idle, every page computes without a connection", () =>
  withPage(site, "#/", {}, async (tab) => {
    await warm(tab);
    await tab.context.setOffline(true);
    await makeItForMe(tab);
    for (const route of await tab.routes()) {
      await tab.go(route);
      for (const exhibit of await tab.page.locator("section[data-unit]").all()) {
        assert.match(await exhibit.getAttribute("data-state"), /done|idle/, await exhibit.innerText());
      }
    }
    await tab.go("#/cipher");
    const encrypt = part(tab, "Encrypt a message");
    // Each letter takes back the run of the one before.
    await field(encrypt, "Your message").pressSequentially("Nobody hears this.", { delay: 125 });
    await until(async () => /Your message of \d+ bytes became/.test(await encrypt.innerText()), "a token");
    await tab.settled();
    assert.equal(await tab.page.locator(".diagnosis").count(), 0);
    await tab.go(REAL);
    const make = part(tab, "Make a key");
    await field(make, "Size").selectOption({ label: "4096 bits" });
    await make.getByRole("button", { name: "Make the key" }).click();
    await make.getByRole("button", { name: "Cancel" }).click();
    await field(make, "Size").selectOption({ label: "2048 bits" });
    await make.getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).includes("Key"), "a key");
    await tab.settled();
    // The browser asks for the tab's icon anew on each page.
    const asked = tab.log.errors.splice(0).filter((one) => !one.includes(tab.icon));
    assert.deepEqual(asked, [], "and nothing else was asked for");
    const said = tab.log.console.splice(0).filter((one) => !one.includes("ERR_INTERNET_DISCONNECTED"));
    assert.deepEqual(said, []);
  }));

test("where the worker’s files do not come, the page says so, and a later try works", () =>
  withPage(site, "#/", {}, async (tab) => {
    // Of these files the first one does not come, then one that it starts.
    for (const missing of ["worker-boot.js", "_bg.wasm?wing"]) {
      await tab.context.route((url) => url.href.includes(missing), (route) => route.abort());
      await tab.page.reload();
      await desk(tab).waitFor();
      await tab.go("#/cipher");
      const encrypt = part(tab, "Encrypt a message");
      const words = "The part of Padlock that computes could not be loaded; is the connection gone? Try again when it is back.";
      await encrypt.getByText(words).waitFor();
      assert.doesNotMatch(await tab.page.locator("main").innerText(), /bug/);
      await tab.go("#/");
      const road = part(tab, "Make it for me");
      await road.getByRole("button", { name: "Make it for me" }).click();
      await road.getByText(words).waitFor();
      await tab.context.unrouteAll();
      await road.getByRole("button", { name: "Try again" }).click();
      await comesOut(road, "yes");
      await tab.go("#/cipher");
      await comesOut(encrypt);
      assert.equal(await tab.page.locator(".diagnosis").count(), 0);
    }
    const expected = tab.log.errors.splice(0);
    assert.deepEqual(expected.filter((one) => !/request failed: .*(worker-boot|_bg\.wasm)/.test(one)), []);
    tab.log.console.length = 0;
  }));

test("the whole main job asks for nothing but the worker’s own files", () =>
  withPage(site, "#/", {}, async (tab) => {
    const road = await makeItForMe(tab);
    await download(tab, road.locator(".drafts").getByRole("button", { name: /^Download/ }).first());

    await tab.go("#/cipher");
    await field(part(tab, "Encrypt a message"), "Your message").fill("Nobody hears this.");
    await tab.settled();
    await part(tab, "Encrypt a message").getByRole("button", { name: /Keep on the desk/ }).click();
    await comesOut(part(tab, "Check and decrypt a token"), "yes");

    await tab.go(REAL);
    await part(tab, "Make a key").getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).includes("Key"), "a key");
    await tab.settled();

    await tab.go("#/certificate");
    for (const [name, button] of [
      ["A certificate authority", "Sign the root"],
      ["A certificate request", "Make the request"],
      ["Sign a certificate", "Sign the certificate"],
    ]) {
      await part(tab, name).getByRole("button", { name: button, exact: true }).click();
      await tab.settled();
    }
    await comesOut(part(tab, "Check a certificate"), "yes");

    await tab.go("#/desk");
    await field(part(tab, "Encrypt a private key"), "Passphrase").fill("four random words here");
    await part(tab, "Encrypt a private key").getByRole("button", { name: "Encrypt it" }).click();
    await comesOut(part(tab, "Encrypt a private key"), "yes");
    await download(tab, part(tab, "Save the desk").getByRole("button", { name: /^Save/ }));
    await open(desk(tab), "Server key");

    const late = lateRequests(tab);
    assert.deepEqual(late.filter((name) => !LATE.has(name)), []);
    // At most four workers of a wing, each of which may load its three files once.
    for (const name of [...LATE].filter((name) => !name.endsWith(".woff2"))) {
      const times = late.filter((one) => one === name).length;
      assert.ok(times >= 1 && times <= (name === "worker-boot.js" ? 4 * WINGS.length : 4), `${name} was loaded ${times} times`);
    }
    const base = new URL(site.url).origin;
    for (const { url } of tab.log.requests) {
      assert.ok(url.startsWith(base) || /^(blob|data):/.test(url), url);
      assert.doesNotMatch(url, /seed|message|passphrase/, "nothing of the form is in an address that is asked for");
    }
    assert.deepEqual(await tab.context.cookies(), [], "no cookie");
  }));
