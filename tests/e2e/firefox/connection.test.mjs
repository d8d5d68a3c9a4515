// What the exhibit of HTTPS says that Firefox says of each failure, Firefox says:
// its error, the title of its page, and the alert that the server hears.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./harness.mjs";
import { BOUND, PAGE, WAITS, forBrowsers, objections, version, withFailing, withLists } from "../failing.mjs";
import { until } from "../person.mjs";

/** What the browser says of a server, and what it shows, as the exhibit puts it. */
async function asked(page, { host, port }) {
  let error = "";
  await page.goto(`https://${host}:${port}/`, { timeout: BOUND }).catch(({ message }) => (error = message));
  if (/timeout/.test(error)) return { says: "nothing", shows: WAITS };
  if (error === "") {
    assert.equal(await page.evaluate(() => document.body.innerText), PAGE);
    return { says: "nothing", shows: "the page, without a warning" };
  }
  const [, code] = error.match(/NS_ERROR_MODULE_SECURITY, (\w+)\)/) ?? [undefined, error];
  // What a page of an error is called before it knows which one it is.
  const title = await until(async () => (await page.title()).replace("Problem loading page", ""), "a title");
  return { says: code, shows: `“${title}”` };
}

test("of each failure Firefox says and shows what the exhibit tells, and sends that alert", () =>
  withFailing((all) =>
    withLists(
      forBrowsers(all),
      async () => ".",
      async (profile, cases) => {
        const browser = await launch({ "network.dns.localDomains": "example.org" }, { userDataDir: profile });
        const wrong = [];
        try {
          assert.equal((await browser.version()).match(/\d+/)[0], version(all, "Firefox"));
          for (const one of cases) {
            const page = await browser.newPage();
            wrong.push(...(await objections(one, "Firefox", await asked(page, one))));
            await page.close();
          }
        } finally {
          await browser.close();
        }
        assert.deepEqual(wrong, []);
      },
    ),
  ));
