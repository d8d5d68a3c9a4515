// Connections inside the page: told, seen by each of those who take part, broken, and taken away.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { comesOut, download, field, openAll, part, says, until, withPage } from "./person.mjs";

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
