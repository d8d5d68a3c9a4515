// What an exhibit tells about itself: whether its result is of before, where its
// randomness comes from, what it waits for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { REAL, comesOut, desk, field, makeItForMe, open, part, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

test("a result of before says so while a run has failed, and no longer once one succeeds", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const decrypt = part(tab, "Check and decrypt a token");
    await comesOut(decrypt, "yes");
    const before = decrypt.locator(".made").getByText("From before: made with other settings");
    assert.equal(await before.count(), 0);
    await field(decrypt, "Time to live (TTL)").fill("soon");
    await before.waitFor();
    assert.equal(await decrypt.locator(".frame > .before").count(), 1, "its picture says so too");
    assert.equal(await decrypt.getAttribute("data-state"), "failed");
    assert.deepEqual(await tab.axe(), []);
    await field(decrypt, "Time to live (TTL)").fill("3600");
    await comesOut(decrypt, "yes");
    await before.waitFor({ state: "detached" });
    assert.equal(await decrypt.locator("[data-stale]").count(), 0);
  }));

test("a result of before says so while a long run is under way", () =>
  withPage(site, REAL, {}, async (tab) => {
    await part(tab, "Make a key").getByRole("button", { name: "Keep on the desk" }).click();
    await tab.go("#/desk");
    const lock = part(tab, "Encrypt a private key");
    const encrypt = lock.getByRole("button", { name: "Encrypt it" });
    await field(lock, "Passphrase").fill("open sesame");
    await field(lock, "Iterations").fill("1000");
    await encrypt.click();
    await comesOut(lock, "yes");
    // Some ten seconds of work, whatever the machine.
    await field(lock, "Iterations").fill("10000000");
    await encrypt.click();
    await lock.locator(".made").getByText("From before: made with other settings").waitFor();
    await lock.getByRole("button", { name: "Cancel" }).click();
    await until(async () => (await lock.getAttribute("data-state")) === "done", "the end of the run");
    assert.equal(await lock.locator(".made[data-stale]").count(), 1, "it is still of other settings");
    await field(lock, "Iterations").fill("1000");
    await until(async () => (await lock.locator("[data-stale]").count()) === 0, "a result of these settings");
  }));

test("the clock of a token moves by its buttons, and the check follows", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const decrypt = part(tab, "Check and decrypt a token");
    await open(decrypt, "More");
    const clock = decrypt.locator(".input").filter({ hasText: "The clock" });
    const press = (name) => clock.getByRole("button", { name }).click();
    const shows = (text) => until(async () => (await clock.locator("input").inputValue()) === text, text);
    await comesOut(decrypt, "yes");
    await press("+1 min");
    await shows("1985-10-26 08:21:01");
    await comesOut(decrypt, "no");
    await press("−1 min");
    await shows("1985-10-26 08:20:01");
    await comesOut(decrypt, "yes");
    await press("+1 day");
    await shows("1985-10-27 08:20:01");
    await comesOut(decrypt, "no");
    // A timer that waits would outlive the clock that is put in its place.
    await tab.settled();
    await tab.page.clock.setFixedTime("2031-02-03T04:05:06Z");
    await press("now");
    await shows("2031-02-03 04:05:06");
    await comesOut(decrypt, "no");
  }));

test("only an exhibit that draws offers randomness", () =>
  withPage(site, REAL, {}, async (tab) => {
    const verify = part(tab, "Verify");
    await open(verify, "More");
    assert.equal(await verify.getByText("Randomness from a word").count(), 0);
    await verify.getByRole("button", { name: "Back to the defaults" }).waitFor();
    const sign = part(tab, "Sign");
    await open(sign, "More");
    assert.equal(await sign.getByLabel("Randomness from a word").count(), 0, "PKCS#1 v1.5 draws nothing");
    await field(sign, "Scheme").selectOption({ label: "PSS with SHA-256" });
    await sign.getByLabel("Randomness from a word").waitFor();
  }));

test("a field that takes a thing tells what is kept from what is an example", () =>
  withPage(site, REAL, {}, async (tab) => {
    const groups = field(part(tab, "Encrypt"), "Key").locator("optgroup");
    const labels = () => groups.evaluateAll((all) => all.map((one) => one.label));
    assert.deepEqual(await labels(), ["Examples"]);
    assert.ok((await groups.locator("option").allInnerTexts()).includes("Public key (example)"));
    await part(tab, "Make a key").getByRole("button", { name: "Keep on the desk" }).click();
    await until(async () => (await labels())[0] === "On the desk", "the group of what is kept");
    // The public half is inside its key's entry.
    assert.equal(await desk(tab).locator(".thing").count(), 1);
  }));

test("an exhibit that waits names the one that makes what is missing", () =>
  withPage(site, "#/rsa?v=1&at=rsa-keygen&numbers=small&p=91", {}, async (tab) => {
    await until(async () => (await part(tab, "Make a key").getAttribute("data-state")) === "failed", "a key that is none");
    const link = part(tab, "Encrypt").getByRole("link", { name: "“Make a key” on this page" });
    await link.click();
    await until(() => tab.page.evaluate(() => /^#\/rsa\?.*at=rsa-keygen/.test(location.hash)), "what makes the key");
  }));

test("a demonstration is explained, and one’s own is none", () =>
  withPage(site, REAL, {}, async (tab) => {
    const make = part(tab, "Make a key");
    await make.getByText("Everybody who opens this page sees these numbers. Press “Make the key” for your own.").waitFor();
    await make.getByRole("button", { name: "Make the key" }).click();
    await make.locator(".why").waitFor({ state: "detached", timeout: 60_000 });
  }));

test("the start page begins with its button, and says whose primes are searched for", () =>
  withPage(site, "#/", {}, async (tab) => {
    assert.equal(await tab.page.locator("main :is(input:not([type=range]), textarea, select)").count(), 0, "no field before anything is asked for");
    const road = await makeItForMe(tab);
    await open(road, "The searches for primes");
    assert.deepEqual(
      (await road.locator(".search h3").allTextContents()).map((text) => text.replace("found", "")),
      ["Searching for p of the root key", "Searching for q of the root key", "Searching for p of the server key", "Searching for q of the server key"],
    );
  }));

test("a closed step shows what it comes to, not what it begins with", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    await open(part(tab, "Encrypt a message"), "The steps");
    const steps = part(tab, "Encrypt a message").locator(".step > details > summary");
    const glimpse = async (title) => steps.filter({ hasText: title }).locator(".glimpse").allInnerTexts();
    assert.deepEqual(await glimpse("Encrypt block by block"), []);
    assert.deepEqual(await glimpse("Record the time"), ["I2OSP(t, 8) = T"]);
    assert.match((await glimpse("Choose an initialization vector"))[0], /^IV = [0-9a-f]+/);
    await tab.go(REAL);
    await open(part(tab, "Make a key"), "The steps");
    const crt = part(tab, "Make a key").locator(".step > details > summary").filter({ hasText: "The CRT exponents" });
    assert.ok((await crt.locator(".glimpse").locator("sub, msub").count()) > 0, "d_q has a subscript");
    assert.doesNotMatch((await tab.page.locator(".step .title").allInnerTexts()).join(" "), /_/);
  }));
