// Nothing leaves the page: the network is watched during the whole main job.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LATE, lateRequests, start } from "./harness.mjs";
import { comesOut, desk, download, field, makeItForMe, open, part, things, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

test("the start page loads no engine before the first interaction", () =>
  withPage(site, "#/", {}, async (tab) => {
    await tab.page.waitForTimeout(1500);
    await tab.page.mouse.move(300, 300);
    await tab.page.mouse.wheel(0, 600);
    await tab.page.waitForTimeout(300);
    assert.deepEqual(tab.page.workers(), [], "no worker");
    assert.deepEqual(lateRequests(tab), [], "no request");
    const early = tab.log.requests.map((one) => new URL(one.url).pathname.split("/").pop());
    assert.deepEqual(early.filter((name) => LATE.has(name)), [], "nor before");
    // And it is there when it is wanted.
    await makeItForMe(tab);
    assert.ok(lateRequests(tab).includes("worker_bg.wasm"));
  }));

test("the whole main job asks for nothing but the worker’s own files", () =>
  withPage(site, "#/", {}, async (tab) => {
    const road = await makeItForMe(tab);
    const take = await open(road, "Take it away");
    await download(tab, take.getByRole("button", { name: /^Download/ }).first());

    await tab.go("#/cipher");
    await field(part(tab, "Encrypt a message"), "Your message").fill("Nobody hears this.");
    await tab.settled();
    await part(tab, "Encrypt a message").getByRole("button", { name: /Keep on the desk/ }).click();
    await comesOut(part(tab, "Check and decrypt a token"), "yes");

    await tab.go("#/rsa");
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
    // At most four workers, each of which may load its three files once.
    for (const name of LATE) {
      const times = late.filter((one) => one === name).length;
      assert.ok(times >= 1 && times <= 4, `${name} was loaded ${times} times`);
    }
    const base = new URL(site.url).origin;
    for (const { url } of tab.log.requests) {
      assert.ok(url.startsWith(base) || /^(blob|data):/.test(url), url);
      assert.doesNotMatch(url, /seed|message|passphrase/, "nothing of the form is in an address that is asked for");
    }
    assert.deepEqual(await tab.context.cookies(), [], "no cookie");
  }));
