// What opens has an inside, and closing something inside closes nothing else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { open, part, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

test("a disclosure opens to its inside, and closes without its surroundings", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const encrypt = part(tab, "Encrypt a message");
    const steps = await open(encrypt, "The steps");
    const first = steps.locator(".step > details").first();
    await first.locator(":scope > summary").click();
    await until(async () => (await first.locator(":scope > .told").count()) === 1, "the inside of a step");
    await first.locator(":scope > summary").click();
    await until(async () => (await first.locator(":scope > .told").count()) === 0, "a closed step");
    assert.ok((await steps.locator(".step").count()) > 2, "the steps around it are still there");
    const breaks = await open(encrypt, "Break it");
    assert.equal(await breaks.getByRole("button").count(), 1);
  }));

test("trouble with a field under “More settings” is seen while those are closed", () =>
  withPage(site, "#/certificate", {}, async (tab) => {
    const root = part(tab, "A certificate authority");
    await open(root, "Break it");
    await root.getByRole("button", { name: "Write the country out" }).click();
    await until(async () => (await root.getAttribute("data-state")) === "failed", "a refusal");
    assert.match((await root.getByRole("alert").allInnerTexts()).join(" "), /Expected .*two letters/i);
  }));
