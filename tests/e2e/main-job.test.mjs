// The main job, as a person does it: encrypt, make a key, sign, take it away.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, get } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { REAL, comesOut, desk, download, field, makeItForMe, open, part, result, says, things, until, withPage } from "./person.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

test("a message becomes a token while it is typed, and the token opens again", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const encrypt = part(tab, "Encrypt a message");
    const first = await result(encrypt, "token", "text");
    assert.match(first, /^gAAAAA[\w-]+={0,2}$/);
    await field(encrypt, "Your message").fill("The cake is in the cellar.");
    await says(encrypt, /Your message of 26 bytes became/);
    const token = await result(encrypt, "token", "text");
    assert.notEqual(token, first);

    const decrypt = part(tab, "Check and decrypt a token");
    // The clock of the example stands in 1985 and goes with its token; this one is from today.
    await field(decrypt, "The token as text").fill(token);
    await comesOut(decrypt, "yes");
    assert.equal(await field(decrypt, "The clock").inputValue(), "");
    assert.equal(await field(decrypt, "Time to live (TTL)").inputValue(), "");
    await says(decrypt, /The token is valid\. .* 26 bytes long/);
    assert.match(await decrypt.innerText(), /The cake is in the cellar\./);

    await encrypt.getByRole("button", { name: /Keep on the desk/ }).click();
    assert.ok((await things(tab)).includes("Fernet token"));
  }));

test("each invalid token fails at a check that is named", () =>
  withPage(site, "#/cipher", {}, async (tab) => {
    const decrypt = part(tab, "Check and decrypt a token");
    await comesOut(decrypt, "yes");
    await open(decrypt, "Break it");
    const buttons = decrypt.locator(".breaks").getByRole("button");
    const labels = await buttons.allInnerTexts();
    assert.equal(labels.length, 9, "the eight of the specification and a wrong key");
    const reset = async () => {
      await open(decrypt, "More");
      await decrypt.getByRole("button", { name: "Back to the defaults" }).click();
      await comesOut(decrypt, "yes");
    };
    const failed = new Set();
    for (const label of labels) {
      await decrypt.getByRole("button", { name: label, exact: true }).click();
      await comesOut(decrypt, "no");
      const [, check] = await says(decrypt, /The check that fails is ([^:]+):/);
      failed.add(check);
      assert.ok((await decrypt.locator('.stage h2 [data-verdict="failed"]').count()) > 0, `${label}: the step that failed is on the stage`);
      await reset();
    }
    assert.ok(failed.size >= 5, `different checks fail: ${[...failed].join(", ")}`);
  }));

test("an RSA key made by the button lies on the desk, and encrypts, decrypts, signs and verifies", () =>
  withPage(site, REAL, {}, async (tab) => {
    const make = part(tab, "Make a key");
    const example = await result(make, "n", "decimal");
    assert.deepEqual(await things(tab), [], "an example does not land on the desk");
    await make.getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).length === 1, "the key on the desk");
    assert.deepEqual(await things(tab), ["Key"]);
    assert.notEqual(await result(make, "n", "decimal"), example, "a key of one's own");
    assert.equal(BigInt(await result(make, "n", "decimal")).toString(2).length, 2048);
    assert.equal(await desk(tab).getByText("demonstration").count(), 0, "and not for demonstration");
    await tab.settled();

    const [encrypt, decrypt] = [part(tab, "Encrypt"), part(tab, "Decrypt")];
    await field(encrypt, "Message").fill("Burn after reading.");
    await comesOut(encrypt);
    await until(async () => (await decrypt.innerText()).includes("Burn after reading."), "the message decrypted");
    await open(decrypt, "Break it");
    await decrypt.getByRole("button", { name: "Flip a bit on the way" }).click();
    await comesOut(decrypt, "no");

    const [sign, verify] = [part(tab, "Sign"), part(tab, "Verify")];
    for (const scheme of ["PKCS#1 v1.5 with SHA-256", "PSS with SHA-256"]) {
      await field(sign, "Scheme").selectOption({ label: scheme });
      await field(verify, "Scheme").selectOption({ label: scheme });
      await tab.settled();
      await comesOut(sign, "yes");
      await comesOut(verify, "yes");
    }
    await open(verify, "Break it");
    for (const way of ["Change one bit of the message", "Change one bit of the signature", "Change one bit of the key", "Another amount"]) {
      await verify.getByRole("button", { name: way }).click();
      await comesOut(verify, "no");
      await field(verify, "Message").fill("I owe you 10 euros.");
      await field(verify, "Change on the way").selectOption({ label: "Nothing" });
      await comesOut(verify, "yes");
    }
    assert.equal(await tab.page.locator(".bug").count(), 0, "other implementations agree");
  }));

test("a toy key shows every number, and textbook RSA works with it", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    const make = part(tab, "Make a key");
    await field(make, "Size").selectOption({ label: "Toy, from my own primes" });
    await field(make, "Prime p").fill("61");
    await field(make, "Prime q").fill("53");
    await field(make, "Public exponent e").fill("17");
    await make.getByRole("button", { name: "Make the key" }).click();
    await says(make, /n = 3233/);
    assert.equal(await make.getByText("demonstration").count() > 0, true, "a toy is marked");
    await tab.settled();
    const [encrypt, decrypt] = [part(tab, "Encrypt"), part(tab, "Decrypt")];
    await field(encrypt, "Scheme").selectOption({ label: "Textbook, no padding (never)" });
    await field(encrypt, "Message").fill("65");
    await field(decrypt, "Scheme").selectOption({ label: "Textbook, no padding (never)" });
    await says(encrypt, /2790/);
    await comesOut(decrypt);
    await says(decrypt, /\b65\b/);

    for (const [p, q, pattern] of [["91", "53", /91/], ["61", "61", /found 61 twice/], ["", "53", /Expected .* found nothing/]]) {
      await field(make, "Prime p").fill(p);
      await field(make, "Prime q").fill(q);
      await make.getByRole("button", { name: "Make the key" }).click();
      await until(async () => (await make.getAttribute("data-state")) === "failed", "a refusal");
      assert.match(await make.getByRole("alert").innerText(), pattern);
      assert.match(await make.innerText(), /n = 3233/, "what was there stays");
    }
  }));

test("a root, a request, a certificate, and the checks of a client", () =>
  withPage(site, "#/certificate", {}, async (tab) => {
    const act = async (name, button, more) => {
      const before = (await things(tab)).length;
      await part(tab, name).getByRole("button", { name: button, exact: true }).click();
      await until(async () => (await things(tab)).length === before + more, `${more} more on the desk`);
      await comesOut(part(tab, name), "yes");
    };
    await act("A certificate authority", "Sign the root", 2);
    await act("A certificate request", "Make the request", 2);
    await act("Sign a certificate", "Sign the certificate", 1);
    assert.equal(await desk(tab).getByText("demonstration").count(), 0);
    await tab.settled();
    const granted = await open(part(tab, "Sign a certificate"), "Requested and granted");
    assert.match(await granted.innerText(), /localhost/);

    const check = part(tab, "Check a certificate");
    await comesOut(check, "yes");
    await open(check, "Break it");
    for (const [way, undo] of [
      ["Ask for another host", ["Host", "localhost"]],
      ["Set the clock to 2050", ["Clock", ""]],
      ["Change one bit of what was signed"],
      ["Change one bit of the signature"],
    ]) {
      await check.getByRole("button", { name: way }).click();
      await comesOut(check, "no");
      if (undo) await field(check, undo[0]).fill(undo[1]);
      else await field(check, "Change one bit of").selectOption({ label: "Nothing" });
      await comesOut(check, "yes");
    }
    for (const host of ["127.0.0.1", "localhost"]) {
      await field(check, "Host").fill(host);
      await comesOut(check, "yes");
    }
  }));

/** Runs openssl; what it says. */
const openssl = (dir, ...args) => execFileSync("openssl", args, { cwd: dir, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Asks an HTTPS server for its page. */
const fetchFrom = (port, options) =>
  new Promise((done, failed) => {
    get({ host: "127.0.0.1", port, servername: "localhost", agent: false, ...options }, (response) => {
      response.resume();
      response.on("end", () => done(response.statusCode));
    }).on("error", failed);
  });

test("what “Make it for me” made is taken away, judged by openssl, and serves HTTPS", async (t) => {
  const dir = await mkdtemp(path.join(tmpdir(), "padlock-"));
  t.after(() => rm(dir, { recursive: true }));
  const files = {};
  await withPage(site, "#/", {}, async (tab) => {
    const road = await makeItForMe(tab);
    assert.deepEqual(await things(tab), ["Root key", "Root", "Server key", "Server request", "Server"]);
    await open(road, "Each of them");
    const buttons = await road.locator(".drafts").getByRole("button", { name: /^Download/ }).all();
    for (const button of buttons) {
      const { name, bytes } = await download(tab, button);
      files[name] = bytes;
      await writeFile(path.join(dir, name), bytes);
    }
    // The desk gives the same files.
    const entry = await open(desk(tab), "Server key");
    const again = await download(tab, entry.getByRole("button", { name: "Download PEM of Server key" }));
    assert.equal(again.name, "server-key.pem");
    assert.deepEqual(again.bytes, files["server-key.pem"]);
  });
  for (const name of ["root-key", "root", "server-key", "server-request", "server"]) {
    assert.ok(files[`${name}.pem`] && files[`${name}.der`], `${name}.pem and ${name}.der: ${Object.keys(files)}`);
  }
  assert.ok(files["server-chain.pem"], "the chain");

  assert.match(openssl(dir, "verify", "-CAfile", "root.pem", "-verify_hostname", "localhost", "server.pem"), /OK/);
  assert.match(openssl(dir, "verify", "-CAfile", "root.pem", "-verify_ip", "127.0.0.1", "server.pem"), /OK/);
  assert.throws(() => openssl(dir, "verify", "-CAfile", "root.pem", "-verify_hostname", "example.org", "server.pem"));
  for (const key of ["root-key", "server-key"]) {
    assert.match(openssl(dir, "pkey", "-in", `${key}.pem`, "-check", "-noout"), /valid/i);
    assert.match(openssl(dir, "pkey", "-inform", "DER", "-in", `${key}.der`, "-check", "-noout"), /valid/i);
  }
  openssl(dir, "req", "-in", "server-request.pem", "-verify", "-noout");
  assert.equal(
    openssl(dir, "x509", "-in", "server.pem", "-pubkey", "-noout"),
    openssl(dir, "pkey", "-in", "server-key.pem", "-pubout"),
    "the certificate holds the key",
  );

  for (const cert of ["server.pem", "server-chain.pem"]) {
    const server = createServer({ key: files["server-key.pem"], cert: files[cert] }, (_, response) => response.end("hello"));
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    try {
      const { port } = server.address();
      assert.equal(await fetchFrom(port, { ca: files["root.pem"] }), 200);
      assert.equal(await fetchFrom(port, { ca: files["root.pem"], servername: "" }), 200, "by its address");
      await assert.rejects(fetchFrom(port, {}), /self.signed|unable to (verify|get)/i, "refused without the root");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
});

test("with a desk from elsewhere, what the certificate page opens with still belongs together", () =>
  withPage(site, "#/", {}, async (tab) => {
    await makeItForMe(tab);
    await tab.go("#/certificate");
    await comesOut(part(tab, "Check a certificate"));
    await tab.settled();
    await comesOut(part(tab, "Sign a certificate"), "yes");
    await comesOut(part(tab, "Check a certificate"), "yes");
    // Its keys alone leave the examples to sign and to be checked.
    for (const name of ["Root", "Server", "Server request"]) {
      await (await open(desk(tab), new RegExp(`(public|secret)${name}(RSA|certificate)`))).getByRole("button", { name: `Delete ${name}`, exact: true }).click();
    }
    await tab.page.reload();
    await tab.settled();
    await comesOut(part(tab, "Sign a certificate"), "yes");
    await comesOut(part(tab, "Check a certificate"), "yes");
  }));

const shown = (region, label) => field(region, label).evaluate((select) => select.selectedOptions[0].label);

test("one’s own CA signs, not the one that everybody has, and says so before if it is that", () =>
  withPage(site, "#/certificate", {}, async (tab) => {
    const [sign, check] = [part(tab, "Sign a certificate"), part(tab, "Check a certificate")];
    await comesOut(sign, "yes");
    assert.equal(await shown(sign, "Issuer's certificate"), "Root (example)");
    assert.equal(await shown(sign, "Issuer's private key"), "Root key (example)");
    const warning = sign.getByText(/Everybody has this key \(Root, Root key\)/);
    await warning.waitFor();
    assert.deepEqual(
      await field(sign, "Issuer's certificate").locator("optgroup").evaluateAll((all) => all.map((one) => one.label)),
      ["Examples"],
    );
    await part(tab, "A certificate request").getByRole("button", { name: "Make the request" }).click();
    await tab.settled();
    await warning.waitFor();
    await part(tab, "A certificate authority").getByRole("button", { name: "Sign the root" }).click();
    await warning.waitFor({ state: "detached" });
    assert.equal(await shown(sign, "Issuer's certificate"), "Root");
    assert.equal(await shown(sign, "Issuer's private key"), "Root key");
    await sign.getByRole("button", { name: "Sign the certificate" }).click();
    await until(async () => (await things(tab)).includes("Server"), "the certificate on the desk");
    await tab.settled();
    assert.equal(await desk(tab).getByText("demonstration").count(), 0);
    assert.equal(await shown(check, "Certificate"), "Server");
    await field(sign, "Valid for days").fill("7");
    await sign.getByRole("button", { name: "Sign the certificate" }).click();
    await until(async () => (await things(tab)).includes("Server 2"), "another certificate");
    await tab.settled();
    assert.equal(await shown(check, "Certificate"), "Server 2");
    assert.equal(await shown(check, "Trusted certificate"), "Root");
    await comesOut(check, "yes");

    // A second CA: the certificate chooses its key, and the key its certificate. What
    // was made together has one number, and "Server 2" was taken.
    await tab.go("#/");
    await makeItForMe(tab);
    await tab.go("#/certificate");
    assert.equal(await shown(sign, "Issuer's certificate"), "Root 3");
    assert.equal(await shown(sign, "Issuer's private key"), "Root key 3");
    await field(sign, "Issuer's certificate").selectOption({ label: "Root" });
    assert.equal(await shown(sign, "Issuer's private key"), "Root key");
    await field(sign, "Issuer's private key").selectOption({ label: "Root key 3" });
    assert.equal(await shown(sign, "Issuer's certificate"), "Root 3");
    await field(sign, "Issuer's certificate").selectOption({ label: "Root" });
    assert.equal(await shown(sign, "Issuer's private key"), "Root key");
  }));

test("no two roots of one name are made, and a key is protected that was asked for", () =>
  withPage(site, "#/", {}, async (tab) => {
    const road = await makeItForMe(tab);
    await open(road, "More");
    assert.equal(await field(road, "Name of the CA").inputValue(), "Padlock Root 2");
    await road.getByRole("button", { name: "Make it for me" }).click();
    await until(async () => (await things(tab)).length === 10, "two of everything");
    const roots = await open(desk(tab), "Root 2");
    const root = await download(tab, roots.getByRole("button", { name: "Download PEM of Root 2" }));
    const subject = execFileSync("openssl", ["x509", "-noout", "-subject"], { input: root.bytes, encoding: "utf8" });
    assert.match(subject, /CN\s*=\s*Padlock Root 2/);
    for (const name of ["Server key", "Root key"]) {
      const entry = await open(desk(tab), new RegExp(`(public|secret)${name}RSA`));
      await entry.getByRole("link", { name: "Protect it with a passphrase" }).click();
      const lock = part(tab, "Encrypt a private key");
      await lock.waitFor();
      await until(async () => (await shown(lock, "Private key")) === name, `${name} in the field`);
    }
  }));

test("everything comes as one archive, which unpacks to what servers and curl take", () =>
  withPage(site, "#/", {}, async (tab) => {
    const made = async () => {
      await tab.go("#/");
      return tab.page.locator('.made-so-far [data-made="true"] a').allInnerTexts();
    };
    assert.deepEqual(await made(), []);
    const road = await makeItForMe(tab);
    assert.deepEqual(await made(), ["Two primes, a pair of keys", "A root", "A request", "A certificate"]);
    const { name, bytes } = await download(tab, road.getByRole("button", { name: /^Download all/ }));
    assert.equal(name, "padlock.zip");
    const folder = await mkdtemp(path.join(tmpdir(), "padlock-"));
    try {
      await writeFile(path.join(folder, name), bytes);
      execFileSync("python3", ["-m", "zipfile", "-e", name, "."], { cwd: folder });
      const count = Number((await road.getByRole("button", { name: /^Download all/ }).innerText()).match(/\d+/)[0]);
      const listed = execFileSync("python3", ["-m", "zipfile", "-l", name], { cwd: folder, encoding: "utf8" });
      assert.equal(listed.match(/\.pem/g).length, count, listed);
      const verified = execFileSync("openssl", ["verify", "-CAfile", "root.pem", "server-chain.pem"], { cwd: folder, encoding: "utf8" });
      assert.match(verified, /OK/);
      assert.equal(await road.locator(".keep").getByText(/^On the desk/).count(), 1);
    } finally {
      await rm(folder, { recursive: true });
    }
  }));
