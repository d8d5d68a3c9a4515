// Walks through everything that the navigation and the paths lead to, without
// knowing what is there: a new page or exhibit is covered from the day that it
// appears.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LATE, eachOf, lateRequests, start } from "./harness.mjs";
import { shownExhibits, stations } from "./in-page.mjs";
import { withPage } from "./person.mjs";

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

/** Holds that axe finds nothing in either theme. */
async function hasNothingForAxe(tab, how) {
  for (const colorScheme of ["light", "dark"]) {
    await tab.page.emulateMedia({ colorScheme });
    assert.deepEqual(await tab.axe(), [], `${how}, ${colorScheme}`);
  }
}

/** Holds that nothing sticks out at any width, the least one last. */
async function fits(tab) {
  for (const width of [1440, 820, 360, 320]) {
    await tab.page.setViewportSize({ width, height: 800 });
    await tab.assertNoOverflow();
  }
}

/** Holds what is true of every page: as it opens, and with everything open. */
async function look(tab) {
  const units = await tab.page.evaluate(shownExhibits);
  for (const { id, unit, state } of units) {
    assert.equal(id, unit, "an exhibit's id is its unit's");
    assert.ok(["idle", "done"].includes(state), `${unit} is ${state}`);
  }
  assert.ok(units.length <= 1, "at most one exhibit is open");
  assert.equal(await tab.page.locator("h1").count(), 1, "one h1");
  assert.notEqual(await tab.page.title(), "", "a title");
  await hasNothingForAxe(tab, "as it opens");
  await fits(tab);
  await tab.openDetails();
  await hasNothingForAxe(tab, "with everything open, at 320 px");
  await fits(tab);
  assert.deepEqual(lateRequests(tab).filter((name) => !LATE.has(name)), [], "what is asked for after loading, but for the workers' files");
}

test("every page is a hash route, so that any static host can serve it", () => {
  assert.ok(routes.length >= 20, `${routes}`);
  for (const route of routes) assert.match(route, /^#\//);
  assert.equal(new Set(routes).size, routes.length, "two links lead to the same page");
});

test("every page opens, runs, has nothing for axe to find, and fits into 320 px", eachOf.OPTIONS, (t) =>
  eachOf(t, routes, (route) => withPage(site, route, {}, look)));

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
