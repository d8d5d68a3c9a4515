// What Firefox says of a server: the words of its warning, what one gets by
// proceeding, and what a root does that is trusted for websites, as the tick in
// its own dialog has it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, start } from "./harness.mjs";
import { until } from "../person.mjs";
import { NAMES, PAGE, WAYS, distrustInProfile, proceeding, told, trustInProfile, withFolder, withServers } from "../tls.mjs";

/** What each short way made: `{ cert, key, before, after }`, with what the page tells of Firefox. */
const short = {};
/** What “Make it for me” made. */
const road = {};
/** What the page calls the way around a warning. */
let wayAround;

before(async () => {
  const site = await start();
  try {
    for (const way of WAYS) {
      const tab = await site.openPage(`#/certificate?v=1&at=short-way&way=${way}`);
      await tab.settled();
      await tab.click("short-way", "Make it the short way");
      await tab.says("short-way", /that nobody vouches for/);
      await tab.settled();
      const take = (what) => {
        const name = `${what} of ${NAMES[way]}`;
        return tab.download("short-way", `Download PEM of ${name}`, `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.pem`);
      };
      const [key, cert] = [await take("Key"), await take("Certificate")];
      await tab.openDetails();
      const [before, after] = await tab.page.evaluate(told, "Firefox");
      short[way] = { key, cert, before, after };
      wayAround = await tab.page.evaluate(proceeding);
      tab.assertClean();
      await tab.close();
    }
    const tab = await site.openPage("#/");
    await tab.click("make-it", "Make it for me");
    await tab.comesOut("make-it", "yes");
    await tab.click("make-it", "Each of them");
    const take = (name, file) => tab.download("make-it", `Download PEM of ${name}`, file);
    road.root = await take("Root", "root.pem");
    road.key = await take("Server key", "server-key.pem");
    road.cert = Buffer.concat([await take("Server", "server.pem"), road.root]);
    tab.assertClean();
    await tab.close();
  } finally {
    await site.close();
  }
});

/** Runs a test with Firefox, whose profile is a folder. */
async function inBrowser(profile, work) {
  const browser = await launch({}, { userDataDir: profile });
  try {
    return await work(await browser.newPage());
  } finally {
    await browser.close();
  }
}

/** Sent to the page: the element of this id, in whatever component it stands. */
const deep = (id) => {
  const find = (root) => {
    for (const one of root.querySelectorAll("*")) {
      const found = one.id === id ? one : one.shadowRoot && find(one.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  return find(document);
};

const element = async (page, id) => (await page.evaluateHandle(deep, id)).asElement();

/** What the browser says of an address: the name of its error, or that it takes it. */
async function says(page, url) {
  await page.goto(url).catch((error) => assert.match(error.message, /NS_ERROR_GENERATE_FAILURE/));
  return until(async () => {
    if ((await page.evaluate(() => document.body.innerText)) === PAGE) return "takes it";
    // The name of the error is behind “Advanced”.
    const code = await element(page, "errorCode");
    if (code) return (await code.evaluate((one) => one.textContent)).match(/[A-Z_]{10,}/)?.[0];
    await (await element(page, "advanced-button"))?.click();
    return "";
  }, "a page or a warning");
}

test("of each short way Firefox says what the page tells, before it is trusted and once it is", async () => {
  await withServers(WAYS.map((way) => short[way]), async (...urls) => {
    const servers = WAYS.map((way, index) => ({ way, url: urls[index], ...short[way] }));
    await withFolder((profile) =>
      inBrowser(profile, async (page) => {
        for (const { way, url, before } of servers) assert.equal(await says(page, url), before, way);
      }),
    );
    for (const { way, url, cert, after } of servers) {
      await withFolder(async (profile) => {
        await trustInProfile(profile, cert);
        await inBrowser(profile, async (page) => assert.equal(await says(page, url), after, way));
      });
    }
  });
});

test("who proceeds gets the page, also after a restart, but is warned of another port and another certificate", () =>
  withServers([short.adhoc, short.adhoc, short.req], (url, otherPort, otherCertificate) =>
    withFolder(async (profile) => {
      await inBrowser(profile, async (page) => {
        assert.equal(await says(page, url), short.adhoc.before);
        const button = await element(page, "exception-button");
        const called = await button.evaluate((one) => one.textContent);
        assert.match(called, /^Proceed to localhost:\d+ \(Risky\)$/);
        assert.match(wayAround, /“\(Risky\)”, as Firefox does/);
        await until(async () => {
          await (await element(page, "exception-button"))?.click();
          return (await page.evaluate(() => document.body.innerText)) === PAGE;
        }, "the page");
      });
      await inBrowser(profile, async (page) => {
        assert.equal(await says(page, url), "takes it");
        assert.equal(await says(page, otherPort), short.adhoc.before);
        assert.equal(await says(page, otherCertificate), short.req.before);
      });
    }),
  ));

test("a root that Firefox trusts for websites vouches for the server, until it is distrusted", () =>
  withServers([road], (url) =>
    withFolder(async (profile) => {
      const hears = (expected) => inBrowser(profile, async (page) => assert.equal(await says(page, url), expected));
      await hears("SEC_ERROR_UNKNOWN_ISSUER");
      await trustInProfile(profile, road.root);
      await hears("takes it");
      await distrustInProfile(profile);
      await hears("SEC_ERROR_UNKNOWN_ISSUER");
    }),
  ));
