// Walks through everything that the navigation and the paths lead to, without
// knowing what is there: a new page or exhibit is covered from the day that it
// appears.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { LATE, lateRequests, start } from "./harness.mjs";
import { blocks, stations } from "./in-page.mjs";

let site;
let routes;

before(async () => {
  site = await start();
  const tab = await site.openPage("#/");
  routes = [];
  for (const route of [...(await tab.routes()), "#/?at=make-it", "#/desk", "#/desk?at=desk-import"]) {
    await tab.go(route);
    const { links } = await tab.page.evaluate(stations);
    routes.push(...(links.length > 0 ? links : [route]).filter((one) => !routes.includes(one)));
  }
  await tab.close();
});
after(() => site?.close());

/** Does the same on every page, each as a test of its own. */
async function onEachPage(t, options, check) {
  for (const route of routes) {
    await t.test(route, async () => {
      const tab = await site.openPage(route, options);
      try {
        await tab.settled();
        await check(tab, route);
        tab.assertClean();
      } finally {
        await tab.close();
      }
    });
  }
}

describe("every page", () => {
  test("is a hash route, so that any static host can serve it", () => {
    assert.ok(routes.length > 0, "the navigation is empty");
    for (const route of routes) assert.match(route, /^#\//);
    assert.equal(new Set(routes).size, routes.length, "two links lead to the same page");
  });

  test("opens, and everything on it has run", async (t) => {
    await onEachPage(t, {}, async (tab) => {
      const units = await tab.page.evaluate(blocks);
      for (const { id, unit, state } of units) {
        assert.equal(id, unit, "an exhibit's id is its unit's");
        assert.ok(["idle", "done"].includes(state), `${unit} is ${state}`);
      }
      assert.ok(units.length <= 1, "at most one exhibit is open");
      assert.equal(await tab.page.locator("h1").count(), 1, "one h1");
      assert.notEqual(await tab.page.title(), "", "a title");
    });
  });

  test("asks for nothing after loading but the worker's files, each once for a worker", async (t) => {
    await onEachPage(t, {}, async (tab) => {
      await tab.openDetails();
      const late = lateRequests(tab).filter((name) => !LATE.has(name));
      assert.deepEqual(late, []);
    });
  });

  for (const theme of ["light", "dark"]) {
    test(`has nothing for axe to find (${theme})`, async (t) => {
      await onEachPage(t, { theme }, async (tab) => {
        assert.deepEqual(await tab.axe(), [], "as it opens");
        await tab.openDetails();
        assert.deepEqual(await tab.axe(), [], "with everything open");
      });
    });
  }

  for (const width of [320, 360, 820]) {
    test(`fits into ${width} px`, async (t) => {
      await onEachPage(t, { width, height: 800 }, async (tab) => {
        await tab.assertNoOverflow();
        await tab.openDetails();
        await tab.assertNoOverflow();
      });
    });
  }
});

test("one visit walks through all pages without an error or a request", async () => {
  const tab = await site.openPage("#/");
  try {
    await tab.settled();
    for (const route of [...routes, ...routes.toReversed()]) await tab.go(route);
    tab.assertClean();
    assert.deepEqual(lateRequests(tab).filter((name) => !LATE.has(name)), []);
  } finally {
    await tab.close();
  }
});
