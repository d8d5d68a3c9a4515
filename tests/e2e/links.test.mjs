// Addresses: they follow the form, hold public values only, and a damaged one
// gives a message and a working page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { exhibits } from "./first-screen.mjs";
import { eachOf, start } from "./harness.mjs";
import { closeMore, comesOut, desk, field, open, part, result, says, things, until, withPage } from "./person.mjs";

let site;
let routes;
before(async () => {
  site = await start();
  const tab = await site.openPage("#/");
  routes = await exhibits(tab);
  await tab.close();
});
after(() => site?.close());

/** The primes of a toy key protect nothing: an exercise travels with them. */
const TOY = /Prime [pq]/;

const address = (tab) => tab.page.evaluate(() => location.href);

test("the address follows the form, and opens the same form again", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    assert.match(await address(tab), /#\/rsa$/, "nothing before the first change");
    await field(part(tab, "Make a key"), "Size").selectOption({ label: "3072 bits" });
    await until(async () => (await address(tab)).includes("size=3072"), "the size in the address");
    await part(tab, "Make a key").getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).length === 1, "a key of one's own");
    const sign = part(tab, "Sign");
    await field(sign, "Message").fill("ünï & code=1?#");
    await field(sign, "Scheme").selectOption({ label: "PSS with SHA-256" });
    await until(async () => (await address(tab)).includes("scheme=pss"), "the scheme in the address");
    assert.match(await address(tab), /without=key/, "the key stays here");
    const link = new URL(await address(tab)).hash;
    await withPage(site, link, {}, async (other) => {
      assert.equal(await field(part(other, "Sign"), "Message").inputValue(), "ünï & code=1?#");
      assert.equal(await field(part(other, "Sign"), "Scheme").inputValue(), "pss");
      await comesOut(part(other, "Sign"), "yes");
    });
  }));

test("what is typed into a secret field is in no address and no link, until it is asked for", eachOf.OPTIONS, async (t) => {
  let typed = 0;
  await eachOf(t, routes, (route) =>
    withPage(site, route, {}, async (tab) => {
      await tab.openDetails();
      const secret = tab.page.locator('.input:has(label .mark[data-visibility="secret"])').filter({ hasNotText: TOY }).locator("input, textarea");
      const passphrases = tab.page.locator('input[type="password"]');
      const all = [...(await secret.all()), ...(await passphrases.all())];
      for (const one of all) {
        await one.fill("CANARY4711");
        typed += 1;
      }
      await tab.settled();
      // Changes of public fields write the address anew.
      for (const word of await tab.page.getByLabel("Randomness from a word").all()) {
        if (!(await word.isVisible())) continue;
        await word.fill("class-7");
        await tab.page.waitForTimeout(50);
        assert.doesNotMatch(await address(tab), /CANARY/);
      }
      await tab.settled();
      assert.doesNotMatch(await address(tab), /CANARY/);
      const hrefs = await tab.page.$$eval("[href], [src], [action]", (ones) =>
        ones.map((one) => `${one.getAttribute("href")} ${one.getAttribute("src")} ${one.getAttribute("action")}`),
      );
      assert.deepEqual(hrefs.filter((one) => one.includes("CANARY")), []);
      const links = () => tab.page.locator(".links pre").allInnerTexts();
      assert.deepEqual((await links()).filter((one) => one.includes("CANARY")), []);
      const stored = await tab.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]));
      assert.doesNotMatch(stored, /CANARY/);

      const asks = tab.page.getByRole("button", { name: "Make a link that holds the secret values too" });
      const before = await asks.count();
      for (let left = before; left > 0; left -= 1) await asks.first().click();
      const revealed = (await links()).filter((one) => one.includes("CANARY"));
      // A passphrase never travels, so not each of these links holds something.
      const least = /at=(fernet-encrypt|rsa-encrypt)/.test(route) ? 1 : 0;
      assert.ok(revealed.length >= least, "after the labelled act they are there");
      for (const link of revealed) assert.doesNotMatch(link, /passphrase=/);
      assert.doesNotMatch(await address(tab), /CANARY/, "the address bar stays public");
    }),
  );
  assert.ok(typed >= 8, `${typed} secret fields were found`);
});

test("the exercise of a toy key travels whole", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    const make = part(tab, "Make a key");
    await field(make, "Prime p").fill("11");
    await field(make, "Prime q").fill("13");
    await field(make, "Public exponent e").fill("7");
    const share = await open(make, "Link");
    const link = await share.locator("pre").first().innerText();
    await withPage(site, new URL(link).hash, {}, async (other) => {
      await says(part(other, "Make a key"), /n = 143/);
    });
  }));

test("a toy key travels into what uses it, and a certificate with another name to be checked", async () => {
  const numbers = { "Prime p": "7", "Prime q": "13", "Public exponent e": "5" };
  const links = {};
  await withPage(site, "#/rsa", {}, async (tab) => {
    const make = part(tab, "Make a key");
    for (const [label, value] of Object.entries(numbers)) await field(make, label).fill(value);
    await make.getByRole("button", { name: "Make the key" }).click();
    await says(make, /n = 91/);
    for (const title of ["Encrypt", "Why it works"]) {
      const share = await open(part(tab, title), "Link");
      links[title] = await share.locator("pre").first().innerText();
    }
    // The address bar says the same.
    await field(part(tab, "Encrypt"), "Message").fill("9");
    await until(async () => /rsa-keygen\.p=7/.test(await address(tab)), "the primes in the address");
    links.Encrypt = await address(tab);
  });
  for (const [title, link] of Object.entries(links)) {
    await withPage(site, new URL(link).hash, {}, async (tab) => {
      await says(part(tab, title).locator(".stage"), /91/);
      await says(part(tab, "Make a key"), /n = 91/);
    });
  }
  let link;
  await withPage(site, "#/certificate", {}, async (tab) => {
    const issue = part(tab, "Sign a certificate");
    await comesOut(issue, "yes");
    await field(issue, "Grant which names").selectOption("listed");
    await field(issue, "Names that may be granted").fill("127.0.0.1");
    await closeMore(issue);
    await issue.getByRole("button", { name: "Sign the certificate" }).click();
    await until(async () => (await things(tab)).length > 0, "the certificate on the desk");
    const check = part(tab, "Check a certificate");
    await field(check, "Host").fill("localhost");
    await comesOut(check, "no");
    link = await (await open(check, "Link")).locator("pre").first().innerText();
  });
  await withPage(site, new URL(link).hash, {}, async (tab) => {
    const check = part(tab, "Check a certificate");
    await comesOut(check, "no");
    assert.deepEqual(await things(tab), ["localhost, from a link"]);
    await says(check, /localhost/);
    assert.deepEqual(await tab.axe(), []);
  });
});

test("a link with secrets opens with them", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const encrypt = part(tab, "Encrypt a message");
    await field(encrypt, "Your message").fill("For the exercise.");
    const share = await open(encrypt, "Link");
    await share.getByRole("button", { name: "Make a link that holds the secret values too" }).click();
    const link = await share.locator('[data-visibility="secret"] pre').innerText();
    await withPage(site, new URL(link).hash, {}, async (other) => {
      assert.equal(await field(part(other, "Encrypt a message"), "Your message").inputValue(), "For the exercise.");
    });
  }));

test("a seed gives everybody the same key, marked for demonstration", async () => {
  const seen = {};
  for (const [who, word] of [["Ada", "class-7"], ["Ben", "class-7"], ["Cem", "class-8"]]) {
    await withPage(site, `#/rsa?v=1&at=rsa-keygen&seed=${word}`, {}, async (tab) => {
      const make = part(tab, "Make a key");
      await comesOut(make, "yes");
      const shown = await result(make, "n", "decimal");
      await make.getByText("demonstration: not secret").waitFor();
      await make.getByRole("button", { name: "Make the key" }).click();
      await until(async () => (await things(tab)).length === 1, "the key on the desk");
      assert.equal(await result(make, "n", "decimal"), shown, "the button makes the key of the word too");
      assert.equal(await desk(tab).getByText("demonstration", { exact: true }).count(), 1, "marked on the desk");
      seen[who] = shown;
    });
  }
  assert.equal(seen.Ada, seen.Ben);
  assert.notEqual(seen.Ada, seen.Cem);
});

test("a second link in the same tab sets the whole form, not only what differs from the first", () =>
  withPage(site, "#/rsa?v=1&at=rsa-keygen&size=3072&seed=one", {}, async (tab) => {
    const make = part(tab, "Make a key");
    assert.equal(await field(make, "Size").inputValue(), "3072");
    await tab.go("#/rsa?v=1&at=rsa-keygen&seed=two");
    await until(async () => (await field(make, "Size").inputValue()) === "2048", "the size of the second link");
  }));

const long = "x".repeat(9000);
for (const [what, link, message] of [
  ["another version", "#/rsa?v=9&at=rsa-keygen&size=4096", /version "9"/],
  ["an unknown page", "#/nowhere", /no page "nowhere"/],
  ["an unknown exhibit", "#/rsa?v=1&at=no-such-exhibit", /no exhibit "no-such-exhibit"/],
  ["an exhibit of another page", "#/rsa?v=1&at=fernet-key", /no exhibit "fernet-key"/],
  ["an unknown field", "#/rsa?v=1&at=rsa-keygen&colour=red", /setting "colour"/],
  ["a field without its exhibit", "#/rsa?size=3072", /setting "size"/],
  ["a choice that there is not", "#/rsa?v=1&at=rsa-keygen&size=7", /“Size” to "7"/],
  ["a thing that is none", "#/rsa?v=1&at=rsa-encrypt&key=1", /“Key” to "1", but a thing/],
  ["a thing of another kind", "#/certificate?v=1&at=issue&request=certificate.AAAA", /“Request” to "certificate.AAAA"/],
  ["a certificate that is none", "#/certificate?v=1&at=check-certificate&certificate=certificate.AAAA", /Expected|cannot be read/],
  ["a setting of what makes nothing for it", "#/rsa?v=1&at=rsa-why&ca-root.cn=x", /setting "ca-root.cn"/],
  ["a passphrase", "#/desk?v=1&at=desk-export&passphrase=x", /“Passphrase” to "x"/],
  ["a word for a number", "#/certificate?v=1&at=ca-root&days=soon", /days|whole number/i],
  ["no day for a day", "#/certificate?v=1&at=ca-root&from=someday", /“Valid from”|date|YYYY/i],
  ["9000 characters", `#/rsa?v=1&at=rsa-sign&message=${long}`, /bytes long/],
  ["bytes that are no UTF-8", "#/cipher?v=1&at=fernet-encrypt&iv=%ff%fe", /not valid UTF-8/],
  ["a page that is no UTF-8", "#/%E0%A4%A", /no page/],
  ["half an escape", "#/cipher?v=1&at=fernet-encrypt&iv=%", /32 hexadecimal digits/],
  ["markup", "#/<img src=x onerror=alert(1)>", /no page/],
  ["a service that only the page asks for", "#/desk?v=1&at=desk-lock&desk=x", /no exhibit "desk-lock"/],
]) {
  test(`a link with ${what} gives a message and a working page`, () =>
    withPage(site, link, {}, async (tab) => {
      const notice = tab.page.getByRole("status").filter({ has: tab.page.getByRole("button", { name: "Dismiss" }) });
      const field = tab.page.locator("main .diagnosis");
      await until(
        async () => message.test((await notice.allInnerTexts()).join(" ") + (await field.allInnerTexts()).join(" ")),
        `a message like ${message}`,
      );
      assert.equal(await tab.page.getByRole("heading", { level: 1 }).count(), 1);
      while (await notice.count()) await notice.getByRole("button", { name: "Dismiss" }).first().click();
      await tab.page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Encrypt" }).click();
      await says(part(tab, "Check and decrypt a token"), /The token is valid/);
    }));
}

test("a link may ask a question, at the step that is shown", () =>
  withPage(site, "#/rsa?at=rsa-why&numbers=small&step=cycle", {}, async (tab) => {
    const share = await open(part(tab, "Why it works"), "Link");
    const link = await share.locator("pre").nth(1).innerText();
    assert.match(link, /step=cycle&view=ask$/);
    await withPage(site, new URL(link).hash, {}, async (other) => {
      assert.match(await address(other), /step=cycle/);
      assert.equal(await part(other, "Why it works").locator(".headline").count(), 0, "the answer is covered");
    });
  }));

test("a link with a word gives everybody the same token, to the second", () =>
  withPage(site, "#/cipher?v=1&at=fernet-encrypt&seed=class+7&clock=2026-11-26T20:04:01Z", {}, async (tab) => {
    const encrypt = part(tab, "Encrypt a message");
    const token = await result(encrypt, "token", "text");
    assert.equal(Buffer.from(token, "base64url").readBigUInt64BE(1), 1795723441n);
    const share = await open(encrypt, "Link");
    const link = await share.locator("pre").first().innerText();
    assert.match(link, /clock=2026-11-26T20:04:01Z/);
    await tab.page.waitForTimeout(1100);
    await withPage(site, new URL(link).hash, {}, async (other) => {
      assert.equal(await result(part(other, "Encrypt a message"), "token", "text"), token);
    });
  }));

test("Back leads to the place that one left, and a new link to the top of its exhibit", () =>
  withPage(site, "#/certificate", { width: 390, height: 844 }, async (tab) => {
    const place = () => tab.page.evaluate(() => Math.round(scrollY));
    const comesTo = (wanted) => until(async () => Math.abs((await place()) - wanted) < 3, `the place ${wanted}`);
    await tab.settled();
    await tab.page.evaluate(() => scrollTo(0, 500));
    await until(() => tab.page.evaluate(() => history.state === Math.round(scrollY)), "the place is noted");
    const left = await place();
    await tab.go("#/cipher");
    await comesTo(0);
    await tab.page.goBack();
    await comesTo(left);
    await tab.page.reload();
    await comesTo(left);
    await tab.go("#/rsa?at=rsa-keygen");
    await comesTo(0);
    await part(tab, "Make a key").waitFor();
    // A tab that is closed while its worker loads reports a request that failed.
    await tab.settled();
  }));

test("what no address has room for is there after a reload, and others are told", () =>
  withPage(site, "#/certificate", { permissions: ["clipboard-read", "clipboard-write"] }, async (tab) => {
    const check = part(tab, "Check a certificate");
    await tab.settled();
    await open(check, "More");
    const between = field(check, "Certificates in between");
    const text = "# a note between certificates\n".repeat(500);
    await between.fill(text);
    await until(async () => (await address(tab)).includes("long=between"), "the field in the address");
    assert.ok((await address(tab)).length < 8000);
    await open(check, "Link to Check a certificate");
    await says(check.locator(".links"), /no room for what is long: Certificates in between/);
    const link = new URL(await address(tab)).hash;
    await tab.page.reload();
    await open(check, "More");
    assert.equal(await between.inputValue(), text);
    await withPage(site, link, {}, async (other) => {
      await says(other.page.locator(".notices"), /no room for what is long: Certificates in between/);
    });
  }));

test("a private key that is pasted into a public field is in no address and no link", () =>
  withPage(site, "#/certificate", {}, async (tab) => {
    const check = part(tab, "Check a certificate");
    await tab.settled();
    await open(check, "More");
    await field(check, "Certificates in between").fill("-----BEGIN PRIVATE KEY-----\nCANARY4711\n-----END PRIVATE KEY-----\n");
    await until(async () => (await address(tab)).includes("without=between"), "the field that is left out");
    await open(check, "Link to Check a certificate");
    assert.doesNotMatch(await check.locator(".links").innerText(), /CANARY/);
    assert.doesNotMatch(await address(tab), /CANARY/);
    assert.deepEqual(await tab.page.evaluate(() => Object.values(sessionStorage).filter((one) => one.includes("CANARY"))), []);
  }));

test("forms keep what is public in them over another exhibit, Back and a reload", () =>
  withPage(site, "#/rsa?at=rsa-sign", {}, async (tab) => {
    const message = () => field(part(tab, "Sign"), "Message");
    await tab.settled();
    await message().fill("Kept for later");
    await until(async () => (await address(tab)).includes("Kept"), "the message in the address");
    await tab.go("#/cipher?at=fernet-encrypt");
    await tab.page.reload();
    await tab.settled();
    await tab.go("#/rsa?at=rsa-sign");
    assert.equal(await message().inputValue(), "Kept for later", "after a reload of another exhibit");
    await tab.page.goBack();
    await tab.page.goBack();
    await tab.settled();
    assert.equal(await message().inputValue(), "Kept for later", "after Back");
  }));
