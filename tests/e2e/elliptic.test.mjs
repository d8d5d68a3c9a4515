// Keys of elliptic curves: made, chosen, and signed with, to a certificate that openssl takes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";
import { comesOut, desk, download, field, open, openAll, part, says, things, until, withPage } from "./person.mjs";

let site;
let dir;
before(async () => {
  site = await start();
  dir = await mkdtemp(path.join(tmpdir(), "padlock-"));
});
after(async () => {
  await site?.close();
  if (dir) await rm(dir, { recursive: true });
});

const MAKE = "A key on a curve";

for (const [kind, curve] of [["P-256", "prime256v1"], ["P-384", "secp384r1"], ["Ed25519", "ED25519"]]) {
  test(`a key of ${kind} is made, and openssl takes its file`, () =>
    withPage(site, "#/certificate?at=key-ec", {}, async (tab) => {
      const make = part(tab, MAKE);
      await comesOut(make, "yes");
      await field(make, "Curve").selectOption({ label: kind });
      await make.getByRole("button", { name: "Make the key" }).click();
      await says(make, new RegExp(`${kind} key is made`));
      await until(async () => (await things(tab)).includes(`${kind} key`), "the key on the desk");
      const entry = await open(desk(tab), new RegExp(`${kind} private key`));
      await entry.getByRole("heading", { name: "Its public half" }).waitFor();
      for (const [way, form] of [["PEM", "PEM"], ["DER", "DER"]]) {
        const button = entry.getByRole("button", { name: `Download ${way} of ${kind} key` });
        const { bytes } = await download(tab, button);
        await writeFile(path.join(dir, "key"), bytes);
        const said = execFileSync("openssl", ["pkey", "-in", "key", "-inform", form, "-noout", "-text"], { cwd: dir, encoding: "utf8" });
        assert.match(said, new RegExp(curve));
      }
    }));
}

test("a root of P-256 signs a request of P-256, and the chain holds", () =>
  withPage(site, "#/certificate?at=key-ec", {}, async (tab) => {
    await part(tab, MAKE).getByRole("button", { name: "Make the key" }).click();
    await until(async () => (await things(tab)).includes("P-256 key"), "the key on the desk");
    for (const [at, title, button, told] of [
      ["ca-root", "A certificate authority", "Sign the root", /signed its own certificate/],
      ["server-request", "A certificate request", "Make the request", /The request asks for/],
    ]) {
      await tab.go(`#/certificate?at=${at}&key-from=desk`);
      const exhibit = part(tab, title);
      await field(exhibit, "Private key").selectOption({ label: "P-256 key" });
      await exhibit.getByRole("button", { name: button }).click();
      await says(exhibit, told);
      await comesOut(exhibit, "yes");
    }
    await tab.go("#/certificate?at=issue");
    const issue = part(tab, "Sign a certificate");
    await issue.getByRole("button", { name: "Sign the certificate" }).click();
    await says(issue, /signed a certificate for/);
    await comesOut(issue, "yes");
    await openAll(tab);
    await says(issue, /ECDSA, P-256/);
    await tab.go("#/certificate?at=check-certificate");
    await says(part(tab, "Check a certificate"), /All \d+ checks hold/);
  }));
