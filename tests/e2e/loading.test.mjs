// A slow network: what is waited for says how much of it has come, and nothing waits
// for what it has no need of.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DIST, start } from "./harness.mjs";
import { comesOut, part } from "./person.mjs";

let site;
before(async () => {
  site = await start([], DIST, /cipher_bg\.wasm$/);
});
after(() => site?.close());

test("what computes an exhibit says how much of it has come, and then computes", async () => {
  // Not once it is there: while it comes.
  const tab = await site.openPage("#/cipher");
  try {
    const encrypt = part(tab, "Encrypt a message");
    const seen = new Set();
    const running = encrypt.locator(".running");
    for (let go = 0; go < 100 && (await encrypt.getAttribute("data-state")) !== "done"; go += 1) {
      const text = (await running.count()) ? await running.locator("span").innerText({ timeout: 1000 }).catch(() => "") : "";
      const percent = /^Loading what computes this: (\d+) %$/.exec(text)?.[1];
      if (percent) {
        seen.add(Number(percent));
        // A bar that has come to its end goes.
        const bar = (await running.locator("progress").getAttribute("value", { timeout: 1000 }).catch(() => null)) ?? percent;
        assert.ok(Number(bar) >= Number(percent) - 1, `the bar stands at ${bar} of ${percent}`);
      }
      await tab.page.waitForTimeout(50);
    }
    await comesOut(encrypt);
    const told = [...seen];
    assert.ok(told.length >= 3, `told: ${told.join(", ")}`);
    assert.ok(told.every((percent, at) => at === 0 || percent > told[at - 1]) && told.at(-1) <= 99, told.join(", "));
    tab.assertClean();
  } finally {
    await tab.close();
  }
});

test("the worker of the page that is opened is on its way before the page itself is there", async () => {
  const context = await site.browser.newContext({ baseURL: site.url });
  try {
    const asked = new Set();
    let hear;
    const worker = new Promise((heard) => (hear = heard));
    context.on("request", (request) => {
      const name = new URL(request.url()).pathname.split("/").pop();
      asked.add(name);
      if (name === "worker-boot.js") hear();
    });
    // Who waits for the page with the worker waits here for ever.
    await context.route(/app-.*_bg\.wasm$/, async (route) => {
      await worker;
      await route.continue();
    });
    const page = await context.newPage();
    await page.goto(`${site.url}#/rsa?numbers=small`);
    await page.locator('[data-unit][data-state="done"]').waitFor();
    assert.ok(asked.has("rsa_bg.wasm") && !asked.has("cipher_bg.wasm"), [...asked].join(", "));
  } finally {
    await context.close();
  }
});
