// Each exhibit by its link and a step of it by its own, in a fresh Firefox, at
// three sizes: its picture is on the first screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, exhibits, hold } from "../first-screen.mjs";
import { addressed, firstScreen, shownExhibits, twoFrames } from "../in-page.mjs";
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

/** Presses a key of the hand on the time. */
async function press(tab, key) {
  await tab.page.focus(".stage");
  await tab.page.keyboard.press(key);
}

/** Holds what stands on the first screen against each size. */
async function look(tab) {
  let now;
  for (const size of SIZES) {
    await tab.page.setViewport({ width: size.width, height: size.height });
    await tab.page.evaluate(twoFrames);
    now = await tab.page.evaluate(firstScreen);
    hold(now, size);
    await tab.assertNoOverflow();
  }
  return now;
}

/** Opens a link in a fresh context, first at one of the sizes, and does something there. */
async function fresh(link, size, work) {
  const tab = await site.openPage(link, SIZES[size]);
  try {
    await tab.settled();
    await tab.assertNoOverflow();
    await work(tab, await look(tab));
    for (const { id, unit, state } of await tab.page.evaluate(shownExhibits)) {
      assert.equal(id, unit, "an exhibit's id is its unit's");
      assert.ok(["idle", "done"].includes(state), `${unit} is ${state}`);
    }
    tab.assertClean();
  } finally {
    await tab.close();
  }
}

/** Links to a step a little on, to one in the next chapter, and to the last. */
async function steps(tab) {
  const [first, last] = await count(tab);
  const at = Math.min(first + STEPS, last);
  for (let now = first; now < at; now += 1) await tab.page.click(".transport button[aria-label='Step forward']");
  await until(async () => (await count(tab))[0] === at, `step ${at}`);
  const found = [];
  for (const key of [null, "PageDown", "End"]) {
    if (key) await press(tab, key);
    const [at] = await count(tab);
    await tab.page.evaluate(addressed);
    found.push({ at, link: await tab.page.evaluate(() => location.hash) });
  }
  assert.match(found[0].link, /step=/);
  return found;
}

test("each exhibit and its steps open with their picture on the first screen, at three sizes", async (t) => {
  for (const [index, link] of links.entries()) {
    await t.test(link, async () => {
      let places = [];
      await fresh(link, index % SIZES.length, async (tab, { state }) => {
        if (state !== "idle" && link !== "#/") places = await steps(tab);
      });
      for (const [size, { at, link: to }] of places.entries()) {
        await fresh(to, size, async (tab) => assert.equal((await count(tab))[0], at, to));
      }
    });
  }
});
