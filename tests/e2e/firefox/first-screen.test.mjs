// Each exhibit by its link and a step of it by its own, in a fresh Firefox, at
// three sizes: its picture is on the first screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SETTLED, SIZES, exhibits, hold } from "../first-screen.mjs";
import { firstScreen } from "../in-page.mjs";
import { until } from "../person.mjs";
import { start } from "./harness.mjs";

/** How far one goes from the start of an exhibit. */
const STEPS = 2;

let site;
let links;
before(async () => {
  site = await start();
  const tab = await site.openPage("#/");
  links = await exhibits(tab);
  await tab.close();
});
after(() => site?.close());

/** Which place of how many is shown. */
const count = (tab) => tab.page.$eval(".transport .count", (one) => one.innerText.match(/^(\d+) of (\d+)/).slice(1).map(Number));

/** Opens a link in a fresh context and does something there. */
async function fresh(link, size, work) {
  const tab = await site.openPage(link, size);
  try {
    await tab.settled();
    const now = await tab.page.evaluate(firstScreen);
    hold(now, size);
    await tab.assertNoOverflow();
    await work(tab, now);
    tab.assertClean();
  } finally {
    await tab.close();
  }
}

for (const size of SIZES) {
  test(`each exhibit and its steps open with their picture on the first screen (${size.width} px)`, async (t) => {
    for (const link of links) {
      await t.test(link, async () => {
        let step;
        await fresh(link, size, async (tab, { state }) => {
          if (state === "idle" || link === "#/") return;
          const [first, last] = await count(tab);
          const at = Math.min(first + STEPS, last);
          for (let now = first; now < at; now += 1) await tab.page.click(".transport button[aria-label='Step forward']");
          await until(async () => (await count(tab))[0] === at, `step ${at}`);
          await new Promise((done) => setTimeout(done, SETTLED));
          step = { at, link: await until(() => tab.page.evaluate(() => /step=/.test(location.hash) && location.hash), "the step in the address") };
        });
        if (step) await fresh(step.link, size, async (tab) => assert.equal((await count(tab))[0], step.at, step.link));
      });
    }
  });
}
