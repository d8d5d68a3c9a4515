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

for (const [sheet, opener] of [
  [".more", ".more > summary"],
  [".share", ".share > summary"],
  ["#desk-sheet", "button.to-desk"],
]) {
  test(`Escape and a press elsewhere close what ${opener} opens`, () =>
    withPage(site, "#/rsa", {}, async (tab) => {
      const [page, lid] = [tab.page, tab.page.locator(opener)];
      const inside = page.locator(sheet === "#desk-sheet" ? sheet : `${sheet} > :nth-child(2)`);
      const hasFocus = () => lid.evaluate((one) => one === document.activeElement);
      await lid.click();
      await inside.waitFor();
      // From the inside, whose keys are its own.
      await inside.getByRole("button").or(inside.getByRole("link")).first().focus();
      assert.equal(await hasFocus(), false);
      await page.keyboard.press("Escape");
      await inside.waitFor({ state: "hidden" });
      assert.ok(await hasFocus(), "the focus is back at what opened it");
      await lid.click();
      // A press inside is not elsewhere.
      await inside.click({ position: { x: 4, y: 4 } });
      assert.ok(await inside.isVisible());
      await page.locator("h1").click({ position: { x: 2, y: 2 } });
      await inside.waitFor({ state: "hidden" });
      await lid.click();
      await inside.waitFor();
      assert.ok(await inside.isVisible(), "it opens again");
    }));
}
