// The rounds of AES: each leads to its step, a byte that is touched shows what it hangs together with, and a byte of the S-box comes when it is asked for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { comesOut, field, open, part, says, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const rounds = (tab) => {
  const aes = part(tab, "Inside AES");
  const frame = aes.locator(".frame");
  const title = (text) => aes.locator(".said h2").filter({ hasText: text }).waitFor();
  const digits = (name) => frame.locator(`.state.${name} i`).allInnerTexts();
  return { aes, frame, title, digits };
};

test("the strip leads to each round, and what is not done yet is empty", () =>
  withPage(site, "#/cipher?at=aes", {}, async (tab) => {
    const { aes, frame, title, digits } = rounds(tab);
    await comesOut(aes);
    assert.equal((await digits("add-round-key"))[0], "a4", "the first round of the standard’s example");
    await frame.getByRole("button", { name: "Round 10", exact: true }).click();
    await title("Round 10 of 10");
    assert.equal((await digits("begun")).join(" "), "eb 59 8b 1b 40 2e a1 c3 f2 38 13 42 1e 84 e7 d2");
    assert.equal((await digits("add-round-key")).join(""), "");
    await aes.getByRole("button", { name: "Last step" }).click();
    await title("The crate comes to the same");
    assert.deepEqual(await tab.axe(), []);
  }));

test("a byte that is touched lights what it depends on and what depends on it", () =>
  withPage(site, "#/cipher?at=aes&step=round-5/add-round-key", {}, async (tab) => {
    const { aes, frame, title } = rounds(tab);
    await comesOut(aes);
    await title("AddRoundKey");
    const lit = async (state) => frame.locator(`.state.${state} i:is([data-trail=from], [data-trail=to])`).count();
    await frame.locator(".state.add-round-key i").nth(6).hover();
    await until(async () => (await lit("begun")) > 0, "the lights");
    for (const [state, count] of [["begun", 4], ["sub-bytes", 4], ["shift-rows", 4], ["mix-columns", 1], ["key", 1], ["add-round-key", 1]]) {
      assert.equal(await lit(state), count, state);
    }
    const column = frame.locator(".state.shift-rows i[data-trail=from]");
    const lefts = await column.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
    assert.equal(new Set(lefts.map(Math.round)).size, 1, "a column of what was shifted");
    const counts = await frame.locator(".strip-of-rounds u").evaluateAll((all) => all.map((one) => [...one.querySelectorAll("[data-trail=from], [data-trail=to]")].reduce((sum, cell) => sum + (cell.className === "all" ? 16 : 1), 0)));
    assert.deepEqual(counts, [16, 16, 16, 16, 4, 1, 4, 16, 16, 16, 16]);
    assert.deepEqual(await tab.axe(), [], "what is lit can be read");
    // By the keyboard.
    await frame.getByRole("button", { name: /^AddRoundKey, row 1, column 1: / }).focus();
    await until(async () => frame.locator(".state.add-round-key i").first().evaluate((one) => one.hasAttribute("data-pointed")), "the first byte");
  }));

test("a byte of the S-box and a column come when they are asked for", () =>
  withPage(site, "#/cipher?at=aes&step=round-1/sub-bytes/row-6", {}, async (tab) => {
    const { aes, frame } = rounds(tab);
    const shown = () => frame.locator(".picture").first().getAttribute("aria-label");
    await until(async () => /row f, column 4 stands bf/.test((await shown()) ?? ""), "the sixth byte");
    assert.deepEqual(await tab.axe(), []);
    await aes.getByRole("slider", { name: "Row" }).fill("1");
    await until(async () => /row 1, column 9 stands d4/.test((await shown()) ?? ""), "the first byte");
    await tab.go("#/cipher?at=aes&step=round-1/mix-columns/row-1");
    await until(async () => /2·d4 ⊕ 3·bf ⊕ 1·5d ⊕ 1·30 is/.test((await shown()) ?? ""), "the first column");
  }));

test("a key of a wrong length is refused at its field, and a flipped bit is followed", () =>
  withPage(site, "#/cipher?at=aes", {}, async (tab) => {
    const { aes, title } = rounds(tab);
    await comesOut(aes);
    await field(aes, "Key").fill("2b7e");
    await until(async () => (await aes.getAttribute("data-state")) === "failed", "a refusal");
    assert.match((await aes.getByRole("alert").allInnerTexts()).join(" "), /16 or 32 bytes.*found 2 bytes/);
    await field(aes, "Key").fill("00".repeat(32));
    await says(aes, /14 rounds/);
    await tab.go("#/cipher?at=aes&flip=block&step=every-bit");
    await title("Each bit flipped in turn");
    assert.deepEqual(await tab.axe(), []);
  }));

test("inside a block of Fernet the rounds open in place", () =>
  withPage(site, "#/cipher?at=fernet-encrypt", {}, async (tab) => {
    const encrypt = part(tab, "Encrypt a message");
    await comesOut(encrypt);
    const steps = await open(encrypt, "The steps");
    const step = steps.locator(".step > details").filter({ has: tab.page.locator("> summary", { hasText: "Encrypt block by block" }) });
    await step.locator("> summary").click();
    await step.getByRole("option").first().click();
    const block = step.locator(".chosen").first();
    await block.getByRole("option").filter({ hasText: "Round 1 of 10" }).click();
    await block.locator(".chosen .picture[data-picture=rounds]").first().waitFor();
    assert.equal(await block.locator(".chosen .strip-of-rounds button").count(), 0, "no way to steps that are not in the walk");
  }));
