// Walks through everything that the navigation leads to, in Firefox.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { blocks } from "../in-page.mjs";
import { start } from "./harness.mjs";

let site;
let routes;

before(async () => {
  site = await start();
  const tab = await site.openPage("#/");
  routes = await tab.routes();
  await tab.close();
});
after(() => site?.close());

for (const width of [1440, 360]) {
  test(`every page opens, has run and fits into ${width} px`, async (t) => {
    assert.ok(routes.length >= 4, `the navigation leads to ${routes}`);
    for (const route of routes) {
      await t.test(route, async () => {
        const tab = await site.openPage(route, { width, height: 800 });
        await tab.settled();
        for (const { id, unit, state } of await tab.page.evaluate(blocks)) {
          assert.equal(id, unit, "a block's id is its unit's");
          assert.ok(["idle", "done"].includes(state), `${unit} is ${state}`);
        }
        assert.equal((await tab.page.$$("h1")).length, 1, "one h1");
        await tab.assertNoOverflow();
        tab.assertClean();
        await tab.close();
      });
    }
  });
}

test("one visit walks through all pages and back", async () => {
  const tab = await site.openPage("#/");
  await tab.settled();
  for (const route of [...routes, ...routes.toReversed()]) {
    await tab.go(route);
    assert.ok((await tab.page.evaluate(() => location.hash)) === route);
    assert.equal((await tab.page.$$("h1")).length, 1, route);
  }
  tab.assertClean();
  await tab.close();
});
