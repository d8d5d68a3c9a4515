// What Chromium says of a server: the words of its warning, what one gets by
// proceeding, and how it comes to trust a root and forgets it.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch, start } from "./harness.mjs";
import { comesOut, download, makeItForMe, open, part, until, withPage } from "./person.mjs";
import { NAMES, PAGE, WAYS, proceeding, shell, told, withFolder, withServers } from "./tls.mjs";

/** What each short way made: `{ cert, key, before, after }`, with what the page tells of Chrome. */
const short = {};
/** What “Make it for me” made, and the recipe by which browsers trust its root. */
const road = {};
/** What the page calls the way around a warning. */
let wayAround;

before(async () => {
  const site = await start();
  const take = async (tab, region, name) => {
    const button = region.getByRole("button", { name: `Download PEM of ${name}`, exact: true });
    return (await download(tab, button)).bytes;
  };
  try {
    for (const way of WAYS) {
      await withPage(site, `#/certificate?v=1&at=short-way&way=${way}`, {}, async (tab) => {
        const region = part(tab, "The short ways");
        await region.getByRole("button", { name: "Make it the short way" }).click();
        await comesOut(region);
        const key = await take(tab, region, `Key of ${NAMES[way]}`);
        const cert = await take(tab, region, `Certificate of ${NAMES[way]}`);
        await tab.openDetails();
        const [before, after] = await tab.page.evaluate(told, "Chrome");
        short[way] = { key, cert, before, after };
        wayAround = await tab.page.evaluate(proceeding);
      });
    }
    await withPage(site, "#/", {}, async (tab) => {
      const region = await makeItForMe(tab);
      await open(region, "Each of them");
      road.root = await take(tab, region, "Root");
      road.key = await take(tab, region, "Server key");
      road.cert = Buffer.concat([await take(tab, region, "Server"), road.root]);
      await open(region, "With other tools");
      const recipe = await open(region, "Trust this root in Firefox or Chrome");
      road.recipe = await recipe.locator("pre").innerText();
    });
  } finally {
    await site.close();
  }
});

/** Runs a test with Chromium at home in a folder. */
async function inBrowser(home, work) {
  const browser = await launch([], { HOME: home, XDG_DATA_HOME: undefined });
  try {
    return await work(await browser.newPage());
  } finally {
    await browser.close();
  }
}

/** What the browser says of an address: the name of its error, or that it takes it. */
async function says(page, url) {
  await page.goto(url).catch((error) => assert.match(error.message, /net::ERR_CERT_/));
  const error = page.locator("#error-code");
  return until(async () => {
    if ((await page.locator("body").innerText()) === PAGE) return "takes it";
    return (await error.count()) === 1 && (await error.innerText());
  }, "a page or a warning");
}

/** How the browser marks the page that it shows. */
async function mark(page) {
  const browser = await page.context().newCDPSession(page);
  const told = new Promise((done) => browser.once("Security.visibleSecurityStateChanged", done));
  await browser.send("Security.enable");
  const { visibleSecurityState } = await told;
  await browser.detach();
  return visibleSecurityState;
}

/** The recipe, with this certificate for the root, as a person at home in this folder follows it. */
async function follow(home, pem) {
  await writeFile(path.join(home, "root.pem"), pem);
  const lines = road.recipe.split("\n").filter((line) => !line.startsWith("sudo apt-get install"));
  const middle = lines.findIndex((line) => line.startsWith("# and to forget it"));
  assert.ok(middle > 0, road.recipe);
  await shell(home, lines.slice(0, middle).join("\n"));
  // “With list as above”.
  const list = lines.filter((line) => line.includes("list="));
  return () => shell(home, [...list, ...lines.slice(middle)].join("\n"));
}

test("of each short way Chrome says what the page tells, before it is trusted and once it is", async () => {
  await withServers(WAYS.map((way) => short[way]), async (...urls) => {
    const servers = WAYS.map((way, index) => ({ way, url: urls[index], ...short[way] }));
    await withFolder((home) =>
      inBrowser(home, async (page) => {
        for (const { way, url, before } of servers) assert.equal(await says(page, url), `NET::${before}`, way);
      }),
    );
    for (const { way, url, cert, after } of servers) {
      await withFolder(async (home) => {
        await follow(home, cert);
        const expected = after === "takes it" ? after : `NET::${after}`;
        await inBrowser(home, async (page) => assert.equal(await says(page, url), expected, way));
      });
    }
  });
});

test("who proceeds gets the page, marked as not secure, and is warned of the next certificate", () =>
  withServers([short.adhoc, short.adhoc, short.req], (url, otherPort, otherCertificate) =>
    withFolder((home) =>
      inBrowser(home, async (page) => {
        await says(page, url);
        await page.locator("#details-button").click();
        const link = page.locator("#proceed-link");
        assert.ok(wayAround.startsWith(`“${await link.innerText()}”`), wayAround);
        await link.click();
        await page.getByText(PAGE).waitFor();
        for (const shown of [url, otherPort]) {
          assert.equal(await says(page, shown), "takes it");
          const { securityState, certificateSecurityState } = await mark(page);
          assert.equal(securityState, "insecure-broken");
          assert.equal(certificateSecurityState.certificateNetworkError, `net::${short.adhoc.before}`);
          // Encrypted as any other.
          assert.match(certificateSecurityState.protocol, /^TLS 1\.[23]$/);
        }
        assert.equal(await says(page, otherCertificate), `NET::${short.req.before}`);
      }),
    ),
  ));

for (const made of [false, true]) {
  test(`Chrome trusts a root by the recipe, and forgets it, ${made ? "where an older one made its list" : "in a new home"}`, () =>
    withServers([road], (url) =>
      withFolder(async (home) => {
        const refused = `NET::${short.adhoc.before}`;
        if (made) await mkdir(path.join(home, ".pki/nssdb"), { recursive: true });
        await inBrowser(home, async (page) => assert.equal(await says(page, url), refused));
        const forget = await follow(home, road.root);
        await inBrowser(home, async (page) => {
          assert.equal(await says(page, url), "takes it");
          const { securityState, certificateSecurityState } = await mark(page);
          assert.equal(securityState, "secure");
          assert.equal(certificateSecurityState.certificateNetworkError, undefined);
        });
        await forget();
        await inBrowser(home, async (page) => assert.equal(await says(page, url), refused));
      }),
    ));
}
