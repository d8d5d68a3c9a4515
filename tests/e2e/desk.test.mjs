// The desk: what lies there, how long, and what comes in from outside.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { REAL, comesOut, desk, download, field, makeItForMe, open, part, result, says, things, until, withPage } from "./person.mjs";

const FIVE = ["Root key", "Root", "Server key", "Server request", "Server"];

let site;
let dir;
before(async () => {
  site = await start();
  dir = await mkdtemp(path.join(tmpdir(), "padlock-"));
  const openssl = (...args) => execFileSync("openssl", args, { cwd: dir, stdio: "pipe" });
  openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "key.pem");
  openssl("pkey", "-in", "key.pem", "-outform", "DER", "-out", "key.der");
  openssl("pkcs8", "-topk8", "-in", "key.pem", "-v2", "aes-256-cbc", "-passout", "pass:open sesame", "-out", "locked.pem");
  openssl("req", "-x509", "-new", "-key", "key.pem", "-subj", "/CN=made elsewhere", "-days", "30", "-out", "cert.pem");
  openssl("x509", "-in", "cert.pem", "-outform", "DER", "-out", "cert.der");
});
after(async () => {
  await site?.close();
  if (dir) await rm(dir, { recursive: true });
});

const file = (name) => path.join(dir, name);
const chooseFile = (tab) => part(tab, "Bring something in").locator('input[type="file"]');
const chooseDesk = (tab) => part(tab, "Load a desk file").locator('input[type="file"]');
const localKeys = (tab) => tab.page.evaluate(() => Object.keys(localStorage));

/** Drops a file onto the page. */
async function drop(tab, name, bytes) {
  await tab.page.evaluate(
    ([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const carried = new DataTransfer();
      carried.items.add(new File([bytes], name));
      for (const kind of ["dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
      }
    },
    [name, bytes.toString("base64")],
  );
}

test("things are renamed, deleted, brought back, and know what they were made from", () =>
  withPage(site, "#/", {}, async (tab) => {
    await makeItForMe(tab);
    assert.deepEqual(await things(tab), FIVE);
    const entry = await open(desk(tab), "certificate request");
    assert.match(await entry.innerText(), /Made under Make it for me on \d{4}-\d\d-\d\d .* UTC, from Server key\./);
    await entry.getByLabel("Name").fill("  The wish  ");
    await entry.getByLabel("Name").press("Tab");
    await until(async () => (await things(tab)).includes("The wish"), "the new name");
    await entry.getByLabel("Name").fill("   ");
    await entry.getByLabel("Name").press("Tab");
    assert.ok((await things(tab)).includes("The wish"), "an empty name changes nothing");

    await entry.getByRole("button", { name: "Delete The wish" }).click();
    assert.deepEqual(await things(tab), FIVE.filter((name) => name !== "Server request"));
    await desk(tab).getByText("Deleted The wish.").waitFor();
    await desk(tab).getByRole("button", { name: "Undo" }).click();
    assert.deepEqual(await things(tab), FIVE.map((name) => (name === "Server request" ? "The wish" : name)));
    // Every page sees the same desk.
    await tab.go("#/certificate");
    assert.equal((await things(tab)).length, 5);
  }));

test("the desk survives a reload only where it was asked for, and one button forgets it", () =>
  withPage(site, "#/", {}, async (tab) => {
    await makeItForMe(tab);
    assert.deepEqual(await localKeys(tab), [], "nothing is kept by itself");
    await tab.page.reload();
    await desk(tab).waitFor();
    assert.deepEqual(await things(tab), []);

    await makeItForMe(tab);
    await tab.go("#/desk");
    const stay = part(tab, "How long things stay");
    await stay.getByLabel("Keep the desk in this browser").check();
    await until(async () => (await localKeys(tab)).length === 1, "the desk in the browser");
    await tab.page.reload();
    await until(async () => (await things(tab)).length === 5, "the desk after a reload");
    assert.equal(await stay.getByLabel("Keep the desk in this browser").isChecked(), true);

    await stay.getByLabel("Keep the desk in this browser").uncheck();
    await until(async () => (await localKeys(tab)).length === 0, "nothing kept any more");
    assert.equal((await things(tab)).length, 5, "and the desk is still there");
    await stay.getByLabel("Keep the desk in this browser").check();
    await until(async () => (await localKeys(tab)).length === 1, "kept again");
    await stay.getByRole("button", { name: "Forget everything" }).click();
    await until(async () => (await things(tab)).length === 0, "an empty desk");
    assert.deepEqual(await localKeys(tab), []);
    await tab.page.reload();
    await desk(tab).waitFor();
    assert.deepEqual(await things(tab), []);
  }));

test("leaving with a key that is nowhere else asks first", () =>
  withPage(site, "#/", {}, async (tab) => {
    const asked = [];
    tab.page.on("dialog", async (dialog) => {
      asked.push(dialog.type());
      await dialog.accept();
    });
    const leave = async (times, why) => {
      asked.length = 0;
      await tab.page.reload();
      await desk(tab).waitFor();
      assert.deepEqual(asked, Array(times).fill("beforeunload"), why);
    };
    await leave(0, "an empty desk");
    await makeItForMe(tab);
    await leave(1, "keys that are nowhere else");

    await makeItForMe(tab);
    for (const name of ["Root key", "Server key"]) {
      const entry = await open(desk(tab), new RegExp(`(public|secret)${name}RSA`));
      await download(tab, entry.getByRole("button", { name: `Download PEM of ${name}` }));
    }
    await leave(0, "both keys are in files");

    await makeItForMe(tab);
    await tab.go("#/desk");
    await download(tab, part(tab, "Save the desk").getByRole("button", { name: "Save 5 of 5" }));
    await leave(0, "the desk is in a file");

    await tab.go("#/");
    await makeItForMe(tab);
    await tab.go("#/desk");
    await part(tab, "How long things stay").getByLabel("Keep the desk in this browser").check();
    await until(async () => (await localKeys(tab)).length === 1, "the desk in the browser");
    await leave(0, "the browser keeps it");
    await until(async () => (await things(tab)).length === 5, "the desk after a reload");

    await part(tab, "How long things stay").getByRole("button", { name: "Forget everything" }).click();
    await desk(tab).getByText("Forgot 5 things.").waitFor();
    assert.deepEqual(await things(tab), []);
    await desk(tab).getByRole("button", { name: "Undo" }).click();
    assert.deepEqual(await things(tab), FIVE);
    assert.deepEqual(await localKeys(tab), [], "the browser forgot it for good");
    await leave(1, "what came back is nowhere else");
  }));

test("the desk goes into a file and comes back, in part, and under a passphrase", () =>
  withPage(site, "#/", {}, async (tab) => {
    await makeItForMe(tab);
    await tab.go("#/desk");
    const save = part(tab, "Save the desk");
    const plain = await download(tab, save.getByRole("button", { name: "Save 5 of 5" }));
    assert.match(plain.bytes.toString(), /^-----BEGIN PADLOCK DESK-----/);
    await save.getByLabel("Root key").uncheck();
    const some = await download(tab, save.getByRole("button", { name: "Save 4 of 5" }));
    await save.getByLabel(/With a passphrase/).fill("correct horse");
    const locked = await download(tab, save.getByRole("button", { name: "Save 4 of 5" }));
    assert.match(locked.bytes.toString(), /^-----BEGIN ENCRYPTED PADLOCK DESK-----/);
    await writeFile(file("plain.pem"), plain.bytes);
    await writeFile(file("some.pem"), some.bytes);
    await writeFile(file("desk-locked.pem"), locked.bytes);

    await withPage(site, "#/desk", {}, async (other) => {
      await chooseDesk(other).setInputFiles(file("plain.pem"));
      const load = part(other, "Load a desk file");
      for (const name of [/^Root key/, /^Root *certificate/]) await load.getByLabel(name).uncheck();
      await load.getByRole("button", { name: "Add 3 of 5" }).click();
      await until(async () => (await things(other)).length === 3, "a part of the file");
      assert.deepEqual(await things(other), FIVE.slice(2));
      // The rest, later: what is there already is said and not added twice.
      await chooseDesk(other).setInputFiles(file("plain.pem"));
      await until(async () => (await load.getByText("already on the desk").count()) === 3, "what is there already");
      await load.getByRole("button", { name: "Add 2 of 5" }).click();
      await until(async () => (await things(other)).length === 5, "all of the file");
      assert.equal(await load.locator("fieldset").count(), 0, "nothing waits any more");
      const entry = await open(desk(other), "certificate request");
      assert.match(await entry.innerText(), /from Server key\./, "with what it was made from");
    });
    await withPage(site, "#/desk", {}, async (other) => {
      await chooseDesk(other).setInputFiles(file("plain.pem"));
      const load = part(other, "Load a desk file");
      await load.getByRole("button", { name: "Leave it" }).click();
      await chooseDesk(other).setInputFiles(file("some.pem"));
      await load.getByLabel("Server key").uncheck();
      await load.getByRole("button", { name: "Add 3 of 4" }).click();
      await until(async () => (await things(other)).length === 3, "the part of it");
      await chooseDesk(other).setInputFiles(file("desk-locked.pem"));
      await load.getByLabel("Passphrase of the file").fill("wrong horse");
      await load.getByRole("button", { name: "Open it" }).click();
      await says(load, /Expected the passphrase that the file was saved with/);
      assert.equal((await things(other)).length, 3, "nothing is lost");
      await load.getByLabel("Passphrase of the file").fill("correct horse");
      await load.getByRole("button", { name: "Open it" }).click();
      await load.getByRole("button", { name: "Add 1 of 4" }).click();
      await until(async () => (await things(other)).length === 4, "what was locked, beside the rest");
    });
  }));

test("a desk that is dropped on any page waits on the desk's page", () =>
  withPage(site, "#/rsa", {}, async (tab) => {
    await drop(tab, "padlock-desk.pem", await readFile(file("desk-locked.pem")));
    const load = part(tab, "Load a desk file");
    const passphrase = load.getByLabel("Passphrase of the file");
    await passphrase.waitFor();
    await until(() => passphrase.evaluate((one) => one === document.activeElement), "the passphrase is asked for");
    await tab.page.waitForTimeout(500);
    assert.ok(await passphrase.evaluate((one) => one.getBoundingClientRect().bottom < innerHeight), "it is in view");
    await passphrase.fill("correct horse");
    await passphrase.press("Enter");
    await load.getByRole("button", { name: "Add 4 of 4" }).waitFor({ timeout: 30_000 });
    await drop(tab, "padlock-desk.pem", await readFile(file("plain.pem")));
    await load.getByRole("button", { name: "Add 5 of 5" }).click();
    await until(async () => (await things(tab)).length === 5, "the dropped desk");
    assert.deepEqual(await things(tab), FIVE);
  }));

test("two pages that keep the desk keep the same one", () =>
  withPage(site, "#/desk", {}, async (one) => {
    const keep = (page) => page.getByLabel("Keep the desk in this browser");
    const names = (page) => page.locator("aside[aria-label=Desk] summary .name").allInnerTexts();
    const load = async (page, name) => {
      const load = page.locator("#desk-load");
      await load.locator("input[type=file]").setInputFiles(file("plain.pem"));
      await load.locator("fieldset").waitFor();
      for (const other of await load.getByRole("checkbox").all()) if (await other.isEnabled()) await other.uncheck();
      await load.getByLabel(name).check();
      await load.getByRole("button", { name: "Add 1 of 5" }).click();
    };
    await load(one.page, "Server request");
    await keep(one.page).check();
    // The second one has something of its own before it keeps, too.
    const two = await one.context.newPage();
    await two.goto(new URL("#/desk", site.url).href);
    await until(async () => (await names(two)).join() === "Server request", "the kept desk in a second page");
    await load(two, "Server key");
    await until(async () => (await names(one.page)).join() === "Server request,Server key", "what the second page added");
    await load(one.page, "Root key");
    await until(async () => (await names(two)).join() === "Server request,Server key,Root key", "what the first page added");
    await two.getByRole("button", { name: "Forget everything" }).click();
    await until(async () => !(await keep(one.page).isChecked()), "the first page to stop keeping");
    assert.equal((await names(one.page)).length, 3, "nothing is taken from under the first page");
    assert.deepEqual(await localKeys(one), []);
    await two.close();
  }));

test("keys and certificates made elsewhere are read, by the file field and by a drop", () =>
  withPage(site, "#/desk", {}, async (tab) => {
    const read = part(tab, "Read a file");
    let count = 0;
    for (const name of ["key.pem", "cert.pem"]) {
      await chooseFile(tab).setInputFiles(file(name));
      await until(async () => (await things(tab)).length > count, `${name} on the desk`);
      await comesOut(read, "yes");
      count = (await things(tab)).length;
    }
    await withPage(site, "#/rsa", {}, async (other) => {
      for (const name of ["key.der", "cert.der"]) {
        const before = (await things(other)).length;
        await drop(other, name, await readFile(file(name)));
        await until(async () => (await things(other)).length > before, `${name} on the desk`);
      }
      assert.match(await other.page.evaluate(() => location.hash), /#\/desk/);
    });
    await field(read, "Paste it, or drop a file").fill(await readFile(file("cert.pem"), "utf8"));
    await read.getByRole("button", { name: "Read it" }).click();
    await says(read, /made elsewhere/);
  }));

test("an encrypted key opens with its passphrase only", () =>
  withPage(site, "#/desk", {}, async (tab) => {
    const read = part(tab, "Read a file");
    await chooseFile(tab).setInputFiles(file("locked.pem"));
    await says(read, /passphrase/i);
    await until(async () => (await read.getAttribute("data-state")) === "failed", "a question for the passphrase");
    await field(read, "Passphrase").fill("open barley");
    await read.getByRole("button", { name: "Read it" }).click();
    await until(async () => (await read.locator(".diagnosis").count()) > 0 && (await read.getAttribute("data-state")) === "failed", "a refusal");
    assert.deepEqual(await things(tab), []);
    await field(read, "Passphrase").fill("open sesame");
    await read.getByRole("button", { name: "Read it" }).click();
    await until(async () => (await things(tab)).length > 0, "the key on the desk");
  }));

test("a key under a passphrase is taken away as a file that openssl opens", async (t) => {
  const dir = await mkdtemp(path.join(tmpdir(), "padlock-"));
  t.after(() => rm(dir, { recursive: true }));
  await withPage(site, "#/", {}, async (tab) => {
    await makeItForMe(tab);
    await tab.go("#/desk");
    const lock = part(tab, "Encrypt a private key");
    await field(lock, "Private key").selectOption({ label: "Server key" });
    await field(lock, "Passphrase").fill("correct horse");
    await lock.getByRole("button", { name: "Encrypt it" }).click();
    await comesOut(lock, "yes");
    const { name, bytes } = await download(tab, lock.getByRole("button", { name: "Download server-key.enc.pem" }));
    assert.equal(name, "server-key.enc.pem");
    await writeFile(path.join(dir, name), bytes);
    const openssl = (pass) =>
      execFileSync("openssl", ["pkey", "-in", name, "-passin", `pass:${pass}`, "-check", "-noout"], { cwd: dir, encoding: "utf8", stdio: "pipe" });
    assert.match(openssl("correct horse"), /valid/i);
    assert.throws(() => openssl("another"));
  });
});

test("what is damaged, too large or no file of this kind gives a message, and nothing is lost", () =>
  withPage(site, "#/", {}, async (tab) => {
    await makeItForMe(tab);
    await tab.go("#/desk");
    const read = part(tab, "Read a file");
    const pem = await readFile(file("key.pem"), "utf8");
    const der = Buffer.from(await readFile(file("cert.der")));
    der[5] ^= 0x40;
    await writeFile(file("cut.pem"), pem.slice(0, 700));
    await writeFile(file("flipped.der"), der);
    await writeFile(file("junk.bin"), Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 256)));
    await writeFile(file("empty.pem"), "");
    for (const name of ["cut.pem", "flipped.der", "junk.bin", "empty.pem"]) {
      await chooseFile(tab).setInputFiles(file(name));
      await until(async () => {
        await tab.settled();
        const state = await read.getAttribute("data-state");
        if (state === "failed") return /Expected .*(found|at byte)/.test(await read.locator(".diagnosis").first().innerText());
        return state === "done" && (await read.locator(".headline").getAttribute("data-good")) === "no" && /expected|found/i.test(await read.innerText());
      }, `a message about ${name}`);
      // Bring the exhibit back to something good, so that each message is its own.
      await chooseFile(tab).setInputFiles(file("cert.pem"));
      await comesOut(read, "yes");
    }
    await writeFile(file("large.pem"), "");
    await truncate(file("large.pem"), 100 * 1024 * 1024);
    await tab.page.evaluate(() => {
      window.__read = 0;
      const real = Blob.prototype.arrayBuffer;
      Blob.prototype.arrayBuffer = function () {
        window.__read += 1;
        return real.call(this);
      };
    });
    const filesRead = () => tab.page.evaluate(() => window.__read);
    await chooseFile(tab).setInputFiles(file("large.pem"));
    await tab.page.getByRole("status").getByText(/at most 2048 KiB, found large\.pem with 102400 KiB/).waitFor();
    assert.equal(await filesRead(), 0, "its size is enough to refuse it");
    for (const name of FIVE) assert.ok((await things(tab)).includes(name), `${name} is still there`);
    await chooseDesk(tab).setInputFiles(file("junk.bin"));
    await part(tab, "Load a desk file").getByRole("alert").waitFor();
    assert.equal(await filesRead(), 1);
    for (const name of FIVE) assert.ok((await things(tab)).includes(name), `${name} is still there`);
  }));

test("a worker that dies takes nothing along but its job", () =>
  withPage(site, REAL, {}, async (tab) => {
    await tab.page.addInitScript(() => {
      const Original = window.Worker;
      window.__workers = [];
      window.Worker = class extends Original {
        constructor(...args) {
          super(...args);
          window.__workers.push(this);
          // All of them die at the first word of one, before the page hears it.
          this.addEventListener("message", () => {
            if (!window.__die) return;
            window.__die = false;
            window.__ended = window.__workers.length;
            for (const worker of window.__workers) {
              worker.terminate();
              worker.dispatchEvent(new ErrorEvent("error", { message: "out of memory", cancelable: true }));
            }
          });
        }
      };
    });
    await tab.page.reload();
    await desk(tab).waitFor();
    const make = part(tab, "Make a key");
    await comesOut(make, "yes");
    await tab.settled();
    await make.getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).length === 1, "a key on the desk");
    await tab.settled();
    const n = await result(make, "n", "decimal");
    await field(make, "Size").selectOption({ label: "4096 bits" });
    await tab.page.evaluate(() => {
      window.__die = true;
    });
    await make.getByRole("button", { name: "Make the key" }).click();
    await until(() => tab.page.evaluate(() => window.__ended >= 1), "the end of all workers");
    await says(make, /worker .*stopped \(out of memory\)/);
    await says(make, /Nothing else was lost; run it again/);
    assert.equal(await result(make, "n", "decimal"), n, "what was there is still shown");
    assert.deepEqual(await things(tab), ["Key"]);
    await field(make, "Size").selectOption({ label: "2048 bits" });
    await make.getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).length === 2, "the next run, by another worker");
    await comesOut(make, "yes");
  }));

test("a key and its public half are one entry, and things are taken away together", () =>
  withPage(site, REAL, {}, async (tab) => {
    await part(tab, "Make a key").getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).length === 1, "a key on the desk");
    const entry = await open(desk(tab), /KeyRSA private key, 2048 bits/);
    await entry.getByRole("heading", { name: "Its public half" }).waitFor();
    // A worker reads both; they are halves of one key.
    const prints = entry.locator("dt", { hasText: "SHA-256 of the public key" }).locator("xpath=following-sibling::dd");
    await until(async () => (await prints.count()) === 2, "both fingerprints");
    const [one, other] = await prints.allInnerTexts();
    assert.match(one, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.equal(one, other);

    await tab.go("#/desk");
    const { bytes } = await download(tab, part(tab, "Save the desk").getByRole("button", { name: "Download 2 of 2 as files (one ZIP)" }));
    await writeFile(file("desk.zip"), bytes);
    const script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist(): print(n); z.extract(n, sys.argv[2])";
    const names = execFileSync("python3", ["-c", script, file("desk.zip"), dir], { encoding: "utf8" }).trim().split("\n");
    assert.deepEqual(names, ["key.pem", "public-key.pem"]);
    const spki = execFileSync("openssl", ["pkey", "-in", "key.pem", "-pubout", "-outform", "DER"], { cwd: dir, stdio: "pipe" });
    const hash = createHash("sha256").update(spki).digest("hex").toUpperCase();
    assert.equal(one.replaceAll(":", ""), hash, "as openssl has it");
  }));

/** Reads a file of tests/vectors/kinds/reading, and goes to where it is checked. */
async function readAndCheck(tab, name) {
  await tab.go("#/desk");
  await chooseFile(tab).setInputFiles(new URL(`../vectors/kinds/reading/${name}.pem`, import.meta.url).pathname);
  await tab.settled();
  await part(tab, "Read a file").locator(".headline, .diagnosis").first().waitFor();
  await tab.go("#/certificate");
  await tab.settled();
}

test("what was read is what is checked, and no example stands for what could not be read", () =>
  withPage(site, "#/certificate", {}, async (tab) => {
    const check = part(tab, "Check a certificate");
    await comesOut(check, "yes");
    await readAndCheck(tab, "four-elements");
    await check.getByText("could not be read, and so is not checked").waitFor();
    assert.equal(await check.locator(".headline").count(), 0);
    assert.equal(await check.getByRole("link", { name: "“Read a file” on the page “Desk”" }).count(), 1);

    await readAndCheck(tab, "chain-and-other");
    await comesOut(check, "yes");
    await says(check, /www\.eyes\.test .*Trusted: O=Eyes, CN=Eyes Root, which was among what was read\./);
    await field(check, "Change one bit of").selectOption("tbs");
    await comesOut(check, "no");

    await tab.page.setViewportSize({ width: 360, height: 740 });
    await readAndCheck(tab, "long-name");
    assert.equal(await field(check, "Change one bit of").inputValue(), "none", "what is read is checked as it is");
    await check.locator(".headline").waitFor();
    assert.ok(await tab.page.evaluate(() => document.documentElement.scrollWidth <= 360), "long words break");
  }));

test("an intermediate that says that it is no CA is no leaf", () =>
  withPage(site, "#/certificate", {}, async (tab) => {
    const check = part(tab, "Check a certificate");
    await readAndCheck(tab, "between-no-ca");
    await comesOut(check, "no");
    await says(check, /CN=Eyes Intermediate/);
  }));
