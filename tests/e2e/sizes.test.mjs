// The numbers that a page opens with: small ones first, real ones a switch away.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { comesOut, field, part, result, says, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const size = (tab, name) => tab.page.getByRole("group", { name: "The numbers on this page" }).getByRole("button", { name });
const isSmall = async (tab) => (await size(tab, "Small numbers").getAttribute("aria-pressed")) === "true";

test("RSA opens with numbers that fit in a head, all the way down the page", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    await tab.settled();
    assert.ok(await isSmall(tab));
    await says(part(tab, "Make a key"), /n = 55/);
    // 4³ = 64 = 55 + 9, and back.
    await says(part(tab, "Encrypt"), /9/);
    await says(part(tab, "Decrypt"), /The number 4 comes out/);
    await says(part(tab, "Why it works"), /There and back: 4 → 9 → 4/);
    await part(tab, "Why it works").getByRole("group", { name: /No two arrive at the same place/ }).waitFor();
    for (const name of ["Make a key", "Encrypt", "Decrypt", "Why it works", "Sign", "Verify"]) await comesOut(part(tab, name));
    assert.match(await part(tab, "Make a key").locator(".stage .count").first().innerText(), /^1 of/, "at its first step");
    assert.equal(await tab.page.locator(".search").count(), 0, "no prime was searched for");
    assert.deepEqual(await tab.axe(), []);
  }));

test("the switch leads to real sizes and back, and stays as one reads on", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    await tab.settled();
    await size(tab, "Real size").click();
    const make = part(tab, "Make a key");
    await says(make, /An RSA key of 2048 bits is made/);
    await says(part(tab, "Decrypt"), /the message has 16 bytes/);
    assert.equal(BigInt(await result(make, "n", "decimal")).toString(2).length, 2048);
    await tab.go("#/cipher");
    await tab.go("#/rsa");
    assert.ok(!(await isSmall(tab)), "it is kept");
    await field(part(tab, "Encrypt"), "Message").fill("7");
    await size(tab, "Small numbers").click();
    await says(make, /n = 55/);
    assert.equal(await field(part(tab, "Encrypt"), "Message").inputValue(), "7", "what was typed stays");
    await says(part(tab, "Decrypt"), /The number 7 comes out/);
    await field(make, "Size").selectOption({ label: "3072 bits" });
    assert.ok(!(await isSmall(tab)), "choosing a real size is the switch, too");
  }));

test("a link to a moment opens with numbers of its size, and one of before with real ones", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    const stage = part(tab, "Encrypt").locator(".stage");
    await stage.getByRole("button", { name: "Last step" }).click();
    await until(async () => /numbers=small/.test(await tab.page.evaluate(() => location.hash)), "the size in the address");
    const link = await tab.page.evaluate(() => location.hash);
    const there = await stage.locator("h2").innerText();
    await withPage(site, link, {}, async (other) => {
      assert.ok(await isSmall(other));
      await until(async () => (await part(other, "Encrypt").locator(".stage h2").innerText()) === there, "the same step");
    });
    await withPage(site, "#/rsa?at=rsa-encrypt&step=mask-db", {}, async (other) => {
      assert.ok(!(await isSmall(other)));
      await part(other, "Encrypt").locator(".stage h2").filter({ hasText: "Hide DB behind the seed" }).waitFor();
    });
  }));
