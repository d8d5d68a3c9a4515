// A slow network: what is waited for says how much of it has come.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DIST, start } from "./harness.mjs";
import { comesOut, part, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start([], DIST, /_bg\.wasm$/);
});
after(() => site?.close());

test("what computes an exhibit says how much of it has come, and then computes", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const encrypt = part(tab, "Encrypt a message");
    const seen = new Set();
    const running = encrypt.locator(".running");
    for (let go = 0; go < 100 && (await encrypt.getAttribute("data-state")) !== "done"; go += 1) {
      const text = (await running.count()) ? await running.locator("span").innerText({ timeout: 1000 }).catch(() => "") : "";
      const percent = /^Loading what computes this: (\d+) %$/.exec(text)?.[1];
      if (percent) {
        seen.add(Number(percent));
        const bar = await running.locator("progress").getAttribute("value", { timeout: 1000 }).catch(() => percent);
        assert.ok(Number(bar) >= Number(percent) - 1, `the bar stands at ${bar} of ${percent}`);
      }
      await tab.page.waitForTimeout(50);
    }
    await comesOut(encrypt);
    const told = [...seen];
    assert.ok(told.length >= 3, `told: ${told.join(", ")}`);
    assert.ok(told.every((percent, at) => at === 0 || percent > told[at - 1]) && told.at(-1) <= 99, told.join(", "));
  }));
