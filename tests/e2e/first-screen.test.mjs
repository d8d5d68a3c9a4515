// What one sees before anything is pressed: each exhibit by its link, and steps
// of it by theirs, in a fresh browser, at three sizes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, exhibits, hold } from "./first-screen.mjs";
import { eachOf, start } from "./harness.mjs";
import { addressed, firstScreen, twoFrames } from "./in-page.mjs";
import { withPage } from "./person.mjs";

/** How often forward is pressed on one spot. */
const CLICKS = 8;

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
const count = async (tab) => (await tab.page.locator(".transport .count").innerText()).match(/^(\d+) of (\d+)/).slice(1).map(Number);

/** Holds what stands on the first screen against its size. */
async function look(tab, size) {
  const now = await tab.page.evaluate(firstScreen);
  hold(now, size);
  await tab.assertNoOverflow();
  return now;
}

/** Presses forward on one spot of the window, as far as the way goes or eight clicks do; returns where that led. */
async function press(tab, now) {
  const [first, last] = await count(tab);
  const [x, y] = [now.forward.x + now.forward.width / 2, now.forward.y + now.forward.height / 2];
  const end = Math.min(first + CLICKS, last);
  for (let step = first + 1; step <= end; step += 1) {
    await tab.page.mouse.click(x, y);
    await tab.page.waitForFunction((says) => document.querySelector(".transport .count").innerText.startsWith(says), `${step} of ${last}`);
  }
  const then = await tab.page.evaluate(firstScreen);
  assert.deepEqual(then.picture, now.picture, "the picture keeps its place and size");
  assert.deepEqual(then.forward, now.forward, "so does the button");
  return end;
}

/** Opens a link in a fresh browser, looks at it, and does something there. */
const fresh = (link, size, work) => withPage(site, link, size, async (tab) => work(tab, await look(tab, size)));

/** Links to the place that is shown, to one in the next chapter, and to the last. */
async function steps(tab) {
  const found = [];
  for (const key of [null, "PageDown", "End"]) {
    if (key) await tab.page.locator(".stage").press(key);
    const [at] = await count(tab);
    await tab.page.evaluate(addressed);
    found.push({ at, link: await tab.page.evaluate(() => location.hash) });
  }
  assert.match(found[0].link, /step=/);
  return found;
}

test("each exhibit shows its picture on the first screen, forward stays under the hand, and links lead to its steps", eachOf.OPTIONS, (t) =>
  eachOf(t, links, async (link) => {
    let places = [];
    for (const size of SIZES) {
      await fresh(link, size, async (tab, now) => {
        if (now.state === "idle") return;
        await press(tab, now);
        // The start has no steps of a run.
        if (size === SIZES[0] && link !== "#/") places = await steps(tab);
      });
    }
    for (const [index, { at, link: to }] of places.entries()) {
      await fresh(to, SIZES[index], async (tab) => {
        for (const size of SIZES) {
          await tab.page.setViewportSize(size);
          await tab.page.evaluate(twoFrames);
          await look(tab, size);
          assert.equal((await count(tab))[0], at, to);
        }
      });
    }
  }));
