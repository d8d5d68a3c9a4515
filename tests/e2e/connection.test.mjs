// What the exhibit of HTTPS says that Chrome says of each failure, Chromium says:
// its error, the words on its page, and the alert that the server hears.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { BOUND, PAGE, WAITS, forBrowsers, objections, version, withFailing, withLists } from "./failing.mjs";
import { launch } from "./harness.mjs";
import { until } from "./person.mjs";

/** What the browser says of a server, and what it shows, as the exhibit puts it. */
async function asked(page, { host, port }) {
  let error = "";
  await page.goto(`https://${host}:${port}/`, { timeout: BOUND }).catch(({ message }) => (error = message));
  if (/Timeout/.test(error)) return { says: "nothing", shows: WAITS };
  if (error === "") {
    assert.equal(await page.locator("body").innerText(), PAGE);
    return { says: "nothing", shows: "the page, without a warning" };
  }
  const heading = page.locator("h1");
  const shows = await until(async () => (await heading.count()) === 1 && (await heading.innerText()).trim(), "a heading");
  const code = await page.locator("#error-code, .error-code").first().innerText();
  assert.ok(error.includes(`net::${code.replace(/^NET::/, "")} `), `${error}, and on the page ${code}`);
  return { says: code, shows: `“${shows}”` };
}

test("of each failure Chrome says and shows what the exhibit tells, and sends that alert", () =>
  withFailing((all) =>
    withLists(
      forBrowsers(all),
      async (home) => {
        await mkdir(path.join(home, ".pki/nssdb"), { recursive: true });
        return ".pki/nssdb";
      },
      async (home, cases) => {
        const browser = await launch(["--host-resolver-rules=MAP example.org 127.0.0.1"], { HOME: home, XDG_DATA_HOME: undefined });
        const wrong = [];
        try {
          assert.equal(browser.version().split(".")[0], version(all, "Chrome"));
          for (const one of cases) {
            const page = await browser.newPage();
            wrong.push(...(await objections(one, "Chrome", await asked(page, one))));
            await page.close();
          }
        } finally {
          await browser.close();
        }
        assert.deepEqual(wrong, []);
      },
    ),
  ));
