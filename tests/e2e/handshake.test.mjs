// Connections inside the page: told, seen by each of those who take part, broken, and taken away.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { comesOut, download, field, open, openAll, part, says, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const HTTPS = "HTTPS, TLS 1.3";
/** The words of the picture: who does what, in order. */
const turns = (tab) => tab.page.locator(".turns li .title").allInnerTexts();

test("a client and a server connect, and each message has its bytes", () =>
  withPage(site, "#/handshake?at=https&step=record-0", {}, async (tab) => {
    const https = part(tab, HTTPS);
    await says(https, /localhost is reached/);
    await comesOut(https, "yes");
    const told = (await turns(tab)).join("\n");
    for (const name of ["ClientHello", "ServerHello", "Certificate", "CertificateVerify", "Finished", "GET / HTTP/1.1", "HTTP/1.1 200 OK"])
      assert.match(told, new RegExp(name.replaceAll("/", "\\/")), told);
    await https.getByText("the same as rustls").waitFor();
    await openAll(tab);
    await https.getByText("cipher_suites").first().waitFor();
  }));

test("through the eyes of somebody on the wire, what is sealed has no name", () =>
  withPage(site, "#/handshake?at=https", {}, async (tab) => {
    const https = part(tab, HTTPS);
    await says(https, /localhost is reached/);
    await field(https, "Seen by").selectOption({ label: "The eavesdropper" });
    await until(async () => (await turns(tab)).some((title) => title.startsWith("A sealed record")), "a sealed record");
    const told = (await turns(tab)).join("\n");
    assert.match(told, /ClientHello/);
    assert.doesNotMatch(told, /CertificateVerify|GET|200 OK/);
    const { bytes } = await download(tab, https.getByRole("button", { name: "Download connection.pcapng" }));
    assert.equal(bytes.readUInt32LE(0), 0x0a0d0d0a, "a section header of pcapng");
    assert.ok(!bytes.includes("CLIENT_HANDSHAKE_TRAFFIC_SECRET"), "no secrets for who listens");
  }));

test("a bit that is flipped on the way ends in an alert", () =>
  withPage(site, "#/handshake?at=https", {}, async (tab) => {
    const https = part(tab, HTTPS);
    await says(https, /localhost is reached/);
    await openAll(tab);
    await https.getByRole("button", { name: "Flip a bit on the wire" }).click();
    await says(https, /The client gives up\. A record could not be opened/);
    await comesOut(https, "no");
    assert.match((await turns(tab)).join("\n"), /Alert: bad_record_mac/);
  }));

test("the key schedule grows as a tree, whose secrets lead to what made them", () =>
  withPage(site, "#/handshake?at=https&step=shared/client-handshake", {}, async (tab) => {
    const tree = tab.page.locator(".secret-tree");
    const now = tree.locator(".twig[data-when=now]");
    await says(now, /CHTS/);
    const made = tree.locator("button.twig");
    const before = await made.count();
    assert.equal(await tree.locator(".twig:not(button)").filter({ hasText: /\d…/ }).count(), 0, "what is not made has no bytes");
    await tab.page.getByRole("button", { name: "Step forward" }).click();
    await says(now, /SHTS/);
    assert.equal(await made.count(), before + 1);
    await made.filter({ hasText: "HS" }).first().click();
    await says(now, /^\s*◈\s*HS/);
    await until(async () => (await tab.page.evaluate(() => location.hash)).endsWith("step=shared/handshake"), "the step in the address");
  }));

test("at the dates of the certificate the clock can be moved", () =>
  withPage(site, "#/handshake?at=https", {}, async (tab) => {
    const https = part(tab, HTTPS);
    await says(https, /localhost is reached/);
    const link = await tab.page.evaluate(() => document.querySelector(".turns [data-step*=certificate]").dataset.step);
    await tab.page.evaluate((step) => (location.hash = `#/handshake?at=https&step=${step}/validity`), link);
    const hand = https.getByRole("slider", { name: "The clock" });
    await hand.focus();
    await hand.press("End");
    await says(https, /The client refuses the certificate/);
    await comesOut(https, "no");
  }));

test("a question about a connection gives nothing away", async () => {
  let link;
  await withPage(site, "#/handshake?at=https&trust=nobody", {}, async (tab) => {
    const https = part(tab, HTTPS);
    await says(https, /refuses the certificate/);
    const share = await open(https, "Link");
    link = await share.locator("pre").nth(1).innerText();
  });
  assert.match(link, /view=ask/);
  assert.doesNotMatch(link, /step=/);
  await withPage(site, new URL(link).hash, {}, async (tab) => {
    const https = part(tab, HTTPS);
    await https.getByLabel("What will come out?").waitFor();
    const frame = https.locator(".frame");
    await says(frame, /\?/);
    assert.doesNotMatch(await frame.innerText(), /Alert|gives up|refuses|trusts/);
  });
});

test("whoever listens reads HTTP, and no longer once TLS is switched on", () =>
  withPage(site, "#/handshake?at=http&message=The+password+is+swordfish", {}, async (tab) => {
    const http = part(tab, "Plain HTTP");
    await says(http, /Everybody on the way reads/);
    assert.match((await turns(tab)).join("\n"), /GET \/ HTTP\/1.1/);
    await field(http, "Address").selectOption({ label: "https://, with TLS 1.3" });
    await says(http, /nobody on the way can read it/);
    assert.doesNotMatch((await turns(tab)).join("\n"), /GET/);
  }));

for (const [button, words] of [
  ["Check nothing", /Sealed, but with whom\?/],
  ["Trust the CA of who poses", /somebody else is behind it/],
  ["Leave out the CA in between", /The client refuses the certificate\./],
])
  test(`“${button}” is not green`, () =>
    withPage(site, "#/handshake?at=https", {}, async (tab) => {
      const https = part(tab, HTTPS);
      await comesOut(https, "yes");
      await openAll(tab);
      await https.getByRole("button", { name: button }).click();
      await says(https, words);
      await comesOut(https, "no");
    }));

test("from a connection one walks back to the certificate, its request, its key and the root", () =>
  withPage(site, "#/handshake?at=https", {}, async (tab) => {
    const https = part(tab, HTTPS);
    await says(https, /localhost is reached/);
    await openAll(tab);
    const origins = https.locator(".origins").first();
    const words = await origins.innerText();
    for (const one of ["Server", "Root"]) assert.match(words, new RegExp(one), words);
    const hrefs = await origins.locator("a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    for (const one of ["at=issue", "at=server-request", "at=ca-root"]) assert.ok(hrefs.some((href) => href.includes(one)), `${one}: ${hrefs}`);
    await origins.locator("a[href*='at=server-request']").first().click();
    await comesOut(part(tab, "A certificate request"), "yes");
  }));

/** The title of the step that is shown. */
const shown = (region) => region.locator(".said h2").first().innerText();
/** Whether an element is wholly in the window. */
const inWindow = async (tab, one) => {
  const box = await one.boundingBox();
  return box !== null && box.y >= 0 && box.y + box.height <= tab.page.viewportSize().height;
};

test("a message that is pressed is shown, keeps the focus, and goes on by keys", () =>
  withPage(site, "#/handshake?at=https", {}, async (tab) => {
    const https = part(tab, HTTPS);
    await comesOut(https, "yes");
    const message = (name) => https.locator(".turns li").filter({ hasText: name }).getByRole("button").first();
    const focused = () => tab.page.evaluate(() => document.activeElement?.textContent ?? "");
    await message("CertificateVerify").click();
    await until(async () => (await shown(https)) === "CertificateVerify", "its step");
    await until(async () => /^CertificateVerify/.test(await focused()), "its focus");
    await tab.page.keyboard.press("ArrowLeft");
    await until(async () => (await shown(https)) !== "CertificateVerify", "the step before");
    await tab.page.keyboard.press("ArrowRight");
    await until(async () => (await shown(https)) === "CertificateVerify", "its step again: the stage had the focus");
    await message("GET / HTTP/1.1").focus();
    await tab.page.keyboard.press("Enter");
    await until(async () => (await shown(https)) === "GET / HTTP/1.1", "the request");
    await until(async () => /^GET/.test(await focused()), "the focus on the request");
    assert.equal(await https.locator(".turns [aria-current=step]").count(), 1);
    assert.deepEqual(await tab.axe(), []);
  }));

test("each bar is as long as its message, on one scale, and under no word", () =>
  withPage(site, "#/handshake?at=https", {}, async (tab) => {
    const https = part(tab, HTTPS);
    await comesOut(https, "yes");
    const bars = await https.locator(".turns .message").evaluateAll((all) =>
      all.map((one) => {
        const [bar, words] = [".scale svg", ".title"].map((what) => one.querySelector(what).getBoundingClientRect());
        return { length: Number(one.innerText.match(/(\d[\d,]*) bytes/)[1].replace(",", "")), wide: bar.width, apart: bar.right <= words.left || bar.left >= words.right };
      }),
    );
    assert.ok(bars.length > 10, `${bars.length} messages`);
    const longest = bars.reduce((one, other) => (one.length > other.length ? one : other));
    for (const { length, wide, apart } of bars) {
      const should = Math.max(2, (longest.wide * length) / longest.length);
      assert.ok(Math.abs(wide - should) <= 1, `${length} bytes are ${wide} pixels wide and not ${should}`);
      assert.ok(apart, `${length} bytes: a bar under words`);
    }
  }));

test("the chapters are the messages, and a step inside others says of which", () =>
  withPage(site, "#/handshake?at=https&step=record-3-certificateverify", {}, async (tab) => {
    const https = part(tab, HTTPS);
    await comesOut(https, "yes");
    const chapters = tab.page.locator(".chapters button");
    const names = await chapters.allInnerTexts();
    for (const name of ["ClientHello", "ServerHello", "The same secret on both sides", "Certificate", "CertificateVerify", "GET / HTTP/1.1", "HTTP/1.1 200 OK"])
      assert.ok(names.includes(name), names.join());
    assert.equal(names.filter((name) => name === "Finished").length, 2, "of either side");
    assert.ok(names.length <= 14 && !names.includes("ChangeCipherSpec"), names.join());
    const around = https.locator(".around button");
    assert.equal(await around.count(), 0, "it is inside of none");
    await https.getByRole("button", { name: "Step forward" }).click();
    await until(async () => (await around.allInnerTexts()).join() === "CertificateVerify", "what it is inside of");
    assert.equal(await tab.page.locator(".chapters [aria-current]").innerText(), "CertificateVerify");
    await around.first().click();
    await until(async () => (await shown(https)) === "CertificateVerify", "the step around it");
  }));

test("on a phone, what is broken is looked at where it went wrong, and mended without losing the place", () =>
  withPage(site, "#/handshake?at=https", { width: 390, height: 844 }, async (tab) => {
    const https = part(tab, HTTPS);
    await comesOut(https, "yes");
    const stage = https.locator(".stage");
    const { y: before } = await stage.boundingBox();
    const breaks = await open(https, "Break it");
    await breaks.getByRole("button", { name: "Flip a bit on the wire" }).click();
    await says(https, /The client gives up/);
    const failed = stage.locator('.turns [data-when="now"][data-fate="ends"]');
    await until(() => inWindow(tab, failed), "where it went wrong");
    await https.getByRole("button", { name: "Mend it" }).click();
    await comesOut(https, "yes");
    assert.ok(await stage.evaluate((one) => one.contains(document.activeElement)), "the focus stays on the stage");
    await tab.page.evaluate(() => scrollTo(0, 0));
    await breaks.getByRole("button", { name: "Flip a bit on the wire" }).evaluate((one) => one.click());
    await says(https, /The client gives up/);
    await tab.page.evaluate(() => scrollTo(0, 0));
    assert.equal((await stage.boundingBox()).y, before, "nothing pushes the picture down");
  }));
