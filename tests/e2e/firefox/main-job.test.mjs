// The main job in Firefox, as a person does it.
import assert from "node:assert/strict";
import { X509Certificate, createPrivateKey } from "node:crypto";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { REAL } from "../person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

/** Runs a test with a page of its own, which must have nothing to complain about in the end. */
async function withPage(route, work) {
  const tab = await site.openPage(route);
  await tab.settled();
  await work(tab);
  tab.assertClean();
  await tab.close();
}

test("a message becomes a token while it is typed, and a flipped bit is told", () =>
  withPage("#/cipher", async (tab) => {
    await tab.fill("fernet-encrypt", "Your message", "The cake is in the cellar.");
    await tab.says("fernet-encrypt", /Your message of 26 bytes became/);
    await tab.comesOut("fernet-decrypt", "yes");
    await tab.click("fernet-decrypt", "Break it");
    await tab.click("fernet-decrypt", "Incorrect HMAC");
    await tab.comesOut("fernet-decrypt", "no");
    await tab.says("fernet-decrypt", /The check that fails is ([^:]+):/);
  }));

test("an RSA key lies on the desk, and encrypts, decrypts, signs and verifies", () =>
  withPage(REAL, async (tab) => {
    await tab.click("rsa-keygen", "Make the key");
    await tab.settled();
    assert.deepEqual(await tab.things(), ["Key"]);
    await tab.fill("rsa-encrypt", "Message", "Burn after reading.");
    await tab.says("rsa-decrypt", /Burn after reading\./);
    await tab.comesOut("rsa-sign", "yes");
    await tab.comesOut("rsa-verify", "yes");
    await tab.click("rsa-verify", "Break it");
    await tab.click("rsa-verify", "Change one bit of the message");
    await tab.comesOut("rsa-verify", "no");
    assert.equal((await tab.page.$$(".bug")).length, 0, "other implementations agree");
  }));

test("a connection is made, and ends where somebody poses as the server", () =>
  withPage("#/handshake?at=https", async (tab) => {
    await tab.says("https", /localhost is reached/);
    await tab.comesOut("https", "yes");
    await tab.click("https", "Break it");
    await tab.click("https", "Pose as the server");
    await tab.says("https", /The client refuses the certificate/);
    await tab.comesOut("https", "no");
    assert.equal((await tab.page.$$(".bug")).length, 0, "other implementations agree");
  }));

test("what “Make it for me” made is taken away and belongs together", () =>
  withPage("#/", async (tab) => {
    await tab.click("make-it", "Make it for me");
    await tab.comesOut("make-it", "yes");
    assert.deepEqual(await tab.things(), ["Root key", "Root", "Server key", "Server request", "Server"]);
    await tab.click("make-it", "Each of them");
    const take = (name, file) => tab.download("make-it", `Download PEM of ${name}`, file);
    const root = new X509Certificate(await take("Root", "root.pem"));
    const server = new X509Certificate(await take("Server", "server.pem"));
    const key = createPrivateKey(await take("Server key", "server-key.pem"));
    assert.ok(server.verify(root.publicKey) && server.checkIssued(root), "the root signed it");
    assert.ok(!root.verify(server.publicKey), "and not the other way round");
    assert.ok(server.checkPrivateKey(key), "the key is the certificate's");
    assert.equal(server.checkHost("localhost"), "localhost");
    assert.equal(server.checkIP("127.0.0.1"), "127.0.0.1");
    assert.equal(server.checkHost("example.org"), undefined);
  }));
