// Walks through everything that the navigation leads to, in Firefox; each page
// by itself is what `first-screen.test.mjs` opens.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
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

test("one visit walks through all pages and back", async () => {
  assert.ok(routes.length >= 4, `the navigation leads to ${routes}`);
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
